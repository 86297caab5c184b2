/* answer_own.h - a text that may answer a question, in pieces, for answer.c. */
#ifndef NOTEHOME_ANSWER_OWN_H
#define NOTEHOME_ANSWER_OWN_H

#include "mapping/mapping.h"
#include "text/said.h"

struct reading {
    const struct mapping_question *q;
    int yes, no;        /* the options that are a yes and a no; 0: none */
    struct said said;
    int from, to;       /* what is left without greetings and courtesies */
    bool okay;          /* it begins with "ok", "sawa" */
};

/* Reads in's text as one that may answer r->q, which is set. Fills in the rest
 * of r. ERR_INPUT: a text or name is not UTF-8; ERR_MEMORY. */
MUST_CHECK enum err reading_split(const struct mapping_input *in,
    words_set languages, struct reading *r);

/* Whether piece i is there, and ... */
bool reading_is(const struct reading *r, int i, unsigned kinds);
bool reading_has_digits(const struct reading *r, int i);
/* ... answers: yes, no, a number, an option's words. */
bool reading_answers(const struct reading *r, int i);
/* ... is a courtesy, a name, an "ok". */
bool reading_is_polite(const struct reading *r, int i);

#endif
