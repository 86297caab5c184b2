#include "web/kit/multipart.h"

#include "text/unicode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char type[] = "multipart/form-data";

bool
multipart_is(const char *content_type)
{
    return !strncasecmp(content_type, type, sizeof(type) - 1);
}

/* What stands before each part: "\r\n--" and the boundary, RFC 2046 §5.1.1. */
static bool
read_boundary(const char *content_type, char out[80])
{
    const char *at = strcasestr(content_type, "boundary=");
    size_t n;

    if (!at)
        return false;
    at += 9;
    n = *at == '"' ? strcspn(++at, "\"") : strcspn(at, "; \t");
    if (!n || n > 70)
        return false;
    snprintf(out, 80, "\r\n--%.*s", (int)n, at);
    return true;
}

/* A part's headers, from head to end: its name and whether it is a file. */
static bool
read_head(const char *head, const char *end, char *name, size_t room,
    bool *is_file)
{
    static const char field[] = "name=\"";
    char line[400];
    const char *at, *stop;
    size_t n = (size_t)(end - head);

    if (n >= sizeof(line) || memchr(head, '\0', n))
        return false;
    memcpy(line, head, n);
    line[n] = '\0';
    *is_file = strcasestr(line, "filename=") != NULL;
    for (at = line; (at = strcasestr(at, field)); at++)
        if (at > line && strchr("; \t", at[-1]))
            break;
    if (!at || !(stop = strchr(at += sizeof(field) - 1, '"'))
        || (size_t)(stop - at) >= room)
        return false;
    memcpy(name, at, (size_t)(stop - at));
    name[stop - at] = '\0';
    return unicode_valid(name);
}

/* Copies a field behind the others; *to is where there is room. */
static bool
keep(struct params *out, char **to, const char *name, const char *value,
    size_t n)
{
    size_t bytes = strlen(name) + 1;

    if (out->count == PARAMS_MAX || memchr(value, '\0', n))
        return false;
    memcpy(*to, name, bytes);
    memcpy(*to + bytes, value, n);
    (*to)[bytes + n] = '\0';
    out->item[out->count].name = *to;
    out->item[out->count].value = *to + bytes;
    out->count++;
    *to += bytes + n + 1;
    return unicode_valid(out->item[out->count - 1].value);
}

/* The parts between at and end; at is behind the first boundary. */
static bool
read_parts(const char *at, const char *end, const char *mark,
    struct params *out, struct upload *file)
{
    size_t n = strlen(mark);
    char *to = out->bytes, name[64];
    bool is_file;

    while (end - at >= 2 && memcmp(at, "--", 2) != 0) {
        const char *head = at + 2, *value, *stop;

        if (memcmp(at, "\r\n", 2) != 0
            || !(value = memmem(head, (size_t)(end - head), "\r\n\r\n", 4))
            || !read_head(head, value, name, sizeof(name), &is_file))
            return false;
        value += 4;
        if (!(stop = memmem(value, (size_t)(end - value), mark, n)))
            return false;
        if (!is_file && !keep(out, &to, name, value, (size_t)(stop - value)))
            return false;
        if (is_file && !file->bytes && stop > value)
            *file = (struct upload){ value, (size_t)(stop - value) };
        at = stop + n;
    }
    return end - at >= 2;
}

enum err
multipart_read(const char *body, size_t n, const char *content_type,
    struct params *out, struct upload *file)
{
    char mark[80];

    memset(out, 0, sizeof(*out));
    *file = (struct upload){ NULL, 0 };
    if (!read_boundary(content_type, mark) || n < strlen(mark)
        || memcmp(body, mark + 2, strlen(mark) - 2) != 0)
        return ERR_INPUT;
    /* names and values with their ends are shorter than the parts */
    if (!(out->bytes = malloc(n)))
        return ERR_MEMORY;
    if (read_parts(body + strlen(mark) - 2, body + n, mark, out, file))
        return OK;
    params_clear(out);
    *file = (struct upload){ NULL, 0 };
    return ERR_INPUT;
}
