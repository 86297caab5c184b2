/* queue_report(): a status report finds its part. */
#include "store/queue/queue_own.h"

#include "base/clock.h"
#include "text/pdu.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How far a report may lie from the hand-over: networks try for three days. */
#define WINDOW (3 * DAY)
/* A service centre dates a text when it takes it, by a clock of its own. */
#define AT_ONCE (10 * MINUTE)

enum {
    WAITING_MAX = 16,   /* reports that may have overtaken one result */
    SAME_DIGITS = 8     /* at the end, where the forms of a number differ */
};

struct report {
    int64_t id, at;
    int64_t told;               /* when the service centre took the text; 0: it
                                 * does not say */
    int64_t stamp;              /* the same; 0 where one of the two clocks must
                                 * be wrong: ours may be, after a power cut */
    int reference, status;
    char sim[20], recipient[64];
};

struct target {
    int64_t message;
    int n;
    enum message_state state;
    char number[64];            /* as we write it */
};

static enum err
read_report(struct db *db, int64_t id, struct report *out)
{
    struct query q = query_start(db,
        "SELECT id, at, reference, status, sim, recipient, stamp FROM report"
        " WHERE id = :id AND message IS NULL");

    query_int(&q, ":id", id);
    if (query_row(&q)) {
        *out = (struct report){ .id = query_get_int(&q, 0),
            .at = query_get_int(&q, 1),
            .reference = (int)query_get_int(&q, 2),
            .status = (int)query_get_int(&q, 3) };
        query_copy_text(&q, 4, out->sim, sizeof(out->sim));
        query_copy_text(&q, 5, out->recipient, sizeof(out->recipient));
        out->told = out->stamp = query_get_int(&q, 6);
        if (out->stamp < out->at - WINDOW || out->stamp > out->at + WINDOW)
            out->stamp = 0;
    }
    return query_end_one(&q);
}

/* Networks write the recipient in a form of their own. */
static bool
same_number(const char *a, const char *b)
{
    size_t m = strlen(a), n = strlen(b);

    if (!strcmp(a, b))
        return true;
    return m >= SAME_DIGITS && n >= SAME_DIGITS
        && !strcmp(a + m - SAME_DIGITS, b + n - SAME_DIGITS);
}

/* Parts of that reference to that number: references come round, and a dongle
 * that restarts begins anew. */
struct found {
    struct target part;         /* that is meant */
    bool open;                  /* it has no final report yet */
    int count;
    int64_t near, next;         /* of the two that lie nearest to the date */
};

static void
consider(struct found *f, const struct target *t, int64_t apart)
{
    bool open = t->state == MESSAGE_SENT || t->state == MESSAGE_UNSURE;

    if (!f->count++ || (open && !f->open)) {
        f->part = *t;
        f->open = open;
    }
    if (f->count == 1) {
        f->near = apart;
        f->next = INT64_MAX;
    } else if (f->count == 2) {
        f->next = apart;        /* they come nearest first */
    }
}

static enum err
look_for(struct db *db, const struct report *r, struct found *f,
    struct target *nearest)
{
    struct query q = query_start(db,
        "SELECT p.message, p.n, p.state, m.number, abs(p.handed - :stamp)"
        " FROM part_out p JOIN message m ON m.id = p.message"
        " WHERE p.sim = :sim AND p.reference = :reference"
        " AND (p.handed BETWEEN :from AND :to"
        "  OR p.handed BETWEEN :told - :window AND :told + :window)"
        " ORDER BY iif(:stamp, abs(p.handed - :stamp), 0), p.handed DESC");
    struct target t;

    query_text(&q, ":sim", r->sim);
    query_int(&q, ":reference", r->reference);
    query_int(&q, ":stamp", r->stamp);
    query_int(&q, ":from", r->at - WINDOW);
    query_int(&q, ":to", r->at + WINDOW);
    query_int(&q, ":told", r->told);
    query_int(&q, ":window", WINDOW);
    while (query_row(&q)) {
        if (!same_number(query_get_text(&q, 3), r->recipient))
            continue;
        t = (struct target){ query_get_int(&q, 0),
            (int)query_get_int(&q, 1),
            (enum message_state)query_get_int(&q, 2), "" };
        query_copy_text(&q, 3, t.number, sizeof(t.number));
        if (!f->count)
            *nearest = t;
        consider(f, &t, query_get_int(&q, 4));
    }
    return query_end(&q);
}

/* The one of several that was handed over at the report's own date, whatever is
 * known of it already. Where the date does not tell, an open one may have
 * failed; that one has arrived is not believed (ERR_UNSURE): two final reports
 * of one text would say so of another. */
static enum err
find_by_reference(struct db *db, const struct report *r, struct target *out)
{
    struct found f = { .count = 0 };
    struct target nearest = { 0 };
    enum err e = look_for(db, r, &f, &nearest);
    bool dated = r->stamp && f.near <= AT_ONCE && f.next - f.near > AT_ONCE;

    if (e || !f.count)
        return e ? e : ERR_EMPTY;
    if (f.count > 1 && !dated && pdu_outcome(r->status) == PDU_DELIVERED)
        return ERR_UNSURE;
    *out = f.count > 1 && dated ? nearest : f.part;
    return OK;
}

/* Parts that a report without a known reference may be of, and when they were
 * handed over. The last column but that: it cannot be told now, be it that a
 * result is still to come which may bring the reference, be it that a part has
 * gone a second time since. */
static const char unproved[] =
    /* UNSURE */
    "SELECT p.message, p.n, m.number, p.state, 0, p.handed FROM part_out p"
    " JOIN message m ON m.id = p.message WHERE p." MESSAGE_IS_UNSURE
    " AND p.sim = :sim AND p.reference IS NULL"
    " AND p.handed BETWEEN :from AND :to"
    /* UNSURE once, and sent again or about to be */
    " UNION SELECT p.message, p.n, a.number, p.state, NOT p." MESSAGE_IS_QUEUED
    ", a.started FROM attempt a JOIN message m ON m.id = a.message"
    " AND m." UNSURE_IS_RESENT
    " JOIN part_out p ON p.message = a.message AND p.n = a.n"
    " WHERE a.sim = :sim AND a.reference < 0 AND a." ATTEMPT_IS_PERHAPS_SENT
    " AND a.started BETWEEN :from AND :to AND NOT p." MESSAGE_IS_SENDING
    " AND NOT p." MESSAGE_IS_UNSURE
    " AND NOT EXISTS (SELECT 1 FROM report r WHERE r.message = a.message"
    "  AND r.n = a.n AND r.reference NOT IN (SELECT reference FROM attempt"
    "   WHERE message = a.message AND n = a.n AND reference >= 0))"
    /* the result is overdue, or not yet */
    " UNION ALL SELECT p.message, p.n, a.number, p.state,"
    "  a.started > :overdue, a.started FROM attempt a"
    " JOIN part_out p ON p.message = a.message AND p.n = a.n"
    " WHERE a.ended IS NULL AND a.sim = :sim AND p." MESSAGE_IS_SENDING
    " AND a.started <= :to";

/* That a text has arrived is believed only where the service centre took it
 * when the part was handed over: it may be another's report whose part is not
 * known by its reference. */
static bool
is_of_its_time(const struct report *r, int64_t handed)
{
    return !r->told || pdu_outcome(r->status) != PDU_DELIVERED
        || llabs(r->told - handed) <= AT_ONCE;
}

/* A part whose reference never came, if there is but one to that number. */
static enum err
find_unproved(struct db *db, const struct report *r, struct target *out)
{
    int found = 0;
    bool unclear = false;
    struct query q = query_start(db, unproved);
    enum err e;

    query_text(&q, ":sim", r->sim);
    query_int(&q, ":from", r->at - WINDOW);
    query_int(&q, ":to", r->at + MINUTE);
    query_int(&q, ":overdue", clock_now() - QUEUE_OVERDUE);
    while (query_row(&q))
        if (same_number(query_get_text(&q, 2), r->recipient)) {
            *out = (struct target){ query_get_int(&q, 0),
                (int)query_get_int(&q, 1),
                (enum message_state)query_get_int(&q, 3), "" };
            query_copy_text(&q, 2, out->number, sizeof(out->number));
            unclear |= query_get_int(&q, 4) != 0
                || !is_of_its_time(r, query_get_int(&q, 5));
            found++;
        }
    e = query_end(&q);
    return e ? e : found == 1 && !unclear ? OK : ERR_EMPTY;
}

/* TP-ST, TS 23.040 §9.2.3.15. */
static enum reason_code
status_code(int status)
{
    switch (status) {
    case 0x41:
        return REASON_PHONE_TAKES_NONE;
    case 0x42:
        return REASON_PHONE_REFUSED;
    case 0x43:
        return REASON_NOT_REACHED;
    case 0x46:
        return REASON_PHONE_OFF;
    case 0x47:
    case 0x48:
        return REASON_DELETED;
    default:
        break;
    }
    return pdu_outcome(status) == PDU_GIVEN_UP ? REASON_STOPPED_TRYING
                                               : REASON_NOT_DELIVERED;
}

static struct reason
status_reason(int status)
{
    struct reason why = reason_of(status_code(status));
    struct reason r = reason_of(REASON_REPORT);

    reason_add_reason(&r, &why);
    reason_add_number(&r, status);
    return r;
}

/* Reasons that say something about the number, not about an evening. */
static bool
blames_number(int status)
{
    return status >= 0x40 && status <= 0x45;
}

static enum err
set_part(struct db *db, const struct report *r, const struct target *t,
    enum message_state state)
{
    struct query q = query_start(db,
        "UPDATE part_out SET state = :state, settled = :now"
        " WHERE message = :message AND n = :n AND state = :from");
    enum err e;

    query_int(&q, ":state", state);
    query_int(&q, ":now", clock_now());
    query_int(&q, ":message", t->message);
    query_int(&q, ":n", t->n);
    query_int(&q, ":from", t->state);
    if ((e = query_end_changed(&q)))
        return e;
    /* Mostly known; its index is left alone then. */
    q = query_start(db, "UPDATE part_out SET reference = :reference"
        " WHERE message = :message AND n = :n"
        " AND reference IS NOT :reference");
    query_int(&q, ":reference", r->reference);
    query_int(&q, ":message", t->message);
    query_int(&q, ":n", t->n);
    return query_end(&q);
}

/* What the report says of a part in this state; a QUEUED one was handed over
 * once. */
static enum message_state
state_after(const struct report *r, enum message_state now)
{
    switch (pdu_outcome(r->status)) {
    case PDU_DELIVERED:
        return MESSAGE_DELIVERED;
    case PDU_TRYING:            /* it is with the network: that may be new */
        return now == MESSAGE_UNSURE || now == MESSAGE_SENDING
                || now == MESSAGE_QUEUED ? MESSAGE_SENT : now;
    case PDU_FAILED:
    case PDU_GIVEN_UP:
        break;
    }
    return now == MESSAGE_DELIVERED ? now : MESSAGE_FAILED;
}

/* What follows of a long text whose part is settled so goes by this SIM. */
static enum err
pin(struct db *db, int64_t message)
{
    struct query q = query_start(db,
        "UPDATE message SET started = 1 WHERE id = :id AND EXISTS"
        " (SELECT 1 FROM part_out WHERE message = :id AND n = 2)");

    query_int(&q, ":id", message);
    return query_end(&q);
}

static enum err
mark_report(struct db *db, const struct report *r, const struct target *t)
{
    struct query q = query_start(db,
        "UPDATE report SET message = :message, n = :n WHERE id = :id");

    query_int(&q, ":message", t->message);
    query_int(&q, ":n", t->n);
    query_int(&q, ":id", r->id);
    return query_end_changed(&q);
}

/* The copy that staff sent for a text that did arrive, if none of it has
 * gone yet. */
static enum err
take_copy_back(struct db *db, int64_t message)
{
    struct reason arrived = reason_of(REASON_FIRST_ARRIVED);
    int64_t copy = 0;
    struct query q = query_start(db,
        "SELECT c.id FROM message m JOIN message c ON c.id = m.resent_as"
        " WHERE m.id = :id AND m.state = :delivered AND c.state = :queued"
        " AND NOT EXISTS (SELECT 1 FROM part_out"
        "  WHERE message = c.id AND state <> :queued)");
    enum err e;

    query_int(&q, ":id", message);
    query_int(&q, ":delivered", MESSAGE_DELIVERED);
    query_int(&q, ":queued", MESSAGE_QUEUED);
    if (query_row(&q))
        copy = query_get_int(&q, 0);
    if ((e = query_end(&q)) || !copy)
        return e;
    return queue_close(db, copy, MESSAGE_CANCELLED, &arrived);
}

static enum err
note_arrival(struct db *db, const struct report *r, const struct target *t)
{
    struct query q = query_start(db,
        "UPDATE phone SET arrived = max(arrived, :at) WHERE number = :number");

    query_int(&q, ":at", r->at);
    query_text(&q, ":number", t->number);
    return query_end(&q);
}

static enum err
apply(struct db *db, const struct report *r, const struct target *t)
{
    enum message_state to = state_after(r, t->state);
    struct reason why = status_reason(r->status);
    const struct reason *reason = to == MESSAGE_FAILED ? &why : NULL;
    enum err e = mark_report(db, r, t);

    if (e || to == t->state)
        return e;
    if ((e = set_part(db, r, t, to)) || (e = pin(db, t->message))
        || (e = queue_derive(db, t->message, reason)))
        return e;
    if (to == MESSAGE_DELIVERED && ((e = take_copy_back(db, t->message))
            || (e = note_arrival(db, r, t))))
        return e;
    if (to == MESSAGE_DELIVERED
        || (to == MESSAGE_FAILED && blames_number(r->status)))
        e = queue_phone_result(db, t->number, to == MESSAGE_FAILED, reason);
    return e;
}

static enum err
match(struct db *db, int64_t report)
{
    struct report r = { 0 };
    struct target t = { 0 };
    enum err e = read_report(db, report, &r);

    if (e)
        return e == ERR_EMPTY ? OK : e; /* it has its part */
    if ((e = find_by_reference(db, &r, &t)) == ERR_EMPTY)
        e = find_unproved(db, &r, &t);
    if (e == ERR_UNSURE)
        return ERR_EMPTY;
    return e ? e : apply(db, &r, &t);
}

enum err
queue_report(struct db *db, int64_t report)
{
    enum err e = db_begin(db), matched;

    if (e)
        return e;
    matched = match(db, report);
    e = db_end(db, matched == ERR_EMPTY ? OK : matched);
    return e ? e : matched;
}

enum err
queue_report_waiting(struct db *db, int64_t message, int n)
{
    int64_t ids[WAITING_MAX];
    int count = 0;
    struct query q = query_start(db,
        "SELECT r.id FROM part_out p JOIN report r ON r.sim = p.sim"
        " WHERE p.message = :message AND p.n = :n AND r.message IS NULL"
        " AND r.at >= p.handed - :minute ORDER BY r.id LIMIT :most");
    enum err e;

    query_int(&q, ":message", message);
    query_int(&q, ":n", n);
    query_int(&q, ":minute", MINUTE);
    query_int(&q, ":most", WAITING_MAX);
    while (count < WAITING_MAX && query_row(&q))
        ids[count++] = query_get_int(&q, 0);
    e = query_end(&q);
    for (int i = 0; !e && i < count; i++)
        if ((e = queue_report(db, ids[i])) == ERR_EMPTY)
            e = OK;
    return e;
}
