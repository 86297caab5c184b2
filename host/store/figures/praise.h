/* praise.h - praise and concern, child by child: the one way of counting them.
 * What counts is a sentence about that child; it counts once, to however many
 * phones it went, and not when none of them can get it any more. */
#ifndef NOTEHOME_PRAISE_H
#define NOTEHOME_PRAISE_H

#include "store/thread/about.h"

/* A child of the school, and what was said home of it. */
struct praise_child {
    int64_t child, family, thread; /* thread: the family's; 0: none yet */
    char name[120], class_name[40];
    char last[400];             /* the last sentence; "" never any */
    int64_t last_at;            /* UTC ms; 0: never */
    enum tone last_tone;
    int praise, concern;        /* since the term began */
    int week;                   /* sentences since the week began */
};
/* Children of the class ("" all), those first who had no praise since term,
 * then those who had no sentence for longest. term, week: UTC ms. *c is valid
 * for the call only. */
MUST_CHECK enum err praise_each(struct db *db, const char *class_name,
    int64_t term, int64_t week,
    void (*fn)(void *user, const struct praise_child *c), void *user);

/* A class in one line: how many children nothing was said of this week, and how
 * many had no praise since the term began. A sentence that waits for the round
 * counts. */
struct praise_class {
    char name[40];
    int children, without, unpraised;
    bool mine;                  /* who wrote about it since the term began, or
                                 * is alerted of it (store/alert) */
};
MUST_CHECK enum err praise_classes(struct db *db, const char *who,
    int64_t term, int64_t week,
    void (*fn)(void *user, const struct praise_class *c), void *user);

/* Calls fn for each praise and concern in [from, to), of the children of the
 * class ("" all); and for each text that is about no child, once, where its
 * writer said that it is one. Not in order. */
MUST_CHECK enum err praise_times(struct db *db, const char *class_name,
    int64_t from, int64_t to,
    void (*fn)(void *user, int64_t at, enum tone tone), void *user);

#endif
