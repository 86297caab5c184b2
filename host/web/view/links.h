/* links.h - the frame of every page: five places that are always in sight, the
 * pages of each, and the box (dongles, settings, help) behind the school's
 * name. */
#ifndef NOTEHOME_LINKS_H
#define NOTEHOME_LINKS_H

#include "web/kit/page.h"

enum links_place {
    LINKS_TODAY, LINKS_INBOX, LINKS_WRITE, LINKS_FAMILIES, LINKS_REPORTS,
    LINKS_PLACES,               /* so many are in the bar */
    LINKS_BOX = LINKS_PLACES,
    LINKS_NONE                  /* a page of no place: the first run */
};
struct links_one {
    const char *path, *label;   /* in English; static */
    const char *icon;           /* of a place (static/icon.svg); "" else */
    bool here;                  /* the page belongs to it */
};

/* Whether the page at path ("/families/#", as the table of routes has it) is
 * open to the reader, who may see own classes alone. */
bool links_opens(const struct page *p, const char *path);
/* The place in the bar: its first page that the reader has a use for. False:
 * there is none. */
bool links_place(const struct page *p, enum links_place place,
    struct links_one *out);
/* The next page of a place; *at: 0 for the first. False: there is none any
 * more. */
bool links_next(const struct page *p, enum links_place place, int *at,
    struct links_one *out);
/* The place of the page, when it has several pages to choose among; LINKS_NONE
 * else. */
enum links_place links_tabs(const struct page *p);
/* The name of a place, in English; static. */
const char *links_name(enum links_place place);

#endif
