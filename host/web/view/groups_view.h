/* groups_view.h - groups of families, as their pages show them. */
#ifndef NOTEHOME_GROUPS_VIEW_H
#define NOTEHOME_GROUPS_VIEW_H

#include "web/view/family_view.h"

enum { GROUPS_MAX = 200, GROUPS_FAMILIES = 500, GROUPS_FOUND = 12 };

struct groups_view {
    struct reason why;          /* what was refused */
    struct family_group *groups; /* owned */
    int n_groups;
};

struct group_view {
    struct reason why;
    struct family_group group;
    struct family_line *families; /* owned; in it */
    struct family_line found[GROUPS_FOUND];
    int n_families, n_found;
    const char *words;          /* searched; "" nothing */
};

/* "3 families"; valid until the next page_time(). */
const char *groups_size(struct page *p, int families);

#endif
