#include "store/figures/history.h"

#include "base/clock.h"

static const int64_t keep = 35 * DAY;

enum err
history_add_signal(struct db *db, const char *modem,
    const struct history_signal *s)
{
    struct query q;
    enum err e = db_begin(db);

    if (e)
        return e;
    q = query_start(db,
        "INSERT OR REPLACE INTO signal_history"
        " (modem, at, working, percent, used, size)"
        " VALUES (:modem, :at, :working, :percent, :used, :size)");
    query_text(&q, ":modem", modem);
    query_int(&q, ":at", s->at);
    query_int(&q, ":working", s->working);
    query_int(&q, ":percent", s->percent);
    query_int(&q, ":used", s->used);
    query_int(&q, ":size", s->size);
    if (!(e = query_end(&q))) {
        q = query_start(db,
            "DELETE FROM signal_history WHERE modem = :modem AND at < :old");
        query_text(&q, ":modem", modem);
        query_int(&q, ":old", s->at - keep);
        e = query_end(&q);
    }
    return db_end(db, e);
}

enum err
history_add_power(struct db *db, const struct history_power *p)
{
    struct query q;
    enum err e = db_begin(db);

    if (e)
        return e;
    q = query_start(db,
        "INSERT OR REPLACE INTO power_history (at, mains, battery)"
        " VALUES (:at, :mains, :battery)");
    query_int(&q, ":at", p->at);
    query_int(&q, ":mains", p->mains);
    query_int(&q, ":battery", p->battery);
    if (!(e = query_end(&q))) {
        q = query_start(db, "DELETE FROM power_history WHERE at < :old");
        query_int(&q, ":old", p->at - keep);
        e = query_end(&q);
    }
    return db_end(db, e);
}

enum err
history_signals(struct db *db, const char *modem, int64_t from,
    void (*fn)(void *user, const struct history_signal *s), void *user)
{
    struct query q = query_start(db,
        "SELECT at, working, percent, used, size FROM signal_history"
        " WHERE modem = :modem AND at >= :from ORDER BY at");

    query_text(&q, ":modem", modem);
    query_int(&q, ":from", from);
    while (query_row(&q)) {
        struct history_signal s = {
            .at = query_get_int(&q, 0),
            .working = query_get_int(&q, 1) != 0,
            .percent = (int)query_get_int(&q, 2),
            .used = (int)query_get_int(&q, 3),
            .size = (int)query_get_int(&q, 4),
        };

        fn(user, &s);
    }
    return query_end(&q);
}

enum err
history_powers(struct db *db, int64_t from,
    void (*fn)(void *user, const struct history_power *p), void *user)
{
    struct query q = query_start(db,
        "SELECT at, mains, battery FROM power_history WHERE at >= :from"
        " ORDER BY at");

    query_int(&q, ":from", from);
    while (query_row(&q)) {
        struct history_power p = {
            .at = query_get_int(&q, 0),
            .mains = query_get_int(&q, 1) != 0,
            .battery = (int)query_get_int(&q, 2),
        };

        fn(user, &p);
    }
    return query_end(&q);
}
