/* question.h - "Reply 1 yes, 2 no": what was asked, and what is open. */
#ifndef NOTEHOME_QUESTION_H
#define NOTEHOME_QUESTION_H

#include "base/clock.h"
#include "store/db/db.h"

#include <stdbool.h>

enum { QUESTION_OPTIONS_MAX = 9 };

struct question {
    int64_t id, at, closes;
    char text[200];             /* by question_get() alone; cut between
                                 * letters */
    int options;
    char option[QUESTION_OPTIONS_MAX][40];
    bool overtaken;             /* by question_put_to(): a person asked this
                                 * number something since: a yes may be for
                                 * that */
};

/* Reads the options, "yes,no", with the comma of any script; of *out they are all
 * that is set. ERR_INPUT: fewer than 2, more than 9, an empty or over-long one,
 * one with a control character, or two alike. */
MUST_CHECK enum err question_options(const char *options,
    struct question *out);
/* Opens a question with them; as question_options(). closes: UTC ms. Needs a
 * transaction. */
MUST_CHECK enum err question_add(struct db *db, const char *text,
    const char *options, int64_t closes, struct question *out);
/* ERR_NOT_FOUND. */
MUST_CHECK enum err question_get(struct db *db, int64_t id,
    struct question *out);
/* Appends " Reply 1 yes, 2 no" in the language (BCP 47; one that is not known
 * is English) to text; the options yes and no, and those of absence.h, are
 * translated, others stay as they are. out has room bytes; ERR_INPUT when it
 * does not fit. */
MUST_CHECK enum err question_text(const struct question *q, const char *text,
    const char *language, char *out, size_t room);
/* Questions put to this number that it has not answered; only those that may
 * have reached the phone. An answer in the message except (0: none) does not
 * count: that one is read again. Open ones come first, then those that closed
 * less than QUESTION_LATE ago: staff are told of an answer to them; the newest
 * first. family: whose thread it was asked in; 0 when in several. */
#define QUESTION_LATE (30 * DAY)
MUST_CHECK enum err question_put_to(struct db *db, const char *number,
    int64_t except,
    void (*fn)(void *user, const struct question *q, int64_t family),
    void *user);

#endif
