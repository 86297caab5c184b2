/* note.h - what staff tell each other about a family; never sent. */
#ifndef NOTEHOME_NOTE_H
#define NOTEHOME_NOTE_H

#include "store/db/db.h"

enum { NOTE_MAX = 2000 };       /* bytes */

struct note {
    int64_t id, at;
    char author[64], body[NOTE_MAX + 1];
    char only_for[64];          /* the one person whom it is for; "" all
                                 * staff */
};

/* ERR_INPUT: empty or longer than NOTE_MAX; ERR_NOT_FOUND: no such thread, or
 * no open account only_for (0: for all staff). Touches DB_THREADS. */
MUST_CHECK enum err note_add(struct db *db, int64_t thread, const char *who,
    int64_t only_for, const char *body);

/* Who reads. A note for one person alone is read by that one, by its writer and
 * by who sees all: named safeguarding staff, and admins. Who got an account
 * that was another's reads nothing of before. */
struct note_reader {
    int64_t staff;              /* an account; 0: none */
    const char *who;            /* its name */
    bool sees_all;
};
/* What the reader may read, oldest first; *n is valid for the call only. No
 * page and no answer of the API reads notes by another way; exports, which
 * admins make, hold all. */
MUST_CHECK enum err note_list(struct db *db, int64_t thread,
    const struct note_reader *reader,
    void (*fn)(void *user, const struct note *n), void *user);

/* A note for one person alone, without its words. */
struct note_for {
    int64_t thread, at;
    char author[64], label[160]; /* the family's, or a number */
    char children[200];         /* that family's, "Musa Mutua 4B"; "" none */
};
/* The newest for this account since then, at most limit; not those in threads
 * that only some see. */
MUST_CHECK enum err note_list_for(struct db *db, int64_t staff, int64_t since,
    int limit, void (*fn)(void *user, const struct note_for *n), void *user);

#endif
