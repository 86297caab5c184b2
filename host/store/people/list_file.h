/* list_file.h - a class list as it was sent, read into rows before anything is
 * written; for import.c, whose header says what a list looks like. */
#ifndef NOTEHOME_LIST_FILE_H
#define NOTEHOME_LIST_FILE_H

#include "lists/columns.h"
#include "store/people/import.h"
#include "store/people/people_row.h"

/* A child and one of its guardians; several may be of one row of the file. */
struct list_row {
    int source;                 /* of sheet.rows */
    struct reason *why;         /* owned; it cannot be taken; NULL: it can */
    struct row *row;            /* owned; what it says; NULL: nothing usable */
    int group;                  /* by list_group() */
    struct row_outcome did;     /* zero where it was refused */
    struct list_refused {       /* owned; whom a refused row names */
        char child[120], class_name[120], child_id[120];
    } *refused;
};

struct list_file {
    struct sheet sheet;
    struct columns columns;
    struct list_row *rows;      /* owned */
    int n, room;
    int sources;                /* rows of the file, without its head */
};

/* Reads the sheet and guesses its columns. ERR_INPUT: the file as a whole is
 * unusable, why says what to do. list_clear() releases out in
 * every case. */
MUST_CHECK enum err list_open(const struct import_list *in,
    struct list_file *out, struct reason *why);
/* Makes rows of it, with what map says of the columns (lists/columns.h).
 * ERR_INPUT: why. */
MUST_CHECK enum err list_read(const struct import_list *in, const char *map,
    struct list_file *out, struct reason *why);

/* What was said of a list with these heads before, as a map: "" when nothing
 * was. A first row of which nothing was known becomes the head that it was
 * then. out has room bytes. */
MUST_CHECK enum err list_recall(struct db *db, struct list_file *l, char *out,
    size_t room);
/* Keeps what the columns were taken for, for the next list with these heads. A
 * list without heads is not kept. */
MUST_CHECK enum err list_remember(struct db *db, const struct list_file *l);
/* Notes that the row cannot be taken. */
MUST_CHECK enum err list_refuse(struct list_row *row, struct reason why);
/* The child that a row names, whether it is taken or refused. */
const char *list_child(const struct list_row *row);
const char *list_class(const struct list_row *row);
/* The rows that were refused as CSV, see import.h; *text is the caller's. */
MUST_CHECK enum err list_rejects(const struct list_file *l, char **text);
void list_clear(struct list_file *l);

/* Rows that speak of one phone, one `family`, one `child_id` or the same names
 * belong together, and so do those of one row of the file and those that a
 * third row ties. Each row's group becomes the index of the first row in it. */
MUST_CHECK enum err list_group(struct list_file *l);

#endif
