/* kept.h - a form that came when its session had ended. It goes with the page
 * that asks to sign in, and after that to a page that sends it: nothing of it
 * is stored, and only who wrote it gets it back. */
#ifndef NOTEHOME_KEPT_H
#define NOTEHOME_KEPT_H

#include "web/kit/page.h"

struct kept {
    const struct params *form;  /* borrowed; NULL: nothing is kept */
    const char *to;             /* where it went: "/threads/5/send" */
    bool own;                   /* its names are as its page wrote them; else
                                 * those of the sign-in page */
};

/* What q's form was to do; nothing of a file, or of more than a sign-in may
 * bring. */
void kept_from(const struct request *q, struct kept *out);
/* What the sign-in form q carries along; to is checked to be of this site. */
void kept_along(const struct request *q, struct kept *out);
/* Whether who wrote it is who signed in as name. */
bool kept_is_of(const struct kept *k, const char *name);
/* Its fields, hidden: for the sign-in form, or (own) for a form like its
 * own. */
void kept_write(struct page *p, const struct kept *k, bool own);
/* The words in it that a person typed; "" none. */
const char *kept_words(const struct kept *k);

#endif
