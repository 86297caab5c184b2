/* menu_run.c - walking through an operator's menu, a screen at a time; declared
 * in menu.h. Each step is a row of `ussd`; the worker gives the whole session
 * a minute. A screen that does not say what it should ends the walk at once:
 * a menu that changed must not be answered by guess. */
#include "store/sims/menu.h"

#include "base/clock.h"
#include "base/log.h"
#include "store/db/audit.h"
#include "store/db/reason_row.h"
#include "store/sims/sim_credit.h"
#include "store/sims/ussd_own.h"
#include "text/service_code.h"
#include "text/unicode.h"

#include <assert.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- beginning ------------------------------------------------------------ */

static enum err
insert_run(struct db *db, const char *imsi, int64_t menu, const char *who,
    int64_t *run, char code[64])
{
    struct menu_step steps[MENU_STEPS_MAX];
    char text[600] = "";
    struct query q = query_start(db,
        "INSERT INTO menu_run (menu, kind, name, steps, reads, sim, state,"
        "  started, author)"
        " SELECT id, kind, name, steps, reads, :imsi, :running, :now, :who"
        " FROM menu WHERE id = :menu"
        " AND substr(:imsi, 1, length(network)) = network"
        " RETURNING id, steps");
    enum err e;

    query_text(&q, ":imsi", imsi);
    query_int(&q, ":running", MENU_RUNNING);
    query_int(&q, ":now", clock_now());
    query_text(&q, ":who", who);
    query_int(&q, ":menu", menu);
    if (query_row(&q)) {
        *run = query_get_int(&q, 0);
        query_copy_text(&q, 1, text, sizeof(text));
    }
    if ((e = query_end_one(&q)))
        return e == ERR_EMPTY ? ERR_NOT_FOUND : e;
    if (!menu_steps(text, steps))
        return ERR_CORRUPT;
    snprintf(code, 64, "%s", steps[0].answer);
    return OK;
}

static enum err
begin(struct db *db, const char *imsi, int64_t menu, const char *who,
    int64_t *run)
{
    char code[64];
    int64_t id;
    enum err e = ussd_busy(db, imsi, true);

    if (e || (e = insert_run(db, imsi, menu, who, run, code)))
        return e;
    db_touch(db, DB_REQUESTS);
    return ussd_insert(db, imsi, code, *run, who, &id);
}

/* ERR_REFUSED: it begins with a service of the SIM. None is kept that does, but
 * a copy from elsewhere may bring one. */
static enum err
kind_of(struct db *db, int64_t menu, enum menu_kind *kind, char name[40])
{
    struct query q = query_start(db,
        "SELECT kind, name, steps FROM menu WHERE id = :id");
    struct menu_step steps[MENU_STEPS_MAX];
    bool service = false;
    enum err e;

    query_int(&q, ":id", menu);
    if (query_row(&q)) {
        *kind = (enum menu_kind)query_get_int(&q, 0);
        query_copy_text(&q, 1, name, 40);
        service = menu_steps(query_get_text(&q, 2), steps)
            && service_code(steps[0].answer);
    }
    if ((e = query_end_one(&q)))
        return e == ERR_EMPTY ? ERR_NOT_FOUND : e;
    return service ? ERR_REFUSED : OK;
}

enum err
menu_start(struct db *db, const char *sim, int64_t menu, bool sure,
    const char *who, int64_t *run)
{
    enum menu_kind kind = MENU_BUY;
    char imsi[20], object[32], name[40];
    int64_t id = 0;
    enum err e = db_begin(db);

    if (e)
        return e;
    if (!(e = ussd_find_sim(db, sim, imsi, sizeof(imsi)))
        && !(e = kind_of(db, menu, &kind, name)) && kind == MENU_BUY && !sure)
        e = ERR_REFUSED;
    if (!e && !(e = begin(db, imsi, menu, who, &id))) {
        snprintf(object, sizeof(object), "sim %s", imsi);
        e = audit_add(db, who, kind == MENU_BUY ? "menu.buy" : "menu.ask",
            object, name);
    }
    if (!(e = db_end(db, e)))
        *run = id;
    return e;
}

enum err
menu_for_balance(struct db *db, const char *sim, int64_t *menu)
{
    struct query q = query_start(db,
        "SELECT m.id FROM sim s JOIN menu m"
        " ON substr(s.imsi, 1, length(m.network)) = m.network"
        " WHERE (:sim IS NULL OR s.imsi = :sim OR s.name = :sim)"
        " AND s.balance_code = '' AND m.kind = :balance"
        " ORDER BY s.working DESC, length(m.network) DESC, m.checked DESC,"
        "  m.id LIMIT 1");

    query_text(&q, ":sim", sim);
    query_int(&q, ":balance", MENU_BALANCE);
    if (query_row(&q))
        *menu = query_get_int(&q, 0);
    return query_end_one(&q);
}

enum err
menu_ask_balance(struct db *db, const char *imsi, int64_t menu)
{
    assert(db_inside(db));
    enum menu_kind kind = MENU_BUY;
    char name[40];
    int64_t run = 0;
    enum err e = kind_of(db, menu, &kind, name);

    /* Whatever the caller thinks: the program itself never buys. */
    if (!e && kind != MENU_BALANCE)
        e = ERR_REFUSED;
    return e ? e : begin(db, imsi, menu, "notehome", &run);
}

/* --- walking -------------------------------------------------------------- */

struct walk {
    int64_t id;
    enum menu_kind kind;
    char sim[20], author[64], reads[48];
    struct menu_step steps[MENU_STEPS_MAX];
    int count, step;
};

static enum err
read_walk(struct db *db, int64_t id, struct walk *w)
{
    char text[600] = "";
    struct query q = query_start(db,
        "SELECT kind, sim, author, reads, steps, step FROM menu_run"
        " WHERE id = :id AND state = :running");
    enum err e;

    query_int(&q, ":id", id);
    query_int(&q, ":running", MENU_RUNNING);
    if (query_row(&q)) {
        w->id = id;
        w->kind = (enum menu_kind)query_get_int(&q, 0);
        query_copy_text(&q, 1, w->sim, sizeof(w->sim));
        query_copy_text(&q, 2, w->author, sizeof(w->author));
        query_copy_text(&q, 3, w->reads, sizeof(w->reads));
        query_copy_text(&q, 4, text, sizeof(text));
        w->step = (int)query_get_int(&q, 5);
    }
    if ((e = query_end_one(&q)))
        return e;
    w->count = menu_steps(text, w->steps);
    return OK;
}

static enum err
end_walk(struct db *db, const struct walk *w, enum menu_state state,
    const struct reason *words)
{
    struct query q = query_start(db,
        "UPDATE menu_run SET state = :state, ended = :now, words = :words,"
        " words_code = :code WHERE id = :id");

    query_int(&q, ":state", state);
    query_int(&q, ":now", clock_now());
    reason_bind(&q, ":words", ":code", words);
    query_int(&q, ":id", w->id);
    log_info("menu", "sim=%s run=%lld state=%d step=%d", w->sim,
        (long long)w->id, (int)state, w->step);
    db_touch(db, DB_MODEMS);
    return query_end(&q);
}

/* Whether the screen says the words, however they are written. */
static bool
says(const char *screen, const char *words)
{
    char *a = NULL, *b = NULL;
    bool yes = !unicode_fold(screen, &a) && !unicode_fold(words, &b)
        && strstr(a, b) != NULL;

    free(a);
    free(b);
    return yes;
}

/* What is read of the last answer: all of it, or from behind the words to the
 * end of their sentence, named as the balance. ERR_EMPTY: they are not
 * there. */
static enum err
cut_answer(const char *answer, const char *reads, char *out, size_t room)
{
    const char *from = strcasestr(answer, reads), *end;

    if (!from)
        return ERR_EMPTY;
    if (!*reads) {
        snprintf(out, room, "%s", answer);
        return OK;
    }
    from += strlen(reads);
    from += strspn(from, " \t:=-");
    for (end = from; *end && *end != '\n' && *end != ';'; end++)
        if (*end == '.' && isspace((unsigned char)end[1]) && end > from
            && isdigit((unsigned char)end[-1]))
            break;
    snprintf(out, room, "balance %.*s", (int)(end - from), from);
    return OK;
}

static enum err
finish(struct db *db, const struct walk *w, const struct reason *answer)
{
    char said[REASON_ARGS + 16];
    enum err e = end_walk(db, w, MENU_DONE, answer);

    if (e || cut_answer(answer->args, w->reads, said, sizeof(said)))
        return e;
    switch (w->kind) {
    case MENU_BALANCE:
        return sim_credit_answer(db, w->sim, said);
    case MENU_BUNDLES:
        return sim_credit_bundle(db, w->sim, said);
    case MENU_BUY:
        break;
    }
    return OK;
}

static enum err
next_step(struct db *db, const struct walk *w)
{
    const struct menu_step *s = &w->steps[w->step + 1];
    struct query q = query_start(db,
        "UPDATE menu_run SET step = step + 1 WHERE id = :id");
    int64_t id;
    enum err e;

    query_int(&q, ":id", w->id);
    if ((e = query_end(&q)))
        return e;
    db_touch(db, DB_REQUESTS);
    return ussd_insert(db, w->sim, s->answer, w->id, w->author, &id);
}

/* What is asked next goes after this, so the session counts as closed. */
static enum err
hang_up(struct db *db, const struct walk *w)
{
    struct query q = query_start(db,
        "UPDATE ussd SET " USSD_IS_ENDED " WHERE run = :run"
        " AND " USSD_IS_CHOICE);
    int64_t id;
    enum err e;

    query_int(&q, ":run", w->id);
    if ((e = query_end(&q)))
        return e;
    db_touch(db, DB_REQUESTS);
    return ussd_insert(db, w->sim, "", 0, w->author, &id);
}

/* The screen is another one than the menu says. */
static struct reason
unexpected(const struct walk *w, bool open, const char *screen)
{
    struct reason r = reason_number(open ? REASON_MENU_CHANGED
                                         : REASON_MENU_ENDED, w->step + 1);

    reason_add_text(&r, w->steps[w->step + 1].expect);
    reason_add_text(&r, screen);
    return r;
}

enum err
menu_heard(struct db *db, int64_t run, int status, bool well,
    const struct reason *said)
{
    assert(db_inside(db));
    struct walk w = { .step = 0 };
    bool open = well && status == USSD_CHOICE, last;
    struct reason why;
    enum err e = read_walk(db, run, &w);

    if (e)
        return e == ERR_EMPTY ? OK : e;
    last = w.step + 1 >= w.count;
    if (well && !last && open && says(said->args, w.steps[w.step + 1].expect))
        return next_step(db, &w);
    if (well && last)
        e = finish(db, &w, said);
    else {
        why = well ? unexpected(&w, open, said->args)
            : reason_given(said) ? *said : reason_of(REASON_NOT_ANSWERED);
        e = end_walk(db, &w, MENU_FAILED, &why);
    }
    /* However it went, what is open is closed. */
    return e || !open ? e : hang_up(db, &w);
}

enum err
menu_end_orphans(struct db *db)
{
    struct query q = query_start(db,
        "UPDATE menu_run SET state = :failed, ended = :now,"
        " words = coalesce((SELECT answer FROM ussd WHERE run = menu_run.id"
        "  ORDER BY id DESC LIMIT 1), ''), words_code = coalesce((SELECT"
        "  answer_code FROM ussd WHERE run = menu_run.id"
        "  ORDER BY id DESC LIMIT 1), 0)"
        " WHERE state = :running AND NOT EXISTS (SELECT 1 FROM ussd"
        "  WHERE run = menu_run.id AND " USSD_IS_OPEN ")");

    query_int(&q, ":failed", MENU_FAILED);
    query_int(&q, ":running", MENU_RUNNING);
    query_int(&q, ":now", clock_now());
    return query_end(&q);
}

/* --- how it went ---------------------------------------------------------- */

static void
read_run(struct query *q, struct menu_run *r)
{
    r->id = query_get_int(q, 0);
    r->menu = query_get_int(q, 1);
    r->kind = (enum menu_kind)query_get_int(q, 2);
    r->state = (enum menu_state)query_get_int(q, 3);
    query_copy_text(q, 4, r->name, sizeof(r->name));
    query_copy_text(q, 5, r->sim, sizeof(r->sim));
    query_copy_text(q, 6, r->author, sizeof(r->author));
    r->started = query_get_int(q, 7);
    r->ended = query_get_int(q, 8);
    reason_read(q, 9, &r->words);
}

enum err
menu_run_get(struct db *db, int64_t id, struct menu_run *out)
{
    struct query q = query_start(db,
        "SELECT id, menu, kind, state, name, sim, author, started, ended,"
        " words, words_code FROM menu_run WHERE id = :id");
    enum err e;

    query_int(&q, ":id", id);
    if (query_row(&q))
        read_run(&q, out);
    e = query_end_one(&q);
    return e == ERR_EMPTY ? ERR_NOT_FOUND : e;
}

enum err
menu_runs(struct db *db, const char *imsi,
    void (*fn)(void *user, const struct menu_run *r), void *user)
{
    struct query q = query_start(db,
        "SELECT id, menu, kind, state, name, sim, author, started, ended,"
        " words, words_code FROM menu_run WHERE id IN"
        " (SELECT max(id) FROM menu_run WHERE sim = :imsi GROUP BY menu)"
        " ORDER BY id DESC LIMIT 20");
    struct menu_run r;

    query_text(&q, ":imsi", imsi);
    while (query_row(&q)) {
        read_run(&q, &r);
        fn(user, &r);
    }
    return query_end(&q);
}
