#include "store/figures/overview.h"

#include "base/clock.h"
#include "mapping/mapping.h"
#include "store/db/reason_row.h"
#include "store/sims/sim_life.h"

/* What is not final, by the index of those alone. */
static enum err
read_open(struct db *db, struct overview *o)
{
    struct query q = query_start(db,
        "SELECT state, wait, count(*) FROM message"
        " WHERE " MESSAGE_IS_OPEN " AND " MESSAGE_IS_OUT
        " GROUP BY state, wait");

    while (query_row(&q)) {
        int64_t state = query_get_int(&q, 0), wait = query_get_int(&q, 1),
            n = query_get_int(&q, 2);

        if (state == MESSAGE_SENDING)
            o->sending += n;
        else if (state == MESSAGE_UNSURE)
            o->unsure += n;
        else {
            o->queued += n;
            if (wait >= 0 && wait < OVERVIEW_WAITS)
                o->waiting[wait] += n;
        }
    }
    return query_end(&q);
}

static enum err
read_unread(struct db *db, struct overview *o)
{
    struct query q = query_start(db,
        "SELECT " THREAD_TRAY ", count(*), min(last_at) FROM thread t"
        " WHERE unread > 0 GROUP BY 1");

    while (query_row(&q)) {
        int64_t tray = query_get_int(&q, 0), n = query_get_int(&q, 1);

        if (tray == 0) {
            o->unread = n;
            o->oldest_unread = query_get_int(&q, 2);
        } else if (tray > 0 && tray < OVERVIEW_TRAYS)
            o->tray[tray] = n;
    }
    return query_end(&q);
}

static enum err
read_families_wait(struct db *db, struct overview *o)
{
    struct query q = query_start(db,
        "SELECT count(*) FROM thread WHERE waiting > 0 AND tray = 0");

    if (query_row(&q))
        o->families_wait = query_get_int(&q, 0);
    return query_end(&q);
}

int64_t
overview_tray(const struct overview *o, int tray, bool money)
{
    bool both = money && tray == MAPPING_NOTICES;

    return o->tray[tray] + (both ? o->tray[MAPPING_MONEY] : 0);
}

enum err
overview_read(struct db *db, struct overview *out)
{
    struct overview o = { 0 };
    enum err e;

    if ((e = read_open(db, &o)) || (e = read_unread(db, &o))
        || (e = read_families_wait(db, &o)))
        return e;
    *out = o;
    return OK;
}

enum err
overview_news(struct db *db, bool lead, struct overview_news *out)
{
    struct query q = query_start(db,
        "SELECT coalesce(sum(unread), 0),"
        " (SELECT count(*) FROM thread WHERE waiting > 0 AND tray = 0)"
        " FROM thread WHERE unread > 0"
        " AND tray IN (:none, :unknown, :shared, :lead)");
    struct overview_news n = { 0 };
    enum err e;

    query_int(&q, ":none", MAPPING_NO_TRAY);
    query_int(&q, ":unknown", MAPPING_UNKNOWN);
    query_int(&q, ":shared", MAPPING_SHARED);
    query_int(&q, ":lead", lead ? MAPPING_SAFEGUARDING : MAPPING_NO_TRAY);
    if (query_row(&q)) {
        n.unread = query_get_int(&q, 0);
        n.waiting = query_get_int(&q, 1);
    }
    if (!(e = query_end_one(&q)))
        *out = n;
    return e;
}

static void
read_life(struct query *q, struct overview_sim *s)
{
    char noted[12];

    query_copy_text(q, 10, s->bundle, sizeof(s->bundle));
    s->bundle_at = query_get_int(q, 11);
    s->bundle_ends = query_get_int(q, 12);
    s->used_at = query_get_int(q, 13);
    query_copy_text(q, 14, noted, sizeof(noted));
    sim_life_end(noted, s->used_at, (int)query_get_int(q, 15), s->dies);
    s->keep_alive = query_get_int(q, 16) != 0;
    s->keep_days = (int)query_get_int(q, 17);
    s->keep_at = query_get_int(q, 18);
    s->prove = query_get_int(q, 19) != 0;
    s->proof = (int)query_get_int(q, 20);
    s->proof_at = query_get_int(q, 21);
    s->proof_took = query_get_int(q, 22);
}

enum err
overview_sims(struct db *db,
    void (*fn)(void *user, const struct overview_sim *s), void *user)
{
    struct query q = query_start(db,
        "SELECT imsi, name, number, operator, working, paused_until,"
        " paused_why, paused_code, credit, credit_at, bundle, bundle_at,"
        " bundle_ends, used_at, expires, life_days, keep_alive, keep_days,"
        " keep_at, prove, proof_state, proof_at, proof_took, credit_amount,"
        " credit_currency, CASE WHEN paused_until = 0 THEN :none"
        "  WHEN waits = :retry THEN :retry WHEN refusals > 0 THEN :credit"
        "  ELSE :dongle END FROM sim"
        " ORDER BY name, imsi");

    query_int(&q, ":none", WAIT_NONE);
    query_int(&q, ":retry", WAIT_RETRY);
    query_int(&q, ":credit", WAIT_CREDIT);
    query_int(&q, ":dongle", WAIT_DONGLE);

    while (query_row(&q)) {
        struct overview_sim s = { 0 };

        query_copy_text(&q, 0, s.imsi, sizeof(s.imsi));
        query_copy_text(&q, 1, s.name, sizeof(s.name));
        query_copy_text(&q, 2, s.number, sizeof(s.number));
        query_copy_text(&q, 3, s.operator_name, sizeof(s.operator_name));
        s.working = query_get_int(&q, 4) != 0;
        s.paused_until = query_get_int(&q, 5);
        reason_read(&q, 6, &s.paused_why);
        query_copy_text(&q, 8, s.credit, sizeof(s.credit));
        s.credit_at = query_get_int(&q, 9);
        s.has_balance = !query_is_null(&q, 23);
        s.balance = query_get_int(&q, 23);
        query_copy_text(&q, 24, s.currency, sizeof(s.currency));
        s.paused_for = (int)query_get_int(&q, 25);
        read_life(&q, &s);
        fn(user, &s);
    }
    return query_end(&q);
}

enum err
overview_last(struct db *db, int64_t *id)
{
    struct query q = query_start(db,
        "SELECT coalesce(max(id), 0) FROM message");
    int64_t last = 0;
    enum err e;

    if (query_row(&q))
        last = query_get_int(&q, 0);
    if (!(e = query_end_one(&q)))
        *id = last;
    return e;
}

enum err
overview_since(struct db *db, int64_t after, int limit,
    void (*fn)(void *user, const struct overview_new *m), void *user)
{
    struct query q = query_start(db,
        "SELECT m.id, m.thread, m.direction, m.kind, t.tray FROM message m"
        " JOIN thread t ON t.id = m.thread WHERE m.id > :after"
        " ORDER BY m.id LIMIT :limit");

    query_int(&q, ":after", after);
    query_int(&q, ":limit", limit);
    while (query_row(&q)) {
        struct overview_new m = {
            .id = query_get_int(&q, 0),
            .thread = query_get_int(&q, 1),
            .direction = (enum message_direction)query_get_int(&q, 2),
            .kind = (enum message_kind)query_get_int(&q, 3),
            .tray = (int)query_get_int(&q, 4),
        };

        fn(user, &m);
    }
    return query_end(&q);
}
