#include "store/sims/menu.h"

#include "base/clock.h"
#include "store/db/audit.h"
#include "text/service_code.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static const char *const kinds[] = { "", "balance", "bundles", "buy" };

const char *
menu_kind_name(enum menu_kind kind)
{
    return kinds[kind];
}

int
menu_kind_of(const char *name)
{
    for (int i = MENU_BALANCE; i <= MENU_BUY; i++)
        if (!strcmp(kinds[i], name))
            return i;
    return 0;
}

/* --- steps ---------------------------------------------------------------- */

/* Copies n bytes without the blanks around them; false: none left, or too
 * many. */
static bool
copy_trimmed(const char *from, size_t n, char *out, size_t room)
{
    while (n && isspace((unsigned char)*from)) {
        from++;
        n--;
    }
    while (n && isspace((unsigned char)from[n - 1]))
        n--;
    if (!n || n >= room)
        return false;
    memcpy(out, from, n);
    out[n] = '\0';
    return true;
}

static bool
read_step(const char *line, size_t n, bool first, struct menu_step *out)
{
    const char *sign = first ? NULL : memrchr(line, '=', n);
    size_t before;

    *out = (struct menu_step){ .expect = "" };
    if (first)
        return copy_trimmed(line, n, out->answer, sizeof(out->answer))
            && !out->answer[strspn(out->answer, "0123456789*#")];
    if (!sign)
        return false;
    before = (size_t)(sign - line);
    return copy_trimmed(line, before, out->expect, sizeof(out->expect))
        && copy_trimmed(sign + 1, n - before - 1, out->answer,
            sizeof(out->answer));
}

int
menu_steps(const char *text, struct menu_step out[MENU_STEPS_MAX])
{
    int count = 0;

    while (*text) {
        size_t n = strcspn(text, ";\r\n"), blanks = strspn(text, " \t");

        if (blanks < n) {
            if (count == MENU_STEPS_MAX
                || !read_step(text, n, !count, &out[count]))
                return 0;
            count++;
        }
        text += n + (text[n] != '\0');
    }
    return count;
}

void
menu_today(char out[12])
{
    char text[CLOCK_TEXT];

    snprintf(out, 12, "%.10s", clock_text(clock_now(), text));
}

/* --- the list ------------------------------------------------------------- */

static bool
is_day(const char *s)
{
    static const char form[] = "0000-00-00";

    for (size_t i = 0; i < sizeof(form); i++)
        if (form[i] == '0' ? !isdigit((unsigned char)s[i]) : s[i] != form[i])
            return false;
    return true;
}

/* WORDS: none. */
static enum reason_code
fault_of(const struct menu *m)
{
    struct menu_step steps[MENU_STEPS_MAX];
    size_t n = strlen(m->network);

    if (n < 5 || n > 6 || strspn(m->network, "0123456789") != n)
        return REASON_OPERATOR_IS;
    if (!*m->name)
        return REASON_MENU_NAME;
    if (m->kind < MENU_BALANCE || m->kind > MENU_BUY)
        return REASON_MENU_KIND;
    if (!menu_steps(m->steps, steps))
        return REASON_MENU_STEPS;
    if (service_code(steps[0].answer))
        return REASON_MENU_SERVICE;
    return is_day(m->checked) ? REASON_WORDS : REASON_DATE_AS;
}

static enum err
write_menu(struct db *db, struct menu *m)
{
    struct query q = query_start(db,
        "INSERT INTO menu (network, kind, name, steps, reads, checked)"
        " VALUES (:network, :kind, :name, :steps, :reads, :checked)"
        " ON CONFLICT (network, name) DO UPDATE SET kind = excluded.kind,"
        "  steps = excluded.steps, reads = excluded.reads,"
        "  checked = excluded.checked RETURNING id");

    query_text(&q, ":network", m->network);
    query_int(&q, ":kind", m->kind);
    query_text(&q, ":name", m->name);
    query_text(&q, ":steps", m->steps);
    query_text(&q, ":reads", m->reads);
    query_text(&q, ":checked", m->checked);
    if (query_row(&q))
        m->id = query_get_int(&q, 0);
    return query_end(&q);
}

enum err
menu_save(struct db *db, struct menu *m, const char *who, struct reason *why)
{
    enum reason_code fault = fault_of(m);
    char object[80];
    enum err e;

    if (fault)
        return reason_refuse(why, ERR_INPUT, reason_of(fault));
    if ((e = db_begin(db)))
        return e;
    snprintf(object, sizeof(object), "menu %s (%s)", m->name, m->network);
    if (!(e = write_menu(db, m)))
        e = audit_add(db, who, "menu.set", object, m->steps);
    db_touch(db, DB_MODEMS);
    return db_end(db, e);
}

enum err
menu_remove(struct db *db, int64_t id, const char *who)
{
    char object[40];
    struct query q;
    enum err e = db_begin(db);

    if (e)
        return e;
    q = query_start(db, "DELETE FROM menu WHERE id = :id");
    query_int(&q, ":id", id);
    snprintf(object, sizeof(object), "menu %lld", (long long)id);
    if (!(e = query_end_changed(&q)))
        e = audit_add(db, who, "menu.remove", object, "");
    db_touch(db, DB_MODEMS);
    return db_end(db, e);
}

static void
read_menu(struct query *q, struct menu *m)
{
    m->id = query_get_int(q, 0);
    m->kind = (enum menu_kind)query_get_int(q, 1);
    query_copy_text(q, 2, m->network, sizeof(m->network));
    query_copy_text(q, 3, m->name, sizeof(m->name));
    query_copy_text(q, 4, m->steps, sizeof(m->steps));
    query_copy_text(q, 5, m->reads, sizeof(m->reads));
    query_copy_text(q, 6, m->checked, sizeof(m->checked));
}

enum err
menu_list(struct db *db, const char *imsi,
    void (*fn)(void *user, const struct menu *m), void *user)
{
    struct query q = query_start(db,
        "SELECT id, kind, network, name, steps, reads, checked FROM menu"
        " WHERE :imsi IS NULL"
        "  OR substr(:imsi, 1, length(network)) = network"
        " ORDER BY network, kind, name");
    struct menu m;

    query_text(&q, ":imsi", imsi);
    while (query_row(&q)) {
        read_menu(&q, &m);
        fn(user, &m);
    }
    return query_end(&q);
}

struct search {
    const char *name;
    struct menu *out;
    bool found;
};

static void
match(void *user, const struct menu *m)
{
    struct search *s = user;

    if (!s->found && !strcasecmp(m->name, s->name)) {
        *s->out = *m;
        s->found = true;
    }
}

enum err
menu_find(struct db *db, const char *sim, const char *name, struct menu *out)
{
    struct search s = { name, out, false };
    char imsi[20] = "";
    struct query q = query_start(db,
        "SELECT imsi FROM sim WHERE :sim IS NULL OR imsi = :sim OR name = :sim"
        " ORDER BY working DESC, seen DESC LIMIT 1");
    enum err e;

    query_text(&q, ":sim", sim);
    if (query_row(&q))
        query_copy_text(&q, 0, imsi, sizeof(imsi));
    if ((e = query_end(&q)) || (e = menu_list(db, imsi, match, &s)))
        return e;
    return s.found ? OK : ERR_NOT_FOUND;
}
