/* task.h - calls to make: somebody rang and hung up, or asked for a call. A
 * missed call makes one by itself, unless one for that number is open. */
#ifndef NOTEHOME_TASK_H
#define NOTEHOME_TASK_H

#include "store/db/db.h"

struct task {
    int64_t id, message, thread, at;
    int tray;                   /* of the thread, as it is read */
    int rings;                  /* calls since, this one included */
    bool asked;                 /* a text asked for it */
    char number[64], label[160]; /* the family's, or the number */
    char children[200];         /* the family's, "Musa Mutua 4B"; "" none */
};

/* What is listed of those that are open. */
struct task_filter {
    int64_t id, thread;         /* only that one, that one's; 0: all */
    bool sees_all;              /* the safeguarding tray's too */
    bool hides_money;           /* leaves out senders that told of money */
    int limit;
};
/* Oldest first. */
MUST_CHECK enum err task_list(struct db *db, const struct task_filter *f,
    void (*fn)(void *user, const struct task *t), void *user);
/* A text asks for a call to number, unless one is open. Needs a transaction. */
MUST_CHECK enum err task_ask(struct db *db, int64_t message,
    const char *number);
/* What may have come of a call. */
#define TASK_SPOKE "spoke"
#define TASK_NO_ANSWER "no answer"
/* ERR_NOT_FOUND: no such task, or it is done. Audited. The thread no longer
 * waits when nothing but calls waited there; the text that asked for this one
 * waits on unless they spoke. Touches DB_THREADS. */
MUST_CHECK enum err task_done(struct db *db, int64_t id, const char *who,
    const char *outcome);

#endif
