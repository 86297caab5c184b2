/* week.h - the week's round: what teachers wrote about children goes home, one
 * text a phone, sisters and brothers in one. */
#ifndef NOTEHOME_WEEK_H
#define NOTEHOME_WEEK_H

#include "send/send.h"

/* Routine texts (to many, and the round's) that a phone gets a week. */
enum { WEEK_ROUTINE = 3 };

/* What one phone would get. */
struct week_copy {
    const char *number, *guardian, *children, *text;
    int parts;
    bool monday;                /* it had three already: goes on Monday */
    struct reason waits;        /* why it does not go now; none: it goes */
};
/* What the round would send for the class ("" all) now; fn's struct is valid for
 * the call only. with: country, language, school, rules and author. */
MUST_CHECK enum err week_look(struct db *db, const char *class_name,
    const struct send *with,
    void (*fn)(void *user, const struct week_copy *c), void *user);

struct week_sent {
    int texts, children;        /* queued; whom they are about */
    int left;                   /* children whom no text reaches now */
    int64_t batch;              /* 0: nothing waited */
};
/* Sends what waits for the class ("" all) and was typed before that moment (UTC
 * ms), with what waits for sisters and brothers; all or nothing is queued. Each
 * sentence goes once, and one that reaches no phone is kept as said to nobody;
 * but it waits where a phone may be wrong, or the text is over ten parts long.
 * with->author: who sends; "": the first who wrote. */
MUST_CHECK enum err week_send(struct db *db, const char *class_name,
    int64_t before, const struct send *with, struct week_sent *out);

/* The round of this week, once it is due and the last line that it takes is three
 * minutes old: for the daemon, now and then. */
MUST_CHECK enum err week_round(struct db *db, const struct send *with);

/* *monday: when the first week begins in which the phone has not had its three,
 * also counting what is to go then (UTC ms); 0: it is this one. */
MUST_CHECK enum err week_monday(struct db *db, const char *number,
    int64_t *monday);
/* Calls fn for each child of the class who has a phone that had its three this
 * week, by name. */
MUST_CHECK enum err week_full(struct db *db, const char *class_name,
    void (*fn)(void *user, const char *child), void *user);

#endif
