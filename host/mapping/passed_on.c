#include "mapping/passed_on.h"

#include "text/unicode.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS_LEAST = 7, DIGITS_MOST = 16 };

/* The end of what may be a number at `at`: digits, with signs between. */
static const char *
run_of(const char *at, int *digits)
{
    const char *end = at;

    for (*digits = 0; *at && (isdigit((unsigned char)*at)
            || (*digits && strchr(" -()", *at))
            || (!*digits && strchr("+(", *at))); at++)
        if (isdigit((unsigned char)*at)) {
            ++*digits;
            end = at + 1;
        }
    return end;
}

bool
passed_on_number(
    const char *text, const char *country, char number[PHONE_MAX])
{
    int found = 0;

    while (*text) {
        struct phone_number read;
        char raw[PHONE_MAX] = "";
        int digits;
        const char *end = run_of(text, &digits);
        size_t n = (size_t)(end - text);

        if (digits < DIGITS_LEAST || digits > DIGITS_MOST || n >= sizeof(raw)) {
            text += digits ? n : 1;
            continue;
        }
        memcpy(raw, text, n);
        phone_read(raw, country, &read);
        if (read.kind == PHONE_NUMBER && read.international && !read.doubtful
            && (!found || strcmp(number, read.text) != 0)) {
            found++;
            memcpy(number, read.text, PHONE_MAX);
        }
        text = end;
    }
    return found == 1;
}

/* Words of such notices, folded. */
bool
passed_on_picture(const char *text)
{
    static const char *const words[] = { "picture message", "photo message",
        "multimedia", "mms", "ujumbe wa picha", "message photo",
        "mensaje multimedia", "mensagem multimidia", "رسالة وسائط",
        "رسالة مصورة", "resimli mesaj", "मल्टीमीडिया" };
    char *folded, *word;
    bool found = false;

    if (unicode_fold(text, &folded))
        return false;
    for (size_t i = 0; !found && i < sizeof(words) / sizeof(*words); i++) {
        if (unicode_fold(words[i], &word))
            break;
        found = strstr(folded, word) != NULL;
        free(word);
    }
    free(folded);
    return found;
}
