/* tally.h - what was answered to a question, and counting an answer by hand.
 * One phone counts once: what it answered last. */
#ifndef NOTEHOME_TALLY_H
#define NOTEHOME_TALLY_H

#include "store/thread/question.h"

struct tally {
    int64_t id, at, closes;     /* UTC ms */
    char text[200];             /* what was asked, cut between letters */
    int options;
    char option[QUESTION_OPTIONS_MAX][40];
    int count[QUESTION_OPTIONS_MAX]; /* phones */
    int unclear;                /* phones whose texts staff should look at */
    int silent;                 /* phones asked that said nothing to it */
};

/* The newest questions first; with id (0: all) that one alone. */
MUST_CHECK enum err tally_list(struct db *db, int64_t id, int limit,
    void (*fn)(void *user, const struct tally *t), void *user);

/* A phone that was asked. */
struct tally_phone {
    char number[64], label[160]; /* of its family */
    char children[200];         /* that family's, "Musa Mutua 4B"; "" none */
    int64_t family;             /* 0: none, or several */
    int64_t message;            /* what it said to it, or was asked */
    char answer[40];            /* "": not counted */
    bool unclear;               /* staff should look at message */
};
/* Those to look at first, then by child. */
MUST_CHECK enum err tally_phones(struct db *db, int64_t question,
    void (*fn)(void *user, const struct tally_phone *p), void *user);

/* A child of a family that was asked: two parents of one child count once. */
enum tally_state {
    TALLY_ANSWERED = 1,
    TALLY_DIFFERS = 2,          /* its phones gave different answers */
    TALLY_UNCLEAR = 3,          /* something was said, nothing counted */
    TALLY_SILENT = 4
};
const char *tally_state_name(enum tally_state s); /* "answered", ...; static */
struct tally_child {
    enum tally_state state;
    char name[120], class_name[40], label[160];
    int64_t family;
    char answer[200];           /* "yes"; of TALLY_DIFFERS "no, yes" */
};
/* By class, then name; of one class alone (NULL, "": all). */
MUST_CHECK enum err tally_children(struct db *db, int64_t question,
    const char *class_name,
    void (*fn)(void *user, const struct tally_child *c), void *user);

/* Counts a text that came in as an answer, or as none ("" for option). option:
 * its words in any case, or its number ("2"). The question is the one that the
 * text was held against, else the newest put to its phone. ERR_NOT_FOUND: no
 * such text that came in; ERR_EMPTY: nothing was asked of the phone; ERR_INPUT:
 * the question has no such option. Audited. Touches DB_THREADS. */
MUST_CHECK enum err tally_answer(struct db *db, int64_t message,
    const char *option, const char *who);

#endif
