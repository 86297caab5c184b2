/* kept.h - of the families' texts that needed an answer, how many had it within
 * the promise (store/thread/promise.h). */
#ifndef NOTEHOME_PROMISE_KEPT_H
#define NOTEHOME_PROMISE_KEPT_H

#include "store/db/db.h"

struct promise_kept {
    int asked;                  /* texts whose answer came or is late */
    int kept;                   /* of those, within the promise */
};

/* Of what came in families' threads in [from, to) (UTC ms); class_name "": of
 * all. What needed no answer does not count, nor what waits and has its day
 * before it; an answer that failed, expired or was taken back is none. A
 * holding answer moves the day, when it went before that was over. */
MUST_CHECK enum err promise_kept_read(struct db *db, const char *class_name,
    int64_t from, int64_t to, struct promise_kept *out);

/* Whole percent, never rounded up; -1: nothing was asked. */
int promise_kept_percent(const struct promise_kept *k);

/* This term (since its first day, or thirteen weeks) and the last four
 * weeks. */
struct promise_kept_both {
    int64_t began, from;        /* the term, and those weeks */
    struct promise_kept term, weeks;
};
MUST_CHECK enum err promise_kept_both(struct db *db, const char *class_name,
    struct promise_kept_both *out);

#endif
