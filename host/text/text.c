/* text.c - checking, cleaning and plain letters. */
#include "text/text.h"

#include "text/gsm7.h"
#include "text/unicode.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* Line ends and tabs in place; the result is never longer. */
static void
clean_blanks(char *s)
{
    char *to = s;

    for (const char *from = s; *from; from++) {
        if (from[0] == '\r') {
            *to++ = '\n';
            from += from[1] == '\n';
        } else {
            *to++ = *from == '\t' ? ' ' : *from;
        }
    }
    *to = '\0';
}

enum err
text_clean(const char *text, char **out)
{
    char *s;
    const char *at;
    uint32_t c;
    enum err e;

    if (strlen(text) > TEXT_BYTES_MAX)
        return ERR_INPUT;
    if (strncmp(text, "\xEF\xBB\xBF", 3) == 0)
        text += 3;
    e = unicode_nfc(text, &s);
    if (e)
        return e;
    clean_blanks(s);
    for (at = s; (c = unicode_next(&at));) {
        if (!unicode_printable(c)) {
            free(s);
            return ERR_INPUT;
        }
    }
    *out = s;
    return OK;
}

/* Plain forms of what is no letter, and of letters without a decomposition. */
static const struct {
    uint32_t from;
    char to[4];
} plain_forms[] = {
    { 0x0060, "'" }, { 0x00A0, " " }, { 0x00AB, "\"" }, { 0x00AD, "" },
    { 0x00B4, "'" }, { 0x00B7, "-" }, { 0x00BB, "\"" }, { 0x00D7, "x" },
    { 0x0110, "D" }, { 0x0111, "d" }, { 0x0126, "H" }, { 0x0127, "h" },
    { 0x0131, "i" }, { 0x0141, "L" }, { 0x0142, "l" }, { 0x014A, "N" },
    { 0x014B, "n" }, { 0x0152, "OE" }, { 0x0153, "oe" }, { 0x0166, "T" },
    { 0x0167, "t" }, { 0x0181, "B" }, { 0x0186, "O" }, { 0x0189, "D" },
    { 0x018A, "D" }, { 0x0190, "E" }, { 0x0192, "f" }, { 0x0198, "K" },
    { 0x0199, "k" }, { 0x019D, "N" }, { 0x01B3, "Y" }, { 0x01B4, "y" },
    { 0x0253, "b" }, { 0x0254, "o" }, { 0x0256, "d" }, { 0x0257, "d" },
    { 0x0259, "e" }, { 0x025B, "e" }, { 0x0263, "g" }, { 0x0269, "i" },
    { 0x0272, "n" }, { 0x028A, "u" }, { 0x028B, "v" }, { 0x02BC, "'" },
    { 0x2010, "-" }, { 0x2011, "-" }, { 0x2012, "-" }, { 0x2013, "-" },
    { 0x2014, "-" }, { 0x2015, "-" }, { 0x2018, "'" }, { 0x2019, "'" },
    { 0x201A, "'" }, { 0x201B, "'" }, { 0x201C, "\"" }, { 0x201D, "\"" },
    { 0x201E, "\"" }, { 0x201F, "\"" }, { 0x2022, "-" }, { 0x2026, "..." },
    { 0x202F, " " }, { 0x2032, "'" }, { 0x2033, "\"" }, { 0x2039, "'" },
    { 0x203A, "'" }, { 0x2060, "" }, { 0x2212, "-" }, { 0x3000, " " },
    { 0x200B, "" }, { 0xFEFF, "" },
};

/* The first code point of c's canonical decomposition. */
static uint32_t
base_letter(uint32_t c)
{
    utf8proc_int32_t d[8];
    int boundary = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)c, d, 8,
        UTF8PROC_DECOMPOSE | UTF8PROC_STABLE, &boundary);

    return n > 0 && n <= 8 ? (uint32_t)d[0] : c;
}

static bool
is_latin(uint32_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')
        || (c >= 0xC0 && c <= 0x24F) || (c >= 0x250 && c <= 0x2AF)
        || (c >= 0x1E00 && c <= 0x1EFF);
}

/* The plain form of one code point as UTF-8; NULL: it stays as it is. */
static const char *
plain_form(uint32_t c, char room[4])
{
    if (gsm7_cost(c))
        return NULL;
    for (size_t i = 0; i < sizeof(plain_forms) / sizeof(*plain_forms); i++)
        if (plain_forms[i].from == c)
            return plain_forms[i].to;
    if (c >= 0x2000 && c <= 0x200A)
        return " ";
    if (is_latin(c) && base_letter(c) != c && is_latin(base_letter(c))) {
        c = base_letter(c);
        if (c < 0x80) {
            room[0] = (char)c;
            room[1] = '\0';
            return room;
        }
        return plain_form(c, room);
    }
    return NULL;
}

enum err
text_plain(const char *text, char **out, bool *changed)
{
    char *s, *result, *to;
    bool after_latin = false;
    const char *at;
    uint32_t c;
    enum err e = unicode_nfc(text, &s);

    if (e)
        return e;
    result = to = malloc(strlen(s) * 3 + 1);
    if (!result) {
        free(s);
        return ERR_MEMORY;
    }
    for (at = s; (c = unicode_next(&at));) {
        char room[4];
        const char *form = plain_form(c, room);

        if (after_latin
            && utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_MN)
            continue;           /* a mark that found no letter to join */
        after_latin = is_latin(c);
        if (form)
            to = stpcpy(to, form);
        else
            to += unicode_put(c, to);
    }
    *to = '\0';
    free(s);
    *changed = strcmp(text, result) != 0;
    *out = result;
    return OK;
}

static void
note_dear(struct text_report *r, uint32_t c)
{
    if (gsm7_cost(c) || r->dear_count == TEXT_DEAR_MAX)
        return;
    for (int i = 0; i < r->dear_count; i++)
        if (r->dear[i] == c)
            return;
    r->dear[r->dear_count++] = c;
}

enum err
text_check(const char *text, struct text_report *out)
{
    struct text_report r = { 0 };
    struct parts_size plain;
    const char *at = text;
    bool changed = false;
    uint32_t c;
    enum err e = parts_measure(text, PARTS_WIDTH_8, &r.size);

    if (!e)
        e = text_plain(text, &r.plain, &changed);
    if (!e)
        e = parts_measure(r.plain, PARTS_WIDTH_8, &plain);
    if (e) {
        free(r.plain);
        return e;
    }
    while ((c = unicode_next(&at)))
        note_dear(&r, c);
    r.plain_parts = plain.parts;
    r.plain_helps = plain.parts < r.size.parts;
    if (!changed) {
        free(r.plain);
        r.plain = NULL;
    }
    *out = r;
    return OK;
}

void
text_report_clear(struct text_report *r)
{
    free(r->plain);
    r->plain = NULL;
}
