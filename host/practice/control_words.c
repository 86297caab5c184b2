#include "practice/alphabet.h"
#include "practice/control_own.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool
hex4(const char *p, unsigned *out)
{
    char digits[5] = "";
    char *end;

    strncpy(digits, p, 4);
    *out = (unsigned)strtoul(digits, &end, 16);
    return strlen(digits) == 4 && !*end;
}

/* \uXXXX, also as a surrogate pair, into UTF-8; p stands on the "u". */
static bool
unescape_unicode(const char **p, char **to)
{
    uint16_t units[2];
    unsigned v;
    size_t n = 1;

    if (!hex4(*p + 1, &v))
        return false;
    units[0] = (uint16_t)v;
    *p += 5;
    if ((v & 0xfc00) == 0xd800 && (*p)[0] == '\\' && (*p)[1] == 'u'
        && hex4(*p + 2, &v)) {
        units[n++] = (uint16_t)v;
        *p += 6;
    }
    *to += alphabet_utf8(units, n, *to);
    return true;
}

/* A quoted word, read in place (it only gets shorter); from stands behind the
 * opening quote. Returns the place behind the closing one, or NULL. */
static char *
unquote(char *from)
{
    static const char plain[] = "\"\\/bfnrt", means[] = "\"\\/\b\f\n\r\t";
    const char *p = from, *at;
    char *to = from;

    while (*p && *p != '"') {
        if (*p != '\\') {
            *to++ = *p++;
            continue;
        }
        p++;
        if (*p == 'u') {
            /* Three bytes of UTF-8 at most for six of the escape. */
            char text[8], *end = text;

            if (!unescape_unicode(&p, &end))
                return NULL;
            memcpy(to, text, (size_t)(end - text));
            to += end - text;
            continue;
        }
        at = *p ? strchr(plain, *p) : NULL;
        if (!at)
            return NULL;
        *to++ = means[at - plain];
        p++;
    }
    if (*p != '"')
        return NULL;
    *to = '\0';
    return from + (p + 1 - from);
}

static bool
is_option(const char *p)
{
    size_t n = strspn(p, "abcdefghijklmnopqrstuvwxyz");

    return n && p[n] == '=';
}

bool
words_read(struct words *w, char *line)
{
    char *p = line;

    memset(w, 0, sizeof(*w));
    for (;;) {
        char **to;

        p += strspn(p, " \t\r\n");
        if (!*p)
            return true;
        if (is_option(p)) {
            if (w->options == CONTROL_OPTIONS)
                return false;
            w->name[w->options] = p;
            p = strchr(p, '=');
            *p++ = '\0';
            to = &w->value[w->options++];
        } else {
            if (w->count == CONTROL_WORDS)
                return false;
            to = &w->word[w->count++];
        }
        *to = p;
        if (*p == '"') {
            *to = ++p;
            p = unquote(p);
            if (!p)
                return false;
        } else {
            p += strcspn(p, " \t\r\n");
            if (*p)
                *p++ = '\0';
        }
    }
}

static int
option(struct words *w, const char *name)
{
    for (int i = 0; i < w->options; i++)
        if (!strcmp(w->name[i], name)) {
            w->used[i] = true;
            return i;
        }
    return -1;
}

const char *
words_text(struct words *w, const char *name, const char *otherwise)
{
    int i = option(w, name);

    return i < 0 ? otherwise : w->value[i];
}

bool
words_int(struct words *w, const char *name, int64_t *out)
{
    int i = option(w, name);
    char *end;
    int64_t v;

    if (i < 0)
        return true;
    v = strtoll(w->value[i], &end, 0);
    if (end == w->value[i] || *end)
        return false;
    *out = v;
    return true;
}

bool
words_bool(struct words *w, const char *name, bool *out)
{
    int i = option(w, name);

    if (i < 0)
        return true;
    if (!strcmp(w->value[i], "on") || !strcmp(w->value[i], "yes"))
        *out = true;
    else if (!strcmp(w->value[i], "off") || !strcmp(w->value[i], "no"))
        *out = false;
    else
        return false;
    return true;
}

const char *
words_unused(const struct words *w)
{
    for (int i = 0; i < w->options; i++)
        if (!w->used[i])
            return w->name[i];
    return NULL;
}
