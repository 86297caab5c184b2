/* file_view.h - what pages/file_many.html shows: conversations of unknown and
 * shared numbers that were chosen, and families to file their texts in. */
#ifndef NOTEHOME_FILE_VIEW_H
#define NOTEHOME_FILE_VIEW_H

#include "store/inbox/filing_many.h"
#include "web/view/talk.h"

enum { FILE_ROWS = 50, FILE_FAMILIES = 16 };

struct file_view {
    struct {
        struct thread thread;
        int64_t upto;           /* the newest message that the list showed */
        int texts;
    } rows[FILE_ROWS];
    int n_rows;
    int64_t ids[FILING_MANY];   /* of all these texts */
    int n;
    struct page_candidate families[FILE_FAMILIES];
    int n_families;
    const char *find;           /* borrowed; "" nothing was looked for */
    bool changed;               /* they are not as the page before said */
};

/* Reads what the form chose. ERR_NOT_FOUND: one is not there for the caller, or
 * lies in another tray; ERR_INPUT: too many. */
MUST_CHECK enum err file_view_read(struct web *w, const struct request *q,
    struct file_view *out);
/* Adds families to file in: as the texts suggest, who shares the number, and
 * who is found by the words. */
MUST_CHECK enum err file_view_families(struct web *w, struct file_view *v);

#endif
