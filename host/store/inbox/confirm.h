/* confirm.h - the answer to STOP and START: "you will get no more from us". */
#ifndef NOTEHOME_CONFIRM_H
#define NOTEHOME_CONFIRM_H

#include <stdbool.h>
#include <stddef.h>

/* Writes the confirmation of a STOP, or (stop false) of a START, in the first
 * of these languages (BCP 47, at most four, NULLs at the end) that there are
 * words for, else in English. school is cut so that the text stays short. */
void confirm_text(bool stop, const char *const languages[4],
    const char *school, char *out, size_t room);

#endif
