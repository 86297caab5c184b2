/* whose.h - which of several families a text speaks of, for mapping.c. */
#ifndef NOTEHOME_WHOSE_H
#define NOTEHOME_WHOSE_H

#include "base/err.h"
#include "mapping/mapping.h"
#include "text/words.h"

struct whose {
    int64_t family;     /* the text names a child of this one alone; 0 none */
    int64_t suggestion; /* likely, but not sure enough to file; 0 none */
    struct reason reason;
};

/* For families that share a phone: names decide only where exactly one family
 * has a child of that full or first name, no other family's names stand in the
 * text, and a first name that is a word of these languages too (Grace, Hope) is
 * written as a name. */
MUST_CHECK enum err whose_child(const char *text, words_set languages,
    const struct mapping_family *families, int count, struct whose *out);

/* For an unknown sender: suggestion is the only family of which a child's or
 * guardian's full name occurs, or if there is none, a first name. */
MUST_CHECK enum err whose_name(const char *text, words_set languages,
    const struct mapping_family *families, int count, struct whose *out);

#endif
