/* news.h - how much is new: in the bar and the title of every page, which are
 * brought up to date by themselves (static/live.js). */
#ifndef NOTEHOME_NEWS_H
#define NOTEHOME_NEWS_H

#include "web/kit/page.h"

struct web;

/* Sets p->fresh and p->waiting to what calls for the caller; 0 where that
 * cannot be read, or for nobody that we know. */
void news_read(struct web *w, struct page *p);
/* "3 new", "12 waiting" where nothing is new, "" where nobody waits; valid
 * until the next call. */
const char *news_label(struct page *p);

#endif
