/* queue_settle(): how an attempt ended, and what follows from it. */
#include "store/queue/queue_own.h"

#include "base/clock.h"

/* Pauses before a recipient is tried again, doubled from try to try. The first
 * is short: most networks that refuse are back within a minute. */
#define NETWORK_FIRST (15 * SECOND)
#define NETWORK_MOST HOUR
#define UNCLEAR_FIRST (5 * MINUTE)
#define UNCLEAR_MOST (2 * HOUR)
#define ACCOUNT_FIRST MINUTE
#define ACCOUNT_MOST HOUR
#define MODEM_FIRST (10 * SECOND)
#define MODEM_MOST (10 * MINUTE)
/* Surely not handed over: nothing is known against number or network. */
#define UNSENT_FIRST (2 * SECOND)
#define UNSENT_MOST (5 * MINUTE)

enum {
    UNCLEAR_TRIES = 4   /* then it fails */
};

static enum err
settle_sent(struct db *db, const struct queue_attempt *a,
    const struct link_result *r)
{
    enum err e;

    if ((e = queue_set_part(db, a, MESSAGE_SENT, r->reference))
        || (e = queue_pin_message(db, a))
        || (e = queue_derive(db, a->message, NULL))
        || (e = queue_free_phone(db, a)) || (e = queue_clear_sim(db, a->sim))
        || (e = queue_used_sim(db, a->sim)))
        return e;
    /* With reports it is the report that clears the number. */
    if (!a->report && (e = queue_phone_result(db, a->number, false, NULL)))
        return e;
    return queue_report_waiting(db, a->message, a->n);
}

static enum err
settle_unknown(struct db *db, const struct queue_attempt *a,
    const struct reason *why)
{
    struct reason reason = reason_of(REASON_MAY_HAVE_ARRIVED);
    enum err e;

    reason_add_reason(&reason, why);
    if ((e = queue_set_part(db, a, MESSAGE_UNSURE, -1))
        || (e = queue_pin_message(db, a))
        || (e = queue_derive(db, a->message, &reason)))
        return e;
    return queue_report_waiting(db, a->message, a->n);
}

static enum err
settle_unsent(struct db *db, const struct queue_attempt *a)
{
    struct reason why = reason_of(REASON_NOT_TAKEN);
    int tries = 1;
    enum err e = queue_count_outcome(db, a, LINK_NOT_SENT, &tries);

    if (e || (e = queue_requeue(db, a, WAIT_RETRY,
            clock_now() + queue_pause_of(UNSENT_FIRST, UNSENT_MOST, tries),
            &why)))
        return e;
    /* Of a second hand-over: meanwhile the first may have been proved. */
    return queue_report_waiting(db, a->message, a->n);
}

static enum err
settle_account(struct db *db, const struct queue_attempt *a, int tries,
    const struct reason *why)
{
    int64_t until =
        clock_now() + queue_pause_of(ACCOUNT_FIRST, ACCOUNT_MOST, tries);
    enum err e = queue_requeue(db, a, WAIT_CREDIT, until, why);

    return e ? e : queue_refuse_sim(db, a->sim, why);
}

/* "Temporary failure" is what networks say of a phone that is off. */
static bool
blames_network(const struct link_result *r)
{
    return r->error != LINK_ERROR_CMS || r->code != 41;
}

static enum err
settle_network(struct db *db, const struct queue_attempt *a,
    const struct link_result *r, int tries, const struct reason *why)
{
    int64_t until =
        clock_now() + queue_pause_of(NETWORK_FIRST, NETWORK_MOST, tries);
    enum err e;

    if ((e = queue_requeue(db, a, WAIT_RETRY, until, why))
        || (e = queue_hold_phone(db, a, until))
        || (blames_network(r) && (e = queue_spare_numbers(db, a, tries))))
        return e;
    return queue_break_sim(db, a, why);
}

/* "Rejected" is said of a number, and of a SIM without credit: the others tell
 * which. */
static enum err
is_about_sim(struct db *db, const struct queue_attempt *a, int code, bool *yes)
{
    *yes = false;
    return code == 21 ? queue_rejects_sim(db, a->sim, yes) : OK;
}

static enum err
settle_unclear(struct db *db, const struct queue_attempt *a, int tries,
    int code, const struct reason *why)
{
    int64_t now = clock_now();
    bool account;
    enum err e = is_about_sim(db, a, code, &account);

    if (e || account)
        return e ? e : settle_account(db, a, tries, why);
    if (tries < UNCLEAR_TRIES)
        e = queue_requeue(db, a, WAIT_RETRY,
            now + queue_pause_of(UNCLEAR_FIRST, UNCLEAR_MOST, 2 * tries - 1),
            why);
    else if (!(e = queue_fail(db, a, why)) && (code == 27 || code == 21))
        e = queue_phone_result(db, a->number, true, why);
    return e ? e : queue_break_sim(db, a, why);
}

/* Codes that are about the number and not about our text. */
static bool
blames_number(const struct link_result *r)
{
    return r->error == LINK_ERROR_CMS
        && (r->code == 1 || r->code == 28 || r->code == 30 || r->code == 195);
}

/* Some networks refuse a text because a report is asked for; then once more
 * without. (libgammu writes no TPDU without TP-VP.) */
static bool
blames_report(const struct queue_attempt *a, const struct link_result *r)
{
    return a->report && r->error == LINK_ERROR_CMS
        && (r->code == 69 || r->code == 97 || r->code == 111);
}

static enum err
ask_no_report(struct db *db, const struct queue_attempt *a,
    const struct reason *why)
{
    struct query q = query_start(db,
        "UPDATE part_out SET plain = 1 WHERE message = :message AND n >= :n");
    enum err e;

    query_int(&q, ":message", a->message);
    query_int(&q, ":n", a->n);
    if ((e = query_end(&q)))
        return e;
    return queue_requeue(db, a, WAIT_RETRY, clock_now() + UNSENT_FIRST, why);
}

/* An answer that proves neither: most often a SIM without credit, or a dongle
 * that is stuck. */
static enum err
settle_vague(struct db *db, const struct queue_attempt *a,
    const struct link_result *r, const struct reason *why)
{
    enum err e = settle_unknown(db, a, why);

    if (e || r->error != LINK_ERROR_CMS)
        return e;
    if (r->code == 500 && (e = queue_want_credit(db, a->sim)))
        return e;
    return queue_break_sim(db, a, why);
}

static enum err
settle_refused(struct db *db, const struct queue_attempt *a,
    const struct link_result *r)
{
    enum queue_fault fault = queue_fault_of(r->error, r->code);
    int64_t now = clock_now();
    struct reason reason = queue_fault_reason(r->error, r->code);
    const struct reason *why = &reason;
    int tries = 1;
    enum err e = queue_count_outcome(db, a, LINK_REFUSED, &tries);

    if (e)
        return e;
    if (blames_report(a, r))
        return ask_no_report(db, a, why);
    switch (fault) {
    case FAULT_RECIPIENT:
        if (!(e = queue_fail(db, a, why)) && blames_number(r))
            e = queue_phone_result(db, a->number, true, why);
        return e;
    case FAULT_ACCOUNT:
        return settle_account(db, a, tries, why);
    case FAULT_UNCLEAR:
        return settle_unclear(db, a, tries, r->code, why);
    case FAULT_NETWORK:
        return settle_network(db, a, r, tries, why);
    case FAULT_SIM:
    case FAULT_SETUP:
        e = queue_requeue(db, a, WAIT_DONGLE, now, why);
        return e ? e : queue_stop_sim(db, a->sim, why);
    case FAULT_MODEM:
        return queue_requeue(db, a, WAIT_RETRY,
            now + queue_pause_of(MODEM_FIRST, MODEM_MOST, tries), why);
    case FAULT_UNKNOWN:
        break;
    }
    return settle_vague(db, a, r, why);
}

/* The worker knows that it cannot be sent as things are: no message centre, or
 * a text that fits no part. */
static bool
refused_here(const struct link_result *r)
{
    return r->error == LINK_ERROR_CMS && (r->code == 330 || r->code == 304);
}

static enum err
settle(struct db *db, const struct link_result *r, enum reason_code missing)
{
    struct reason why = reason_of(missing);
    struct queue_attempt a;
    enum err e = queue_read_open(db, r->attempt, &a);

    if (e)
        return e == ERR_EMPTY ? OK : e;
    if ((e = queue_close_attempt(db, r)) || !a.open)
        return e;
    db_touch(db, DB_QUEUE | DB_THREADS);
    switch ((enum link_outcome)r->outcome) {
    case LINK_SENT:
        if (r->reference >= 0)
            return settle_sent(db, &a, r);
        break;          /* no proof: libgammu says so of five other events */
    case LINK_NOT_SENT:
        return refused_here(r) ? settle_refused(db, &a, r)
                               : settle_unsent(db, &a);
    case LINK_REFUSED:
        return settle_refused(db, &a, r);
    case LINK_UNKNOWN:
        if (r->error != LINK_ERROR_CMS && r->error != LINK_ERROR_CME)
            break;
        why = queue_fault_reason((enum link_error)r->error, r->code);
        return settle_vague(db, &a, r, &why);
    }
    return settle_unknown(db, &a, &why);
}

enum err
queue_settle_as(struct db *db, const struct link_result *result,
    enum reason_code why)
{
    enum err e = db_begin(db);

    return e ? e : db_end(db, settle(db, result, why));
}

enum err
queue_settle(struct db *db, const struct link_result *result)
{
    return queue_settle_as(db, result, REASON_NO_RESULT);
}
