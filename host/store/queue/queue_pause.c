/* What a refusal means for the recipient and for the SIM: who waits, and how
 * long. */
#include "store/queue/queue_own.h"

#include "base/clock.h"
#include "base/log.h"
#include "store/db/reason_row.h"
#include "store/people/people.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum {
    REFUSALS = 3,       /* account errors in a row that pause the SIM */
    BREAKER = 5,        /* numbers in a row without one success */
    SEVERAL = 3,        /* numbers that are rejected, and none is taken */
    ROW_MAX = 16
};
#define ROW_WITHIN (30 * MINUTE)
/* Pauses of the whole SIM. */
#define CREDIT_FIRST (30 * MINUTE)
#define CREDIT_MOST (4 * HOUR)
/* A refused attempt costs nothing, a school that waits much: a pause is never
 * above two minutes, with its fifth more or less, nor above 30 s while
 * something urgent waits. */
#define BREAKER_FIRST (30 * SECOND)
#define BREAKER_MOST MINUTE
#define BREAKER_URGENT (25 * SECOND)
#define SIM_PAUSE (5 * MINUTE)

/* A fifth more or less, so that what failed together is not tried together. */
int64_t
queue_pause_of(int64_t first, int64_t most, int tries)
{
    int64_t ms = first;

    for (int i = 1; i < tries && ms < most; i++)
        ms *= 2;
    if (ms > most)
        ms = most;
    return ms - ms / 5 + randombytes_uniform((uint32_t)(ms * 2 / 5));
}

/* --- the recipient -------------------------------------------------------- */

enum err
queue_hold_phone(struct db *db, const struct queue_attempt *a, int64_t until)
{
    struct query q = query_start(db,
        "UPDATE phone SET hold_until = :until WHERE number = :number");

    query_int(&q, ":until", until);
    query_text(&q, ":number", a->number);
    return query_end(&q);
}

/* What was held back for this recipient may go at once. */
static enum err
release(struct db *db, const char *number)
{
    struct query q = query_start(db,
        "UPDATE phone SET hold_until = 0 WHERE number = :number"
        " AND hold_until > 0");
    enum err e;

    query_text(&q, ":number", number);
    if ((e = query_end_changed(&q)))
        return e == ERR_NOT_FOUND ? OK : e;
    q = query_start(db,
        "UPDATE message SET next = max(at, due), wait = 0"
        " WHERE number = :number AND " MESSAGE_IS_OUT " AND " MESSAGE_IS_QUEUED
        " AND wait = :retry");
    query_text(&q, ":number", number);
    query_int(&q, ":retry", WAIT_RETRY);
    return query_end(&q);
}

/* The network took a text for it, for the first time. */
static enum err
note_tried(struct db *db, const char *number)
{
    struct query q = query_start(db, "UPDATE phone SET tried = :now"
        " WHERE number = :number AND tried = 0");

    query_int(&q, ":now", clock_now());
    query_text(&q, ":number", number);
    return query_end(&q);
}

enum err
queue_free_phone(struct db *db, const struct queue_attempt *a)
{
    struct query q = query_start(db,
        "UPDATE phone SET sim = :sim WHERE number = :number"
        " AND sim IS NOT :sim AND NOT EXISTS (SELECT 1 FROM sim"
        "  WHERE imsi = phone.sim AND working = 1)");
    enum err e;

    query_text(&q, ":sim", a->sim);
    query_text(&q, ":number", a->number);
    if ((e = query_end(&q)) || (e = note_tried(db, a->number)))
        return e;
    return release(db, a->number);
}

enum err
queue_phone_result(struct db *db, const char *number, bool failed,
    const struct reason *why)
{
    struct reason arrived = reason_of(REASON_TEXT_ARRIVED);
    int64_t today = clock_now() / DAY, day = 0;
    int state = 0;
    struct query q = query_start(db,
        "SELECT state, failed_day FROM phone WHERE number = :number"
        " AND (failures > 0 OR :failed)");
    enum err e;

    query_text(&q, ":number", number);
    query_int(&q, ":failed", failed);
    if (query_row(&q)) {
        state = (int)query_get_int(&q, 0);
        day = query_get_int(&q, 1);
    }
    if ((e = query_end(&q)) || !state)
        return e;
    q = query_start(db,
        "UPDATE phone SET failed_day = :day, failures = CASE"
        " WHEN :failed THEN failures + 1 ELSE 0 END WHERE number = :number");
    query_int(&q, ":day", failed ? today : 0);
    query_int(&q, ":failed", failed);
    query_text(&q, ":number", number);
    if ((e = query_end_changed(&q)))
        return e;
    if (failed && state == PHONE_WORKING && day && day != today)
        return phone_set_state(db, number, PHONE_FAILING, "notehome", why);
    if (!failed && state == PHONE_FAILING)
        return phone_set_state(db, number, PHONE_WORKING, "notehome",
            &arrived);
    return OK;
}

/* --- the SIM -------------------------------------------------------------- */

enum err
queue_sim_waits(struct db *db, const char *imsi, enum message_wait wait,
    int64_t until)
{
    struct query q = query_start(db,
        "UPDATE sim SET waits = :wait, waits_until = :until"
        " WHERE imsi = :imsi"
        " AND (waits <> :wait OR abs(waits_until - :until) > :minute)");
    enum err e;

    query_int(&q, ":wait", wait);
    query_int(&q, ":until", until);
    query_text(&q, ":imsi", imsi);
    query_int(&q, ":minute", MINUTE);
    e = query_end_changed(&q);
    if (!e)
        db_touch(db, DB_THREADS);
    return e == ERR_NOT_FOUND ? OK : e;
}

static enum err
pause_sim(struct db *db, const char *sim, enum message_wait wait,
    int64_t until, const struct reason *why)
{
    struct query q = query_start(db,
        "UPDATE sim SET paused_until = :until, paused_why = :why,"
        " paused_code = :code WHERE imsi = :sim");
    char words[REASON_SAID];
    enum err e;

    query_int(&q, ":until", until);
    reason_bind(&q, ":why", ":code", why);
    query_text(&q, ":sim", sim);
    if ((e = query_end(&q)))
        return e;
    log_warn("queue", "sim=%s pause_s=%lld: %s", sim,
        (long long)((until - clock_now()) / SECOND),
        reason_say(why, NULL, NULL, words, sizeof(words)));
    db_touch(db, DB_MODEMS);
    return queue_sim_waits(db, sim, wait, until);
}

/* The SIM was accepted: nothing is held against it. */
enum err
queue_clear_sim(struct db *db, const char *sim)
{
    struct query q = query_start(db,
        "UPDATE sim SET refusals = 0, paused_until = 0, paused_why = '',"
        " paused_code = 0"
        " WHERE imsi = :sim AND (refusals > 0 OR paused_until > 0)");
    enum err e;

    query_text(&q, ":sim", sim);
    e = query_end_changed(&q);
    if (!e)
        db_touch(db, DB_MODEMS);
    return e == ERR_NOT_FOUND ? OK : e;
}

static enum err
count_refusal(struct db *db, const char *sim, int *refusals)
{
    struct query q = query_start(db,
        "UPDATE sim SET refusals = refusals + 1 WHERE imsi = :sim"
        " RETURNING refusals");

    query_text(&q, ":sim", sim);
    if (query_row(&q))
        *refusals = (int)query_get_int(&q, 0);
    return query_end(&q);
}

/* What waited for this SIM to be tried again need not: another may take it,
 * and where there is none the pause holds it all the same. */
static enum err
release_sim(struct db *db, const char *sim)
{
    struct query q = query_start(db,
        "UPDATE message SET next = max(at, due)"
        " WHERE " MESSAGE_IS_OUT " AND " MESSAGE_IS_QUEUED
        " AND wait = :credit"
        " AND sim IN (:sim, '')");

    query_int(&q, ":credit", WAIT_CREDIT);
    query_text(&q, ":sim", sim);
    return query_end(&q);
}

enum err
queue_want_credit(struct db *db, const char *sim)
{
    assert(db_inside(db));
    struct query q = query_start(db,
        "UPDATE sim SET credit_wanted = :now WHERE imsi = :sim");
    enum err e;

    query_int(&q, ":now", clock_now());
    query_text(&q, ":sim", sim);
    if (!(e = query_end(&q)))
        db_touch(db, DB_REQUESTS);
    return e;
}

enum err
queue_credit_back(struct db *db, const char *imsi)
{
    assert(db_inside(db));
    struct query q = query_start(db,
        "UPDATE sim SET refusals = 0, paused_until = 0, paused_why = '',"
        " paused_code = 0, waits = 0, waits_until = 0"
        " WHERE imsi = :imsi AND refusals > 0");
    enum err e;

    query_text(&q, ":imsi", imsi);
    if ((e = query_end_changed(&q)))
        return e == ERR_NOT_FOUND ? OK : e;
    log_info("queue", "sim=%s has credit again", imsi);
    db_touch(db, DB_QUEUE | DB_MODEMS | DB_THREADS);
    return release_sim(db, imsi);
}

enum err
queue_decided(struct db *db, const char *number)
{
    assert(db_inside(db));
    struct query q = query_start(db,
        "UPDATE message SET wait = 0, next = max(at, due)"
        " WHERE number = :number AND " MESSAGE_IS_OUT
        " AND " MESSAGE_IS_QUEUED " AND wait = :decision");

    query_text(&q, ":number", number);
    query_int(&q, ":decision", WAIT_DECISION);
    db_touch(db, DB_QUEUE | DB_THREADS);
    return query_end(&q);
}

enum err
queue_refuse_sim(struct db *db, const char *sim, const struct reason *why)
{
    int refusals = 0;
    enum err e = count_refusal(db, sim, &refusals);

    if (e || refusals < REFUSALS || (e = release_sim(db, sim))
        || (e = queue_want_credit(db, sim)))
        return e;
    return pause_sim(db, sim, WAIT_CREDIT, clock_now()
            + queue_pause_of(CREDIT_FIRST, CREDIT_MOST,
                refusals - REFUSALS + 1), why);
}

enum err
queue_stop_sim(struct db *db, const char *sim, const struct reason *why)
{
    return pause_sim(db, sim, WAIT_DONGLE, clock_now() + SIM_PAUSE, why);
}

/* How often in a row, and for how many different numbers, the network has
 * refused this SIM of late. */
static enum err
count_row(struct db *db, const char *sim, int *row, int *numbers)
{
    char seen[ROW_MAX][64], number[64];
    struct query q = query_start(db,
        "SELECT outcome, number FROM attempt WHERE sim = :sim"
        " AND " ATTEMPT_COUNTS " AND started > :since"
        " ORDER BY started DESC, id DESC LIMIT :most");

    query_text(&q, ":sim", sim);
    query_int(&q, ":since", clock_now() - ROW_WITHIN);
    query_int(&q, ":most", ROW_MAX);
    *row = *numbers = 0;
    while (query_row(&q) && query_get_int(&q, 0) == LINK_REFUSED) {
        int i = 0;

        query_copy_text(&q, 1, number, sizeof(number));
        while (i < *numbers && strcmp(seen[i], number) != 0)
            i++;
        if (i == *numbers)
            memcpy(seen[(*numbers)++], number, sizeof(number));
        ++*row;
    }
    return query_end(&q);
}

enum err
queue_rejects_sim(struct db *db, const char *sim, bool *yes)
{
    struct query q = query_start(db,
        "SELECT count(DISTINCT number) >= :several FROM attempt"
        " WHERE sim = :sim AND outcome = :refused AND error = :cms"
        " AND code = 21 AND " ATTEMPT_COUNTS
        " AND started > max(:since, coalesce((SELECT max(started)"
        "  FROM attempt WHERE sim = :sim AND outcome = :sent"
        "  AND started > :since AND " ATTEMPT_COUNTS "), 0))");

    query_int(&q, ":several", SEVERAL);
    query_text(&q, ":sim", sim);
    query_int(&q, ":refused", LINK_REFUSED);
    query_int(&q, ":cms", LINK_ERROR_CMS);
    query_int(&q, ":sent", LINK_SENT);
    query_int(&q, ":since", clock_now() - ROW_WITHIN);
    *yes = query_row(&q) && query_get_int(&q, 0);
    return query_end(&q);
}

/* Something urgent that would go now: not what is planned for later, nor what
 * waits for a person. A try that failed counts, whenever the next one is. */
#define URGENT_WAITS "EXISTS (SELECT 1 FROM message WHERE " MESSAGE_IS_OUT     \
    " AND " MESSAGE_IS_QUEUED " AND " PRIORITY_IS_URGENT                       \
    " AND due <= :now AND wait NOT IN (:approval, :paused))"

static void
bind_urgent(struct query *q)
{
    query_int(q, ":now", clock_now());
    query_int(q, ":approval", WAIT_APPROVAL);
    query_int(q, ":paused", WAIT_PAUSED);
}

static enum err
urgent_waits(struct db *db, bool *yes)
{
    struct query q = query_start(db, "SELECT " URGENT_WAITS);

    bind_urgent(&q);
    *yes = query_row(&q) && query_get_int(&q, 0);
    return query_end(&q);
}

/* It is not about the numbers: none of them waits longer than the SIM. */
static enum err
free_refused(struct db *db, const char *sim, int64_t until)
{
    struct query q = query_start(db,
        "UPDATE phone SET hold_until = :until WHERE hold_until > :until"
        " AND number IN (SELECT number FROM attempt WHERE sim = :sim"
        "  AND outcome = :refused AND started > :since)");
    enum err e;

    query_int(&q, ":until", until);
    query_text(&q, ":sim", sim);
    query_int(&q, ":refused", LINK_REFUSED);
    query_int(&q, ":since", clock_now() - ROW_WITHIN);
    if ((e = query_end(&q)))
        return e;
    q = query_start(db,
        "UPDATE message SET next = max(:until, due) WHERE " MESSAGE_IS_OUT
        " AND " MESSAGE_IS_QUEUED " AND wait = :retry AND next > :until"
        " AND number IN (SELECT number FROM attempt WHERE sim = :sim"
        "  AND outcome = :refused AND started > :since)");
    query_int(&q, ":until", until);
    query_int(&q, ":retry", WAIT_RETRY);
    query_text(&q, ":sim", sim);
    query_int(&q, ":refused", LINK_REFUSED);
    query_int(&q, ":since", clock_now() - ROW_WITHIN);
    return query_end(&q);
}

/* Since when the SIM was refused without one success between, UTC ms. */
static enum err
refused_since(struct db *db, const char *sim, int64_t *since)
{
    struct query q = query_start(db,
        "SELECT coalesce(min(started), :now) FROM attempt"
        " WHERE sim = :sim AND outcome = :refused AND " ATTEMPT_COUNTS
        " AND started > max(:day, coalesce((SELECT max(started)"
        "  FROM attempt WHERE sim = :sim AND outcome = :sent"
        "  AND started > :day AND " ATTEMPT_COUNTS "), 0))");

    query_int(&q, ":now", clock_now());
    query_text(&q, ":sim", sim);
    query_int(&q, ":refused", LINK_REFUSED);
    query_int(&q, ":sent", LINK_SENT);
    query_int(&q, ":day", clock_now() - DAY);
    if (query_row(&q))
        *since = query_get_int(&q, 0);
    return query_end(&q);
}

static int64_t
network_pause(bool urgent, int tries)
{
    return urgent ? queue_pause_of(BREAKER_URGENT, BREAKER_URGENT, 1)
                  : queue_pause_of(BREAKER_FIRST, BREAKER_MOST, tries);
}

enum err
queue_spare_numbers(struct db *db, const struct queue_attempt *a, int tries)
{
    int64_t since = 0;
    bool urgent;
    enum err e = refused_since(db, a->sim, &since);

    if (e || clock_now() - since > ROW_WITHIN
        || (e = urgent_waits(db, &urgent)))
        return e;
    return free_refused(db, a->sim, clock_now() + network_pause(urgent, tries));
}

/* When the network refuses one number after the other it is not about the
 * numbers: the SIM pauses rather than trying them all. */
enum err
queue_break_sim(struct db *db, const struct queue_attempt *a,
    const struct reason *why)
{
    int row, numbers;
    int64_t until;
    bool urgent;
    enum err e = count_row(db, a->sim, &row, &numbers);

    if (e || numbers < BREAKER || (e = urgent_waits(db, &urgent)))
        return e;
    until = clock_now() + network_pause(urgent, row - BREAKER + 1);
    if ((e = free_refused(db, a->sim, until)))
        return e;
    return pause_sim(db, a->sim, WAIT_RETRY, until, why);
}

enum err
queue_hasten(struct db *db)
{
    struct query q = query_start(db,
        "UPDATE sim SET paused_until = :soon, waits_until = :soon"
        " WHERE waits = :retry AND paused_until > :soon AND " URGENT_WAITS);
    enum err e;

    query_int(&q, ":soon", clock_now() + BREAKER_URGENT);
    query_int(&q, ":retry", WAIT_RETRY);
    bind_urgent(&q);
    if ((e = query_end_changed(&q)))
        return e == ERR_NOT_FOUND ? OK : e;
    db_touch(db, DB_QUEUE);
    return OK;
}
