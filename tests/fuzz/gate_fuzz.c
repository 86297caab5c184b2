/* A request as it comes by network, read as mildly as libmicrohttpd 0.9.75 does:
 * a line ends with LF, CR or both, a value at a NUL, a line that begins with a
 * blank goes on the one before. What the gate lets in must be, byte for byte, the
 * one way in which it can be written. */
#include "web/gate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LINES = 64 };

struct line {
    char *text;                 /* ends with NUL, may hold more */
    size_t n;
};

/* Cuts text at its line ends; how many lines, the empty one at the end not
 * counted. -1: there is no end, or too many. */
static int
cut(char *text, size_t size, struct line lines[LINES], size_t *used)
{
    size_t from = 0;
    int n = 0;

    for (size_t i = 0; i < size; i++) {
        size_t length = i - from;

        if (text[i] != '\r' && text[i] != '\n')
            continue;
        if (n == LINES)
            return -1;
        if (text[i] == '\r' && i + 1 < size && text[i + 1] == '\n')
            text[i++] = '\0';
        text[i] = '\0';
        if (!length && n) {
            *used = i + 1;
            return n;
        }
        lines[n++] = (struct line){ text + from, length };
        from = i + 1;
    }
    return -1;
}

static void
take(struct head *h, struct line *l)
{
    char *colon = memchr(l->text, ':', l->n), *value;

    if (!colon) {
        h->malformed = true;
        return;
    }
    value = colon + 1;
    while (*value == ' ' || *value == '\t')
        value++;
    head_line(h, l->text, (size_t)(colon - l->text), (size_t)(value - colon),
        value, strlen(value));
}

/* The request as it should have come. */
static void
write_line(FILE *to, const struct line *l)
{
    fwrite(l->text, 1, l->n, to);
    fputs("\r\n", to);
}

static void
check(const uint8_t *data, size_t used, const struct line *lines, int n)
{
    char *made = NULL;
    size_t bytes = 0;
    FILE *to = open_memstream(&made, &bytes);

    for (int i = 0; i < n; i++)
        write_line(to, &lines[i]);
    fputs("\r\n", to);
    fclose(to);
    if (bytes != used || memcmp(made, data, used))
        abort();                /* another reading of it is possible */
    for (size_t i = 0; i < used; i++)
        if (!data[i] || (data[i] == '\r' && data[i + 1] != '\n')
            || (data[i] == '\n' && i + 1 < used
                && (data[i + 1] == ' ' || data[i + 1] == '\t')))
            abort();
    free(made);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct gate_names names = { "", "", "pi", "" };
    struct line lines[LINES];
    char *text = malloc(size + 1), *target, *version;
    const char *why;
    struct head h;
    size_t used = 0;
    int n;

    memcpy(text, data, size);
    text[size] = '\0';
    n = cut(text, size, lines, &used);
    if (n > 0 && (target = strchr(lines[0].text, ' '))
        && (version = strrchr(target + 1, ' ')) && version > target) {
        head_start(&h);
        for (int i = 1; i < n; i++) {
            /* one that is folded adds to the one before, and is none itself */
            if (*lines[i].text != ' ' && *lines[i].text != '\t')
                take(&h, &lines[i]);
        }
        *target++ = '\0';
        *version++ = '\0';
        if (!gate_check(&h, target, &names, &why)
            && head_is_whole(&h, lines[0].text, target, version, used)) {
            target[-1] = version[-1] = ' ';
            check(data, used, lines, n);
        }
    }
    free(text);
    return 0;
}
