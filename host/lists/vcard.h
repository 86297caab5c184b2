/* vcard.h - a phone book as vCards (2.1, 3.0, 4.0), as a sheet: the contact is
 * the guardian, a relative the child, a group the class. What nobody has is no
 * column. Pure; any thread. What comes in is hostile. */
#ifndef NOTEHOME_VCARD_H
#define NOTEHOME_VCARD_H

#include "lists/sheet.h"

/* Whether the text (UTF-8) begins as vCards do. */
bool vcard_is(const char *text, size_t n);
/* Reads n bytes of UTF-8, a NUL behind them, which it writes into. A card
 * without an end is read to the end of the file. ERR_INPUT: it is no text, and
 * why says so. */
MUST_CHECK enum err vcard_read(char *text, size_t n, struct sheet *out,
    struct reason *why);

#endif
