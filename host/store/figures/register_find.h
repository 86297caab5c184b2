/* register_find.h - "did we send this?": which of the texts of the register
 * (register.h) a pasted one is. */
#ifndef NOTEHOME_REGISTER_FIND_H
#define NOTEHOME_REGISTER_FIND_H

#include "store/figures/register.h"
#include "text/alike.h"

enum { REGISTER_FOUND = 12, REGISTER_STRANGE = 300, REGISTER_PASTED = 8000 };

enum register_verdict {
    REGISTER_SHORT = 0,         /* too few letters to tell texts by */
    REGISTER_NONE = 1,          /* nothing like it */
    REGISTER_OTHER = 2,         /* like one of ours, with other words */
    REGISTER_MORE = 3,          /* one of ours stands in it, not the rest */
    REGISTER_WRITTEN = 4,       /* ours, and nothing of it ever left */
    REGISTER_UNSURE = 5,        /* ours, and nobody knows whether it left */
    REGISTER_PART = 6,          /* a part of one that left */
    REGISTER_YES = 7            /* one that left */
};
/* "short", "none", "other", "more", "written", "unsure", "part", "yes";
 * static */
const char *register_verdict_name(enum register_verdict v);

struct register_found {
    enum alike how;
    struct register_row row;    /* of a text to many: one of its copies */
    int phones, left, perhaps;  /* of it; 1 for a text to one */
    char strange[REGISTER_STRANGE]; /* words that this one of ours lacks;
                                     * of MORE and OTHER */
};

/* Calls fn for the texts of ours that it is or is like, the likest first, then
 * the newest, each text to many once, REGISTER_FOUND at most. all: also those
 * of the safeguarding staff. ERR_INPUT: no UTF-8, or over REGISTER_PASTED
 * bytes. */
MUST_CHECK enum err register_find(struct db *db, const char *text, bool all,
    void (*fn)(void *user, const struct register_found *f), void *user,
    enum register_verdict *verdict);

/* Of texts written up to then (UTC ms) the words were forgotten; 0: of none. */
MUST_CHECK enum err register_forgotten(struct db *db, int64_t *until);

#endif
