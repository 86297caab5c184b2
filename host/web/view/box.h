/* box.h - how the box is (dongles, queue, power, clock, disk, copies), as one
 * dot beside the school's name on every page, and the first thing that is
 * wrong. */
#ifndef NOTEHOME_BOX_H
#define NOTEHOME_BOX_H

#include "web/kit/page.h"

struct web;

/* Sets p->health and p->ill; all in order for nobody that we know. What cannot
 * be read is logged, and counts as a warning. */
void box_read(struct web *w, const struct request *q, struct page *p);

#endif
