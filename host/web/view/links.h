/* links.h - the links to all pages, in the order of the head. */
#ifndef NOTEHOME_LINKS_H
#define NOTEHOME_LINKS_H

#include "web/kit/page.h"

struct links_one {
    const char *path, *label;   /* in English; static */
    bool here;                  /* the page belongs to it */
    bool second;                /* not needed daily: behind "More" on a phone */
};

/* The next one that the reader has a use for; *at: 0 for the first. False: there
 * is none any more. */
bool links_next(const struct page *p, int *at, struct links_one *out);

#endif
