#include "web/view/initials.h"

#include <string.h>

enum { LETTER_BYTES = 4 };      /* of UTF-8 at most; more are no letter */

/* From here on (Hebrew, Arabic, Devanagari, Ethiopic) one letter is enough. */
enum { LETTERS_JOIN = 0xd6 };   /* the first byte of U+0580 */

/* Appends the letter that begins at p, with its bytes of UTF-8. */
static void
add_letter(const char *p, char *out)
{
    size_t n = strlen(out), end = n + LETTER_BYTES;

    do
        out[n++] = *p++;
    while (n < end && (*p & 0xc0) == 0x80);
    out[n] = '\0';
}

void
initials_of(const char *name, char out[INITIALS])
{
    const char *first = name + strspn(name, " "), *last = first;

    for (const char *p = first; *p; p++)
        if (*p == ' ' && p[1] && p[1] != ' ')
            last = p + 1;
    out[0] = '\0';
    if (!*first)
        return;
    add_letter(first, out);
    if (last != first && (unsigned char)*first < LETTERS_JOIN)
        add_letter(last, out);
}

int
initials_hue(const char *class_name)
{
    unsigned n = 0;

    for (const char *p = class_name; *p; p++)
        n = n * 5 + (unsigned char)*p;
    return (int)(n % INITIALS_HUES);
}
