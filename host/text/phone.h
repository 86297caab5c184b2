/* phone.h - one canonical form for every way a number is written, over
 * libphonenumber. Nothing is ever refused: what that library finds possible
 * becomes E.164, the rest stays as typed. Any thread. */
#ifndef NOTEHOME_PHONE_H
#define NOTEHOME_PHONE_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { PHONE_MAX = 48 };

/* What an address is. Reaches the disk: never renumber. */
enum phone_class {
    PHONE_NUMBER = 1,   /* somebody may hold this phone */
    PHONE_SHORT = 2,    /* six digits or fewer, or a code such as *150# */
    PHONE_LETTERS = 3,  /* a service's name: cannot be answered */
    PHONE_WITHHELD = 4  /* nothing */
};

struct phone_number {
    enum phone_class kind;
    bool international; /* text is E.164 */
    bool doubtful;      /* E.164 that its country gives to nobody: perhaps a
                         * digit is wrong */
    char text[PHONE_MAX]; /* canonical: equal text means the same phone */
};

/* Reads a number as a person or a network wrote it: blanks, dots, dashes,
 * brackets and digits of any script; 00 or the country's own prefix before a
 * foreign number. country is the school's, ISO 3166 ("KE"); "" knows only
 * international forms. Longer than PHONE_MAX - 1 is cut between characters. */
void phone_read(const char *raw, const char *country, struct phone_number *out);

/* The same for what somebody writes down as a guardian's: with one digit too
 * few or too many for its country it is E.164 too, and doubtful. */
void phone_read_typed(const char *raw, const char *country,
    struct phone_number *out);

/* The same for an address from the air; letters: the network marked it as
 * alphanumeric (struct pdu_address), so it is a name even if all digits. */
void phone_read_sender(const char *raw, bool letters, const char *country,
    struct phone_number *out);

/* The digits of a part of a number that somebody looks for, without the trunk
 * 0, which is no part of the E.164 form: "0722 123" gives "722123". folded: as
 * unicode_fold() gives it. "" where anything else stands in it. */
void phone_digits(const char *folded, char *out, size_t room);

/* Whether libphonenumber knows the country. */
bool phone_country_known(const char *country);

/* As people of the country write it ("0712 345678"); foreign and unknown ones
 * as they are. out takes PHONE_MAX bytes. */
void phone_show(const char *canonical, const char *country, char *out);

#ifdef __cplusplus
}
#endif

#endif
