/* import_view.h - a class list as its page shows it before it is kept. */
#ifndef NOTEHOME_IMPORT_VIEW_H
#define NOTEHOME_IMPORT_VIEW_H

#include "lists/blank.h"
#include "store/people/import.h"
#include "store/people/list_undo.h"
#include "web/kit/params.h"

enum { IMPORT_ROWS_SHOWN = 50, IMPORT_CELLS_SHOWN = 16,
    IMPORT_COLUMNS_SHOWN = 40, IMPORT_LISTS_SHOWN = 8,
    IMPORT_NAMES_SHOWN = 300, IMPORT_SAID_MAX = 2000 };

/* What the page shows before a list is sent. */
struct import_start {
    struct import_state state;
    struct list_in lists[IMPORT_LISTS_SHOWN]; /* that came in, newest first */
    int n_lists;
};

struct import_row {
    char *cell[IMPORT_CELLS_SHOWN]; /* owned */
    int n;
};
struct import_view {
    const char *key;            /* of its address; borrowed */
    bool dry;                   /* nothing is kept yet */
    struct reason why;          /* the file as a whole is unusable, or what
                                 * its columns lack */
    char class_name[40];        /* said for all rows; "" */
    bool turn;                  /* the list of a new school year */
    char same[IMPORT_SAID_MAX], one[IMPORT_SAID_MAX]; /* as in struct
                                 * import_wish */
    struct import_result result;
    struct import_row rows[IMPORT_ROWS_SHOWN + 1]; /* the header first */
    int n_rows;
    int reason_at;              /* its column in the file of rejects */
};

/* What a column may be, for the choice of a page: its name in maps, and in
 * words. The last has a NULL name. */
struct import_choice {
    const char *name, *label;
};
extern const struct import_choice import_choices[];

/* Adds before and value to the lines in to. ERR_INPUT, and *why says it: they
 * do not fit into room bytes, or are no one line; to is then as it was. */
MUST_CHECK enum err said_line(char *to, size_t room, const char *before,
    const char *value, struct reason *why);
/* Adds to a map what a form says of the columns: "child=#3" of its field "is3",
 * "class==4B" of "class". As said_line(); what fits is added all the same. */
MUST_CHECK enum err said_columns(const struct params *p, char *map,
    size_t room, struct reason *why);

/* What changed, by its name in import_change_names(), in words. */
const char *import_change_words(const char *name);
/* Whether more than half of the school would leave. */
bool import_most_leave(const struct import_result *r);

#endif
