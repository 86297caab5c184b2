/* list_file.h - a class list as it was sent, read into rows before anything is
 * written; for import.c, whose header says what a list looks like. */
#ifndef NOTEHOME_LIST_FILE_H
#define NOTEHOME_LIST_FILE_H

#include "store/people/csv_table.h"
#include "store/people/import.h"
#include "store/people/people_row.h"

struct list_row {
    long line;                  /* of the file, from 1 */
    int n;
    char **cell;                /* owned, one block; any bytes */
    char *reason;               /* owned; why it cannot be taken; NULL: it can */
    struct row *row;            /* owned; what it says; NULL: nothing usable */
    int group;                  /* by list_group() */
};

struct list_file {
    char delimiter;
    char ignored[200];          /* names of columns not understood */
    struct list_row header;
    bool ours[CSV_COLUMNS_MAX]; /* columns that only rejects have */
    struct list_row *rows;      /* owned */
    int n, room;
};

/* Reads all of it. ERR_INPUT: the file as a whole is unusable, why (room
 * bytes) says what to do. list_clear() releases out in every case. */
MUST_CHECK enum err list_read(const char *bytes, size_t n,
    const char *country, struct list_file *out, char *why, size_t room);
/* Notes that the row cannot be taken. */
MUST_CHECK enum err list_refuse(struct list_row *row, const char *reason);
/* The rows that were refused as CSV, see import.h; *text is the caller's. */
MUST_CHECK enum err list_rejects(const struct list_file *l, char **text);
void list_clear(struct list_file *l);

/* Rows that speak of one phone, one `family`, one `child_id` or the same names
 * belong together, and so do those that a third row ties. Each row's group
 * becomes the index of the first row in it. */
MUST_CHECK enum err list_group(struct list_file *l);

#endif
