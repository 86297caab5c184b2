/* concern.h - does a text tell of harm to a child? Rules over classes of words
 * (who, what is done, to whom), read from files in words/: words/README.md says
 * how they are written. Pure; any thread. */
#ifndef NOTEHOME_CONCERN_H
#define NOTEHOME_CONCERN_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

/* Reaches the disk: never renumber. */
enum concern {
    CONCERN_NONE = 0,
    CONCERN_PERHAPS = 1,        /* stays where it belongs, named staff look */
    CONCERN_SURE = 2            /* named staff only */
};

enum { CONCERN_REASON_MAX = 80 };

struct concern_words;

/* "", "perhaps" or "sure". */
const char *concern_name(enum concern concern);

/* The lists that are built in, read at the first call and kept until the
 * program ends; NULL when memory ran out. */
const struct concern_words *concern_words_built_in(void);

/* The same with a school's own lines behind them, in the form of the files, for
 * every language; what stands before the first section is never less than
 * perhaps. Lines that cannot be read are left out. *out is the caller's. */
MUST_CHECK enum err concern_words_open(
    const char *own, struct concern_words **out);
/* Own lines alone, without those that are built in. */
MUST_CHECK enum err concern_words_only(
    const char *own, struct concern_words **out);
void concern_words_close(struct concern_words *w);

/* Judges text (UTF-8; what is not gives CONCERN_NONE). languages: tags that are
 * likely, as "sw en fr"; may be NULL: the text's own words tell more. reason
 * (may be NULL) gets the words that decided, folded, or "". Time grows with the
 * length of text only; memory does not beyond the folded copy. */
enum concern concern_of(const struct concern_words *w, const char *text,
    const char *languages, char reason[CONCERN_REASON_MAX]);

/* Whether a rule fits the beginning of text, on either level; else it is the
 * weights that judge. */
bool concern_by_rule(
    const struct concern_words *w, const char *text, const char *languages);

#endif
