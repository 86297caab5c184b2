/* A text is judged with the built-in lists and with lists made of the same
 * bytes, and for what cannot wait: it ends, the level is one of three, and a reason comes with every level
 * but none, cut between letters. The input: text, a line feed, lines of a list. */
#include "mapping/concern.h"
#include "mapping/urgent.h"
#include "text/unicode.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void
check(const struct concern_words *w, const char *text, const char *languages)
{
    char reason[CONCERN_REASON_MAX];
    enum concern c = concern_of(w, text, languages, reason);

    if (c != CONCERN_NONE && c != CONCERN_PERHAPS && c != CONCERN_SURE)
        abort();
    if (memchr(reason, '\0', sizeof(reason)) == NULL || !unicode_valid(reason))
        abort();
    if ((c != CONCERN_NONE) != (*reason != '\0'))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct concern_words *w;
    char copy[6001], *own = copy;
    const char *text;

    if (size > 6000)
        return 0;
    memcpy(copy, data, size);
    copy[size] = '\0';
    text = strsep(&own, "\n");
    check(concern_words_built_in(), text, NULL);
    check(concern_words_built_in(), text, "sw en");
    if (urgent_of(text, NULL) && !*urgent_name(urgent_of(text, NULL)))
        abort();
    if (!own || concern_words_only(own, &w))
        return 0;
    check(w, text, "en");
    concern_words_close(w);
    return 0;
}
