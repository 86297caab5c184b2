/* fold.c - unicode_fold(): one form for everything that people would call the
 * same word. */
#include "text/unicode.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* Letters that have no decomposition, and forms that keyboards mix up; after
 * case folding, so capitals are not listed. */
static const struct {
    uint32_t from;
    char to[3];
} plain[] = {
    { 0x00E6, "ae" }, { 0x00F0, "d" }, { 0x00F8, "o" }, { 0x00FE, "th" },
    { 0x0111, "d" }, { 0x0127, "h" }, { 0x0131, "i" }, { 0x0142, "l" },
    { 0x014B, "ng" }, { 0x0153, "oe" }, { 0x0167, "t" }, { 0x0180, "b" },
    { 0x0188, "c" }, { 0x0192, "f" }, { 0x0199, "k" }, { 0x019A, "l" },
    { 0x01A5, "p" }, { 0x01AD, "t" }, { 0x01B4, "y" }, { 0x01B6, "z" },
    { 0x01DD, "e" }, { 0x0253, "b" }, { 0x0254, "o" }, { 0x0256, "d" },
    { 0x0257, "d" }, { 0x0259, "e" }, { 0x025B, "e" }, { 0x0260, "g" },
    { 0x0263, "g" }, { 0x0268, "i" }, { 0x0269, "i" }, { 0x0272, "ny" },
    { 0x0289, "u" }, { 0x028A, "u" }, { 0x028B, "v" }, { 0x0292, "z" },
};
static const struct {
    uint32_t from, to;
} same[] = {
    { 0x0060, '\'' }, { 0x00B4, '\'' }, { 0x02B9, '\'' }, { 0x02BB, '\'' },
    { 0x02BC, '\'' }, { 0x02BD, '\'' }, { 0x02BE, '\'' }, { 0x02BF, '\'' },
    { 0x02C8, '\'' }, { 0x2018, '\'' }, { 0x2019, '\'' }, { 0x201B, '\'' },
    { 0x2032, '\'' }, { 0xA78C, '\'' }, { 0xFF07, '\'' }, { 0x2010, '-' },
    { 0x2011, '-' }, { 0x2012, '-' }, { 0x2013, '-' }, { 0x2014, '-' },
    { 0x2015, '-' }, { 0x2212, '-' }, { 0xFE63, '-' }, { 0xFF0D, '-' },
    { 0x0629, 0x0647 }, /* teh marbuta: heh */
    { 0x0649, 0x064A }, /* alef maksura: yeh */
    { 0x0671, 0x0627 }, /* alef wasla: alef */
    { 0x06A9, 0x0643 }, /* keheh: kaf */
    { 0x06AA, 0x0643 }, /* swash kaf: kaf */
    { 0x06BE, 0x0647 }, /* heh doachashmee: heh */
    { 0x06C1, 0x0647 }, /* heh goal: heh */
    { 0x06CC, 0x064A }, /* Farsi yeh: yeh */
    { 0x06D5, 0x0647 }, /* ae: heh */
};

/* Scripts in which a mark on a letter may be left out in writing. */
static bool
drops_marks(uint32_t c)
{
    return c < 0x0530 || (c >= 0x0600 && c <= 0x06FF)
        || (c >= 0x0750 && c <= 0x077F) || (c >= 0x08A0 && c <= 0x08FF)
        || (c >= 0x1D00 && c <= 0x1FFF) || (c >= 0x2C60 && c <= 0x2C7F)
        || (c >= 0xA640 && c <= 0xA69F) || (c >= 0xA720 && c <= 0xA7FF)
        || (c >= 0xAB30 && c <= 0xAB6F);
}

/* Ethiopic letters that Amharic writes one for the other. */
static uint32_t
same_sound(uint32_t c)
{
    if (c >= 0x1210 && c <= 0x1216)
        c -= 0x10;              /* series of U+1210: of U+1200 */
    else if (c >= 0x1280 && c <= 0x1286)
        c -= 0x80;              /* U+1280: U+1200 */
    else if (c >= 0x1220 && c <= 0x1227)
        c += 0x10;              /* U+1220: U+1230 */
    else if (c >= 0x12D0 && c <= 0x12D6)
        c -= 0x30;              /* U+12D0: U+12A0 */
    else if (c >= 0x1340 && c <= 0x1346)
        c -= 0x08;              /* U+1340: U+1338 */
    return c == 0x1203 || c == 0x12A3 ? c - 3 : c;
}

struct builder {
    int32_t *at;        /* room for three code points for each read */
    int32_t *start;
    bool dropping;      /* the letter before takes no marks */
    bool blank;         /* a blank is due before the next letter */
};

static void
put(struct builder *b, uint32_t c)
{
    if (b->blank && b->at > b->start)
        *b->at++ = ' ';
    b->blank = false;
    *b->at++ = (int32_t)c;
}

static void
put_letter(struct builder *b, uint32_t c)
{
    int digit = unicode_digit(c);

    b->dropping = drops_marks(c);
    if (digit >= 0) {
        b->dropping = true;
        put(b, (uint32_t)('0' + digit));
        return;
    }
    for (size_t i = 0; i < sizeof(plain) / sizeof(*plain); i++) {
        if (plain[i].from == c) {
            for (const char *s = plain[i].to; *s; s++)
                put(b, (uint32_t)*s);
            return;
        }
    }
    for (size_t i = 0; i < sizeof(same) / sizeof(*same); i++)
        if (same[i].from == c)
            c = same[i].to;
    put(b, same_sound(c));
}

#define SET(k) (1u << UTF8PROC_CATEGORY_##k)

static void
feed(struct builder *b, uint32_t c)
{
    unsigned kind = 1u << utf8proc_category((utf8proc_int32_t)c);

    if (kind & (SET(MN) | SET(ME))) {
        if (!b->dropping && b->at > b->start && !b->blank)
            put(b, c);
    } else if (kind & (SET(CC) | SET(ZS) | SET(ZL) | SET(ZP))) {
        b->blank = true;
    } else if (!(kind & SET(CF)) && c != 0x0640) {
        put_letter(b, c);       /* U+0640 only stretches a line */
    }
}

static enum err
fold_once(const char *text, char **out)
{
    const utf8proc_option_t how = UTF8PROC_NULLTERM | UTF8PROC_STABLE
        | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD
        | UTF8PROC_IGNORE;
    const utf8proc_uint8_t *in = (const utf8proc_uint8_t *)text;
    utf8proc_ssize_t n = utf8proc_decompose(in, 0, NULL, 0, how);
    struct builder b = { .dropping = true };
    int32_t *read, *buf;

    if (n < 0)
        return n == UTF8PROC_ERROR_NOMEM ? ERR_MEMORY : ERR_INPUT;
    read = malloc(((size_t)n + 1) * sizeof(*read));
    buf = malloc(((size_t)n * 3 + 1) * sizeof(*buf));
    if (!read || !buf
        || utf8proc_decompose(in, 0, read, n + 1, how) != n) {
        free(read);
        free(buf);
        return ERR_MEMORY;
    }
    b.at = b.start = buf;
    for (utf8proc_ssize_t i = 0; i < n; i++)
        feed(&b, (uint32_t)read[i]);
    free(read);
    n = utf8proc_reencode(
        buf, b.at - b.start, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (n < 0) {
        free(buf);
        return ERR_INPUT;
    }
    *out = (char *)buf;         /* utf8proc_reencode() packs it in place */
    return OK;
}

static bool
is_ascii(const char *s)
{
    while (*s && (unsigned char)*s < 0x80)
        s++;
    return !*s;
}

/* The same for ASCII alone, which most texts are. */
static enum err
fold_ascii(const char *text, char **out)
{
    char *start = malloc(strlen(text) + 1), *to = start;
    bool blank = false;

    if (!start)
        return ERR_MEMORY;
    for (; *text; text++) {
        char c = *text;

        if (c <= ' ' || c == 0x7F) {
            blank = true;
            continue;
        }
        if (blank && to > start)
            *to++ = ' ';
        blank = false;
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        *to++ = c == '`' ? '\'' : c;
    }
    *to = '\0';
    *out = start;
    return OK;
}

/* A few rare letters fold into something that folds again. */
enum err
unicode_fold(const char *text, char **out)
{
    char *now, *next;
    enum err e;

    if (is_ascii(text))
        return fold_ascii(text, out);
    e = fold_once(text, &now);
    for (int i = 0; !e && i < 4 && !is_ascii(now); i++) {
        bool settled;

        e = fold_once(now, &next);
        if (e) {
            free(now);
            break;
        }
        settled = strcmp(now, next) == 0;
        free(now);
        now = next;
        if (settled)
            break;
    }
    if (!e)
        *out = now;
    return e;
}
