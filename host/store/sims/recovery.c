#include "store/sims/recovery.h"

#include "base/clock.h"
#include "store/db/reason_row.h"

enum { KEPT = 5000 };

const char *
recovery_rung_name(enum recovery_rung r)
{
    switch (r) {
    case RECOVERY_WORKER:
        return "new worker";
    case RECOVERY_RESET:
        return "soft reset";
    case RECOVERY_POWER:
        return "power cycle";
    case RECOVERY_USB:
        return "USB reset";
    case RECOVERY_GONE:
        return "left its port";
    case RECOVERY_PARKED:
        break;
    }
    return "parked";
}

const char *
recovery_outcome_name(enum recovery_outcome o)
{
    switch (o) {
    case RECOVERY_OPEN:
        return "under way";
    case RECOVERY_HELPED:
        return "helped";
    case RECOVERY_FAILED:
        return "did not help";
    case RECOVERY_BACK:
        return "came back";
    case RECOVERY_LEFT:
        break;
    }
    return "not known";
}

static enum err
forget_old(struct db *db, int64_t newest)
{
    struct query q = query_start(db, "DELETE FROM recovery WHERE id <= :id");

    query_int(&q, ":id", newest - KEPT);
    return query_end(&q);
}

enum err
recovery_begin(struct db *db, const char *modem, enum recovery_rung rung,
    const struct reason *why, int64_t *id)
{
    enum err e = db_begin(db);
    int64_t made = 0;
    struct query q;

    if (e)
        return e;
    q = query_start(db, "INSERT INTO recovery (at, modem, rung, why,"
        " why_code) VALUES (:at, :modem, :rung, :why, :code)");
    query_int(&q, ":at", clock_now());
    query_text(&q, ":modem", modem);
    query_int(&q, ":rung", rung);
    reason_bind(&q, ":why", ":code", why);
    if (!(e = query_end_id(&q, &made)))
        e = forget_old(db, made);
    if (!(e = db_end(db, e)))
        *id = made;
    return e;
}

enum err
recovery_end(struct db *db, int64_t id, enum recovery_outcome outcome)
{
    struct query q = query_start(db,
        "UPDATE recovery SET outcome = :outcome, took_ms = max(0, :now - at)"
        " WHERE id = :id AND outcome = :open");

    query_int(&q, ":outcome", outcome);
    query_int(&q, ":open", RECOVERY_OPEN);
    query_int(&q, ":now", clock_now());
    query_int(&q, ":id", id);
    return query_end(&q);
}

enum err
recovery_reset(struct db *db)
{
    struct query q = query_start(db,
        "UPDATE recovery SET outcome = :left WHERE outcome = :open");

    query_int(&q, ":left", RECOVERY_LEFT);
    query_int(&q, ":open", RECOVERY_OPEN);
    return query_end(&q);
}

enum err
recovery_count(struct db *db, const char *modem, enum recovery_rung rung,
    int64_t since, int *count)
{
    struct query q = query_start(db,
        "SELECT count(*) FROM recovery"
        " WHERE modem = :modem AND rung = :rung AND at >= :since");

    query_text(&q, ":modem", modem);
    query_int(&q, ":rung", rung);
    query_int(&q, ":since", since);
    if (query_row(&q))
        *count = (int)query_get_int(&q, 0);
    return query_end_one(&q);
}

enum err
recovery_list(struct db *db, const char *modem, int limit,
    void (*fn)(void *user, const struct recovery *r), void *user)
{
    struct query q = query_start(db,
        "SELECT at, rung, outcome, took_ms, modem, why, why_code"
        " FROM recovery WHERE modem = :modem ORDER BY id DESC LIMIT :limit");

    query_text(&q, ":modem", modem);
    query_int(&q, ":limit", limit);
    while (query_row(&q)) {
        struct recovery r = { .at = query_get_int(&q, 0),
            .rung = (enum recovery_rung)query_get_int(&q, 1),
            .outcome = (enum recovery_outcome)query_get_int(&q, 2),
            .took_ms = query_get_int(&q, 3) };

        query_copy_text(&q, 4, r.modem, sizeof(r.modem));
        reason_read(&q, 5, &r.why);
        fn(user, &r);
    }
    return query_end(&q);
}
