/* note.h - what staff tell each other about a family; never sent. */
#ifndef NOTEHOME_NOTE_H
#define NOTEHOME_NOTE_H

#include "store/db/db.h"

enum { NOTE_MAX = 2000 };       /* bytes */

struct note {
    int64_t id, at;
    char author[64], body[NOTE_MAX + 1];
};

/* ERR_INPUT: empty or longer than NOTE_MAX; ERR_NOT_FOUND: no such thread.
 * Touches DB_THREADS. */
MUST_CHECK enum err note_add(struct db *db, int64_t thread, const char *who,
    const char *body);
/* Oldest first; *n is valid for the call only. */
MUST_CHECK enum err note_list(struct db *db, int64_t thread,
    void (*fn)(void *user, const struct note *n), void *user);

#endif
