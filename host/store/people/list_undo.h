/* list_undo.h - class lists that came in: what each changed is written down as
 * it changes (store/sql/0033_list_in.sql), and the last one can be taken back
 * as a whole. */
#ifndef NOTEHOME_LIST_UNDO_H
#define NOTEHOME_LIST_UNDO_H

#include "store/db/db.h"

enum { LIST_UNDO_DAYS = 90 };   /* then what it changed is forgotten */

struct list_in {
    int64_t id, at;
    char who[80];
    int rows, taken, left;      /* left: children who left with it */
    bool turn;                  /* that of a new school year */
    bool whole;                 /* all of it is in */
    int64_t undone;             /* UTC ms; 0: it holds */
    bool can_undo;              /* the last that changed anything; not too
                                 * old */
};

/* Those that came, newest first. */
MUST_CHECK enum err list_in_each(struct db *db, int limit,
    void (*fn)(void *user, const struct list_in *l), void *user);

/* Takes back what the list changed: in steps like those it came in, newest
 * first. What somebody changed since stays as it is now; so does a family that
 * came with the list and has written or been written to since, with its people,
 * a child that came with the list and of whom an event was noted, with its
 * family (*kept: how many families), and what is known of a phone. Audited.
 * ERR_NOT_FOUND: no such list, or it was taken back; ERR_REFUSED: a later one
 * holds, or it is too old. After a power cut the same call does the rest. */
MUST_CHECK enum err list_undo(struct db *db, int64_t id, const char *who,
    int *kept);

/* Forgets what lists older than LIST_UNDO_DAYS changed. */
MUST_CHECK enum err list_in_forget(struct db *db);

/* --- for import.c; each needs a transaction ------------------------------- */

MUST_CHECK enum err list_in_add(struct db *db, const char *who, int rows,
    bool turn, int64_t *id);
/* What is changed from here to the end of the step is the list's. */
MUST_CHECK enum err list_in_step(struct db *db, int64_t id);
MUST_CHECK enum err list_in_step_end(struct db *db);
MUST_CHECK enum err list_in_end(struct db *db, int64_t id, int taken,
    int left);

#endif
