/* write_view.h - what pages/write.html shows: children found by a few
 * letters. */
#ifndef NOTEHOME_WRITE_VIEW_H
#define NOTEHOME_WRITE_VIEW_H

#include "store/people/people_known.h"

enum { WRITE_SHOWN = 12 };

struct write_view {
    const char *words;          /* borrowed */
    struct reason why;
    struct known_person child[WRITE_SHOWN];
    int n;
    bool more;
};

/* words: borrowed; NULL counts as "". */
MUST_CHECK enum err write_view_read(struct db *db, const char *words,
    struct write_view *out);

#endif
