/* guardian_phone.c - the numbers of one guardian, as staff mend them. Declared
 * in people_edit.h. */
#include "store/people/people_edit.h"

#include "base/clock.h"
#include "store/db/audit.h"
#include "text/clean.h"
#include "text/phone.h"

#include <stdio.h>

enum { NUMBERS_MAX = 8 };       /* of one guardian, as in lists */

static enum err
refuse(struct reason *why, enum reason_code because)
{
    return reason_refuse(why, ERR_INPUT, reason_of(because));
}

static enum err
read_number(const char *typed, const char *country, struct phone_number *out,
    char raw[64], struct reason *why)
{
    enum reason_code fault;
    enum err e = clean_line(typed, raw, 64, &fault);

    if (e == ERR_INPUT || (!e && !*raw))
        return refuse(why, REASON_ONE_NUMBER);
    if (e)
        return e;
    phone_read_typed(raw, country, out);
    if (out->kind == PHONE_SHORT || out->kind == PHONE_LETTERS
        || out->kind == PHONE_WITHHELD)
        return refuse(why, REASON_SERVICE_NUMBER);
    return out->international ? OK
        : refuse(why, REASON_NO_PHONE_NUMBER);
}

static enum err
note(struct db *db, const char *who, const char *action, int64_t guardian,
    const char *detail)
{
    char object[60];

    snprintf(object, sizeof(object), "guardian %lld", (long long)guardian);
    db_touch(db, DB_PEOPLE | DB_QUEUE);
    return audit_add(db, who, action, object, detail);
}

static enum err
save_phone(struct db *db, const char *number, const char *raw, int64_t *id)
{
    struct query q = query_start(db,
        "INSERT INTO phone (number, raw, state, since)"
        " VALUES (:number, :raw, :pending, :now)"
        " ON CONFLICT (number) DO UPDATE SET number = number RETURNING id");

    query_text(&q, ":number", number);
    query_text(&q, ":raw", raw);
    query_int(&q, ":pending", PHONE_PENDING);
    query_int(&q, ":now", clock_now());
    if (query_row(&q))
        *id = query_get_int(&q, 0);
    return query_end_one(&q);
}

static enum err
link_phone(struct db *db, int64_t guardian, int64_t phone)
{
    int64_t has = 0, count = 0;
    struct query q = query_start(db,
        "SELECT count(*), coalesce(sum(phone = :phone), 0)"
        " FROM guardian_phone WHERE guardian = :guardian");
    enum err e;

    query_int(&q, ":guardian", guardian);
    query_int(&q, ":phone", phone);
    if (query_row(&q)) {
        count = query_get_int(&q, 0);
        has = query_get_int(&q, 1);
    }
    if ((e = query_end(&q)) || has || count >= NUMBERS_MAX)
        return e ? e : has ? ERR_EXISTS : ERR_REFUSED;
    q = query_start(db,
        "INSERT INTO guardian_phone (guardian, phone, rank) SELECT :guardian,"
        " :phone, 1 + coalesce((SELECT max(rank) FROM guardian_phone"
        "  WHERE guardian = :guardian), 0)");
    query_int(&q, ":guardian", guardian);
    query_int(&q, ":phone", phone);
    return query_end(&q);
}

enum err
guardian_phone_add(struct db *db, int64_t guardian, const char *number,
    const char *country, const char *who, struct reason *why)
{
    struct phone_number read = { 0 };
    int64_t phone = 0;
    char raw[64];
    enum err e = read_number(number, country, &read, raw, why);

    if (e || (e = db_begin(db)))
        return e;
    if (!(e = save_phone(db, read.text, raw, &phone))
        && !(e = link_phone(db, guardian, phone)))
        e = note(db, who, "guardian.phone_add", guardian, read.text);
    e = db_end(db, e);
    if (e == ERR_EXISTS)
        return reason_refuse(why, e, reason_of(REASON_NUMBER_IS_THERE));
    if (e == ERR_REFUSED)
        return reason_refuse(why, e, reason_of(REASON_EIGHT_NUMBERS));
    return e;
}

/* One statement about a number of the guardian's, and its line in the audit
 * log. sql must be a literal. */
static enum err
change(struct db *db, const char *sql, int64_t guardian, int64_t phone,
    const char *who, const char *action)
{
    struct query q;
    enum err e = db_begin(db);

    if (e)
        return e;
    q = query_start(db, sql);
    query_int(&q, ":guardian", guardian);
    query_int(&q, ":phone", phone);
    if (!(e = query_end_changed(&q)))
        e = note(db, who, action, guardian, "");
    return db_end(db, e);
}

enum err
guardian_phone_remove(struct db *db, int64_t guardian, int64_t phone,
    const char *who)
{
    return change(db, "DELETE FROM guardian_phone"
        " WHERE guardian = :guardian AND phone = :phone", guardian, phone,
        who, "guardian.phone_remove");
}

enum err
guardian_phone_first(struct db *db, int64_t guardian, int64_t phone,
    const char *who)
{
    return change(db,
        "UPDATE guardian_phone SET rank = (SELECT min(rank) - 1"
        "  FROM guardian_phone WHERE guardian = :guardian)"
        " WHERE guardian = :guardian AND phone = :phone", guardian, phone,
        who, "guardian.phone_first");
}
