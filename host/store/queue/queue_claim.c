/* queue_claim(): which part is next, and why others are not. */
#include "store/queue/queue_take.h"

#include "base/clock.h"
#include "store/people/people.h"

#include <string.h>

enum {
    LOOKS = 64          /* messages passed over in one claim, at most */
};
/* A SIM that stands still for longer than this gives its waiting messages to
 * the others. */
#define HAND_OVER (15 * MINUTE)
/* No pause of ours is longer than this; what is, was noted under another
 * clock. */
#define PAUSE_MAX (5 * HOUR)
/* What waits for staff is looked at so often, besides when they decide. */
#define DECISION_PAUSE HOUR
/* While the clock is unsure a scheduled message is looked at this often. */
#define CLOCK_PAUSE MINUTE

/* The first due message of one priority, of those this SIM may take: its own,
 * anybody's, and those of SIMs that cannot send (unless some parts went by
 * them). With nothing urgent of its own it helps the others with theirs. One
 * seek each. */
static enum err
find(struct queue_claim *c, enum message_priority priority,
    struct queue_candidate *out)
{
    struct query q = query_start(c->db,
        "WITH stream (sim, started) AS (SELECT :imsi, 1"
        "  UNION ALL SELECT :imsi, 0"
        "  UNION ALL SELECT '', 0 WHERE :imsi <> ''"
        "  UNION ALL SELECT imsi, 0 FROM sim WHERE imsi <> :imsi"
        "   AND (working = 0 OR (" SIM_IS_HELD " AND waits_until > :later)"
        "    OR :" PRIORITY_IS_URGENT "))"
        " SELECT m.id, m.due, m.at, m.expires, m.tries, m.forced, m.number,"
        "  m.sim, coalesce(p.state, 0), coalesce(p.hold_until, 0),"
        "  coalesce(s.imsi, ''), m.started, m.automatic,"
        "  coalesce(p.stop_asked > 0, 0) FROM message m"
        " LEFT JOIN phone p ON p.number = m.number"
        " LEFT JOIN sim s ON s.imsi = p.sim AND s.imsi <> :imsi"
        "  AND s.working = 1"
        "  AND NOT (s." SIM_IS_HELD " AND s.waits_until > :later)"
        " WHERE m.id IN (SELECT (SELECT id FROM message"
        "   WHERE " MESSAGE_IS_OUT " AND " MESSAGE_IS_QUEUED
        "  AND sim = stream.sim"
        "    AND started = stream.started AND priority = :priority"
        "    AND next <= :horizon ORDER BY next, id LIMIT 1) FROM stream)"
        " ORDER BY :" PRIORITY_IS_URGENT " AND m.sim NOT IN (:imsi, ''),"
        "  m.next, m.id LIMIT 1");

    query_text(&q, ":imsi", c->imsi);
    query_int(&q, ":later", c->now + HAND_OVER);
    query_int(&q, ":priority", priority);
    query_int(&q, ":horizon", c->horizon);
    if (query_row(&q)) {
        *out = (struct queue_candidate){ .id = query_get_int(&q, 0),
            .due = query_get_int(&q, 1), .at = query_get_int(&q, 2),
            .expires = query_get_int(&q, 3),
            .tries = (int)query_get_int(&q, 4),
            .forced = query_get_int(&q, 5) != 0, .priority = priority,
            .phone = (int)query_get_int(&q, 8),
            .hold = query_get_int(&q, 9),
            .started = query_get_int(&q, 11) != 0,
            .automatic = query_get_int(&q, 12) != 0,
            .asked = query_get_int(&q, 13) != 0 };
        query_copy_text(&q, 6, out->number, sizeof(out->number));
        query_copy_text(&q, 7, out->sim, sizeof(out->sim));
        query_copy_text(&q, 10, out->home, sizeof(out->home));
    }
    return query_end_one(&q);
}

/* --- passing over --------------------------------------------------------- */

static enum err
put_off(struct queue_claim *c, int64_t id, enum message_wait wait,
    int64_t until)
{
    struct query q = query_start(c->db,
        "UPDATE message SET wait = :wait, next = :until WHERE id = :id");

    query_int(&q, ":wait", wait);
    query_int(&q, ":until", until);
    query_int(&q, ":id", id);
    return query_end_changed(&q);
}

/* m waits for this SIM from now on. */
static enum err
assign(struct queue_claim *c, const struct queue_candidate *m,
    const char *sim)
{
    struct query q = query_start(c->db,
        "UPDATE message SET sim = :sim WHERE id = :id");

    query_text(&q, ":sim", sim);
    query_int(&q, ":id", m->id);
    return query_end_changed(&q);
}

static enum err
give_up(struct queue_claim *c, const struct queue_candidate *m,
    enum reason_code code)
{
    struct reason why = reason_of(code);

    return queue_close(c->db, m->id, MESSAGE_FAILED, &why);
}

/* Passes m over when it may not go now, and says so in *passed. */
static enum err
examine(struct queue_claim *c, const struct queue_candidate *m, bool *passed)
{
    bool moved = false;
    enum err e;

    *passed = true;
    if (m->expires && m->expires <= c->now && !c->rules->clock_unsure) {
        e = queue_date(c->db, c->rules, &moved);
        return e || moved ? e : queue_expire(c->db, m->id);
    }
    if (m->phone == PHONE_OPTED_OUT && !m->forced)
        return give_up(c, m, REASON_OPTED_OUT);
    if (m->phone == PHONE_WRONG && !m->forced)
        return give_up(c, m, REASON_WRONG_NUMBER);
    if (m->asked && !m->forced && m->priority != PRIORITY_URGENT)
        return put_off(c, m->id, WAIT_DECISION, c->now + DECISION_PAUSE);
    if (c->rules->clock_unsure && m->due > m->at)
        return put_off(c, m->id, WAIT_CLOCK, c->now + CLOCK_PAUSE);
    /* An urgent text is tried once even where others were held back. */
    if (m->hold > c->now && m->hold < c->now + PAUSE_MAX
        && !(m->priority == PRIORITY_URGENT && !m->tries))
        return put_off(c, m->id, WAIT_RETRY, m->hold);
    if (*m->home && !*m->sim && m->priority != PRIORITY_URGENT)
        return assign(c, m, m->home);
    *passed = false;
    return OK;
}

/* What the limits of one SIM, its own or those of all, say to m. */
static enum err
check_caps(struct queue_claim *c, const char *imsi,
    const struct queue_candidate *m, struct queue_verdict *out)
{
    struct queue_caps caps = c->rules->caps;
    enum err e = queue_caps_of(c->db, imsi, &caps);

    return e ? e : queue_caps_check(c->db, imsi, m->id, m->number, &caps,
        c->now, out);
}

/* Another SIM that works and may still send m; "" when none. */
static enum err
find_other(struct queue_claim *c, const struct queue_candidate *m,
    char out[20])
{
    char sims[8][20];
    int count = 0;
    struct queue_verdict v;
    struct query q = query_start(c->db,
        "SELECT imsi FROM sim WHERE working = 1 AND imsi <> :imsi"
        " AND NOT (" SIM_IS_HELD " AND waits_until > :later)");
    enum err e;

    query_text(&q, ":imsi", c->imsi);
    query_int(&q, ":later", c->now + HAND_OVER);
    while (count < 8 && query_row(&q))
        query_copy_text(&q, 0, sims[count++], sizeof(sims[0]));
    e = query_end(&q);
    out[0] = 0;
    for (int i = 0; !e && !*out && i < count; i++)
        if (!(e = check_caps(c, sims[i], m, &v))
            && (!v.until || v.wait == WAIT_CAP))
            memcpy(out, sims[i], sizeof(sims[i]));
    return e;
}

/* v->until: 0 when the SIM's limits let m go. Else it was passed over, or
 * (WAIT_CAP) the whole SIM waits. */
static enum err
examine_caps(struct queue_claim *c, const struct queue_candidate *m,
    struct queue_verdict *v)
{
    char other[20];
    enum err e = check_caps(c, c->imsi, m, v);

    if (e || !v->until)
        return e;
    if (v->wait == WAIT_CAP)
        return queue_sim_waits(c->db, c->imsi, WAIT_CAP, v->until);
    *other = '\0';
    if (!m->started && (e = find_other(c, m, other)))
        return e;
    return *other ? assign(c, m, other)
                  : put_off(c, m->id, v->wait, v->until);
}

/* The same for the ceiling over what answers by itself: *passed. */
static enum err
examine_automatic(struct queue_claim *c, const struct queue_candidate *m,
    bool *passed)
{
    struct queue_verdict v;
    char other[20] = "";
    enum err e;

    *passed = false;
    if (!m->automatic || m->started)
        return OK;
    e = queue_automatic_check(c->db, c->imsi, c->rules, c->now, &v);
    if (e || !v.until)
        return e;
    *passed = true;
    if (v.wait == WAIT_LOW_CREDIT
        && (e = queue_automatic_other(c->db, c->imsi, c->rules, other)))
        return e;
    return *other ? assign(c, m, other)
                  : put_off(c, m->id, v.wait, v.until);
}

/* --- the claim ------------------------------------------------------------ */

static enum err
find_any(struct queue_claim *c, struct queue_candidate *out)
{
    enum message_priority last = c->quiet ? PRIORITY_URGENT : PRIORITY_BULK;
    enum err e = ERR_EMPTY;

    for (int p = PRIORITY_URGENT; e == ERR_EMPTY && p <= (int)last; p++)
        e = find(c, (enum message_priority)p, out);
    return e;
}

/* When to ask again although nothing new comes. */
static enum err
ask_again(struct queue_claim *c, int64_t *next)
{
    struct query q = query_start(c->db,
        "SELECT min(next) FROM message WHERE " MESSAGE_IS_OUT
        " AND " MESSAGE_IS_QUEUED
        " AND next > :horizon");

    query_int(&q, ":horizon", c->horizon);
    if (query_row(&q))
        *next = query_get_int(&q, 0);
    if (c->quiet && (!*next || *next > c->quiet))
        *next = c->quiet;
    return query_end(&q);
}

/* Until when the SIM as a whole rests, as settling noted; 0: it does not. */
static enum err
find_pause(struct queue_claim *c, int64_t *until)
{
    struct query q = query_start(c->db,
        "SELECT paused_until FROM sim WHERE imsi = :imsi"
        " AND paused_until > :now AND paused_until < :most");

    query_text(&q, ":imsi", c->imsi);
    query_int(&q, ":now", c->now);
    query_int(&q, ":most", c->now + PAUSE_MAX);
    if (query_row(&q))
        *until = query_get_int(&q, 0);
    return query_end(&q);
}

static enum err
claim(struct queue_claim *c, struct queue_part *out, int64_t *next)
{
    struct queue_candidate m = { 0 };
    struct queue_verdict v;
    int64_t until = 0;
    bool passed;
    enum err e = find_pause(c, &until);

    if (e || until) {
        *next = until;
        return e ? e : ERR_EMPTY;
    }
    for (int i = 0; i < LOOKS; i++) {
        if ((e = find_any(c, &m)) == ERR_EMPTY) {
            e = queue_sim_waits(c->db, c->imsi,
                c->quiet ? WAIT_QUIET : WAIT_NONE, c->quiet);
            return e || (e = ask_again(c, next)) ? e : ERR_EMPTY;
        }
        if (e || (e = examine(c, &m, &passed)))
            return e;
        if (!passed && (e = examine_automatic(c, &m, &passed)))
            return e;
        if (passed)
            continue;
        if ((e = examine_caps(c, &m, &v)))
            return e;
        if (!v.until)
            return queue_take(c, &m, out);
        if (v.wait == WAIT_CAP) {
            *next = v.until;
            return ERR_EMPTY;
        }
    }
    *next = c->now;
    return ERR_EMPTY;
}

/* With a clock that may stand in 1970, what the store has seen is no longer
 * in the future. */
static enum err
find_horizon(struct queue_claim *c)
{
    struct query q;

    c->horizon = c->now;
    if (!c->rules->clock_unsure)
        return OK;
    q = query_start(c->db, "SELECT at FROM message ORDER BY id DESC LIMIT 1");
    if (query_row(&q) && query_get_int(&q, 0) > c->horizon)
        c->horizon = query_get_int(&q, 0);
    return query_end(&q);
}

enum err
queue_claim(struct db *db, const char *imsi, const char *modem,
    const struct queue_rules *rules, struct queue_part *out,
    int64_t *next_due)
{
    struct queue_claim c = { db, imsi, modem, rules, clock_now(), 0, 0 };
    struct queue_part part = { 0 };
    int64_t next = 0;
    enum err e = db_begin(db), found;

    if (e)
        return e;
    c.quiet = queue_quiet_until(rules, c.now);
    if (!(found = find_horizon(&c)))
        found = claim(&c, &part, &next);
    if ((e = db_end(db, found == ERR_EMPTY ? OK : found)))
        return e;
    if (!found)
        *out = part;
    else if (next_due)
        *next_due = next;
    return found;
}
