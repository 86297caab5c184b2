/* papers_html.h - a paper (paper/paper.h) as markup, in the page's language. */
#ifndef NOTEHOME_PAPERS_HTML_H
#define NOTEHOME_PAPERS_HTML_H

#include "paper/paper.h"
#include "web/kit/page.h"

/* Writes it into the page: its title is an <h2>, each section begins with an
 * <h3>. */
void papers_html(struct page *p, enum paper which, const struct paper_facts *f);

#endif
