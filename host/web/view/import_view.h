/* import_view.h - a class list as its page shows it before it is kept. */
#ifndef NOTEHOME_IMPORT_VIEW_H
#define NOTEHOME_IMPORT_VIEW_H

#include "store/people/import.h"

enum { IMPORT_ROWS_SHOWN = 50, IMPORT_CELLS_SHOWN = 16 };

struct import_row {
    char *cell[IMPORT_CELLS_SHOWN]; /* owned */
    int n;
};
struct import_view {
    const char *key;            /* of its address; borrowed */
    bool dry;                   /* nothing is kept yet */
    char why[300];              /* the file as a whole is unusable */
    struct import_result result;
    struct import_row rows[IMPORT_ROWS_SHOWN + 1]; /* the header first */
    int n_rows;
};

#endif
