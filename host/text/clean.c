#include "text/clean.h"

#include "text/unicode.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool
is_blank(uint32_t c)
{
    return (c >= 0x09 && c <= 0x0d) || c == 0x20 || c == 0x85 || c == 0xa0
        || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028
        || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

/* What spreadsheets and phones leave in a cell though nobody typed it. The
 * joiners U+200C and U+200D are letters' business and stay. */
static bool
is_invisible(uint32_t c)
{
    return c == 0xad || c == 0x200b || c == 0x200e || c == 0x200f
        || c == 0x2060 || c == 0xfeff;
}

/* WORDS when c may stand in a name. */
static enum reason_code
fault_of(uint32_t c)
{
    if (c < 0x20 || (c >= 0x7f && c < 0xa0))
        return REASON_HAS_CONTROL;
    if ((c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069))
        return REASON_TURNS_DIRECTION;
    if (c == 0xfffd)
        return REASON_LOST_LETTER;
    return REASON_WORDS;
}

static enum reason_code
squeeze(const char *at, char *out, size_t room)
{
    size_t n = 0;
    bool blank = false;
    enum reason_code fault;
    uint32_t c;

    while ((c = unicode_next(&at))) {
        char bytes[4];
        size_t more;

        if (is_invisible(c))
            continue;
        if (is_blank(c)) {
            blank = n > 0;
            continue;
        }
        if ((fault = fault_of(c)))
            return fault;
        more = unicode_put(c, bytes);
        if (n + blank + more >= room)
            return REASON_IS_TOO_LONG;
        if (blank)
            out[n++] = ' ';
        blank = false;
        memcpy(out + n, bytes, more);
        n += more;
    }
    out[n] = '\0';
    return REASON_WORDS;
}

enum err
clean_line(const char *text, char *out, size_t room,
    enum reason_code *fault)
{
    char *composed = NULL;
    enum err e = unicode_nfc(text ? text : "", &composed);

    if (e == ERR_INPUT)
        *fault = REASON_NOT_UTF8;
    if (e)
        return e;
    *out = '\0';
    *fault = squeeze(composed, out, room);
    free(composed);
    return *fault ? ERR_INPUT : OK;
}

void
name_first(const char *name, char *out, size_t room)
{
    const char *comma = strchr(name, ',');

    if (comma && comma[1 + strspn(comma + 1, " ")])
        name = comma + 1 + strspn(comma + 1, " ");
    unicode_copy(name, out, room);
    out[strcspn(out, " ,")] = '\0';
}
