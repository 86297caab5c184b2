/* facts.h - what a paper tells, as GET /api/v1/papers answers it. */
#ifndef NOTEHOME_PRINT_FACTS_H
#define NOTEHOME_PRINT_FACTS_H

#include "paper/paper.h"

#include <stdio.h>

enum { FACTS_LANGUAGE = 16, FACTS_DAY = 16 };

struct facts_all {
    struct paper_facts facts;
    char language[FACTS_LANGUAGE]; /* the school's; "" not known */
    char day[FACTS_DAY];        /* "2026-11-30": when it was asked */
};

/* Reads a JSON object; what is not in it is not known, what is too long is cut
 * between letters, and what steers a printer or terminal becomes a blank.
 * False: it is none, or longer than 1 MB. */
bool facts_read(FILE *from, struct facts_all *out);

#endif
