/* about.h - which children of a family a text is about. A text without any is
 * the family's: it takes no child off a list. */
#ifndef NOTEHOME_ABOUT_H
#define NOTEHOME_ABOUT_H

#include "store/thread/message.h"
#include "store/thread/tone.h"

enum { ABOUT_MAX = 12 };        /* children of one text */

/* The message is about the child. first: the first of the messages that say the
 * same to other phones, so that it counts once. Needs a transaction. */
MUST_CHECK enum err about_add(struct db *db, int64_t message, int64_t first,
    int64_t child, enum tone tone);
/* A copy that is sent again is about whom the message was about. Needs a
 * transaction. */
MUST_CHECK enum err about_copy(struct db *db, int64_t message, int64_t copy);
/* Two rows of one child become one: what was said of it, and what waits to be
 * said (sentence.h). Needs a transaction. */
MUST_CHECK enum err about_join(struct db *db, int64_t gone, int64_t stays);

#endif
