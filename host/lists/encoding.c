#include "lists/encoding.h"

#include "text/unicode.h"

#include <iconv.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { LOOKED_AT = 400 };       /* bytes that tell UTF-16 without a mark */

static bool
begins(const char *bytes, size_t n, const char *mark, size_t n_mark)
{
    return n >= n_mark && memcmp(bytes, mark, n_mark) == 0;
}

/* Every other byte of UTF-16 is zero in the letters of most heads, and in the
 * signs and digits between others; nowhere else are so many. */
static const char *
find_utf16(const char *bytes, size_t n)
{
    size_t zero[2] = { 0, 0 }, half = (n < LOOKED_AT ? n : LOOKED_AT) / 2;

    if (begins(bytes, n, "\xff\xfe", 2))
        return "UTF-16LE";
    if (begins(bytes, n, "\xfe\xff", 2))
        return "UTF-16BE";
    for (size_t i = 0; i < 2 * half; i++)
        zero[i % 2] += !bytes[i];
    if (half < 4 || (zero[0] > half / 8 && zero[1] > half / 8))
        return NULL;
    return zero[1] > half / 8 ? "UTF-16LE" : zero[0] > half / 8 ? "UTF-16BE"
                                                                : NULL;
}

/* What the bytes above 127 are like. */
struct high {
    size_t all, utf8, stray;    /* of them; letters of UTF-8; others */
    size_t turkish;             /* where 1254 and 1252 differ */
    size_t alefs, long_runs, short_runs; /* long: three and more in a row */
};

static void
end_run(struct high *h, size_t *run)
{
    h->long_runs += *run > 2;
    h->short_runs += *run > 0 && *run <= 2;
    *run = 0;
}

static void
count_high(const char *bytes, size_t n, struct high *out)
{
    size_t run = 0;

    *out = (struct high){ .all = 0 };
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)bytes[i];
        size_t length = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;

        if (c < 0x80) {
            end_run(out, &run);
            continue;
        }
        run++;
        out->all++;
        out->alefs += c == 0xc7;
        out->turkish += memchr("\xd0\xdd\xde\xf0\xfd\xfe", c, 6) != NULL;
        if (c >= 0xc2 && i + length <= n
            && unicode_valid_bytes(bytes + i, length))
            out->utf8++;
        else
            out->stray += c >= 0xc0;
    }
    end_run(out, &run);
}

/* The code page of a spreadsheet that knows no UTF-8: in Arabic whole words are
 * above 127 and each tenth letter is an alef; letters of Turkish stand where
 * 1252 has those of Icelandic. */
static const char *
find_page(const struct high *h)
{
    if (h->long_runs > h->short_runs && h->alefs * 20 > h->all)
        return "WINDOWS-1256";
    return h->turkish ? "WINDOWS-1254" : "WINDOWS-1252";
}

static enum err
copy(const char *bytes, size_t n, char **out, size_t *out_n)
{
    if (!(*out = malloc(n + 1)))
        return ERR_MEMORY;
    memcpy(*out, bytes, n);
    (*out)[n] = '\0';
    *out_n = n;
    return OK;
}

/* A code unit gives at most three bytes of UTF-8. */
static enum err
convert(const char *from, const char *bytes, size_t n, char **out,
    size_t *out_n)
{
    size_t room = 3 * n + 4, left = room - 1, failed;
    char *in = (char *)bytes, *to;
    iconv_t cd = iconv_open("UTF-8", from);

    if (cd == (iconv_t)-1)
        return ERR_INPUT;
    if (!(*out = to = malloc(room))) {
        iconv_close(cd);
        return ERR_MEMORY;
    }
    failed = iconv(cd, &in, &n, &to, &left) == (size_t)-1;
    iconv_close(cd);
    if (failed) {
        free(*out);
        *out = NULL;
        return ERR_INPUT;
    }
    *to = '\0';
    *out_n = (size_t)(to - *out);
    return OK;
}

enum err
encoding_utf8(const char *bytes, size_t n, char **out, size_t *out_n)
{
    const char *wide = find_utf16(bytes, n);
    struct high high;
    enum err e;

    if (wide) {
        size_t mark = begins(bytes, n, "\xff\xfe", 2)
            || begins(bytes, n, "\xfe\xff", 2) ? 2 : 0;

        return convert(wide, bytes + mark, n - mark, out, out_n);
    }
    if (begins(bytes, n, "\xef\xbb\xbf", 3)) {
        bytes += 3;
        n -= 3;
    }
    if (unicode_valid_bytes(bytes, n))
        return copy(bytes, n, out, out_n);
    count_high(bytes, n, &high);
    if (high.utf8 && high.utf8 >= high.stray) /* the others are damaged */
        return copy(bytes, n, out, out_n);
    e = convert(find_page(&high), bytes, n, out, out_n);
    return e == ERR_INPUT ? copy(bytes, n, out, out_n) : e;
}
