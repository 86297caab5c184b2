/* card.h - from home to school: what families answered to a question of the
 * bank (prompt.h), and what a person let through as cards for the classroom. A
 * text that may tell of harm, or lies in a tray, is neither offered nor shown. */
#ifndef NOTEHOME_CARD_H
#define NOTEHOME_CARD_H

#include "store/db/db.h"
#include "text/reason.h"

enum { CARD_BODY = 1200, CARD_LETTERS = 300, CARD_CHILDREN = 12 };
#define CARD_WINDOW (21 * DAY)  /* so long after the question texts count */

/* A question that a class had. */
struct card_asked {
    int64_t id, at;
    int open, cards, left;      /* texts to look at, cards, texts left out */
    int64_t batch;
    char name[64], class_name[40], who[64];
};
/* Those of the class ("" all), newest first. */
MUST_CHECK enum err card_asks(struct db *db, const char *class_name,
    int limit, void (*fn)(void *user, const struct card_asked *a), void *user);
/* ERR_NOT_FOUND. */
MUST_CHECK enum err card_asked(struct db *db, int64_t id,
    struct card_asked *out);

/* A text of a family that was asked, and whose children of the class it may be
 * about. */
struct card_answer {
    int64_t message, thread, at;
    bool left;                  /* a person left it out */
    int n;
    struct card_child {
        int64_t id;
        char name[120];
    } child[CARD_CHILDREN];
    char body[CARD_BODY];
};
/* Those that are no card, in order of arrival; left: those that were left
 * out. */
MUST_CHECK enum err card_answers(struct db *db, int64_t asked, bool left,
    void (*fn)(void *user, const struct card_answer *a), void *user);

struct card {
    int64_t message, child, at;
    char name[120], class_name[40], who[64], body[CARD_BODY];
};
/* The cards, by child. */
MUST_CHECK enum err card_list(struct db *db, int64_t asked,
    void (*fn)(void *user, const struct card *c), void *user);

/* The text is a card of the child (0: the only one of the family in the class),
 * with these words ("" its own); the same text again changes it. Audited.
 * ERR_NOT_FOUND: it is no such answer; ERR_INPUT: why says what. */
MUST_CHECK enum err card_put(struct db *db, int64_t asked, int64_t message,
    int64_t child, const char *body, const char *who, struct reason *why);
/* The text is no card, or none any more. Audited. ERR_NOT_FOUND as above. */
MUST_CHECK enum err card_leave(struct db *db, int64_t asked, int64_t message,
    const char *who);
/* It is to be looked at again. Audited. ERR_NOT_FOUND: it was not left out. */
MUST_CHECK enum err card_again(struct db *db, int64_t asked, int64_t message,
    const char *who);

#endif
