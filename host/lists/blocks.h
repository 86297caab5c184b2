/* blocks.h - a list with several classes one below the other: each with a title
 * that is its class, then the heads again. Pure; any thread. */
#ifndef NOTEHOME_BLOCKS_H
#define NOTEHOME_BLOCKS_H

#include "lists/columns.h"

/* Where the heads (c->head) come again below and no column is the class: gives
 * the list a column "class" with the title above each block, and leaves titles
 * and repeated heads out. *changed: columns_guess() must be asked again. A
 * block without a title has an empty class. ERR_MEMORY alone. */
MUST_CHECK enum err blocks_join(struct sheet *s, const struct columns *c,
    bool *changed);

#endif
