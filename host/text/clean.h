/* clean.h - names and other short lines as people type or paste them. */
#ifndef NOTEHOME_CLEAN_H
#define NOTEHOME_CLEAN_H

#include "text/reason.h"

/* Writes text to out: NFC; white space of any kind is one blank, none at the
 * ends; invisible characters gone. NULL counts as "". ERR_INPUT: not UTF-8, a
 * control or direction character, a letter already lost (U+FFFD), or longer
 * than room - 1 bytes; *fault then says so ("is too long"). */
MUST_CHECK enum err clean_line(const char *text, char *out, size_t room,
    enum reason_code *fault);

/* The name that a child is called by: "Amina" of "Amina Ali" and of "Ali,
 * Amina". out takes room bytes; it is cut between letters. */
void name_first(const char *name, char *out, size_t room);

#endif
