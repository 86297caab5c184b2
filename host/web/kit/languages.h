/* languages.h - the languages of the pages: English, in which they are
 * written, and each po/NAME.po of the build. A .po names its language for
 * people (X-Language-Name) and its direction (X-Direction: rtl) in its header.
 * Any thread may ask. */
#ifndef NOTEHOME_LANGUAGES_H
#define NOTEHOME_LANGUAGES_H

#include "web/kit/catalogue.h"

enum { LANGUAGES_MAX = 32, LANGUAGE_CODE = 12 };

struct language {
    char code[LANGUAGE_CODE];   /* BCP 47, lower case: "sw" */
    char name[40];              /* in itself: "Kiswahili" */
    const char *dir;            /* "ltr", "rtl" */
    const struct catalogue *words; /* NULL: English */
};

/* Language number i, English first, then by code; NULL behind the last. */
const struct language *languages_at(int i);
/* The one with this code, or that of its first part ("fr" for "fr-CI"); NULL.
 */
const struct language *languages_find(const char *code);
/* The best of an Accept-Language header (RFC 9110 12.5.4); NULL: none of
 * ours. */
const struct language *languages_accept(const char *header);

#endif
