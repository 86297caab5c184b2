/* What staff type: cleaned, reported on, split, and joined to the same text;
 * folding settles. */
#include "text/join.h"
#include "text/text.h"
#include "text/unicode.h"

#include <stdlib.h>
#include <string.h>

static void
must(int promise)
{
    if (!promise)
        abort();
}

static void
check_split(const char *text, enum parts_width width)
{
    static struct part p[PARTS_MAX];
    static struct join_part j[PARTS_MAX];
    struct parts_size s;
    char *back;
    int n = 0;

    must(!parts_measure(text, width, &s));
    must(s.left >= 0 && s.left <= s.per_part);
    if (parts_split(text, width, 0xBEEF, p, PARTS_MAX, &n)) {
        must(!*text || s.parts > PARTS_MAX);
        return;
    }
    must(n == s.parts);
    for (int i = 0; i < n; i++) {
        must(p[i].units > 0 && p[i].units <= PARTS_UNITS_MAX);
        j[i] = (struct join_part){ p[i].text, p[i].units };
    }
    must(!join_text(j, n, &back));
    /* a byte order mark in front does not come back */
    if (strncmp(text, "\xEF\xBB\xBF", 3) != 0)
        must(strcmp(back, text) == 0);
    free(back);
}

static void
check_fold(const char *text)
{
    char *once, *twice;
    const char *at, *word;
    size_t bytes;

    must(!unicode_fold(text, &once));
    must(unicode_valid(once));
    must(!unicode_fold(once, &twice));
    must(strcmp(once, twice) == 0);
    for (at = once; unicode_word(&at, &word, &bytes);)
        must(bytes > 0 && word + bytes == at);
    free(once);
    free(twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text_report r;
    char *text, *clean;

    if (size > 4096 || !(text = malloc(size + 1)))
        return 0;
    memcpy(text, data, size);
    text[size] = '\0';
    if (unicode_valid(text))
        check_fold(text);
    if (!text_clean(text, &clean)) {
        check_split(clean, PARTS_WIDTH_8);
        check_split(clean, PARTS_WIDTH_16);
        must(!text_check(clean, &r));
        must(!r.plain || unicode_valid(r.plain));
        text_report_clear(&r);
        free(clean);
    }
    free(text);
    return 0;
}
