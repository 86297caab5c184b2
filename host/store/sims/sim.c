#include "store/sims/sim.h"

#include "store/db/audit.h"
#include "store/db/setting.h"
#include "store/sims/sim_life.h"
#include "text/operators.h"
#include "text/service_code.h"

#include <stdio.h>
#include <string.h>

/* A limit; NULL reads as -1. */
static int
read_cap(struct query *q, int column)
{
    return query_is_null(q, column) ? -1 : (int)query_get_int(q, column);
}

enum err
sim_list(struct db *db, void (*fn)(void *user, const struct sim_settings *s),
    void *user)
{
    struct query q = query_start(db,
        "SELECT imsi, name, operator, working, number, per_minute,"
        " per_15_minutes, per_day, numbers_per_day, balance_code, expires,"
        " keep_alive, price, numbers_per_month, same_per_15_minutes,"
        " same_per_day, keep_days, life_days, prove, smsc"
        " FROM sim ORDER BY name, imsi");

    while (query_row(&q)) {
        struct sim_settings s = { .working = query_get_int(&q, 3) != 0,
            .caps = { read_cap(&q, 5), read_cap(&q, 6), read_cap(&q, 7),
                read_cap(&q, 8), read_cap(&q, 13), read_cap(&q, 14),
                read_cap(&q, 15) },
            .keep_alive = query_get_int(&q, 11) != 0,
            .price = (int)query_get_int(&q, 12),
            .keep_days = (int)query_get_int(&q, 16),
            .life_days = (int)query_get_int(&q, 17),
            .prove = query_get_int(&q, 18) != 0 };

        query_copy_text(&q, 0, s.imsi, sizeof(s.imsi));
        query_copy_text(&q, 1, s.name, sizeof(s.name));
        query_copy_text(&q, 2, s.operator_name, sizeof(s.operator_name));
        query_copy_text(&q, 4, s.number, sizeof(s.number));
        query_copy_text(&q, 9, s.balance_code, sizeof(s.balance_code));
        query_copy_text(&q, 10, s.expires, sizeof(s.expires));
        query_copy_text(&q, 19, s.smsc, sizeof(s.smsc));
        fn(user, &s);
    }
    return query_end(&q);
}

static bool
is_date(const char *text)
{
    int y, m, d, end = 0;

    return sscanf(text, "%4d-%2d-%2d%n", &y, &m, &d, &end) == 3 && end == 10
        && !text[end] && y >= 2000 && m >= 1 && m <= 12 && d >= 1 && d <= 31;
}

/* WORDS: none. */
static enum reason_code
fault_of(const struct sim_settings *s)
{
    const int caps[] = { s->caps.per_minute, s->caps.per_15_minutes,
        s->caps.per_day, s->caps.numbers_per_day,
        s->caps.numbers_per_month, s->caps.same_per_15_minutes,
        s->caps.same_per_day };

    for (size_t i = 0; i < sizeof(caps) / sizeof(*caps); i++)
        if (caps[i] < -1 || caps[i] > 100000)
            return REASON_LIMIT_IS;
    if (s->balance_code[strspn(s->balance_code, "0123456789*#")])
        return REASON_BALANCE_CODE_IS;
    if (service_code(s->balance_code))
        return REASON_BALANCE_SERVICE;
    if (*s->smsc && (*s->smsc != '+' || strlen(s->smsc) < 6
            || s->smsc[1 + strspn(s->smsc + 1, "0123456789")]))
        return REASON_CENTRE_IS;
    if (*s->expires && !is_date(s->expires))
        return REASON_DATE_AS;
    if (s->life_days < 0 || s->life_days > 1000 || s->keep_days < 0
        || (s->life_days && s->keep_days >= s->life_days))
        return REASON_KEPT_BEFORE_END;
    if (s->price < 0 || s->price > 1000000)
        return REASON_PRICE_IS;
    return REASON_WORDS;
}

static enum err
write_sim(struct db *db, const struct sim_settings *s)
{
    struct query q = query_start(db,
        "UPDATE sim SET number = :number, "
        " per_minute = nullif(:minute, -1),"
        " per_15_minutes = nullif(:quarter, -1),"
        " per_day = nullif(:day, -1),"
        " numbers_per_day = nullif(:numbers, -1),"
        " numbers_per_month = nullif(:month, -1),"
        " same_per_15_minutes = nullif(:same_quarter, -1),"
        " same_per_day = nullif(:same, -1), balance_code = :code,"
        " expires = :expires, keep_alive = :keep, price = :price,"
        " keep_days = :keep_days, life_days = :life_days, prove = :prove,"
        " smsc = CASE :smsc WHEN '' THEN smsc ELSE :smsc END"
        " WHERE imsi = :imsi");

    query_text(&q, ":number", s->number);
    query_int(&q, ":minute", s->caps.per_minute);
    query_int(&q, ":quarter", s->caps.per_15_minutes);
    query_int(&q, ":day", s->caps.per_day);
    query_int(&q, ":numbers", s->caps.numbers_per_day);
    query_int(&q, ":month", s->caps.numbers_per_month);
    query_int(&q, ":same_quarter", s->caps.same_per_15_minutes);
    query_int(&q, ":same", s->caps.same_per_day);
    query_text(&q, ":code", s->balance_code);
    query_text(&q, ":expires", s->expires);
    query_int(&q, ":keep", s->keep_alive);
    query_int(&q, ":price", s->price);
    query_int(&q, ":keep_days", s->keep_days);
    query_int(&q, ":life_days", s->life_days);
    query_int(&q, ":prove", s->prove);
    query_text(&q, ":smsc", s->smsc);
    query_text(&q, ":imsi", s->imsi);
    return query_end_changed(&q);
}

enum err
sim_save(struct db *db, const struct sim_settings *given, const char *who,
    struct reason *why)
{
    struct sim_settings copy = *given, *s = &copy;
    enum reason_code fault;
    char object[40];
    enum err e;

    if (s->keep_alive && !s->life_days)
        s->life_days = s->keep_days >= SIM_LIFE_DAYS ? s->keep_days + 30
                                                     : SIM_LIFE_DAYS;
    if (s->keep_alive && !s->keep_days)
        s->keep_days = s->life_days * 2 / 3;
    fault = fault_of(s);

    if (fault)
        return reason_refuse(why, ERR_INPUT, reason_of(fault));
    if ((e = db_begin(db)))
        return e;
    snprintf(object, sizeof(object), "sim %.19s", s->imsi);
    if (!(e = write_sim(db, s)))
        e = audit_add(db, who, "sim.change", object, "");
    db_touch(db, DB_MODEMS | DB_QUEUE | DB_SETTINGS);
    return db_end(db, e);
}

static enum err
operator_code(struct db *db, const char *sim, char *out, size_t room)
{
    const struct operator_profile *o = NULL;
    struct query q = query_start(db,
        "SELECT imsi FROM sim WHERE :sim IS NULL OR imsi = :sim OR name = :sim"
        " ORDER BY working DESC, imsi LIMIT 1");

    query_text(&q, ":sim", sim);
    if (query_row(&q) && (o = operators_find(query_get_text(&q, 0))))
        snprintf(out, room, "%s", o->balance_code);
    return query_end(&q);
}

enum err
sim_balance_code(struct db *db, const char *sim, char *out, size_t room)
{
    enum err e;
    struct query q = query_start(db,
        "SELECT balance_code FROM sim WHERE balance_code <> ''"
        " AND (:sim IS NULL OR imsi = :sim OR name = :sim)"
        " ORDER BY working DESC, imsi LIMIT 1");

    *out = '\0';
    query_text(&q, ":sim", sim);
    if (query_row(&q))
        query_copy_text(&q, 0, out, room);
    if (!(e = query_end(&q)) && !*out)
        e = setting_get(db, "balance_code", out, room);
    if (!e && service_code(out))
        *out = '\0';            /* it would be dialled by itself, each day */
    return e || *out ? e : operator_code(db, sim, out, room);
}
