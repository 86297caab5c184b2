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
/* Two rows of one child become one: what was said of it, what waits to be said
 * (sentence.h), its events, and the days it was away; a day both have stays as
 * that of the one that stays. Needs a transaction. */
MUST_CHECK enum err about_join(struct db *db, int64_t gone, int64_t stays);

/* A parent's text is good news from home about the child; child 0: it is not.
 * Audited. ERR_NOT_FOUND: no such message, or no child of its family;
 * ERR_INPUT: it did not come in as a text, or is in a tray. */
MUST_CHECK enum err about_good(struct db *db, int64_t message, int64_t child,
    const char *who);
/* The message is about nobody any more: it went to another family. Needs a
 * transaction. */
MUST_CHECK enum err about_clear(struct db *db, int64_t message);

/* Messages about the child in its families' threads, newest first; of those
 * that say the same to several phones the first. */
MUST_CHECK enum err about_messages(struct db *db, int64_t child, int limit,
    void (*fn)(void *user, const struct message *m), void *user);

/* What home answered to a question that was put about the child, the newest
 * that counts; "" nothing yet. out has room for struct message's answer. */
MUST_CHECK enum err about_answer(struct db *db, int64_t question,
    int64_t child, char *out, size_t room);

#endif
