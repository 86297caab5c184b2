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

/* words: borrowed; NULL counts as "". wall: only children of families that this
 * account sees (store/thread/wall.h); 0: all. */
MUST_CHECK enum err write_view_read(struct db *db, const char *words,
    int64_t wall, struct write_view *out);

#endif
