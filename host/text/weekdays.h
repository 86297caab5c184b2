/* weekdays.h - the days of the week by their names in the languages of the word
 * lists. Speakers, please check. Pure; any thread. */
#ifndef NOTEHOME_WEEKDAYS_H
#define NOTEHOME_WEEKDAYS_H

#include "text/words.h"

#include <stdbool.h>

/* The day that the phrase as a whole names in any language, 1 Monday to 7
 * Sunday (ISO 8601); 0: none. Case, accents and points do not count. */
int weekday_of(const char *phrase);

/* Calls fn with each name of the day (1..7) in these languages, alone and as
 * one says when: "martes", "el martes"; until fn returns false. Static text,
 * valid for the call. */
void weekday_names(int day, words_set in, bool (*fn)(void *user,
    const char *name), void *user);

#endif
