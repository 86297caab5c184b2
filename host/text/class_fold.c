#include "text/class_fold.h"

#include "text/unicode.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Folded: English, French, Portuguese and Spanish, Swahili, Arabic, Amharic,
 * Hindi, Turkish. */
static const char *const words_for_class[] = { "class", "classe", "clase",
    "turma", "darasa", "صف", "الصف", "ክፍል", "कक्षा", "sinif", "sinifi" };

/* The same for a year of school, and what stands behind a number in order. */
static const char *const words_for_year[] = { "grade", "gr", "form", "std",
    "standard", "year", "level", "stream", "section", "gredi", "kidato",
    "mkondo", "annee", "niveau", "grado", "curso", "ano", "serie", "nivel",
    "seccion", "grupo", "sube", "st", "nd", "rd", "th", "eme", "e", "er", "o",
    "a", "ª", "º" };

static bool
has_word(const char *const *words, size_t count, const char *word, size_t n)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(words[i]) == n && memcmp(words[i], word, n) == 0)
            return true;
    return false;
}

static bool
is_word_for_class(const char *word, size_t n)
{
    return has_word(words_for_class, sizeof(words_for_class) / sizeof(char *),
        word, n);
}

enum err
class_fold(const char *name, char **out)
{
    char *folded, *to;
    const char *at, *word;
    size_t n, all = 0;
    enum err e = unicode_fold(name, &folded);

    if (e)
        return e;
    for (at = folded; unicode_word(&at, &word, &n);)
        all += !is_word_for_class(word, n);
    if (!(*out = to = malloc(strlen(folded) + 1))) {
        free(folded);
        return ERR_MEMORY;
    }
    for (at = folded; unicode_word(&at, &word, &n);)
        if (!all || !is_word_for_class(word, n)) {
            memcpy(to, word, n);
            to += n;
        }
    *to = '\0';
    if (to == *out)             /* signs alone: as they are */
        strcpy(*out, folded);
    free(folded);
    return OK;
}

/* Digits and letters apart: "4th" is 4 and th. A copy, the caller's. */
static char *
part_digits(const char *folded)
{
    char *out = malloc(2 * strlen(folded) + 1), *to = out;

    for (const char *c = folded; out && *c; c++) {
        bool here = *c >= '0' && *c <= '9';
        bool before = c > folded && c[-1] >= '0' && c[-1] <= '9';

        if (c > folded && here != before && *c != ' ' && c[-1] != ' ')
            *to++ = ' ';
        *to++ = *c;
    }
    if (out)
        *to = '\0';
    return out;
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "a" and "e" are letters of a class, and signs of order only where another
 * word follows. */
static bool
is_needless(const char *word, size_t n, bool last)
{
    return is_word_for_class(word, n)
        || ((n > 1 || !last) && has_word(words_for_year,
               sizeof(words_for_year) / sizeof(char *), word, n));
}

enum err
class_core(const char *name, char **out)
{
    char *folded, *parted, *to;
    const char *at, *word, *next;
    size_t n, m;
    enum err e = unicode_fold(name, &folded);

    if (e)
        return e;
    parted = part_digits(folded);
    *out = to = parted ? malloc(strlen(parted) + 1) : NULL;
    for (at = parted; to && unicode_word(&at, &word, &n);) {
        const char *ahead = at;

        while (n > 1 && *word == '0' && is_digit(word[1])) {
            word++;
            n--;
        }
        if (is_needless(word, n, !unicode_word(&ahead, &next, &m)))
            continue;
        memcpy(to, word, n);
        to += n;
    }
    if (to)
        *to = '\0';
    free(folded);
    free(parted);
    if (to && to == *out) {     /* such words alone */
        free(*out);
        return class_fold(name, out);
    }
    return to ? OK : ERR_MEMORY;
}
