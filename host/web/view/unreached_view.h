/* unreached_view.h - children whom no text reaches, as a page to print. */
#ifndef NOTEHOME_UNREACHED_VIEW_H
#define NOTEHOME_UNREACHED_VIEW_H

#include "store/people/unreached.h"

struct unreached_view {
    struct unreached *rows;     /* owned */
    int n;
    bool failed;                /* memory ran out */
};

MUST_CHECK enum err unreached_view_read(struct db *db, const char *class_name,
    struct unreached_view *out);
void unreached_view_clear(struct unreached_view *v);
/* In English, for translation; static. */
const char *unreached_words(enum unreached_why why);

#endif
