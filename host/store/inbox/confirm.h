/* confirm.h - what is asked and confirmed by itself: the answer to STOP, to
 * START and to "wrong number" ("you will get no more from us"); is a new number
 * theirs? */
#ifndef NOTEHOME_CONFIRM_H
#define NOTEHOME_CONFIRM_H

#include <stddef.h>

enum confirm { CONFIRM_STOP, CONFIRM_START, CONFIRM_WRONG };

/* Writes that in the first of these languages (BCP 47, at most four, NULLs at
 * the end) that there are words for, else in English. school is cut so that the
 * text stays short; whoever has a wrong number is not told whose it was meant
 * to be: neither school nor child. */
void confirm_text(enum confirm what, const char *const languages[4],
    const char *school, char *out, size_t room);

/* Writes the question to a number that the family has whether a new one is
 * theirs: in this language (BCP 47) where there are words for it, else in
 * English. number: as people write it; name: whom it says it is. */
void confirm_sender(const char *language, const char *school,
    const char *number, const char *name, char *out, size_t room);

/* Writes the test text of enrolment: can you read this? */
void confirm_reading(const char *language, const char *school, char *out,
    size_t room);

#endif
