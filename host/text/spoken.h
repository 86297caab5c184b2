/* spoken.h - which languages are spoken where, of those with a word list. */
#ifndef NOTEHOME_SPOKEN_H
#define NOTEHOME_SPOKEN_H

#include "text/words.h"

/* The languages that many people of the country (ISO 3166, "KE") speak or
 * write, English always; a family may answer in any of them whatever its own
 * is. An unknown country or NULL: English. Pure; any thread. */
words_set spoken_in(const char *country);

#endif
