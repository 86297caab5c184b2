#include "web/kit/params.h"

#include "text/unicode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int
hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Decodes in place what lies between from and end; the result ends with a NUL,
 * for which there is always room: at worst it replaces the separator. plus: a
 * + is a blank. */
static bool
decode(char *from, const char *end, bool plus)
{
    char *to = from;
    int high, low;

    for (const char *p = from; p < end; p++) {
        char c = *p;

        if (c == '+' && plus)
            c = ' ';
        else if (c == '%') {
            if (end - p < 3 || (high = hex_digit(p[1])) < 0
                || (low = hex_digit(p[2])) < 0)
                return false;
            c = (char)(high << 4 | low);
            p += 2;
        }
        if (!c)
            return false;
        *to++ = c;
    }
    *to = '\0';
    return unicode_valid(from);
}

/* One "name=value" between from and end. */
static bool
read_one(struct params *out, char *from, char *end)
{
    char *equals = memchr(from, '=', (size_t)(end - from));
    char *value = equals ? equals + 1 : end;

    if (from == end)
        return true;            /* "&&" */
    if (out->count == PARAMS_MAX || !decode(value, end, true)
        || !decode(from, equals ? equals : end, true))
        return false;
    out->item[out->count].name = from;
    out->item[out->count].value = value;
    out->count++;
    return true;
}

enum err
params_read(const char *text, size_t n, struct params *out)
{
    char *p, *end;

    memset(out, 0, sizeof(*out));
    if (!(out->bytes = malloc(n + 1)))
        return ERR_MEMORY;
    memcpy(out->bytes, text, n);
    out->bytes[n] = '\0';
    end = out->bytes + n;
    for (p = out->bytes; p < end;) {
        char *stop = memchr(p, '&', (size_t)(end - p));

        if (!stop)
            stop = end;
        if (!read_one(out, p, stop)) {
            params_clear(out);
            return ERR_INPUT;
        }
        p = stop + 1;
    }
    return OK;
}

void
params_clear(struct params *p)
{
    free(p->bytes);
    memset(p, 0, sizeof(*p));
}

bool
params_path(const char *text, size_t n, char *out, size_t room)
{
    size_t slashes = 0;

    if (n >= room)
        return false;
    memcpy(out, text, n);
    out[n] = '\0';
    for (const char *p = out; *p; p++)
        slashes += *p == '/';
    if (!decode(out, out + n, false))
        return false;
    for (const char *p = out; *p; p++) {
        slashes -= *p == '/';
        if ((unsigned char)*p < ' ' || *p == 0x7f)
            return false;
    }
    return slashes == 0;
}

const char *
params_get(const struct params *p, const char *name)
{
    for (int i = 0; i < p->count; i++)
        if (!strcmp(p->item[i].name, name))
            return p->item[i].value;
    return NULL;
}

bool
params_flag(const struct params *p, const char *name)
{
    const char *v = params_get(p, name);

    return v && (!strcmp(v, "1") || !strcmp(v, "true") || !strcmp(v, "yes")
        || !strcmp(v, "on"));
}

bool
params_digits(const char *text, int64_t max, int64_t *out)
{
    int64_t n = 0;

    if (!*text)
        return false;
    for (; *text; text++) {
        if (*text < '0' || *text > '9' || n > (max - (*text - '0')) / 10)
            return false;
        n = n * 10 + (*text - '0');
    }
    *out = n;
    return true;
}

bool
params_pair(const char *text, int64_t *first, int64_t *second)
{
    const char *dot = text ? strchr(text, '.') : NULL;
    char number[24];

    if (!dot || dot - text >= (ptrdiff_t)sizeof(number))
        return false;
    memcpy(number, text, (size_t)(dot - text));
    number[dot - text] = '\0';
    return params_digits(number, INT64_MAX, first)
        && params_digits(dot + 1, INT64_MAX, second);
}

int64_t
params_int(const struct params *p, const char *name, int64_t max,
    int64_t fallback)
{
    const char *v = params_get(p, name);
    int64_t n;

    return v && params_digits(v, max, &n) ? n : fallback;
}

void
params_write(char *to, size_t room, const char *name, const char *value)
{
    size_t n = strlen(to);

    n += (size_t)snprintf(to + n, room - n, "%c%s=", strchr(to, '?') ? '&'
        : '?', name);
    for (; *value && n + 4 < room; value++)
        n += (size_t)snprintf(to + n, room - n,
            strchr("&=+%#?\"' ", *value) || (unsigned char)*value < '!'
                    || (unsigned char)*value > '~' ? "%%%02X" : "%c",
            (unsigned char)*value);
}

const char *
params_address(const char *path, const char *name, const char *value,
    char out[PARAMS_ADDRESS])
{
    snprintf(out, PARAMS_ADDRESS, "%s", path);
    params_write(out, PARAMS_ADDRESS, name, value);
    return out;
}
