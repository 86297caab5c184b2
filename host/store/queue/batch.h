/* batch.h - a text to many, from its approval to its answers. */
#ifndef NOTEHOME_BATCH_H
#define NOTEHOME_BATCH_H

#include "store/thread/message.h"

/* On disk: never reuse a number. */
enum batch_state {
    BATCH_GOING = 1,            /* or gone */
    BATCH_WAITS = 2,            /* for a second person's approval */
    BATCH_PAUSED = 3,
    BATCH_CANCELLED = 4
};

struct batch {
    int64_t id, at, due;        /* due: may be undone until then; 0: no */
    enum batch_state state;
    char author[64], approved_by[64], body[1200];
    struct reason target;       /* "class 4B" */
    int64_t question;           /* 0: none */
    int skipped;
    int of[MESSAGE_STATES];     /* messages by state, now */
    int total, reached, answered; /* reached: delivered or answered since */
};

/* A text to many, before its messages are queued. target: "class 4B",
 * text as written. Needs a transaction. */
MUST_CHECK enum err batch_add(struct db *db, const char *author,
    const struct reason *target, const char *text, int64_t *id);

/* What send_text() made is a batch from now on; waits: nothing of it goes
 * before batch_approve(). Needs a transaction, that of its messages. */
MUST_CHECK enum err batch_plan(struct db *db, int64_t id, bool waits,
    int64_t due, int64_t question, int skipped);

/* The message, which stands in one family's thread, is for this one too: they
 * share the phone. Needs a transaction. */
MUST_CHECK enum err batch_also(struct db *db, int64_t message,
    int64_t family);

/* Somebody of this family is called instead. Needs a transaction. */
MUST_CHECK enum err batch_call(struct db *db, int64_t batch,
    int64_t guardian, int64_t family);
/* Whom to call for it. */
struct batch_called {
    int64_t guardian, family, done; /* done: when; 0: still to call */
    char name[120], label[160], number[64], children[200], done_by[80];
};
/* Those still to call first, then by family; *c is valid for the call only. */
MUST_CHECK enum err batch_calls(struct db *db, int64_t batch,
    void (*fn)(void *user, const struct batch_called *c), void *user);
/* They were called. Audited. ERR_NOT_FOUND: they are not on the list, or were
 * called. Touches DB_QUEUE. */
MUST_CHECK enum err batch_call_done(struct db *db, int64_t batch,
    int64_t guardian, const char *who);

/* ERR_NOT_FOUND. */
MUST_CHECK enum err batch_get(struct db *db, int64_t id, struct batch *out);
/* The newest first, without of, total, reached and answered; *b is valid for
 * the call only. */
MUST_CHECK enum err batch_list(struct db *db, int limit,
    void (*fn)(void *user, const struct batch *b), void *user);

/* All four are audited and touch DB_QUEUE. ERR_NOT_FOUND: no such batch;
 * ERR_REFUSED: not in that state, or (approve) by its own author. What is with
 * the network already is not called back. */
MUST_CHECK enum err batch_approve(struct db *db, int64_t id, const char *who);
MUST_CHECK enum err batch_pause(struct db *db, int64_t id, const char *who);
MUST_CHECK enum err batch_resume(struct db *db, int64_t id, const char *who);
MUST_CHECK enum err batch_cancel(struct db *db, int64_t id, const char *who);

/* One phone of a batch. */
struct batch_phone {
    int64_t message, thread;
    char number[64], label[160], children[200], answer[64];
    struct reason reason;
    enum message_state state;
    enum message_wait wait;
    bool reached, answered;     /* answered: an answer to its question, or any
                                 * text from that number since */
};
/* Those not reached first, then by name; *p is valid for the call only. */
MUST_CHECK enum err batch_phones(struct db *db, int64_t id,
    void (*fn)(void *user, const struct batch_phone *p), void *user);

/* Questions put to many that are still open, newest first. */
MUST_CHECK enum err batch_questions(struct db *db, int limit,
    void (*fn)(void *user, int64_t question, const char *text), void *user);
/* The phones asked, of families that said nothing to it by any phone, be it
 * counted or not; family: whose
 * thread it was asked in. */
MUST_CHECK enum err batch_silent(struct db *db, int64_t question,
    void (*fn)(void *user, const char *number, int64_t family), void *user);

#endif
