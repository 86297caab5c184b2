/* learn.c - learns host/mapping/words/learnt.bin from labelled texts:
 *   learn OUT FILE.tsv...
 * Logistic regression, each weight with its own step and the mean of the last
 * rounds, in a fixed order from a fixed start: the same texts and word lists give
 * the same file. From which sum on a text is sure or perhaps comes from texts of
 * meanings that were left out in turn; what those would get is printed. */
#include "mapping/concern_own.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 40, SKIPPED = 13, FOLDS = 5, FEW = 400 };

struct text {
    uint32_t *slot;
    float *value;
    int count, room, counts[FEATURES];
    enum feature *group;
    bool harm;
    int fold;
    char language[4];   /* as it seems */
    enum concern rules;
    float score;
};
static struct text *texts;
static int text_count;
static float weight[MODEL_SLOTS], steps[MODEL_SLOTS], start, start_step;
static double sums[MODEL_SLOTS], start_sum;
static float unit;              /* one step of a weight, as it is kept */
static const double hide = 1.5, mark = 12.6; /* of 100 everyday texts */
static const int drop = 40;        /* of 100 */
static const double l2 = 2e-2, rate = 0.05;
static const double widest = 6;  /* the greatest weight, in deviations */

static void
gather(void *ctx, enum feature group, uint32_t hash)
{
    struct text *t = ctx;

    if (t->count == t->room) {
        t->room = t->room ? 2 * t->room : 256;
        t->slot = realloc(t->slot, sizeof(*t->slot) * (size_t)t->room);
        t->group = realloc(t->group, sizeof(*t->group) * (size_t)t->room);
    }
    t->slot[t->count] = (hash ^ hash >> 16) & (MODEL_SLOTS - 1);
    t->group[t->count++] = group;
    t->counts[group]++;
}

static void
add_text(const char *label, const char *meaning, const char *text)
{
    static struct tokens tokens;
    char *folded;
    struct text *t;

    if (!(text_count & (text_count - 1)))
        texts = realloc(texts, sizeof(*texts) * (size_t)(2 * text_count + 1));
    t = &texts[text_count++];
    *t = (struct text){ .harm = !strcmp(label, "harm") };
    t->fold = (int)(concern_hash(CONCERN_HASH, meaning, strlen(meaning))
        / 7 % FOLDS);
    if (concern_prepare(
            concern_words_built_in(), text, &folded, &tokens))
        exit(1);
    t->rules = tokens.rules;
    concern_features(concern_words_built_in(), &tokens, gather, t);
    memcpy(t->language, concern_words_built_in()->languages[tokens.main], 4);
    free(folded);
    t->value = malloc(sizeof(*t->value) * (size_t)(t->count + 1));
    for (int i = 0; i < t->count; i++)
        t->value[i] = concern_share(t->group[i], t->counts[t->group[i]]);
}

static void
read_file(const char *path)
{
    FILE *f = fopen(path, "r");
    char line[4096];

    if (!f) {
        perror(path);
        exit(1);
    }
    while (fgets(line, sizeof(line), f)) {
        char *rest = line;
        char *label = strsep(&rest, "\t"), *meaning = strsep(&rest, "\t");

        if (!rest)
            continue;
        rest[strcspn(rest, "\n")] = '\0';
        add_text(label, meaning, rest);
    }
    fclose(f);
}

static float
score_of(const struct text *t)
{
    float s = start;

    for (int i = 0; i < t->count; i++)
        s += weight[t->slot[i]] * t->value[i];
    return s;
}

static uint32_t
next_random(void)
{
    static uint32_t random = 1;

    random = random * 1664525u + 1013904223u;
    return random >> 8;
}

/* Half of what the lists say is left out, another half each time: of a text that
 * nobody has seen they know less than of those that they were written from. */
static void
leave_out(const struct text *t, bool *out)
{
    for (int i = 0; i < t->count; i++)
        out[i] = t->group[i] <= FEATURE_PAIR
            && next_random() % 100 < (unsigned)drop;
}

static void
learn_from(const struct text *t)
{
    static bool out[1 << 16];
    float s = start, p, g;

    leave_out(t, out);
    for (int i = 0; i < t->count; i++)
        s += out[i] ? 0 : weight[t->slot[i]] * t->value[i];
    p = 1 / (1 + expf(-s));
    g = (t->harm ? 1.6f : 1) * (p - (t->harm ? 1 : 0));
    start_step += g * g;
    start -= (float)rate * g / sqrtf(start_step + 1e-3f);
    for (int i = 0; i < t->count; i++) {
        float d = g * t->value[i] + (float)l2 * weight[t->slot[i]];

        if (out[i])
            continue;
        steps[t->slot[i]] += d * d;
        weight[t->slot[i]] -=
            (float)rate * d / sqrtf(steps[t->slot[i]] + 1e-3f);
    }
}

/* The mean of the weights after each of the last rounds: their last step alone
 * hangs on which texts came last. */
static void
take_mean(int rounds)
{
    for (int i = 0; i < MODEL_SLOTS; i++) {
        weight[i] = (float)(sums[i] / rounds);
        sums[i] = 0;
    }
    start = (float)(start_sum / rounds);
    start_sum = 0;
}

/* Rounds each weight to what is kept of it. Small ones become none: they are
 * mostly chance. */
static void
round_weights(void)
{
    double squares = 0;
    long used = 0;

    for (int i = 0; i < MODEL_SLOTS; i++) {
        squares += (double)weight[i] * weight[i];
        used += weight[i] < 0 || weight[i] > 0;
    }
    unit = (float)(sqrt(squares / (double)(used + !used)) * widest
        / MODEL_MOST);
    unit = (float)(lroundf(unit * MODEL_STEP) + 1) / MODEL_STEP;
    for (int i = 0; i < MODEL_SLOTS; i++) {
        float n = roundf(weight[i] / unit);

        weight[i] = fminf(fmaxf(n, -MODEL_MOST), MODEL_MOST) * unit;
    }
}

/* From all texts but those of one fold. */
static void
learn(int without)
{
    memset(weight, 0, sizeof(weight));
    memset(steps, 0, sizeof(steps));
    start = start_step = 0;
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < text_count; i++) {
            const struct text *t
                = &texts[next_random() % (unsigned)text_count];

            if (t->fold != without)
                learn_from(t);
        }
        for (int i = 0; round >= SKIPPED && i < MODEL_SLOTS; i++)
            sums[i] += weight[i];
        start_sum += round >= SKIPPED ? start : 0;
    }
    take_mean(ROUNDS - SKIPPED);
    round_weights();
}

static int
by_score(const void *a, const void *b)
{
    float x = ((const struct text *)a)->score;
    float y = ((const struct text *)b)->score;

    return (x < y) - (x > y);
}

/* What each text would get had its meaning not been seen; sorted by that. */
static void
score_unseen(void)
{
    for (int k = 0; k < FOLDS; k++) {
        learn(k);
        for (int i = 0; i < text_count; i++)
            if (texts[i].fold == k)
                texts[i].score = score_of(&texts[i]);
    }
    qsort(texts, (size_t)text_count, sizeof(*texts), by_score);
}

static bool
is_of(const struct text *t, const char *language)
{
    return !*language || !strcmp(t->language, language);
}

static enum concern
judged(const struct text *t, float sure, float perhaps)
{
    return concern_together(t->rules, t->score >= sure ? CONCERN_SURE
            : t->score >= perhaps ? CONCERN_PERHAPS : CONCERN_NONE);
}

/* How many everyday texts of a language ("" all) have at least level. */
static int
alarms(const char *language, enum concern level, float sure, float perhaps)
{
    int n = 0;

    for (int i = 0; i < text_count; i++)
        n += !texts[i].harm && is_of(&texts[i], language)
            && judged(&texts[i], sure, perhaps) >= level;
    return n;
}

static float
everyday_of(const char *language)
{
    return (float)alarms(language, CONCERN_NONE, 0, 0);
}

/* The lowest levels that take no more than these shares of everyday texts. */
static void
level_at(const char *language, float *sure, float *perhaps)
{
    int all = alarms(language, CONCERN_NONE, 0, 0);

    if (all < 60)
        all = alarms(language = "", CONCERN_NONE, 0, 0);
    for (*perhaps = 3; *perhaps > -4; *perhaps -= 0.02f)
        if (alarms(language, CONCERN_PERHAPS, 20, *perhaps - 0.02f) * 100
            > (mark + hide) * all)
            break;
    for (*sure = 6; *sure > *perhaps; *sure -= 0.02f)
        if (alarms(language, CONCERN_SURE, *sure - 0.02f, *perhaps) * 100
            > hide * all)
            break;
}

static void
print_language(const char *language, float sure, float perhaps)
{
    int harm = 0, everyday = 0, heard = 0, certain = 0, hidden = 0, marked = 0;

    for (int i = 0; i < text_count; i++) {
        const struct text *t = &texts[i];
        enum concern c = judged(t, sure, perhaps);
        bool s = c == CONCERN_SURE, p = c >= CONCERN_PERHAPS;

        if (!is_of(t, language))
            continue;
        harm += t->harm;
        everyday += !t->harm;
        heard += t->harm && (s || p);
        certain += t->harm && s;
        hidden += !t->harm && s;
        marked += !t->harm && p && !s;
    }
    printf("%-3s sure %5.2f perhaps %5.2f: %5.1f heard %5.1f sure; "
           "%4.1f hidden %4.1f marked\n", language, sure, perhaps,
        100.0 * heard / (harm + !harm), 100.0 * certain / (harm + !harm),
        100.0 * hidden / (everyday + !everyday),
        100.0 * marked / (everyday + !everyday));
}

static void
put(FILE *f, double value)
{
    int32_t n = (int32_t)lround(value);

    for (int i = 0; i < 4; i++)
        fputc((int)((uint32_t)n >> 8 * i & 255), f);
}

struct level {
    char language[4];
    float sure, perhaps;
};

static void
find_levels(struct level levels[MODEL_LEVELS])
{
    const struct concern_words *w = concern_words_built_in();
    float own;

    score_unseen();
    for (int i = 0; i < MODEL_LEVELS && i < w->language_count; i++) {
        memcpy(levels[i].language, w->languages[i], 4);
        level_at(w->languages[i], &levels[i].sure, &levels[i].perhaps);
        if (levels[i].sure > levels[0].sure + 1)
            levels[i].sure = levels[0].sure + 1;
        /* The fewer texts a language has, the nearer to what holds for all. */
        own = everyday_of(levels[i].language);
        own = own / (own + FEW);
        levels[i].sure += (1 - own) * (levels[0].sure - levels[i].sure);
        levels[i].perhaps
            += (1 - own) * (levels[0].perhaps - levels[i].perhaps);
        print_language(
            w->languages[i], levels[i].sure, levels[i].perhaps);
    }
}

static unsigned
kept(int slot)
{
    return (unsigned)(lroundf(weight[slot] / unit) + MODEL_ZERO);
}

static void
save(const char *path, const struct level levels[MODEL_LEVELS])
{
    FILE *f = fopen(path, "wb");

    if (!f) {
        perror(path);
        exit(1);
    }
    put(f, start * MODEL_UNIT);
    put(f, unit * MODEL_STEP);
    for (int i = 0; i < MODEL_LEVELS; i++) {
        fwrite(levels[i].language, 1, 4, f);
        put(f, levels[i].sure * MODEL_UNIT);
        put(f, levels[i].perhaps * MODEL_UNIT);
    }
    for (int i = 0; i < MODEL_SLOTS; i += 2)
        fputc((int)(kept(i) | kept(i + 1) << 4), f);
    fclose(f);
}

int
main(int argc, char **argv)
{
    struct level levels[MODEL_LEVELS] = { 0 };

    for (int i = 2; i < argc; i++)
        read_file(argv[i]);
    find_levels(levels);
    learn(-1);
    save(argv[1], levels);
    return 0;
}
