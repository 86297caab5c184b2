#include "text/class_fold.h"

#include "text/unicode.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Folded: English, French, Portuguese and Spanish, Swahili, Arabic, Amharic,
 * Hindi, Turkish. */
static const char *const words_for_class[] = { "class", "classe", "clase",
    "turma", "darasa", "صف", "الصف", "ክፍል", "कक्षा", "sinif", "sinifi" };

static bool
is_word_for_class(const char *word, size_t n)
{
    for (size_t i = 0; i < sizeof(words_for_class) / sizeof(char *); i++)
        if (strlen(words_for_class[i]) == n
            && memcmp(words_for_class[i], word, n) == 0)
            return true;
    return false;
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
