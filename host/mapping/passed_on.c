#include "mapping/passed_on.h"

#include "mapping/urgent.h"
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

/* The only number in text, and where it begins; NULL: none, or several. */
static const char *
find_number(const char *text, const char *country, char number[PHONE_MAX])
{
    const char *at = NULL;
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
            at = text;
            memcpy(number, read.text, PHONE_MAX);
        }
        text = end;
    }
    return found == 1 ? at : NULL;
}

bool
passed_on_number(
    const char *text, const char *country, char number[PHONE_MAX])
{
    return find_number(text, country, number) != NULL;
}

/* Whether a sentence ends at this place; "12.12.2026" is within one. */
static bool
ends(const char *at)
{
    return *at == '\n' || (*at && strchr(".!?;", *at)
        && (!at[1] || isspace((unsigned char)at[1])));
}

static int
letters(const char *at, const char *end)
{
    int n = 0;

    for (; at < end; at++)
        n += isalpha((unsigned char)*at) || (unsigned char)*at >= 0x80;
    return n;
}

static bool
asks(const char *at, const char *end)
{
    char *part = strndup(at, (size_t)(end - at));
    bool is = part && urgent_asks_call(part, NULL);

    free(part);
    return is;
}

/* "From: 0712345678" says it in the sentence before. */
enum { SHORT_SENTENCE = 8 };

bool
passed_on_call(const char *text, const char *country, char number[PHONE_MAX])
{
    const char *at = find_number(text, country, number), *start, *end;

    if (!at)
        return false;
    for (start = at; start > text && !ends(start - 1); start--)
        ;
    for (end = at; *end && !ends(end); end++)
        ;
    if (letters(start, end) < SHORT_SENTENCE && start > text)
        for (start--; start > text && !ends(start - 1)
            && !isdigit((unsigned char)start[-1]); start--)
            ;
    return asks(start, end);
}

/* Whether word stands in text; a short one by itself alone. */
static bool
stands(const char *text, const char *word)
{
    size_t n = strlen(word);
    const char *at = text;

    for (; (at = strstr(at, word)); at += n)
        if (n > 3 || ((at == text || !letters(at - 1, at))
                && !letters(at + n, at + n + 1)))
            return true;
    return false;
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
        found = stands(folded, word);
        free(word);
    }
    free(folded);
    return found;
}
