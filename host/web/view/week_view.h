/* week_view.h - the week's round of a class, for its page and the API. */
#ifndef NOTEHOME_WEEK_VIEW_H
#define NOTEHOME_WEEK_VIEW_H

#include "send/week.h"
#include "store/figures/praise.h"
#include "store/figures/term.h"
#include "store/thread/sentence.h"
#include "web/kit/page.h"
#include "web/kit/params.h"

struct week_row {
    struct praise_child child;
    char first[80];             /* the child's first name */
    char mine[SENTENCE_MAX];    /* what the reader typed; "" nothing */
    enum tone tone;             /* of that; praise unless it was changed */
    char others[600];           /* "otieno: planted a tree": what others did */
};
struct week_text {
    char guardian[120], children[200];
    char *text;                 /* owned */
    int parts;
    bool monday;
    struct reason waits;        /* as in struct week_copy */
};
enum { WEEK_CLASSES = 100 };
struct week_view {
    char class_name[40];        /* "": one is to be chosen */
    struct praise_class classes[WEEK_CLASSES];
    int n_classes;
    struct term term;
    struct week_row *rows;      /* owned; who was left out first */
    int n, room;
    int praise, concern;        /* of the class, since the term began */
    int done;                   /* children with a sentence that waits */
    struct week_text *texts;    /* owned; what would go now */
    int n_texts;
    char full[400];             /* children whose phone had its three */
    int64_t shown;              /* when the page was read, UTC ms */
    char was[4096];             /* what the rows showed, see week_mark() */
    bool may_write, may_set, failed;
};

/* who: whose lines are "mine". week_view_clear() it whatever comes back.
 * ERR_NOT_FOUND: no child is in such a class. */
MUST_CHECK enum err week_view_read(struct db *db, const char *class_name,
    const char *who, const struct send *with, struct week_view *out);
void week_view_clear(struct week_view *v);

/* "2.4 : 1"; praise alone where nothing worried anybody. In out. */
const char *week_ratio(const struct week_view *v, char out[24]);
/* Less than three of praise to one of concern, or none of praise. */
bool week_is_low(const struct week_view *v);
/* Names of those without praise this term, as many as fit; "" none. */
void week_unpraised(const struct week_view *v, char *out, size_t room);
/* "Friday 15:00, 27 Nov" of the next round; in p->time. */
const char *week_goes(struct page *p, const struct term *t);

/* Sends the class's lines now. ERR_REFUSED, and nothing went: another teacher
 * may be in the midst of a line of it. */
MUST_CHECK enum err week_send_now(struct db *db, const char *class_name,
    const struct send *with, struct week_sent *out);

/* What a row shows, in a few digits: a form that brings the same back did not
 * change it. */
uint32_t week_mark(int64_t child, const char *text, enum tone tone);

/* The rows as the form has them: its page, once kept, shows no other, though
 * another device may have written since. */
void week_as_typed(struct week_view *v, const struct params *form);

/* Keeps the rows that the form changed, in its turn: those that are not as the
 * page showed them, and those that it names under "typed", as "t12 k13".
 * ERR_INPUT: a line is too long; what fits is kept all the same. */
MUST_CHECK enum err week_keep(struct db *db, const struct params *form,
    const char *who);

#endif
