#include "store/alert/alert_own.h"

#include "store/db/audit.h"
#include "store/people/people.h"
#include "store/staff/staff.h"
#include "store/thread/thread.h"
#include "text/lines.h"
#include "text/phone.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[] = { "nothing", "urgent", "each" };

const char *
alert_at_once_name(enum alert_at_once a)
{
    return (size_t)a < sizeof(names) / sizeof(*names) ? names[a] : "nothing";
}

enum err
alert_at_once_parse(const char *name, enum alert_at_once *out)
{
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (!strcmp(names[i], name)) {
            *out = (enum alert_at_once)i;
            return OK;
        }
    return ERR_NOT_FOUND;
}

/* --- reading -------------------------------------------------------------- */

#define PERSONS                                                                \
    "SELECT s.id, s.name, coalesce(p.number, ''), coalesce(p.proved, 0) > 0,"  \
    " coalesce(p.proof, '') <> '' AND p.proof_left > 0,"                       \
    " EXISTS (SELECT 1 FROM phone f WHERE f.number = p.number"                 \
    "  AND f." PHONE_IS_REFUSED "), trim(coalesce(p.classes, ''), char(10)),"  \
    " coalesce(p.at_once, 0), coalesce(p.digest, -1),"                         \
    " coalesce(p.quiet_from, 0), coalesce(p.quiet_to, 0),"                     \
    " coalesce(p.answers, 0)"                                                  \
    " FROM staff s LEFT JOIN alert_person p ON p.staff = s.id"                 \
    " WHERE s.closed = 0"

static void
read_person(struct query *q, struct alert_person *out)
{
    out->staff = query_get_int(q, 0);
    query_copy_text(q, 1, out->name, sizeof(out->name));
    query_copy_text(q, 2, out->number, sizeof(out->number));
    out->proved = query_get_int(q, 3) != 0;
    out->asked = query_get_int(q, 4) != 0;
    out->refuses = query_get_int(q, 5) != 0;
    query_copy_text(q, 6, out->classes, sizeof(out->classes));
    out->at_once = (enum alert_at_once)query_get_int(q, 7);
    out->digest = (int)query_get_int(q, 8);
    out->quiet_from = (int)query_get_int(q, 9);
    out->quiet_to = (int)query_get_int(q, 10);
    out->answers = query_get_int(q, 11) != 0;
}

enum err
alert_get(struct db *db, int64_t staff, struct alert_person *out)
{
    struct query q = query_start(db, PERSONS " AND s.id = :staff");
    enum err e;

    query_int(&q, ":staff", staff);
    if (query_row(&q))
        read_person(&q, out);
    e = query_end_one(&q);
    return e == ERR_EMPTY ? ERR_NOT_FOUND : e;
}

enum err
alert_list(struct db *db,
    void (*fn)(void *user, const struct alert_person *p), void *user)
{
    struct query q = query_start(db, PERSONS " ORDER BY s.name");
    struct alert_person p;

    while (query_row(&q)) {
        read_person(&q, &p);
        fn(user, &p);
    }
    return query_end(&q);
}

enum err
alert_find(struct db *db, const char *name, struct alert_person *out)
{
    int64_t id;
    enum err e = staff_find(db, name, &id);

    return e ? e : alert_get(db, id, out);
}

bool
alert_has_class(const struct alert_person *p, const char *class_name)
{
    return !*p->classes || lines_have(p->classes, class_name);
}

enum err
alert_classes(struct db *db, void (*fn)(void *user, const char *class_name),
    void *user)
{
    struct query q = query_start(db, "SELECT DISTINCT class FROM child"
        " WHERE class <> '' AND left_at = 0 ORDER BY class"
        " COLLATE classes");

    while (query_row(&q))
        fn(user, query_get_text(&q, 0));
    return query_end(&q);
}

enum err
alert_about(struct db *db, const char *number, int limit,
    void (*fn)(void *user, const struct alert_about *a), void *user)
{
    struct alert_about about;
    struct query q = query_start(db,
        "SELECT a.text, a.answer, a.thread, coalesce(f.label, t.number), "
        FAMILY_CHILDREN("t.family")
        " FROM message m JOIN alert a ON a.text = m.id"
        " JOIN thread t ON t.id = a.thread"
        " LEFT JOIN family f ON f.id = t.family"
        " WHERE m.number = :number AND NOT t." TRAY_IS_SAFEGUARDING
        " ORDER BY m.id DESC, a.id LIMIT :limit");

    query_text(&q, ":number", number);
    query_int(&q, ":limit", limit);
    while (query_row(&q)) {
        about.message = query_get_int(&q, 0);
        about.thread = query_get_int(&q, 2);
        query_copy_text(&q, 3, about.label, sizeof(about.label));
        query_copy_text(&q, 4, about.children, sizeof(about.children));
        fn(user, &about);
        if ((about.message = query_get_int(&q, 1)))
            fn(user, &about);
    }
    return query_end(&q);
}

/* --- changing ------------------------------------------------------------- */

static enum err
note(struct db *db, int64_t staff, const char *who, const char *action,
    const char *detail)
{
    struct alert_person p;
    char object[80];
    enum err e = alert_get(db, staff, &p);

    if (e)
        return e;
    snprintf(object, sizeof(object), "staff %s", p.name);
    db_touch(db, DB_SETTINGS);
    return audit_add(db, who, action, object, detail);
}

enum err
alert_allow(struct db *db, int64_t staff, bool answers, const char *who)
{
    struct query q;
    enum err e = db_begin(db);

    if (e)
        return e;
    if (!(e = note(db, staff, who, "alert.answers", answers ? "yes" : "no"))) {
        q = query_start(db,
            "INSERT INTO alert_person (staff, answers)"
            " VALUES (:staff, :answers) ON CONFLICT (staff)"
            " DO UPDATE SET answers = :answers");
        query_int(&q, ":staff", staff);
        query_int(&q, ":answers", answers);
        e = query_end(&q);
    }
    return db_end(db, e);
}

/* "\n4B\n5A\n", each as the school writes it; "" for all. */
static enum err
spell_classes(struct db *db, const char *typed, char out[ALERT_CLASSES],
    struct reason *why)
{
    struct class_names *seen = calloc(1, sizeof(*seen));
    enum err e = seen ? OK : ERR_MEMORY;

    *out = '\0';
    while (!e && *typed) {
        char name[CLASS_NAME_MAX];
        size_t line = strcspn(typed, "\n"), used = strlen(out);

        if (line >= sizeof(name) || used + line + 3 > ALERT_CLASSES)
            e = reason_refuse(why, ERR_INPUT, reason_of(REASON_MANY_WORDS));
        else if (line) {
            snprintf(name, sizeof(name), "%.*s", (int)line, typed);
            if (!(e = class_spell(db, seen, name)))
                snprintf(out + used, ALERT_CLASSES - used, "%s%s\n",
                    used ? "" : "\n", name);
        }
        typed += line + (typed[line] != '\0');
    }
    free(seen);
    return e;
}

/* The number as it is kept; "" for none. */
static enum err
read_number(struct db *db, const struct alert_person *p, const char *country,
    char out[PHONE_MAX], struct reason *why)
{
    struct phone_number n;
    struct query q;
    bool taken;
    enum err e;

    *out = '\0';
    if (!p->number[strspn(p->number, " ")])
        return OK;
    phone_read(p->number, country, &n);
    if (n.kind != PHONE_NUMBER || !n.international)
        return reason_refuse(why, ERR_INPUT, reason_of(REASON_NOT_A_NUMBER));
    q = query_start(db, "SELECT 1 FROM alert_person"
        " WHERE number = :number AND staff <> :staff");
    query_text(&q, ":number", n.text);
    query_int(&q, ":staff", p->staff);
    taken = query_row(&q);
    if ((e = query_end(&q)))
        return e;
    if (taken)
        return reason_refuse(why, ERR_EXISTS,
            reason_of(REASON_ALERT_PHONE_TAKEN));
    snprintf(out, PHONE_MAX, "%s", n.text);
    return OK;
}

/* Nothing can come at a time at which nothing may. */
static enum err
check_times(const struct alert_person *p, struct reason *why)
{
    bool within = p->quiet_from < p->quiet_to
        ? p->digest >= p->quiet_from && p->digest < p->quiet_to
        : p->quiet_from > p->quiet_to
            && (p->digest >= p->quiet_from || p->digest < p->quiet_to);

    if (p->digest >= 0 && within)
        return reason_refuse(why, ERR_INPUT,
            reason_of(REASON_ALERT_DIGEST_IN_QUIET));
    return OK;
}

static enum err
write_person(struct db *db, const struct alert_person *p, const char *number,
    const char *classes)
{
    struct query q = query_start(db,
        "INSERT INTO alert_person (staff, number, classes, at_once, digest,"
        "  quiet_from, quiet_to) VALUES (:staff, :number, :classes, :at_once,"
        "  :digest, :from, :to) ON CONFLICT (staff) DO UPDATE SET"
        " proved = iif(number = :number, proved, 0),"
        " proof = iif(number = :number, proof, ''), number = :number,"
        " classes = :classes, at_once = :at_once, digest = :digest,"
        " quiet_from = :from, quiet_to = :to");

    query_int(&q, ":staff", p->staff);
    query_text(&q, ":number", number);
    query_text(&q, ":classes", classes);
    query_int(&q, ":at_once", p->at_once);
    query_int(&q, ":digest", p->digest);
    query_int(&q, ":from", p->quiet_from);
    query_int(&q, ":to", p->quiet_to);
    return query_end(&q);
}

enum err
alert_save(struct db *db, const struct alert_person *p,
    const struct alert_rules *rules, const char *who, struct reason *why)
{
    char number[PHONE_MAX], classes[ALERT_CLASSES];
    struct alert_person before;
    enum err e = check_times(p, why);

    if (e || (e = db_begin(db)))
        return e;
    if (!(e = alert_get(db, p->staff, &before))
        && !(e = read_number(db, p, rules->country, number, why))
        && !(e = spell_classes(db, p->classes, classes, why))
        && !(e = write_person(db, p, number, classes)))
        e = note(db, p->staff, who, "alert.save",
            alert_at_once_name(p->at_once));
    if (!e && *number && strcmp(number, before.number) != 0)
        e = alert_ask(db, p->staff, rules, why);
    return db_end(db, e);
}
