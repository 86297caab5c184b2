/* holding.h - the words of a holding answer: "We are asking the head; you hear
 * from us by Thursday." It is not the answer, and the family is told when that
 * comes. */
#ifndef NOTEHOME_HOLDING_H
#define NOTEHOME_HOLDING_H

#include "send/send.h"
#include "store/thread/calendar.h"

enum { HOLDING_LANGUAGES = 24, HOLDING_TEXT = 600, HOLDING_DAYS = 8,
    HOLDING_AHEAD = 30 };

enum holding { HOLDING_FINDING, HOLDING_HEAD };
/* "finding", "head"; static. false: neither. */
const char *holding_name(enum holding what);
bool holding_read(const char *name, enum holding *out);

/* The same sentence in each language that we have it in; variants point into
 * it. */
struct holding_words {
    struct send_variant variants[HOLDING_LANGUAGES];
    char texts[HOLDING_LANGUAGES][HOLDING_TEXT];
    int n;
};

/* Writes it for a day. A template of the school's called "Holding answer", or
 * "Asking the head", takes the place of our words in its language; {day} in it is
 * the day. A day more than six days ahead has its date too. month_first: as the
 * country writes it. */
MUST_CHECK enum err holding_words(struct db *db, enum holding what, int day,
    bool month_first, struct holding_words *out);

/* That in the language (BCP 47), else in the school's, else in English; points into
 * words. */
const char *holding_for(const struct holding_words *words, const char *language,
    const char *school);

/* The days with school after today that may be named, at most HOLDING_DAYS and
 * HOLDING_AHEAD days ahead; returns how many. *usual: which of them the promise
 * would be if the text came today. */
int holding_days(const struct calendar *c, int today, int days[HOLDING_DAYS],
    int *usual);

#endif
