/* names.c - word by word, then once more with ' and - taken out. */
#include "mapping/names.h"

#include "text/unicode.h"

#include <stdlib.h>
#include <string.h>

enum err
names_split(const char *text, struct names_text *out)
{
    const char *at, *word, *end = NULL;
    size_t n, most;
    enum err e;

    *out = (struct names_text){ 0 };
    e = unicode_fold(text, &out->folded);
    if (e) {
        out->folded = NULL;
        return e;
    }
    most = strlen(out->folded) / 2 + 1;     /* a byte and a blank each */
    if (most > NAMES_WORDS_MAX)
        most = NAMES_WORDS_MAX;
    out->words = calloc(most, sizeof(*out->words));
    if (!out->words) {
        names_clear(out);
        return ERR_MEMORY;
    }
    for (at = out->folded;
         out->count < (int)most && unicode_word(&at, &word, &n);) {
        bool near = end && word == end + 1;
        bool glued = near && (*end == '\'' || *end == '-');

        out->words[out->count++] = (struct names_word){ .at = word, .bytes = n,
            .glued = glued, .apart = end && !glued && !(near && *end == ' ') };
        end = word + n;
    }
    return OK;
}

void
names_clear(struct names_text *t)
{
    free(t->folded);
    free(t->words);
    *t = (struct names_text){ 0 };
}

static bool
same_word(const struct names_word *a, const struct names_word *b)
{
    return a->bytes == b->bytes && memcmp(a->at, b->at, a->bytes) == 0;
}

/* How many words of t from i on are name, word by word; 0 when not. */
static int
match_words(const struct names_text *t, int i, const struct names_text *name)
{
    if (t->count - i < name->count)
        return 0;
    for (int k = 0; k < name->count; k++) {
        const struct names_word *w = &t->words[i + k];

        if (w->used || !same_word(w, &name->words[k])
            || (k > 0 && w->apart && !name->words[k].apart))
            return 0;
    }
    return name->count;
}

/* A place between two letters of a text whose glue is not seen. */
struct walk {
    const struct names_text *t;
    int word;
    size_t byte;
};

/* The next byte; ' ' or ',' between words that are not glued, 0 behind stop. */
static int
step(struct walk *w, int stop)
{
    if (w->word >= stop)
        return 0;
    if (w->byte < w->t->words[w->word].bytes)
        return (unsigned char)w->t->words[w->word].at[w->byte++];
    w->word++;
    w->byte = 0;
    if (w->word >= stop)
        return 0;
    if (w->t->words[w->word].glued)
        return step(w, stop);
    return w->t->words[w->word].apart ? ',' : ' ';
}

/* The same, with what is glued together read as one word. */
static int
match_unglued(const struct names_text *t, int i, const struct names_text *name)
{
    struct walk a = { t, i, 0 }, b = { name, 0, 0 };
    int c;

    if (t->words[i].glued)
        return 0;
    while ((c = step(&b, name->count)))
        if (step(&a, t->count) != c)
            return 0;
    c = step(&a, t->count);
    if (c && c != ' ' && c != ',')
        return 0;
    for (int k = i; k < a.word; k++)
        if (t->words[k].used)
            return 0;
    return a.word - i;
}

bool
names_occur(struct names_text *t, const struct names_text *name, bool use)
{
    bool found = false;

    for (int i = 0; name->count && i < t->count; i++) {
        int n = match_words(t, i, name);

        if (n == 0)
            n = match_unglued(t, i, name);
        found = found || n > 0;
        for (int k = 0; use && k < n; k++)
            t->words[i + k].used = true;
    }
    return found;
}

bool
names_equal(const struct names_text *a, const struct names_text *b)
{
    if (a->count != b->count)
        return false;
    for (int i = 0; i < a->count; i++)
        if (!same_word(&a->words[i], &b->words[i]))
            return false;
    return a->count > 0;
}

static bool
has_word(const struct names_text *t, const struct names_word *w)
{
    for (int i = 0; i < t->count; i++)
        if (same_word(&t->words[i], w))
            return true;
    return false;
}

static bool
is_title(const struct names_word *w)
{
    static const char *const titles[] = { "mama", "baba", "mzee", "bibi",
        "babu", "bwana", "mrs", "miss", "mister", "mother", "father", "auntie",
        "aunt", "uncle", "teacher", "mwalimu", "madame", "monsieur", "maman",
        "papa", "senora", "senor", "dona", "senhor", "senhora", "sheikh", "umm",
        "abu",
        "bint", "bin", "ibn", "ato", "weizero", "hajj", "haji" };

    for (size_t i = 0; i < sizeof(titles) / sizeof(*titles); i++)
        if (strlen(titles[i]) == w->bytes
            && memcmp(titles[i], w->at, w->bytes) == 0)
            return true;
    return w->bytes < 3;
}

bool
names_touch(const struct names_text *t, const struct names_text *name,
    const struct names_text *except, int except_count)
{
    for (int i = 0; i < t->count; i++) {
        const struct names_word *w = &t->words[i];
        bool ours = false;

        if (w->used || is_title(w) || !has_word(name, w))
            continue;
        for (int k = 0; k < except_count; k++)
            ours = ours || has_word(&except[k], w);
        if (!ours)
            return true;
    }
    return false;
}

static bool
has_lower(const char *text)
{
    uint32_t c;

    while ((c = unicode_next(&text)))
        if (unicode_is_lower(c))
            return true;
    return false;
}

/* Whether a sentence ends between the two. */
static bool
sentence_ends(const char *from, const char *to)
{
    while (from < to) {
        uint32_t c = unicode_next(&from);

        if (c == '.' || c == '!' || c == '?' || c == '\n' || c == ':'
            || c == 0x061F || c == 0x0964 || c == 0x1362)
            return true;
    }
    return false;
}

static bool
folds_to(const char *at, size_t bytes, const struct names_word *word)
{
    char piece[256];
    char *folded;
    bool same;

    if (bytes >= sizeof(piece))
        return false;
    memcpy(piece, at, bytes);
    piece[bytes] = '\0';
    if (unicode_fold(piece, &folded))
        return false;
    same = strlen(folded) == word->bytes
        && memcmp(folded, word->at, word->bytes) == 0;
    free(folded);
    return same;
}

bool
names_written(const char *text, const struct names_word *word, bool strict)
{
    const char *at = text, *end = NULL, *w;
    bool mixed = has_lower(text);
    size_t n;

    for (; unicode_word(&at, &w, &n); end = w + n) {
        const char *letter = w;
        bool starts = !end || sentence_ends(end, w);
        bool capital = mixed && unicode_is_upper(unicode_next(&letter));

        if (!folds_to(w, n, word))
            continue;
        if (capital ? !strict || !starts : !strict && !end)
            return true;
    }
    return false;
}

void
names_keep_first(struct names_text *name)
{
    int n = name->count > 0;

    while (n < name->count && name->words[n].glued)
        n++;
    name->count = n;
}
