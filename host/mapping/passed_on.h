/* passed_on.h - what a network or a person says on behalf of a number that
 * stands in the text: "Please call 0712345678", "a picture message from ...".
 * Pure. */
#ifndef NOTEHOME_PASSED_ON_H
#define NOTEHOME_PASSED_ON_H

#include "text/phone.h"

/* The number in text, as E.164. False: there is none, or several. country: the
 * school's. */
bool passed_on_number(
    const char *text, const char *country, char number[PHONE_MAX]);
/* The number that a service's text asks to call: the only one in it, beside the
 * words that ask. "From 0712345678. For help please call 234" asks for none. */
bool passed_on_call(
    const char *text, const char *country, char number[PHONE_MAX]);
/* Whether a service's text says that somebody sent a picture. */
bool passed_on_picture(const char *text);

#endif
