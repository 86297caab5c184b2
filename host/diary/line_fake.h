/* line_fake.h - one line of what a dongle and we say to each other, without
 * what it tells of people. Only what is known to be harmless stays as it is:
 * the words of modems, their names where they are asked for, small numbers in
 * lines that carry settings. All else keeps its length and its look alone. */
#ifndef NOTEHOME_LINE_FAKE_H
#define NOTEHOME_LINE_FAKE_H

#include "diary/fake.h"

/* What was said before at that port. Starts as all zeros. */
struct line_before {
    bool identity;              /* the dongle was asked what it is */
    bool quoted;                /* a +CUSD text has not ended */
    int free_text;              /* lines that may belong to one, at most */
};

/* line: without its end, in place. down: from us. whole: it ended. */
void line_fake(struct fake *f, struct line_before *before, bool down,
    bool whole, char *line, size_t n);

#endif
