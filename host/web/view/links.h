/* links.h - the links to all pages, in the order of the head. */
#ifndef NOTEHOME_LINKS_H
#define NOTEHOME_LINKS_H

#include "web/kit/page.h"

enum links_place {
    LINKS_FIRST,                /* always in sight */
    LINKS_WIDE,                 /* behind "More" where there is little room */
    LINKS_MORE                  /* not needed daily: always behind "More" */
};
struct links_one {
    const char *path, *label;   /* in English; static */
    bool here;                  /* the page belongs to it */
    enum links_place place;
};

/* The next one that the reader has a use for; *at: 0 for the first. False: there
 * is none any more. */
bool links_next(const struct page *p, int *at, struct links_one *out);

#endif
