#include "web/kit/html.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
put(struct html *h, const char *bytes, size_t n)
{
    size_t room = h->room ? h->room : 4096;
    char *more;

    if (h->failed)
        return;
    if (h->used + n + 1 > h->room) {
        while (room < h->used + n + 1)
            room *= 2;
        if (!(more = realloc(h->text, room))) {
            h->failed = true;
            return;
        }
        h->text = more;
        h->room = room;
    }
    memcpy(h->text + h->used, bytes, n);
    h->used += n;
    h->text[h->used] = '\0';
}

void
html_raw(struct html *h, const char *markup)
{
    put(h, markup, strlen(markup));
}

/* What stands for the bytes at p, and how many of them; NULL: themselves. */
static const char *
instead(const unsigned char *p, size_t *bytes)
{
    *bytes = 1;
    switch (*p) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    case '\n':
    case '\r':
    case '\t':
        return NULL;
    case 0xe2:
        if (p[1] == 0x80 && (p[2] == 0xad || p[2] == 0xae)) {
            *bytes = 3;
            return "\xef\xbf\xbd";
        }
        return NULL;
    default:
        return *p < 0x20 || *p == 0x7f ? "\xef\xbf\xbd" : NULL;
    }
}

void
html_text(struct html *h, const char *text)
{
    const char *p = text, *from = text, *other;
    size_t n;

    if (!text)
        return;
    while (*p)
        if ((other = instead((const unsigned char *)p, &n))) {
            put(h, from, (size_t)(p - from));
            put(h, other, strlen(other));
            p += n;
            from = p;
        } else
            p++;
    put(h, from, (size_t)(p - from));
}

void
html_int(struct html *h, int64_t n)
{
    char digits[24];

    snprintf(digits, sizeof(digits), "%" PRId64, n);
    put(h, digits, strlen(digits));
}

char *
html_take(struct html *h)
{
    char *text = h->text;

    if (h->failed) {
        free(text);
        text = NULL;
    } else if (!text)
        text = calloc(1, 1);
    memset(h, 0, sizeof(*h));
    return text;
}
