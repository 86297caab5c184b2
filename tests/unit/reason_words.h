/* reason_words.h - a reason in English, for tests; lasts three more calls. */
#ifndef NOTEHOME_TEST_REASON_WORDS_H
#define NOTEHOME_TEST_REASON_WORDS_H

#include "text/reason.h"

__attribute__((unused)) static const struct reason no_reason;

__attribute__((unused)) static const char *
in_words(const struct reason *r)
{
    static char said[4][REASON_SAID];
    static unsigned next;

    return reason_say(r, NULL, NULL, said[next++ % 4], REASON_SAID);
}

#endif
