/* message.h - a message of either direction: its states and its row. */
#ifndef NOTEHOME_MESSAGE_H
#define NOTEHOME_MESSAGE_H

#include "mapping/concern.h"
#include "mapping/urgent.h"
#include "store/db/db.h"
#include "store/thread/tone.h"
#include "text/reason.h"

/* Where others have their text, a missed call has this. */
#define MESSAGE_CALL_BODY "Missed call"

/* These numbers are on disk: never reuse one. */
enum message_direction { MESSAGE_IN = 1, MESSAGE_OUT = 2 };
enum message_kind {
    MESSAGE_TEXT = 1,
    MESSAGE_MISSED_CALL = 2,
    MESSAGE_NOTICE = 3          /* what cannot be answered or decoded */
};
enum message_state {
    MESSAGE_QUEUED = 1,
    MESSAGE_SENDING = 2,        /* handed, or about to be, to a modem */
    MESSAGE_SENT = 3,           /* every part taken by the network */
    MESSAGE_DELIVERED = 4,      /* every part confirmed by the phone */
    MESSAGE_FAILED = 5,
    MESSAGE_UNSURE = 6,         /* handed over, no proof either way */
    MESSAGE_EXPIRED = 7,
    MESSAGE_CANCELLED = 8,
    MESSAGE_RECEIVED = 9,       /* in */
    MESSAGE_STATES
};
/* Why a queued message waits; 0 when it does not. */
enum message_wait {
    WAIT_NONE = 0,
    WAIT_QUIET = 1,             /* quiet hours */
    WAIT_CAP = 2,               /* the SIM's limit is reached */
    WAIT_CREDIT = 3,
    WAIT_DONGLE = 4,            /* no working dongle */
    WAIT_CLOCK = 5,             /* scheduled, and the clock is unsure */
    WAIT_APPROVAL = 6,
    WAIT_RETRY = 7,             /* tried; again later */
    WAIT_LATER = 8,             /* scheduled */
    WAIT_PAUSED = 9,            /* staff stopped it for now */
    WAIT_NUMBERS = 10,          /* the SIM's limit of different numbers */
    WAIT_SAME = 11,             /* the SIM's limit of one and the same text */
    WAIT_DECISION = 12,         /* the phone seems to want none; staff decide */
    WAIT_CEILING = 13,          /* the limit of automatic texts is reached */
    WAIT_LOW_CREDIT = 14,       /* automatic, and credit is low */
    MESSAGE_WAITS
};
enum message_priority {
    PRIORITY_URGENT = 1,        /* pre-empts, ignores quiet hours */
    PRIORITY_NORMAL = 2,        /* a person writes */
    PRIORITY_BULK = 3
};
/* What to do by itself when nobody knows whether it arrived. */
enum unsure_policy {
    UNSURE_ASK = 0,             /* nothing: staff decide */
    UNSURE_RESEND = 1,          /* send it again, once */
    UNSURE_RESENT = 2           /* that was done */
};

/* The same numbers in SQL. They are written out, since an index over a part of
 * the rows serves a statement only when both name the same numbers. A table's
 * short name may stand before one: " WHERE m." MESSAGE_IS_OPEN.
 * tests/unit/numbers_test.c holds each equal to its enum. */
#define MESSAGE_IS_IN "direction = 1"
#define MESSAGE_IS_OUT "direction = 2"
#define MESSAGE_IS_TEXT "kind = 1"
#define MESSAGE_IS_CALL "kind = 2"
#define MESSAGE_IS_SAID "kind IN (1, 2)"        /* by a person: text or call */
#define MESSAGE_IS_QUEUED "state = 1"
#define MESSAGE_IS_SENDING "state = 2"
#define MESSAGE_IS_DELIVERED "state = 4"
#define MESSAGE_IS_UNSURE "state = 6"
#define MESSAGE_IS_CANCELLED "state = 8"
#define MESSAGE_IS_OPEN "state IN (1, 2, 6)"    /* QUEUED, SENDING, UNSURE */
#define MESSAGE_IS_TAKEN "state IN (3, 4)"      /* SENT, DELIVERED */
#define MESSAGE_IS_UNPROVED "state IN (3, 5, 6, 7)" /* tried; not DELIVERED */
#define MESSAGE_IS_LOST "state IN (5, 7, 8)"    /* FAILED, EXPIRED, CANCELLED */
#define URGENT_IS_AT_ONCE "urgent BETWEEN 1 AND 69" /* urgent_at_once() */
/* An answer waits for nobody, but what cannot wait does, until it is eased. Its
 * columns stand alone: they are those of the innermost FROM. */
#define MESSAGE_WAITS_FOR_US                                                   \
    "(answer = '' OR (" URGENT_IS_AT_ONCE " AND eased = 0))"
#define PRIORITY_IS_URGENT "priority = 1"
#define UNSURE_IS_RESENT "policy = 2"
#define WAIT_DONGLE_IN_SQL "4"

struct message {
    int64_t id;
    int64_t thread;
    int64_t family;             /* 0: a tray's */
    enum message_direction direction;
    enum message_kind kind;
    enum message_state state;
    enum message_wait wait;     /* why a QUEUED one waits, now */
    int tray;                   /* enum tray; 0 when in a family's thread */
    char number[64];            /* canonical, or as it came */
    char *body;                 /* owned; UTF-8; message_clear() frees it */
    int64_t at, due, expires;   /* UTC ms; 0: none. A call's due: last ring */
    enum message_priority priority;
    int tries;                  /* hand-overs; of a call: rings */
    char sim[20], modem[32];    /* IMSI and name; "" before. QUEUED: the SIM it
                                 * is meant for, "" any */
    struct reason reason;       /* why it is in this state */
    struct reason match;        /* why it is in this thread */
    int64_t suggested;          /* family; 0: none */
    enum concern concern;       /* in: of the text as it came */
    enum urgent urgent;         /* in: what in it cannot wait */
    int64_t eased;              /* when staff said that it can; 0: nobody did */
    int64_t question;           /* 0: none */
    char answer[64];
    int64_t batch;
    char author[64];
    enum unsure_policy policy;
    int holds;                  /* out: it is not the answer but says that this
                                 * comes by that day (calendar.h); 0: no */
    int64_t handled;            /* in: when seen; 0: unread */
    enum tone tone;             /* what it says, as its writer chose */
    char child[200];            /* whom it is about, "Amina Ali, Juma Ali"; ""
                                 * the family's (about.h) */
    char child_ids[120];        /* "12,13" */
};

void message_clear(struct message *m);  /* frees what it owns, zeroes it */

/* The word of the contract ("queued", "missed_call", ...); static. */
const char *message_state_name(enum message_state s);
const char *message_kind_name(enum message_kind k);
/* A phrase staff can read ("waits for quiet hours to end"); static;
 * "" for WAIT_NONE. */
const char *message_wait_text(enum message_wait w);
/* Whether the move exists. DELIVERED and CANCELLED are final; a late report
 * may still settle SENT, UNSURE, FAILED and EXPIRED. */
bool message_may_go(enum message_state from, enum message_state to);

/* Inserts m (all but id, family and tray are read) and its search words; sets
 * m->id. Its thread's row follows. Needs a transaction. Touches DB_THREADS. */
MUST_CHECK enum err message_add(struct db *db, struct message *m);

/* Reads one message; message_clear() it. ERR_NOT_FOUND. */
MUST_CHECK enum err message_get(struct db *db, int64_t id,
    struct message *out);

/* Gives an incoming message another text, which counts as not seen yet, and
 * brings its search words and thread along. Needs a transaction. */
MUST_CHECK enum err message_set_body(struct db *db, int64_t id,
    const char *body);

/* Takes the text away for good, its search words too; the row stays and counts.
 * Its thread's snippet is the caller's business. Needs a transaction. */
MUST_CHECK enum err message_forget(struct db *db, int64_t id);

/* The tray of thread t as it is read: what told of money stands by itself. */
#define THREAD_TRAY "iif(t.money, 7, t.tray)"

/* The columns that message_read() expects from "message m JOIN thread t ON
 * t.id = m.thread". The last one: why queued messages stand still as a whole,
 * which no row of theirs says (a dongle's coming and going must not cost an
 * update of each). */
#define MESSAGE_COLUMNS                                                        \
    "m.id, m.thread, t.family, m.direction, m.kind, m.state, m.wait,"          \
    " " THREAD_TRAY ","                                                        \
    " m.number, m.body, m.at, m.due, m.expires, m.priority, m.tries, m.sim,"   \
    " m.modem, m.reason, m.reason_code, m.match, m.match_code, m.suggested,"   \
    " m.question, m.answer, m.batch, m.author, m.policy, m.handled, m.concern,"\
    " m.tone, (SELECT group_concat(o.name, ', ') FROM (SELECT c.name"          \
    "  FROM message_child mc JOIN child c ON c.id = mc.child"                  \
    "  WHERE mc.message = m.id ORDER BY c.id) o),"                             \
    " (SELECT group_concat(o.child) FROM (SELECT child FROM message_child"     \
    "  WHERE message = m.id ORDER BY child) o),"                               \
    " m.urgent, m.eased, m.holds,"                                             \
    " CASE WHEN m." MESSAGE_IS_OUT " AND m." MESSAGE_IS_QUEUED                 \
    " THEN coalesce((SELECT"                                                   \
    "  min(s.waits) FROM sim s WHERE s.working = 1 AND (m.started = 0"         \
    "  OR s.imsi = m.sim)), " WAIT_DONGLE_IN_SQL ") ELSE 0 END"
void message_read(struct query *q, struct message *out);
/* Calls fn for each row of such a query, which is ended. *m is valid for the
 * call only. */
MUST_CHECK enum err message_each(struct query *q,
    void (*fn)(void *user, const struct message *m), void *user);

/* A part as shown: number, state and the network's reference (-1: none). */
struct message_part {
    int n, total;
    enum message_state state;
    int reference;
};
/* Calls fn for each part of a message of either direction, by n; a missing
 * part of an incoming one is MESSAGE_QUEUED. */
MUST_CHECK enum err message_parts(struct db *db, int64_t id,
    void (*fn)(void *user, const struct message_part *p), void *user);

#endif
