/* blank.h - an empty class list to fill in, with its heads in one of nine
 * languages. Pure; any thread. */
#ifndef NOTEHOME_BLANK_H
#define NOTEHOME_BLANK_H

/* The list as CSV with a byte order mark, so that spreadsheets know its
 * letters; heads and one row as an example. language: BCP 47; one that is not
 * known is English. Static. */
const char *blank_csv(const char *language);

/* The languages there are: "en", "fr", ...; NULL behind the last. */
const char *blank_language(int i);
const char *blank_name(int i);  /* in itself: "Kiswahili" */

#endif
