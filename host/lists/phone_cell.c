#include "lists/phone_cell.h"

#include "text/unicode.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { SHORT_WORD = 2, LEAST = 7, ONE_NUMBER = 15, CELL = 300, LOST = 0xFFFD };

/* What people write where there is no phone. */
static bool
says_none(const char *cell)
{
    static const char *const none[] = { "n/a", "na", "n.a.", "nil", "none",
        "null", "no", "hakuna", "hana", "aucun", "néant", "neant", "ninguno",
        "no tiene", "não tem", "nao tem", "yok", "لا يوجد", "የለም", "नहीं",
        "no phone", "no number", "hana simu", "hakuna simu",
        "pas de téléphone", "sin teléfono", "sem telefone" };

    if (!cell[strspn(cell, " \t\r\n-_./?*0")])
        return true;            /* a row of noughts is nobody's number */
    for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
        if (strcasecmp(cell, none[i]) == 0)
            return true;
    return false;
}

/* Of marks and signs none is a letter; the sign for one that was lost is, so
 * that somebody is asked. */
static bool
is_letter(uint32_t c)
{
    if (c < 0x80)
        return isalpha((int)c);
    return unicode_digit(c) < 0 && c >= 0xC0 && !(c >= 0x2000 && c <= 0x206F)
        && c != 0x2212 && c != 0x3000 && c != 0x180E && c != 0x061C
        && c != 0xFE58 && c != 0xFE63 && c != 0xFEFF && c != 0xFF0B
        && c != 0xFF0D;
}

/* Marks around a number so that it stands from left to right. The one that
 * turns digits stays, to be refused. */
static bool
is_mark(uint32_t c)
{
    return c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202D)
        || (c >= 0x2066 && c <= 0x2069);
}

static bool
is_digit(uint32_t c)
{
    return unicode_digit(c) >= 0;
}

/* The end of a word that begins at at; *letters: how many it has. */
static const char *
word_end(const char *at, int *letters)
{
    const char *next = at;

    for (*letters = 0; is_letter(unicode_next(&next)); ++*letters)
        at = next;
    return at;
}

/* Whether a word is about the number beside it: one or two letters that touch a
 * digit may be a digit mistyped. */
static bool
is_label(uint32_t before, const char *end, int letters)
{
    return letters > SHORT_WORD || (letters && !is_digit(before)
        && !is_digit(unicode_next(&end)));
}

/* Copies the cell, with a stroke for each word. */
static void
part_words(const char *cell, char *out, size_t room)
{
    uint32_t before = ' ', c;
    size_t n = 0;

    while (*cell && n + 8 < room) {
        const char *at = cell, *end;
        int letters;

        end = word_end(at, &letters);
        c = unicode_next(&at);
        if (c != LOST && is_label(before, end, letters)) {
            out[n++] = '/';
            before = ' ';
            cell = end;
            continue;
        }
        if (!is_mark(c)) {
            memcpy(out + n, cell, (size_t)(at - cell));
            n += (size_t)(at - cell);
        }
        before = c;
        cell = at;
    }
    out[n] = '\0';
}

static int
count_digits(const char *text, size_t n)
{
    const char *end = text + n;
    int digits = 0;

    while (text < end)
        digits += is_digit(unicode_next(&text));
    return digits;
}

/* Lines are numbers of their own where each has enough digits for one; else one
 * number goes over several lines. */
static void
settle_lines(char *text)
{
    bool whole = true;

    for (char *c = text; *c; c++)
        if (*c == '\r')
            *c = '\n';
    for (const char *line = text; *line; line += strspn(line, "\n")) {
        size_t n = strcspn(line, "\n");
        int digits = count_digits(line, n);

        whole &= !digits || digits >= LEAST;
        line += n;
    }
    for (char *c = text; *c; c++)
        if (*c == '\n')
            *c = whole ? '/' : ' ';
}

/* Where a second number begins in a part that is too long for one: at a +, or
 * in the middle, where both halves begin alike; 0: nowhere. */
static size_t
find_second(const char *part, size_t n)
{
    size_t first = strspn(part, " (");
    int all = count_digits(part, n);

    for (size_t i = first + 1; i < n; i++)
        if (part[i] == '+' && all > ONE_NUMBER)
            return i;
    for (size_t i = first + 1; i < n; i++)
        if (all > ONE_NUMBER && strchr(" -", part[i - 1])
            && part[i] == part[first]
            && 2 * count_digits(part, i) == all)
            return i;
    return 0;
}

static void
add(char *out, size_t room, const char *part, size_t n)
{
    size_t used = strlen(out);

    while (n && strchr(" -,;:&|()[]", *part)) {
        if (*part == '(' && memchr(part, ')', n))
            break;              /* (011) 234 5678 */
        part++;
        n--;
    }
    while (n && strchr(" -(", part[n - 1]))
        n--;
    if (n)
        snprintf(out + used, room - used, "%s%.*s", used ? " / " : "", (int)n,
            part);
}

/* Puts what is left between the strokes together. */
static void
gather(const char *parted, char *out, size_t room)
{
    *out = '\0';
    while (*parted) {
        size_t n = strcspn(parted, "/"), second = find_second(parted, n);

        if (second)
            add(out, room, parted, second);
        add(out, room, parted + second, n - second);
        parted += n + (parted[n] == '/');
    }
}

/* 712345678.0: what a program makes of a number; the 0 is no digit of it. */
static void
cut_decimals(char *text)
{
    size_t n = strspn(text, "0123456789");

    if (n >= LEAST && text[n] == '.'
        && !text[n + 1 + strspn(text + n + 1, "0 ")])
        text[n] = '\0';
}

bool
phone_cell_read(const char *cell, char *out, size_t room)
{
    char parted[CELL];

    *out = '\0';
    cell += strspn(cell, " \t\r\n");
    if (says_none(cell))
        return false;
    part_words(cell, parted, sizeof(parted));
    cut_decimals(parted);
    if (!count_digits(parted, strlen(parted)))
        return true;
    settle_lines(parted);
    gather(parted, out, room);
    return false;
}
