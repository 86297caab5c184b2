/* queue.h - messages on their way out.
 *
 * A call that returns OK is on disk. Any thread may call; writes take turns.
 * The unit that is handed to a modem is a part; each hand-over is an attempt,
 * committed before the worker is told. A message is SENT only when every part
 * is. The program never guesses: what has no proof is UNSURE. */
#ifndef NOTEHOME_QUEUE_H
#define NOTEHOME_QUEUE_H

#include "base/clock.h"
#include "link/link.h"
#include "store/thread/message.h"

enum { QUEUE_PARTS_MAX = 10 };

/* Limits of one SIM; 0: none. A month is thirty days. Of the same text, word
 * for word, each message counts once. */
struct queue_caps {
    int per_minute, per_15_minutes, per_day, numbers_per_day;
    int numbers_per_month, same_per_15_minutes, same_per_day;
};

struct queue_rules {
    int quiet_from, quiet_to;   /* minutes after local midnight; equal: none */
    int quiet_days;             /* the whole day: bit 0 is Sunday */
    struct queue_caps caps;
    int64_t validity;           /* default life of a message, ms; an urgent
                                 * one's is QUEUE_URGENT_LIFE at the most */
    struct {                    /* of texts that answer by themselves; 0: no */
        int per_hour, per_day;  /* limit; parts, of all SIMs together */
        int credit;             /* none by a SIM with less left; whole money */
    } automatic;
    bool urgent_to_stopped;     /* the law lets an urgent text go to a phone
                                 * that opted out, when its writer is sure */
    bool clock_unsure;          /* scheduled messages hold */
    bool reports;               /* ask for status reports */
};

/* A closure is of no use the day after: half a day, ms. */
#define QUEUE_URGENT_LIFE (12 * HOUR)
/* How long a message of this priority lives that names no end, ms. */
int64_t queue_life(const struct queue_rules *rules, enum message_priority p);

/* The quiet hours' end (UTC ms) when now lies in them, else 0. Local time. */
int64_t queue_quiet_until(const struct queue_rules *rules, int64_t now);

/* What is asked of the queue. Text is UTF-8. */
struct queue_request {
    const char *number;         /* canonical */
    const char *text;
    int64_t family;             /* whose thread; 0: thread, or by number */
    int64_t thread;             /* that of a tray's sender; 0: by number (its
                                 * only family's, else its tray's) */
    enum message_priority priority;
    int64_t due;                /* 0: now */
    int64_t expires;            /* 0: now or due plus queue_life(); with the
                                 * clock unsure: from when it is right */
    int64_t question, batch;    /* 0: none */
    int holds;                  /* the day of a holding answer; 0: none */
    const char *author;         /* "" for automatic answers */
    enum unsure_policy policy;
    bool even_if_opted_out;     /* the one confirmation of a STOP */
    bool automatic;             /* answers by itself: under rules->automatic */
    const char *sim;            /* by this SIM (IMSI) alone; NULL: by any */
};

/* Checks, splits and adds as QUEUED; *id is the message's. ERR_INPUT: unusable
 * number, empty text, more than QUEUE_PARTS_MAX parts, a time in the past;
 * ERR_REFUSED: the phone opted out, is marked as a wrong number, or is a
 * service; ERR_NOT_FOUND: no such family or thread. why (room bytes, may be
 * NULL) then says so in words; nothing was begun, so a transaction of the
 * caller's lives on. Touches DB_QUEUE. */
MUST_CHECK enum err queue_add(struct db *db, const struct queue_request *r,
    const struct queue_rules *rules, int64_t *id, struct reason *why);

/* A part in hand. */
struct queue_part {
    int64_t message;
    int n, total;
    struct link_send send;      /* ready for the worker; send.attempt is set */
};

/* Takes the next due part for the SIM imsi in the dongle called modem and
 * commits the attempt. Order: priority, due, id, part. ERR_EMPTY when none may
 * go now; *next_due (may be NULL) is then when to ask again (UTC ms; 0: only
 * after DB_QUEUE or DB_MODEMS). Keeps the wait reason of what it passes over
 * true. Within the caller's transaction the attempt is on disk only after
 * that one's commit: queue_settle() of the last part and queue_claim() of the
 * next may share one.
 *
 * A phone hears from the same SIM while that one works; urgent texts go by
 * whichever is free. What a SIM cannot send (no dongle, or paused or at its
 * limit for a quarter of an hour) the others take, but for a text of which
 * parts went by it: phones join parts by the sender's number, so the rest
 * waits for that SIM. */
MUST_CHECK enum err queue_claim(struct db *db, const char *imsi,
    const char *modem, const struct queue_rules *rules,
    struct queue_part *out, int64_t *next_due);

/* How an attempt ended, as the worker told it, or as the daemon concluded
 * (LINK_NOT_SENT when the worker died before LINK_HANDED, LINK_UNKNOWN when
 * after). Applies the retry classes of the raw CMS/CME code. A second call for
 * one attempt changes nothing. Touches DB_QUEUE and DB_THREADS.
 *
 * A part that fails ends its text. A part that is unsure does not: the rest is
 * still sent, for without it the text is of no use, and the text is UNSURE at
 * the end. */
MUST_CHECK enum err queue_settle(struct db *db,
    const struct link_result *result);

/* For whom the network's error counts. Pure; facts: TS 27.005 §3.2.5,
 * TS 24.011 Annex E. */
enum queue_fault {
    FAULT_RECIPIENT,            /* permanent for this number or message */
    FAULT_ACCOUNT,              /* barred, no credit: this SIM */
    FAULT_UNCLEAR,              /* a few tries, long pauses */
    FAULT_NETWORK,              /* temporary */
    FAULT_SIM,                  /* SIM or PIN: this dongle stops */
    FAULT_MODEM,                /* ours: recover and try again */
    FAULT_SETUP,                /* service centre unknown */
    FAULT_UNKNOWN               /* may have been taken: UNSURE */
};
enum queue_fault queue_fault_of(enum link_error error, int code);
/* The same for staff: "the network does not know this number (CMS 1)". */
struct reason queue_fault_reason(enum link_error error, int code);

/* A row of `report`: settles the part it belongs to, matched by SIM,
 * reference, number and time; also a part of that number whose reference
 * never came, be it UNSURE or queued for its second hand-over, which is then
 * dropped. What proves delivered takes back a copy of it that still waits.
 * ERR_EMPTY: belongs to none yet (queue_settle() looks again). */
MUST_CHECK enum err queue_report(struct db *db, int64_t report);

/* At start: every open attempt becomes UNSURE; nothing is sent again by
 * itself but UNSURE_RESEND messages, once, by queue_sweep(). count may be
 * NULL. */
MUST_CHECK enum err queue_recover(struct db *db, int *count);

/* After a backup took the database's place: what waited in it may have gone
 * since, so each text that was due becomes UNSURE, and nothing of it, nor what
 * was UNSURE, is sent again by itself. count may be NULL. */
MUST_CHECK enum err queue_restored(struct db *db, int *count);

/* Expires what is past its time; resends once, 15 minutes after, what is
 * UNSURE under UNSURE_RESEND; settles by its report what a silent dongle has
 * had for 15 seconds. Call every few seconds. */
MUST_CHECK enum err queue_sweep(struct db *db,
    const struct queue_rules *rules);

/* ERR_REFUSED: it is with the network already, or final. */
MUST_CHECK enum err queue_cancel(struct db *db, int64_t message,
    const char *who);
/* Queues a FAILED, UNSURE, EXPIRED or CANCELLED message again as a new one,
 * *id; the old row names it. ERR_REFUSED: in another state, or resent
 * before. */
MUST_CHECK enum err queue_resend(struct db *db, int64_t message,
    const struct queue_rules *rules, const char *who, int64_t *id);

/* The SIM has credit again: what waited for that may go at once. Needs a
 * transaction. Touches DB_QUEUE. */
MUST_CHECK enum err queue_credit_back(struct db *db, const char *imsi);

/* Staff have decided about the phone: what waited for that is looked at again
 * at once. Needs a transaction. Touches DB_QUEUE. */
MUST_CHECK enum err queue_decided(struct db *db, const char *number);

/* Calls fn for what is SENDING or QUEUED in the order of sending, then for
 * what is UNSURE and not sent again. *m is valid for the call only. */
MUST_CHECK enum err queue_list(struct db *db, int limit,
    void (*fn)(void *user, const struct message *m), void *user);

#endif
