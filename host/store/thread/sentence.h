/* sentence.h - what teachers write about a child for the week's round: each has
 * one line a child that waits, on disk as it is typed. */
#ifndef NOTEHOME_SENTENCE_H
#define NOTEHOME_SENTENCE_H

#include "base/clock.h"
#include "store/thread/tone.h"

enum { SENTENCE_MAX = 640, SENTENCE_LETTERS = 160 }; /* bytes, letters */
#define SENTENCE_TYPING (3 * MINUTE)    /* so young, it may be half a line */

struct sentence {
    int64_t id, child, at;      /* at: last changed, UTC ms */
    int64_t sent, message;      /* when a round took it, and the first message
                                 * that it went with; 0: none */
    enum tone tone;
    char author[64], body[SENTENCE_MAX];
};

/* The line of one author about one child that waits; "" takes it back. The same
 * again is no change, nor one that a round took within a week, or since its
 * page was shown (UTC ms; 0: not known): that may still be open. ERR_INPUT:
 * longer than SENTENCE_MAX - 1 bytes; ERR_NOT_FOUND: no such child here. */
MUST_CHECK enum err sentence_keep(struct db *db, int64_t child,
    const char *author, enum tone tone, const char *body, int64_t shown);
/* Whether somebody other than `who` may be in the midst of a line that would go
 * with the class's ("" all), its families' other children too. */
MUST_CHECK enum err sentence_typing(struct db *db, const char *class_name,
    const char *who, bool *typing);
/* Those that wait for the class ("" all), by child and age. */
MUST_CHECK enum err sentence_waiting(struct db *db, const char *class_name,
    void (*fn)(void *user, const struct sentence *s), void *user);
/* Those of one child that wait, and those that a round took and nobody could
 * get; newest first. */
MUST_CHECK enum err sentence_unsaid(struct db *db, int64_t child, int limit,
    void (*fn)(void *user, const struct sentence *s), void *user);
/* A round took it. message: 0, nobody could get it. Needs a transaction. */
MUST_CHECK enum err sentence_went(struct db *db, int64_t id, int64_t message);
/* The child left, or comes back after a list let it leave (the undoing of that
 * list keeps what waits): what waits to be said of it will not be. */
MUST_CHECK enum err sentence_drop(struct db *db, int64_t child);
/* Two rows of one child become one. Where one author has a line of each that
 * waits they are one line, under the graver tone; too long for one, that of
 * the gone child counts as said to nobody. Needs a transaction. */
MUST_CHECK enum err sentence_join(struct db *db, int64_t gone, int64_t stays);
/* Words of before are forgotten. Needs a transaction. */
MUST_CHECK enum err sentence_forget(struct db *db, int64_t before);

/* The line as it goes home: with the child's first name in front unless it has
 * that name, and with an end. *tone: a line that begins with "?" is a question,
 * one with "!" a concern. Pure. */
void sentence_say(const char *child, const char *line, enum tone *tone,
    char *out, size_t room);

#endif
