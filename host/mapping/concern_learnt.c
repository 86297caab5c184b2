/* concern_learnt.c - a linear model beside the rules: each class of words, pair
 * of classes, word, stem, two of them and run of two to four letters has a
 * weight, learnt once from tests/words/ (used and more; make words-learn) and
 * kept in words/learnt.bin. */
#include "mapping/concern_own.h"
#include "base/embed.h"
#include "text/unicode.h"

#include <math.h>
#include <string.h>

enum { APART = 6, LETTERS_LEAST = 2, LETTERS_MOST = 4, STEM = 5, LONG = 6 };

float
concern_share(enum feature group, int n)
{
    static const float whole[FEATURES] = { 1.2f, 1.2f, 1.6f, 1.0f, 2.0f };

    /* A short text has less to say than its few words would weigh. */
    static const int least[FEATURES] = { 3, 4, 4, 4, 16 };

    return n == 0 ? 0
        : whole[group] / sqrtf((float)(n < least[group] ? least[group] : n));
}

static uint32_t
mix(uint32_t h, uint32_t with)
{
    return (h ^ with) * 16777619u;
}

/* A hash that stays as it is when classes are added. */
static uint32_t
class_hash(const struct concern_words *w, int class)
{
    return concern_hash(
        CONCERN_HASH, w->classes[class], strlen(w->classes[class]));
}

static void
tell_classes(const struct concern_words *w, const struct tokens *t,
    concern_feature *tell, void *ctx)
{
    uint64_t beside[CLASSES_MAX] = { 0 };
    uint64_t all = 0;
    int length = t->count < LONG ? t->count : LONG;

    for (int i = 0; i < t->count; i++) {
        uint64_t near = 0, own = t->at[i].masked ? 0 : t->at[i].classes;

        for (int k = i + 1; k < t->count && k <= i + APART; k++)
            near |= t->at[k].masked ? 0 : t->at[k].classes;
        for (int c = 0; c < w->class_count; c++)
            if (own >> c & 1)
                beside[c] |= near;
        all |= own;
    }
    all &= ~(uint64_t)(1u << CLASS_COMMON);
    tell(ctx, FEATURE_CLASS, mix(CONCERN_HASH + (uint32_t)t->rules, 6));
    tell(ctx, FEATURE_CLASS,
        mix(CONCERN_HASH + (uint32_t)(4 * length + (int)t->rules), 7));
    for (int c = 0; c < w->class_count; c++) {
        if (!(all >> c & 1))
            continue;
        tell(ctx, FEATURE_CLASS, mix(class_hash(w, c), 1));
        for (int d = 0; d < w->class_count; d++)
            if (d != c && all & beside[c] & (uint64_t)1 << d)
                tell(ctx, FEATURE_PAIR,
                    mix(class_hash(w, c), class_hash(w, d)));
    }
}

/* Runs of letters of the word, its ends being a letter too. */
static void
tell_letters(const struct token *t, concern_feature *tell, void *ctx)
{
    const char *start[WORD_MAX + 3];
    char word[WORD_MAX + 3];
    const char *at = word;
    int n = 0;

    word[0] = word[t->bytes + 1] = '_';
    memcpy(word + 1, t->at, t->bytes);
    word[t->bytes + 2] = '\0';
    do
        start[n++] = at;
    while (unicode_next(&at));
    for (int i = 0; i < n; i++)
        for (int k = LETTERS_LEAST; k <= LETTERS_MOST && i + k < n; k++)
            tell(ctx, FEATURE_LETTERS,
                mix(concern_hash(CONCERN_HASH, start[i],
                        (size_t)(start[i + k] - start[i])), 2));
}

/* Whether at begins (ends: ends) with part and at least two letters are
 * left. */
static bool
has_part(const char *at, size_t bytes, const char *part, bool ends)
{
    size_t n = strlen(part);

    return bytes >= n + 4
        && memcmp(ends ? at + bytes - n : at, part, n) == 0;
}

/* Without what Arabic writes at a word's ends: and, the, for, I, her, ... */
static uint32_t
arabic_stem(const char *at, size_t bytes)
{
    static const char *const before[] = { "وال", "بال", "فال", "كال", "ال",
        "لل", "هي", "هت", "بي", "بت", "كي", "كت", "و", "ف", "ب", "ل", "ي", "ت",
        "ن", "م", NULL };
    static const char *const after[] = { "وني", "وها", "وهم", "ها", "هم",
        "هن", "كم", "نا", "ني", "وا", "ون", "ين", "ات", "ان", "ه", "ك", "ي",
        "ت", "ش", NULL };
    int i = 0, k = 0;

    while (before[i] && !has_part(at, bytes, before[i], false))
        i++;
    if (before[i]) {
        at += strlen(before[i]);
        bytes -= strlen(before[i]);
    }
    while (after[k] && !has_part(at, bytes, after[k], true))
        k++;
    return concern_hash(
        CONCERN_HASH, at, bytes - (after[k] ? strlen(after[k]) : 0));
}

/* The word without its endings, roughly: its first letters. */
static uint32_t
stem(const struct token *t)
{
    const char *end = t->at;

    if ((unsigned char)t->at[0] == 0xD8 || (unsigned char)t->at[0] == 0xD9)
        return arabic_stem(t->at, t->bytes);
    for (int i = 0; i < STEM && end < t->at + t->bytes; i++)
        unicode_next(&end);
    return concern_hash(CONCERN_HASH, t->at, (size_t)(end - t->at));
}

/* Stems, and two of them that are beside each other or have one between. */
static void
tell_stems(const struct tokens *t, concern_feature *tell, void *ctx)
{
    uint32_t before = 3, earlier = 3;

    for (int i = 0; i < t->count; i++) {
        uint32_t h = stem(&t->at[i]);

        tell(ctx, FEATURE_WORD, mix(h, 11));
        tell(ctx, FEATURE_TWO, mix(mix(before, h), 12));
        tell(ctx, FEATURE_TWO, mix(mix(earlier, h), 13));
        earlier = before;
        before = h;
    }
}

static void
tell_word(const struct token *t, uint32_t hash, concern_feature *tell,
    void *ctx)
{
    tell(ctx, FEATURE_WORD, mix(hash, 4));
    tell_letters(t, tell, ctx);
}

void
concern_features(const struct concern_words *w, const struct tokens *t,
    concern_feature *tell, void *ctx)
{
    uint32_t before = 3;

    tell_classes(w, t, tell, ctx);
    tell_stems(t, tell, ctx);
    for (int i = 0; i < t->count; i++) {
        const struct token *one = &t->at[i];
        uint32_t h = concern_hash(CONCERN_HASH, one->at, one->bytes);

        tell(ctx, FEATURE_TWO, mix(mix(before, h), 5));
        tell_word(one, h, tell, ctx);
        before = h;
    }
}

struct sums {
    const unsigned char *weights;
    float sum[FEATURES];
    int n[FEATURES];
};

static void
add(void *ctx, enum feature group, uint32_t hash)
{
    struct sums *s = ctx;
    uint32_t slot = (hash ^ hash >> 16) & (MODEL_SLOTS - 1);

    s->sum[group] += (float)((s->weights[slot / 2] >> (slot & 1) * 4 & 15)
        - MODEL_ZERO);
    s->n[group]++;
}

/* The weights, or NULL when there are none. */
static const unsigned char *
weights_file(void)
{
    const struct embed *file = embed_find("mapping/words/learnt.bin");

    return file && file->end - file->bytes == MODEL_BYTES
        ? file->bytes : NULL;
}

int
concern_telling(const struct tokens *t)
{
    const unsigned char *file = weights_file();
    float most = 0;
    int best = 0;

    for (int i = 0; file && i < t->count; i++) {
        const struct token *one = &t->at[i];
        struct sums s = { .weights = file + MODEL_HEAD };
        float sum = 0;

        tell_word(one, concern_hash(CONCERN_HASH, one->at, one->bytes), add,
            &s);
        for (int g = 0; g < FEATURES; g++)
            sum += s.n[g] ? s.sum[g] / sqrtf((float)s.n[g]) : 0;
        if (i == 0 || sum > most) {
            most = sum;
            best = i;
        }
    }
    return best;
}

static int32_t
number(const unsigned char *at)
{
    return (int32_t)((uint32_t)at[0] | (uint32_t)at[1] << 8
        | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24);
}

/* Where the levels of a language stand; those of any other when it has none. */
static const unsigned char *
levels_of(const unsigned char *file, const char *language)
{
    for (int i = 1; i < MODEL_LEVELS; i++)
        if (*language && !memcmp(file + 8 + 12 * i, language, 4))
            return file + 8 + 12 * i + 4;
    return file + 8 + 4;
}

enum concern
concern_learnt(const struct concern_words *w, const struct tokens *t)
{
    const unsigned char *file = weights_file(), *levels;
    struct sums s = { 0 };
    float score;

    if (!file)
        return CONCERN_NONE;
    s.weights = file + MODEL_HEAD;
    concern_features(w, t, add, &s);
    score = (float)number(file);
    for (int g = 0; g < FEATURES; g++)
        score += s.sum[g] * concern_share((enum feature)g, s.n[g])
            * (float)number(file + 4) / MODEL_STEP * MODEL_UNIT;
    levels = levels_of(file, w->languages[t->main]);
    /* One or two words are too little to be sure of without a rule. */
    return t->count > 2 && score >= (float)number(levels) ? CONCERN_SURE
        : score >= (float)number(levels + 4) ? CONCERN_PERHAPS : CONCERN_NONE;
}
