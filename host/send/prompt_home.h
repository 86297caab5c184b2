/* prompt_home.h - talk at home: a prompt that a person picked goes to a class,
 * each family in its language, with the first names of its children there.
 * Nothing goes by itself. */
#ifndef NOTEHOME_PROMPT_HOME_H
#define NOTEHOME_PROMPT_HOME_H

#include "send/send.h"
#include "store/thread/prompt.h"

struct prompt_wish {
    int64_t prompt;
    const char *class_name;
    bool holidays;              /* also in the holidays */
    bool again;                 /* also once more in this term */
};

struct prompt_look {
    struct prompt prompt;
    int phones, parts, monday;  /* monday: phones that had their three this
                                 * week, so that theirs goes on Monday */
    int skipped;                /* guardians whom it does not reach, and phones
                                 * whose Monday is in the holidays */
    bool holiday;               /* it would arrive in the holidays */
    char day[80];               /* which: their name, or the date */
    bool before;                /* the class had it in this term */
    struct send send;           /* its kind, for send_needs_approval() */
};
/* What each phone would get; holidays and "once more" are told, not refused.
 * with: country, language, school, rules and author. ERR_NOT_FOUND: no such
 * prompt; ERR_REFUSED, ERR_INPUT: why says what. */
MUST_CHECK enum err prompt_home_look(struct db *db,
    const struct prompt_wish *w, const struct send *with,
    struct prompt_look *out,
    void (*fn)(void *user, const struct send_copy *c), void *user,
    struct reason *why);

/* Sends it, and notes that the class had it, in one commit or not at all. with:
 * also once, undo and approval. ERR_REFUSED: it is in the holidays, or was sent
 * in this term, and w does not say that it may; and as send_text(). */
MUST_CHECK enum err prompt_home_send(struct db *db,
    const struct prompt_wish *w, const struct send *with, struct sent *out,
    struct reason *why);

#endif
