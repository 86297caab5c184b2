/* figures.h - how well the school reaches its families: by class and week, and
 * by name. "" as class_name means the whole school. Families count that stand
 * for themselves and have a child. Order is by arrival, so that the bounds of
 * a week are message numbers, found by halving; after a jump of the clock a
 * few messages may count for the week beside theirs. */
#ifndef NOTEHOME_FIGURES_H
#define NOTEHOME_FIGURES_H

#include "store/thread/message.h"

enum { FIGURES_WEEKS = 12 };

struct figures_week {
    int64_t from;               /* UTC ms of its first moment */
    int reached;                /* families with a text sent or delivered */
    int out;                    /* texts that the network took */
    int in;                     /* texts and calls */
    int praise, concern;        /* said of children (praise.h) */
    int answered;               /* times that a family was answered */
    int64_t median;             /* ms until then; 0 when answered is 0 */
};
struct figures {
    int families, children;
    int unanswered;             /* families that wait for a person now */
    int64_t oldest;             /* since when the first; 0: none */
    struct figures_week week[FIGURES_WEEKS]; /* the last one is the one asked
                                              * for */
};

/* The Monday 00:00, local time, that begins the week of at, or `weeks` before.
 */
int64_t figures_monday(int64_t at, int weeks);

/* The first message number from `at` on; one behind the last when there is
 * none. */
MUST_CHECK enum err figures_since(struct db *db, int64_t at, int64_t *id);

/* at: a moment in the last of the weeks. */
MUST_CHECK enum err figures_read(struct db *db, const char *class_name,
    int64_t at, struct figures *out);

/* Somebody by name, and where to go on. */
struct figures_name {
    int64_t family;
    int64_t thread;             /* 0: none yet */
    int64_t at;                 /* since when, or when last; 0: never */
    char name[160];             /* children of a family, with the guardian of a
                                 * phone behind them; or one child */
    char detail[120];           /* the guardians, a number, or a class */
};
typedef void figures_fn(void *user, const struct figures_name *n);

/* Families that no text reached since `since`, longest first. */
MUST_CHECK enum err figures_unreached(struct db *db, const char *class_name,
    int64_t since, figures_fn *fn, void *user);
/* Phones in this state (enum phone_state; 0: all), one row a family. */
MUST_CHECK enum err figures_phones(struct db *db, const char *class_name,
    int state, figures_fn *fn, void *user);
/* Children whom no text in [from, to) was about (about.h); by class and
 * name. */
MUST_CHECK enum err figures_without_text(struct db *db,
    const char *class_name, int64_t from, int64_t to, figures_fn *fn,
    void *user);

/* How many messages there are of each direction and state. Reads them all. */
MUST_CHECK enum err figures_states(struct db *db,
    void (*fn)(void *user, enum message_direction direction,
        enum message_state state, int64_t n), void *user);

#endif
