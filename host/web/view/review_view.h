/* review_view.h - what pages/review.html shows. */
#ifndef NOTEHOME_REVIEW_VIEW_H
#define NOTEHOME_REVIEW_VIEW_H

#include "store/figures/review.h"
#include "web/view/class_list.h"
#include "web/view/dashboard_view.h"

enum { REVIEW_TERMS = 12 };

struct review_view {
    struct review r;
    char class_name[64];        /* "": the whole school */
    char term[12];              /* its first day; "" the present one */
    struct names unreached, unpraised;
    struct {
        char first[12], name[64];
    } terms[REVIEW_TERMS];      /* of the calendar, begun; newest first */
    int n_terms;
    struct class_list classes;
};

/* class_name, first: as of review_read() and review_term(); NULL counts as "".
 * Clear it whatever is returned. */
MUST_CHECK enum err review_view_read(struct db *db, const char *class_name,
    const char *first, struct review_view *out);
void review_view_clear(struct review_view *v);

#endif
