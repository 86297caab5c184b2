/* absent_view.h - the register of a class today, for its page and the API. */
#ifndef NOTEHOME_ABSENT_VIEW_H
#define NOTEHOME_ABSENT_VIEW_H

#include "send/absent_list.h"
#include "store/thread/absence.h"
#include "web/kit/page.h"
#include "web/kit/params.h"
#include "web/view/class_list.h"

struct absent_view {
    char class_name[40];        /* "": one is to be chosen */
    struct class_list classes;
    char day[ABSENCE_DAY];
    struct absent *rows;        /* owned; by name */
    int n, room;
    int away, usual;            /* absent today; what most missed this term */
    bool may_write, failed;
};
/* absent_view_clear() it whatever comes back. ERR_NOT_FOUND: no child is in such
 * a class. */
MUST_CHECK enum err absent_view_read(struct db *db, const char *class_name,
    struct absent_view *out);
void absent_view_clear(struct absent_view *v);

/* Whether the form is of today's page, not of one left open since. */
bool absent_is_today(const struct params *form);
/* What the form ticked is told home, unless it showed it ticked already; what
 * it showed ticked and is not any more is taken back. */
MUST_CHECK enum err absent_keep(struct db *db, const struct params *form,
    const struct send *with, struct absent_sent *out);

/* What home said, for a badge: its class. Static. */
const char *absent_badge(const struct absent *a);

#endif
