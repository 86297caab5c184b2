/* ussd.c - USSD dialogues, step by step; declared in modems.h. */
#include "store/sims/modems.h"

#include "base/clock.h"
#include "store/db/audit.h"
#include "store/db/reason_row.h"
#include "store/sims/menu.h"
#include "store/sims/sim.h"
#include "store/sims/sim_credit.h"
#include "store/sims/ussd_own.h"
#include "text/service_code.h"
#include "text/unicode.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum err
ussd_find_sim(struct db *db, const char *sim, char *imsi, size_t room)
{
    struct query q = query_start(db,
        "SELECT imsi, count() OVER () FROM sim"
        " WHERE (:sim IS NULL AND (working = 1 OR NOT EXISTS"
        "   (SELECT 1 FROM sim WHERE working = 1)))"
        "  OR imsi = :sim OR name = :sim"
        " ORDER BY imsi = :sim DESC, working DESC, seen DESC LIMIT 1");
    int64_t several = 0;
    enum err e;

    query_text(&q, ":sim", sim);
    if (query_row(&q)) {
        query_copy_text(&q, 0, imsi, room);
        several = query_get_int(&q, 1) > 1;
    }
    e = query_end_one(&q);
    if (e == ERR_EMPTY)
        return ERR_NOT_FOUND;
    return !e && !sim && several ? ERR_REFUSED : e;
}

/* Whether the network showed this SIM a menu and still waits for a choice. */
static enum err
menu_open(struct db *db, const char *imsi, bool *open)
{
    struct query q = query_start(db,
        "SELECT state = :done AND " USSD_IS_CHOICE " AND answered > :since"
        " FROM ussd"
        " WHERE sim = :imsi ORDER BY id DESC LIMIT 1");
    enum err e;

    *open = false;
    query_int(&q, ":done", USSD_DONE);
    query_int(&q, ":since", clock_now() - USSD_SESSION);
    query_text(&q, ":imsi", imsi);
    if (query_row(&q))
        *open = query_get_int(&q, 0);
    e = query_end_one(&q);
    return e == ERR_EMPTY ? OK : e;
}

static bool
code_good(const char *code, bool menu)
{
    size_t n = strlen(code);

    if (n == 0 || n >= sizeof(((struct ussd *)0)->code))
        return false;
    if (!menu)
        return strspn(code, "0123456789*#+") == n;
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)code[i] < 0x20 || code[i] == 0x7f)
            return false;
    return unicode_valid(code);
}

enum err
ussd_busy(struct db *db, const char *imsi, bool menu)
{
    struct query q = query_start(db,
        "SELECT 1 FROM menu_run WHERE sim = :imsi AND " MENU_IS_RUNNING
        " UNION ALL SELECT 1 FROM ussd WHERE :menu AND sim = :imsi"
        "  AND ((" USSD_IS_OPEN " AND code <> '')"
        "   OR (" USSD_IS_DONE " AND " USSD_IS_CHOICE
        "  AND answered > :since)) LIMIT 1");
    enum err e;

    query_text(&q, ":imsi", imsi);
    query_int(&q, ":menu", menu);
    query_int(&q, ":since", clock_now() - USSD_SESSION);
    query_row(&q);
    e = query_end_one(&q);
    return !e ? ERR_BUSY : e == ERR_EMPTY ? OK : e;
}

enum err
ussd_insert(struct db *db, const char *imsi, const char *code, int64_t run,
    const char *who, int64_t *id)
{
    assert(db_inside(db));
    struct query q = query_start(db,
        "INSERT INTO ussd (sim, code, run, state, asked, author)"
        " VALUES (:sim, :code, :run, :waiting, :now, :who)");

    query_text(&q, ":sim", imsi);
    query_text(&q, ":code", code);
    query_int(&q, ":run", run);
    query_int(&q, ":waiting", USSD_WAITING);
    query_int(&q, ":now", clock_now());
    query_text(&q, ":who", who);
    return query_end_id(&q, id);
}

enum err
modems_ussd(struct db *db, const char *sim, const char *code, const char *who,
    int64_t *id)
{
    char imsi[20], object[32], shown[80];
    int64_t new_id = 0;
    bool menu;
    enum err e = db_begin(db);

    if (e)
        return e;
    if (!(e = ussd_find_sim(db, sim, imsi, sizeof(imsi)))
        && !(e = ussd_busy(db, imsi, false))
        && !(e = menu_open(db, imsi, &menu)) && !code_good(code, menu))
        e = ERR_INPUT;
    if (!e && !(e = ussd_insert(db, imsi, code, 0, who, &new_id))) {
        snprintf(object, sizeof(object), "sim %s", imsi);
        service_code_shown(code, shown, sizeof(shown));
        e = audit_add(db, who, service_code(code) ? "ussd.service"
            : "ussd.ask", object, shown);
    }
    db_touch(db, DB_REQUESTS);
    if (!(e = db_end(db, e)))
        *id = new_id;
    return e;
}

/* What waits since before then; imsi NULL: for any SIM. */
static enum err
fail_waiting(struct db *db, const char *imsi, int64_t since)
{
    enum err e;
    struct query q = query_start(db,
        "UPDATE ussd SET state = :failed, status = -1, answered = :now,"
        " answer = '', answer_code = :why"
        " WHERE state = :waiting AND (:imsi IS NULL OR sim = :imsi)"
        "  AND asked < :since");

    query_int(&q, ":failed", USSD_FAILED);
    query_int(&q, ":waiting", USSD_WAITING);
    query_int(&q, ":now", clock_now());
    query_int(&q, ":since", since);
    query_int(&q, ":why", REASON_NOT_ASKED);
    query_text(&q, ":imsi", imsi);
    e = query_end(&q);
    return e ? e : menu_end_orphans(db);
}

enum err
modems_restored(struct db *db)
{
    enum err e = db_begin(db);

    if (e)
        return e;
    e = fail_waiting(db, NULL, INT64_MAX);
    db_touch(db, DB_MODEMS);
    return db_end(db, e);
}

enum err
modems_ussd_claim(struct db *db, const char *imsi, struct link_ussd *out)
{
    struct link_ussd got = { 0 };
    struct query q;
    enum err e, none = OK;

    /* Asked often and nearly always in vain: look before writing. */
    q = query_start(db,
        "SELECT 1 FROM ussd WHERE " USSD_IS_WAITING " AND sim = :imsi"
        " LIMIT 1");
    query_text(&q, ":imsi", imsi);
    query_row(&q);
    if ((e = query_end_one(&q)) || (e = db_begin(db)))
        return e;
    if (!(e = fail_waiting(db, imsi, clock_now() - USSD_PATIENCE))) {
        q = query_start(db,
            "UPDATE ussd SET state = :asked WHERE id ="
            " (SELECT id FROM ussd WHERE " USSD_IS_WAITING " AND sim = :imsi"
            "  ORDER BY id LIMIT 1) RETURNING id, code");
        query_int(&q, ":asked", USSD_ASKED);
        query_text(&q, ":imsi", imsi);
        if (query_row(&q)) {
            got.id = query_get_int(&q, 0);
            query_copy_text(&q, 1, got.text, sizeof(got.text));
        }
        if ((e = query_end_one(&q)) == ERR_EMPTY) {
            none = e;
            e = OK;
        }
    }
    if ((e = db_end(db, e)) || (e = none))
        return e;
    *out = got;
    return OK;
}

/* What the network said to a SIM's own balance code is about its credit. */
static enum err
hear_credit(struct db *db, const char *imsi, const char *code,
    const char *answer)
{
    char balance[64];
    enum err e = sim_balance_code(db, imsi, balance, sizeof(balance));

    if (e || !*code || strcmp(code, balance) != 0)
        return e;
    return sim_credit_answer(db, imsi, answer);
}

/* The session of an answer that waited for a choice has ended. */
static enum err
note_closed(struct db *db, const struct link_ussd *answer)
{
    struct query q = query_start(db,
        "UPDATE ussd SET status = :status WHERE id = :id AND state = :done"
        " AND " USSD_IS_CHOICE " AND NOT :" USSD_IS_CHOICE);

    query_int(&q, ":status", answer->status);
    query_int(&q, ":id", answer->id);
    query_int(&q, ":done", USSD_DONE);
    return query_end(&q);
}

static enum err
settle(struct db *db, const struct link_ussd *answer)
{
    bool well = answer->status >= 0 && answer->status <= 2;
    bool gone = answer->status == MODEMS_USSD_GONE;
    struct reason said = gone ? reason_of(REASON_WENT_AWAY)
                              : reason_words(answer->text);
    char imsi[20] = "", code[64] = "";
    int64_t run = 0;
    struct query q = query_start(db,
        "UPDATE ussd SET state = :state, status = :status, answer = :answer,"
        " answer_code = :code, answered = :now"
        " WHERE id = :id AND state = :asked RETURNING sim, code, run");
    enum err e;

    query_int(&q, ":state", well ? USSD_DONE : USSD_FAILED);
    query_int(&q, ":asked", USSD_ASKED);
    query_int(&q, ":status", gone ? -1 : answer->status);
    reason_bind(&q, ":answer", ":code", &said);
    query_int(&q, ":now", clock_now());
    query_int(&q, ":id", answer->id);
    if (query_row(&q)) {
        query_copy_text(&q, 0, imsi, sizeof(imsi));
        query_copy_text(&q, 1, code, sizeof(code));
        run = query_get_int(&q, 2);
    }
    if ((e = query_end(&q)))
        return e;
    db_touch(db, DB_MODEMS);
    if (!*imsi)
        return note_closed(db, answer);
    if (run)
        return menu_heard(db, run, answer->status, well, &said);
    return well ? hear_credit(db, imsi, code, answer->text) : OK;
}

enum err
modems_ussd_settle(struct db *db, const struct link_ussd *answer)
{
    enum err e = db_begin(db);

    return e ? e : db_end(db, settle(db, answer));
}

enum err
modems_ussd_get(struct db *db, int64_t id, struct ussd *out)
{
    struct query q = query_start(db,
        "SELECT id, state, coalesce(status, -1), code, answer,"
        " answer_code FROM ussd WHERE id = :id");
    enum err e;

    query_int(&q, ":id", id);
    if (query_row(&q)) {
        out->id = query_get_int(&q, 0);
        out->state = (enum ussd_state)query_get_int(&q, 1);
        out->status = (int)query_get_int(&q, 2);
        query_copy_text(&q, 3, out->code, sizeof(out->code));
        reason_read(&q, 4, &out->answer);
    }
    e = query_end_one(&q);
    return e == ERR_EMPTY ? ERR_NOT_FOUND : e;
}
