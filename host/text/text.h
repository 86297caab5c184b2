/* text.h - what a composer and the queue ask about a text on its way out:
 * is it usable, what does it cost, which letters make it dear, and how would
 * it read in plain letters. Nothing here changes a text silently. Pure. */
#ifndef NOTEHOME_TEXT_H
#define NOTEHOME_TEXT_H

#include "base/err.h"
#include "text/parts.h"

#include <stdbool.h>
#include <stdint.h>

enum { TEXT_DEAR_MAX = 16, TEXT_BYTES_MAX = 64 * 1024 };

struct text_report {
    struct parts_size size;     /* as it stands, 8 bit reference */
    int dear_count;             /* different letters that force UCS-2 */
    uint32_t dear[TEXT_DEAR_MAX]; /* the first of them; code points */
    bool plain_helps;           /* the plain form needs fewer parts */
    int plain_parts;            /* of the plain form */
    char *plain;                /* owned; UTF-8; NULL when it changes nothing */
};

/* Makes typed or pasted text fit for a phone without changing a letter: NFC;
 * CR LF and CR become LF; a tab becomes a blank; a byte order mark at the
 * front goes. *out is owned by the caller (free). ERR_INPUT: not UTF-8, some
 * other control character or non-character, or over TEXT_BYTES_MAX. */
MUST_CHECK enum err text_clean(const char *text, char **out);

/* Reports on text (already cleaned). ERR_INPUT as parts_measure(). */
MUST_CHECK enum err text_check(const char *text, struct text_report *out);

/* Releases what a report owns; the struct itself is the caller's. */
void text_report_clear(struct text_report *r);

/* Offers plain letters: what GSM 7 bit has stays; quotes, dashes, dots and
 * no-break spaces become their plain forms; a Latin letter loses its mark where
 * the base letter is in the alphabet. Other scripts stay as they are. *out is
 * owned by the caller; *changed tells whether it differs. */
MUST_CHECK enum err text_plain(const char *text, char **out, bool *changed);

#endif
