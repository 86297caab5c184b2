/* papers_view.h - what the keeper's papers tell of this Notehome
 * (paper/paper.h), for the page that a browser prints and for the API. */
#ifndef NOTEHOME_PAPERS_VIEW_H
#define NOTEHOME_PAPERS_VIEW_H

#include "base/err.h"
#include "paper/paper.h"
#include "web/kit/request.h"

struct web;

/* Reads the store, the status of the dongles and the computer's own addresses.
 * The first address is the one that q came by, where others may use it too.
 * What is not known stays empty. ERR_IO and others of the store. */
MUST_CHECK enum err papers_facts(const struct web *w, const struct request *q,
    struct paper_facts *out);

#endif
