/* say.h - sentences that were put together before anybody knew who reads them:
 * what a dongle says, reasons as older versions stored them (newer ones are
 * codes, text/reason.h). Here the reader gets them in their language. The
 * originals of the catalogue with %s (words or data) and %d (a number) in them
 * are the patterns (po/sentences.txt, text/reason.def); what stands for a %s
 * may be such a sentence again. */
#ifndef NOTEHOME_SAY_H
#define NOTEHOME_SAY_H

#include "web/kit/catalogue.h"

/* text in the language of c: out (room bytes), where it was put together anew,
 * else a text that never goes away, else text itself, for what no pattern
 * knows, or where c is NULL. Cut at a whole letter where room is short. */
const char *say(const struct catalogue *c, const char *text, char *out,
    size_t room);

#endif
