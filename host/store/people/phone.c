/* phone.c - what is known about a number. Declared in people.h. */
#include "store/people/people.h"

#include "base/clock.h"
#include "store/db/audit.h"

#include <stdio.h>

const char *
phone_state_name(enum phone_state s)
{
    switch (s) {
    case PHONE_WORKING:
        return "working";
    case PHONE_FAILING:
        return "failing";
    case PHONE_OPTED_OUT:
        return "opted_out";
    case PHONE_PENDING:
        return "pending";
    case PHONE_WRONG:
        break;
    }
    return "wrong";
}

/* Reads id, number, state, since, language, what staff are asked, and how texts
 * fared. */
static void
read_phone(struct query *q, struct people_phone *out)
{
    out->id = query_get_int(q, 0);
    query_copy_text(q, 1, out->number, sizeof(out->number));
    out->state = (enum phone_state)query_get_int(q, 2);
    out->since = query_get_int(q, 3);
    query_copy_text(q, 4, out->language, sizeof(out->language));
    out->asked = query_get_int(q, 5) != 0;
    out->doubted = query_get_int(q, 6) != 0;
    out->arrived = query_get_int(q, 7);
    out->tried = out->arrived || query_get_int(q, 8);
}

enum err
guardian_phones(struct db *db, int64_t guardian,
    void (*fn)(void *user, const struct people_phone *p), void *user)
{
    struct people_phone p;
    struct query q = query_start(db,
        "SELECT p.id, p.number, p.state, p.since, g.language,"
        " p.stop_asked, p.wrong_asked, p.arrived, p.tried > 0 OR p.failures > 0"
        " FROM guardian_phone gp JOIN phone p ON p.id = gp.phone"
        " JOIN guardian g ON g.id = gp.guardian"
        " WHERE gp.guardian = :guardian ORDER BY gp.rank, p.id");

    query_int(&q, ":guardian", guardian);
    while (query_row(&q)) {
        read_phone(&q, &p);
        fn(user, &p);
    }
    return query_end(&q);
}

enum err
phone_families(struct db *db, const char *number,
    void (*fn)(void *user, int64_t family), void *user)
{
    struct query q = query_start(db,
        "SELECT DISTINCT fg.family FROM phone p"
        " JOIN guardian_phone gp ON gp.phone = p.id"
        " JOIN family_guardian fg ON fg.guardian = gp.guardian"
        " WHERE p.number = :number ORDER BY fg.family");

    query_text(&q, ":number", number);
    while (query_row(&q))
        fn(user, query_get_int(&q, 0));
    return query_end(&q);
}

enum err
phone_get(struct db *db, const char *number, struct people_phone *out)
{
    struct query q = query_start(db,
        "SELECT id, number, state, since, coalesce("
        " (SELECT g.language FROM guardian_phone gp"
        "   JOIN guardian g ON g.id = gp.guardian"
        "   WHERE gp.phone = phone.id AND g.language <> ''"
        "   ORDER BY gp.rank, g.id LIMIT 1), ''), stop_asked, wrong_asked,"
        " arrived, tried > 0 OR failures > 0"
        " FROM phone WHERE number = :number");
    enum err e;

    query_text(&q, ":number", number);
    if (query_row(&q))
        read_phone(&q, out);
    e = query_end_one(&q);
    return e == ERR_EMPTY ? ERR_NOT_FOUND : e;
}

/* ERR_NOT_FOUND: it is in this state, or one that must stay. */
static enum err
change_state(struct db *db, const char *number, enum phone_state state)
{
    struct query q = query_start(db,
        "INSERT INTO phone (number, raw, state, since)"
        " VALUES (:number, :number, :state, :now)"
        " ON CONFLICT (number) DO UPDATE SET state = excluded.state,"
        "  since = excluded.since,"
        "  failures = iif(:state = :working, 0, failures),"
        "  failed_day = iif(:state = :working, 0, failed_day),"
        "  hold_until = iif(:state = :working, 0, hold_until),"
        "  stop_asked = iif(:state = :opted_out, 0, stop_asked),"
        "  wrong_asked = iif(:state = :wrong, 0, wrong_asked)"
        " WHERE state <> excluded.state"
        "  AND (:state <> :failing OR state = :working)");

    query_text(&q, ":number", number);
    query_int(&q, ":state", state);
    query_int(&q, ":working", PHONE_WORKING);
    query_int(&q, ":failing", PHONE_FAILING);
    query_int(&q, ":opted_out", PHONE_OPTED_OUT);
    query_int(&q, ":wrong", PHONE_WRONG);
    query_int(&q, ":now", clock_now());
    return query_end_changed(&q);
}

enum err
phone_set_state(struct db *db, const char *number, enum phone_state state,
    const char *who, const struct reason *why)
{
    char action[32], object[80];
    enum err e = db_begin(db);

    if (e)
        return e;
    snprintf(action, sizeof(action), "phone.%s", phone_state_name(state));
    snprintf(object, sizeof(object), "phone %s", number);
    if (!(e = change_state(db, number, state))) {
        e = audit_add_reason(db, who, action, object, why);
        db_touch(db, DB_PEOPLE | DB_QUEUE);
    } else if (e == ERR_NOT_FOUND) {
        e = OK;
    }
    return db_end(db, e);
}
