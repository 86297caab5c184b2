/* import_own.h - a class list on its way in, for import.c and the files that
 * share its work; for them alone. */
#ifndef NOTEHOME_IMPORT_OWN_H
#define NOTEHOME_IMPORT_OWN_H

#include "store/people/list_file.h"

struct import {
    struct db *db;              /* what is written to: of a dry run a copy */
    const char *who;
    bool dry;
    const struct import_wish *wish;
    struct list_file file;
    struct list_row **order;    /* owned; of file.rows, group by group */
    int done;                   /* of order, kept or looked at */
    int64_t id;                 /* as in list_undo.h; 0: a dry run */
    int left;                   /* children who left with it */
    struct people_list list;
    struct class_names classes;
    struct import_result *result;
};

/* --- import_wish.c: what somebody said of the list ------------------------ */

/* Gives the row the class that its spelling was said to be, and notes whether
 * it is one child with others of its name. */
void wish_apply(const struct import *im, struct row *r);
/* Before the first row: the same for the children there are. Needs a
 * transaction. */
MUST_CHECK enum err wish_begin(struct import *im);
/* When all rows are through: at the turn of a year who is not in the
 * list leaves. Into the result comes who that is. Needs a transaction. */
MUST_CHECK enum err wish_finish(struct import *im);

/* --- import_tell.c: what came of it --------------------------------------- */

/* Rows of the file: taken, known, refused. */
void import_count(const struct import *im, struct import_result *r);
MUST_CHECK enum err import_tell_columns(const struct list_file *l,
    struct import_result *r);
/* Names, doubts, questions and counts, when all rows are through; of a dry run
 * im->db has what would be. */
MUST_CHECK enum err import_tell(struct import *im);
/* How many children each class has, before or after. */
MUST_CHECK enum err import_classes(struct import *im, struct db *db,
    bool after);
/* How many of the list each class has. */
MUST_CHECK enum err import_count_classes(struct import *im);
/* The parts of import_tell() that are in import_names.c and
 * import_classes.c. */
MUST_CHECK enum err import_tell_names(struct import *im);
MUST_CHECK enum err import_tell_twins(struct import *im);
MUST_CHECK enum err import_tell_alike(struct import_result *r);
/* ... and in import_shared.c. */
MUST_CHECK enum err import_tell_shared(struct import *im);
MUST_CHECK enum err import_tell_twice(struct import *im);
/* A zero byte for each id of a child up to the last that the list has; the
 * caller's; *last may be NULL. */
char *import_marks(const struct list_file *l, int64_t *last);

#endif
