/* tree_view.h - the calling tree as its printable page and the API show it. */
#ifndef NOTEHOME_TREE_VIEW_H
#define NOTEHOME_TREE_VIEW_H

#include "store/people/tree.h"
#include "web/kit/page.h"

struct tree_row {
    bool called_by;             /* false: nobody represents the class */
    struct tree_family caller, called;
};
struct tree_view {
    char class_name[40];        /* "": all */
    struct tree_row *rows;      /* owned */
    int n_rows;
    char without[300];          /* classes without a representative */
};

/* class_name NULL or "": all classes. */
MUST_CHECK enum err tree_view_read(struct db *db, const char *class_name,
    struct tree_view *out);
void tree_view_clear(struct tree_view *v);

#endif
