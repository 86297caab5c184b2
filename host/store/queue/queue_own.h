/* queue_own.h - what the files of the queue share; for them alone. */
#ifndef NOTEHOME_QUEUE_OWN_H
#define NOTEHOME_QUEUE_OWN_H

#include "base/clock.h"
#include "store/queue/queue.h"

/* How an attempt ended (enum link_outcome) in SQL: as in thread/message.h. */
#define ATTEMPT_IS_SENT "outcome = 1"
/* All but LINK_NOT_SENT, and with those that are open: word for word as the
 * indexes of attempt say it, for SQLite sees no other <> in a NOT. */
#define ATTEMPT_IS_PERHAPS_SENT "outcome <> 2"
#define ATTEMPT_COUNTS "unsent = 0"
/* The SIM stands still for a reason of its own, worse than WAIT_QUIET. */
#define SIM_IS_HELD "waits > 1"

/* Ends a QUEUED message: its state and reason, and its unsent parts CANCELLED.
 * ERR_NOT_FOUND: it is not QUEUED (any more). Needs a transaction. */
MUST_CHECK enum err queue_close(struct db *db, int64_t message,
    enum message_state state, const struct reason *reason);

/* Ends a QUEUED message whose time has run out. Needs a transaction. */
MUST_CHECK enum err queue_expire(struct db *db, int64_t message);

/* The date is looked at: where it was set ahead by days at most while this
 * computer ran, what was asked for since its start lives so much longer; set
 * back again, it does not. *moved: it was. */
MUST_CHECK enum err queue_date(struct db *db, const struct queue_rules *rules,
    bool *moved);
/* The same of that start of the machine (any word), which by the date of now
 * was at `began`. */
MUST_CHECK enum err queue_date_is(struct db *db,
    const struct queue_rules *rules, const char *boot, int64_t began,
    int64_t now, bool *moved);

/* The message's state from its parts', with this reason (NULL: none); a move
 * that does not exist changes nothing. Needs a transaction. */
MUST_CHECK enum err queue_derive(struct db *db, int64_t message,
    const struct reason *reason);

/* What a SIM's limits say to a message. */
struct queue_verdict {
    int64_t until;              /* UTC ms when they let it go; 0: now */
    enum message_wait wait;     /* which: WAIT_CAP is the whole SIM's, the
                                 * others are about this message */
};

/* The SIM's own limits, or those of all (given in *caps). */
MUST_CHECK enum err queue_caps_of(struct db *db, const char *imsi,
    struct queue_caps *caps);
/* Whether the SIM's limits let a part of the message go to number now. */
MUST_CHECK enum err queue_caps_check(struct db *db, const char *imsi,
    int64_t message, const char *number, const struct queue_caps *caps,
    int64_t now, struct queue_verdict *out);

/* Whether a text that answers by itself may go by this SIM now: the ceiling of
 * all of them, and the SIM's credit. */
MUST_CHECK enum err queue_automatic_check(struct db *db, const char *imsi,
    const struct queue_rules *rules, int64_t now, struct queue_verdict *out);
/* Another SIM that works and has credit enough for one; "" when none. */
MUST_CHECK enum err queue_automatic_other(struct db *db, const char *imsi,
    const struct queue_rules *rules, char out[20]);

/* --- settling ------------------------------------------------------------- */

/* An open attempt and what it is about. */
struct queue_attempt {
    int64_t id, message;
    int n, total;
    bool report;                /* a status report was asked for */
    bool open;                  /* its part is SENDING; a report may have
                                 * settled that already */
    char number[64], sim[20];
};

/* queue_settle() with why an answer is missing. */
MUST_CHECK enum err queue_settle_as(struct db *db,
    const struct link_result *result, enum reason_code why);

/* Results come within seconds; after this a report may settle the part before
 * its result does. */
#define QUEUE_OVERDUE (15 * SECOND)

/* Looks for a report that came before the result of this part. */
MUST_CHECK enum err queue_report_waiting(struct db *db, int64_t message, int n);

/* --- rows (queue_journal.c) ----------------------------------------------- */

/* ERR_EMPTY: no such attempt, or it is settled. */
MUST_CHECK enum err queue_read_open(struct db *db, int64_t id,
    struct queue_attempt *out);
MUST_CHECK enum err queue_close_attempt(struct db *db,
    const struct link_result *r);
/* How often the attempt's part ended so. */
MUST_CHECK enum err queue_count_outcome(struct db *db,
    const struct queue_attempt *a, enum link_outcome o, int *count);
/* The part, SENDING until now; reference -1: unknown. */
MUST_CHECK enum err queue_set_part(struct db *db,
    const struct queue_attempt *a, enum message_state state, int reference);
/* The part waits again until its next try. */
MUST_CHECK enum err queue_requeue(struct db *db,
    const struct queue_attempt *a, enum message_wait wait, int64_t until,
    const struct reason *reason);
/* The part fails, and with it the text. */
MUST_CHECK enum err queue_fail(struct db *db, const struct queue_attempt *a,
    const struct reason *reason);
/* The network took a text of the SIM just now. Needs a transaction. */
MUST_CHECK enum err queue_used_sim(struct db *db, const char *imsi);
/* The rest of a long text goes by this SIM alone from now on. */
MUST_CHECK enum err queue_pin_message(struct db *db,
    const struct queue_attempt *a);

/* --- pauses (queue_pause.c) ----------------------------------------------- */

/* first, doubled for each try after the first, up to most (ms); jittered. */
int64_t queue_pause_of(int64_t first, int64_t most, int tries);

/* Nothing to this recipient before until. */
MUST_CHECK enum err queue_hold_phone(struct db *db,
    const struct queue_attempt *a, int64_t until);
/* The recipient can be reached by this SIM, which is its own from now on when
 * it has none that works; what was held for it may go at once. */
MUST_CHECK enum err queue_free_phone(struct db *db,
    const struct queue_attempt *a);
/* Books a refusal for good, or (failed false; why NULL) proof of the contrary,
 * on the recipient: failing after refusals on two different days. */
MUST_CHECK enum err queue_phone_result(struct db *db, const char *number,
    bool failed, const struct reason *why);

/* Why the SIM's queue stands still and until when; WAIT_NONE: it moves. Writes
 * only when that is new. */
MUST_CHECK enum err queue_sim_waits(struct db *db, const char *imsi,
    enum message_wait wait, int64_t until);
/* The SIM was accepted by the network: nothing is held against it. */
MUST_CHECK enum err queue_clear_sim(struct db *db, const char *sim);
/* An account error; some in a row pause the SIM. */
MUST_CHECK enum err queue_refuse_sim(struct db *db, const char *sim,
    const struct reason *why);
/* The SIM's balance is wanted: the watch over credit (sim_credit.h) asks for
 * it once this is committed. Needs a transaction. */
MUST_CHECK enum err queue_want_credit(struct db *db, const char *sim);
/* The SIM or its set-up is at fault: it pauses at once. */
MUST_CHECK enum err queue_stop_sim(struct db *db, const char *sim,
    const struct reason *why);
/* Whether the network has rejected (CMS 21) this SIM's texts to several numbers
 * of late, and taken none: then it is about the SIM. */
MUST_CHECK enum err queue_rejects_sim(struct db *db, const char *sim,
    bool *yes);
/* Pauses the SIM when the network has refused it several numbers in a row. */
MUST_CHECK enum err queue_break_sim(struct db *db,
    const struct queue_attempt *a, const struct reason *why);
/* Nothing went since the network began to refuse, half an hour ago at most: its
 * word is not held against the numbers, none of which waits longer than a SIM
 * would. tries: of this text. */
MUST_CHECK enum err queue_spare_numbers(struct db *db,
    const struct queue_attempt *a, int tries);
/* Shortens such a pause where something urgent waits since. */
MUST_CHECK enum err queue_hasten(struct db *db);

#endif
