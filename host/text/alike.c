#include "text/alike.h"

#include "text/unicode.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Whether a sign between two words, or beside one, changes what is meant: *150#
 * is another code than 150, 10.00 another sum than 1000. first, last: it stands
 * at a word. */
static bool
is_meant(const char *sign, bool first, bool last)
{
    bool after = first && is_digit(sign[-1]);
    bool before = last && is_digit(sign[1]);

    switch (*sign) {
    case '*':
    case '#':
        return after || before || (sign[1] && strchr("*#", sign[1]));
    case '%':
        return after;
    case '.':
    case ',':
        return after && before;
    case '@':
    case '/':
    case '_':
        return first && last;
    default:
        return false;
    }
}

/* The signs from `at` to `end`, between two words, that are meant. */
static char *
put_signs(char *to, const char *start, const char *at, const char *end,
    bool words_follow)
{
    for (const char *one = at; one < end; one++)
        if (is_meant(one, one == at && at != start,
                one + 1 == end && words_follow))
            *to++ = (char)(*one == ',' ? '.' : *one);
    return to;
}

enum err
alike_core(const char *text, char **out)
{
    const char *at, *end, *word;
    char *folded = NULL, *to;
    size_t bytes;
    enum err e = unicode_fold(text, &folded);

    if (e)
        return e;
    if (!(to = *out = malloc(strlen(folded) + 1))) {
        free(folded);
        return ERR_MEMORY;
    }
    for (at = end = folded; unicode_word(&end, &word, &bytes); at = end) {
        to = put_signs(to, folded, at, word, true);
        memcpy(to, word, bytes);
        to += bytes;
    }
    to = put_signs(to, folded, at, at + strlen(at), false);
    *to = '\0';
    free(folded);
    return OK;
}

const char *
alike_begin(const char *text)
{
    static const char *const marks[] = { "fwd", "fw", "forwarded message",
        "forwarded", "forward" };
    static const char *const signs[] = { "\"", "'", ">", "-", "*",
        "\xe2\x80\x9c",
        "\xe2\x80\x98", "\xc2\xab", " ", "\t", "\r", "\n" };
    const char *was;

    do {
        was = text;
        for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
            if (!strncmp(text, signs[i], strlen(signs[i])))
                text += strlen(signs[i]);
        for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
            size_t n = strlen(marks[i]);

            if (!strncasecmp(text, marks[i], n)
                && text[n + strspn(text + n, " ")] == ':')
                text += n + strspn(text + n, " ") + 1;
        }
    } while (text != was);
    return text;
}

/* Whether the word stands in the text as a whole. */
static bool
has_word(const char *text, const char *word, size_t bytes)
{
    const char *one;
    size_t n;

    while (unicode_word(&text, &one, &n))
        if (n == bytes && !memcmp(one, word, n))
            return true;
    return false;
}

/* Of how many words of the text the other has: *both of *all. */
static void
share(const char *text, const char *other, int *both, int *all)
{
    const char *word;
    size_t bytes;

    for (*both = *all = 0; unicode_word(&text, &word, &bytes); ++*all)
        *both += has_word(other, word, bytes);
}

enum alike
alike_compare(const char *core, const char *folded, const char *our_core,
    const char *our_folded)
{
    int both, all, our_both, our_all;

    if (!*core || !*our_core)
        return ALIKE_NOT;
    if (!strcmp(core, our_core))
        return ALIKE_SAME;
    if (strlen(core) >= ALIKE_LEAST && strstr(our_core, core))
        return ALIKE_PART;
    if (strlen(our_core) >= ALIKE_LEAST && strstr(core, our_core))
        return ALIKE_MORE;
    share(folded, our_folded, &both, &all);
    share(our_folded, folded, &our_both, &our_all);
    return all >= 4 && both * 10 >= all * 6 && our_both * 10 >= our_all * 5
        ? ALIKE_OTHER : ALIKE_NOT;
}

void
alike_strange(const char *folded, const char *other, char *out, size_t room)
{
    const char *word;
    size_t used = 0, bytes;

    *out = '\0';
    while (unicode_word(&folded, &word, &bytes)) {
        if (has_word(other, word, bytes) || has_word(out, word, bytes))
            continue;
        if (used + bytes + 2 > room)
            return;
        if (used)
            out[used++] = ' ';
        memcpy(out + used, word, bytes);
        out[used += bytes] = '\0';
    }
}
