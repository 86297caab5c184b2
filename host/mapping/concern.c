/* concern.c - the rules are held to a text: what is innocent first, then the
 * surest rule that fits. The weights decide, to which a rule is one sign among
 * others, but what a rule is sure of is never less than perhaps. */
#include "mapping/concern.h"

#include "mapping/concern_own.h"
#include "text/unicode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GAP = 4, NEAR = 7, STEPS = 20000, LEFT_OVER = 4 };

const char *
concern_name(enum concern concern)
{
    return concern == CONCERN_SURE ? "sure"
        : concern == CONCERN_PERHAPS ? "perhaps" : "";
}

/* --- which languages ------------------------------------------------------ */

static uint32_t
hinted(const struct concern_words *w, const char *tags)
{
    uint32_t set = 1;           /* of all */

    while (tags && *tags) {
        size_t n = strcspn(tags, " ,"), main = strcspn(tags, "-_.@ ,");

        for (int i = 1; i < w->language_count; i++)
            if (strlen(w->languages[i]) == main
                && !strncasecmp(w->languages[i], tags, main))
                set |= 1u << i;
        tags += n + (tags[n] != '\0');
    }
    return set;
}

/* Those that are likely and have a word of the text, and those that have half
 * as many as the first. */
static uint32_t
languages_of(
    const struct concern_words *w, struct tokens *t, const char *tags)
{
    int score[LANGUAGES_MAX] = { 0 }, best = 0;
    uint32_t set = hinted(w, tags);

    t->main = 0;
    for (int i = 0; i < t->count; i++) {
        uint32_t seen = 0;

        for (int k = 0; k < t->at[i].hit_count; k++) {
            uint32_t u = w->patterns[t->at[i].hits[k]].use;

            for (; u; u = w->uses[u].next)
                if (!w->uses[u].item)
                    seen |= 1u << w->uses[u].language;
        }
        for (int l = 1; l < w->language_count; l++)
            if (seen >> l & 1 && ++score[l] > best) {
                best = score[l];
                t->main = l;
            }
    }
    for (int l = 1; l < w->language_count; l++)
        if (score[l] && (set >> l & 1 || score[l] * 2 >= best))
            set |= 1u << l;
    return set;
}

/* --- one item ------------------------------------------------------------- */

struct found {
    int at[TERMS_MAX], end[TERMS_MAX]; /* tokens of each term; end: behind */
};

static bool
is_hit(const struct token *t, uint16_t pattern)
{
    for (int i = 0; !t->masked && i < t->hit_count; i++)
        if (t->hits[i] == pattern)
            return true;
    return false;
}

static bool
has_class(const struct token *t, uint64_t set)
{
    return !t->masked && (t->classes & set);
}

static bool fit_rest(const struct concern_words *w, struct tokens *t,
    const struct item *item, int n, int behind, struct found *out);

/* Term n begins at token `at`, the others follow. */
static bool
fit_here(const struct concern_words *w, struct tokens *t,
    const struct item *item, int n, int at, struct found *out)
{
    const struct term *term = &w->terms[item->term + (uint32_t)n];
    const uint16_t *run = w->runs + term->run;

    out->at[n] = at;
    if (term->set) {
        out->end[n] = at + 1;
        return at < t->count && has_class(&t->at[at], w->sets[term->set])
            && fit_rest(w, t, item, n + 1, at + 1, out);
    }
    for (int i = 0; i < term->choices; i++, run++) {
        int end = at;

        while (*run && end < t->count && is_hit(&t->at[end], *run))
            run++, end++;
        out->end[n] = end;
        if (!*run && fit_rest(w, t, item, n + 1, end, out))
            return true;
        while (*run)
            run++;
    }
    return false;
}

/* Whether one of the first n terms fits token `at`. */
static bool
is_taken(const struct found *out, int n, int at)
{
    for (int i = 0; i < n; i++)
        if (at >= out->at[i] && at < out->end[i])
            return true;
    return false;
}

/* Terms n.. of the item, the one before ended before token `behind`. */
static bool
fit_rest(const struct concern_words *w, struct tokens *t,
    const struct item *item, int n, int behind, struct found *out)
{
    int first = behind, last = behind;
    uint8_t link;

    if (n == item->terms)
        return true;
    link = w->terms[item->term + (uint32_t)n].link;
    if (link >= LINK_NEAR)
        first = behind > NEAR ? behind - 1 - NEAR : 0;
    if (link != LINK_NEXT)
        last = behind + (link == LINK_GAP ? GAP : NEAR - 1);
    for (int i = first; i <= last && i <= t->count; i++) {
        if (--t->steps < 0)
            return false;
        if (!(link == LINK_APART && is_taken(out, n, i))
            && fit_here(w, t, item, n, i, out))
            return true;
    }
    return false;
}

static bool
fits_at(const struct concern_words *w, struct tokens *t,
    const struct item *item, int at, struct found *out)
{
    return t->languages >> item->language & 1
        && (!item->need[0] || t->classes & w->sets[item->need[0]])
        && (!item->need[1] || t->classes & w->sets[item->need[1]])
        && !(t->classes & w->sets[item->never])
        && fit_here(w, t, item, 0, at, out);
}

/* --- the passes ----------------------------------------------------------- */

/* What each word is by itself. */
static void
classify(const struct concern_words *w, struct tokens *t)
{
    t->classes = 0;
    for (int i = 0; i < t->count; i++) {
        struct token *one = &t->at[i];

        for (int k = 0; k < one->hit_count; k++) {
            uint32_t u = w->patterns[one->hits[k]].use;

            for (; u; u = w->uses[u].next)
                if (!w->uses[u].item
                    && t->languages >> w->uses[u].language & 1)
                    one->classes |= (uint64_t)1 << w->uses[u].class;
        }
        t->classes |= one->classes;
    }
}

/* What is done with an item that was found. */
struct pass {
    uint64_t classes;           /* of items that are looked for */
    enum concern level;         /* the best so far */
    const struct item *item;    /* and what found it */
    struct found where;
};

static void
take(struct tokens *t, struct pass *p, const struct item *item,
    const struct found *where)
{
    enum concern level = item->class == CLASS_SURE ? CONCERN_SURE
        : item->class == CLASS_PERHAPS             ? CONCERN_PERHAPS
                                                   : CONCERN_NONE;
    int behind = where->end[0], first = where->at[0];

    if (level > p->level) {
        p->level = level;
        p->item = item;
        p->where = *where;
    }
    if (level)
        return;
    for (int i = 0; i < item->terms; i++) {
        first = where->at[i] < first ? where->at[i] : first;
        behind = where->end[i] > behind ? where->end[i] : behind;
    }
    for (int i = first; i < behind; i++) {
        if (item->class == CLASS_INNOCENT)
            t->at[i].masked = true;
        else
            t->at[i].classes |= (uint64_t)1 << item->class;
    }
    t->classes |= (uint64_t)1 << item->class;
}

static void
try_item(const struct concern_words *w, struct tokens *t, struct pass *p,
    uint32_t n, int at)
{
    const struct item *item = &w->items[n];
    struct found where;

    if (p->classes >> item->class & 1
        && !(item->class == CLASS_PERHAPS && p->level >= CONCERN_PERHAPS)
        && p->level < CONCERN_SURE && fits_at(w, t, item, at, &where))
        take(t, p, item, &where);
}

/* Items that begin with a word, then those that begin with a class. */
static void
run(const struct concern_words *w, struct tokens *t, struct pass *p)
{
    for (int i = 0; i < t->count; i++) {
        for (int k = 0; k < t->at[i].hit_count; k++) {
            uint32_t u = w->patterns[t->at[i].hits[k]].use;

            for (; u; u = w->uses[u].next)
                if (w->uses[u].item)
                    try_item(w, t, p, w->uses[u].item, i);
        }
    }
    for (uint32_t n = 0; n < w->by_class_count; n++) {
        const struct item *item = &w->items[w->by_class[n]];

        if (t->classes & w->sets[w->terms[item->term].set])
            for (int i = 0; i < t->count; i++)
                try_item(w, t, p, w->by_class[n], i);
    }
}

/* Innocent phrases take their words out of what is asked after. */
static void
gather(struct tokens *t)
{
    t->classes = 0;
    for (int i = 0; i < t->count; i++)
        if (!t->at[i].masked)
            t->classes |= t->at[i].classes;
}

/* Words that stand for a level by themselves. */
static void
words_alone(const struct tokens *t, struct pass *p)
{
    static const struct item alone = { .terms = 1 };

    for (int i = 0; i < t->count; i++) {
        uint64_t c = t->at[i].masked ? 0 : t->at[i].classes;
        enum concern level = c >> CLASS_SURE & 1 ? CONCERN_SURE
            : c >> CLASS_PERHAPS & 1             ? CONCERN_PERHAPS
                                                 : CONCERN_NONE;

        if (level > p->level) {
            p->level = level;
            p->item = &alone;
            p->where.at[0] = i;
            p->where.end[0] = i + 1;
        }
    }
}

static void
explain(const struct tokens *t, const struct pass *p, char *reason)
{
    char whole[TERMS_MAX * (WORD_MAX + 2)] = "";
    size_t n = 0;

    for (int i = 0; i < p->item->terms; i++)
        for (int k = p->where.at[i]; k < p->where.end[i]; k++)
            if (n < sizeof(whole))
                n += (size_t)snprintf(whole + n, sizeof(whole) - n,
                    "%s%.*s", n ? " " : "", (int)t->at[k].bytes,
                    t->at[k].at);
    unicode_copy(whole, reason, CONCERN_REASON_MAX);
}

/* A word as a reason. */
static void
show(const struct token *t, char *reason)
{
    char word[WORD_MAX + 1];

    snprintf(word, sizeof(word), "%.*s", (int)t->bytes, t->at);
    unicode_copy(word, reason, CONCERN_REASON_MAX);
}

void
concern_first(const struct concern_words *w, struct tokens *t,
    const char *tags, uint64_t later)
{
    const uint64_t innocent = 1u << CLASS_INNOCENT;
    struct pass p = { .classes = ~(later | innocent) };

    t->steps = STEPS;
    t->languages = languages_of(w, t, tags);
    classify(w, t);
    run(w, t, &p);
    p.classes = innocent;
    run(w, t, &p);
    gather(t);
}

void
concern_then(const struct concern_words *w, struct tokens *t, uint64_t classes)
{
    struct pass p = { .classes = classes };

    run(w, t, &p);
}

static void
judge(const struct concern_words *w, struct tokens *t, const char *tags,
    char *reason)
{
    const uint64_t levels = 1u << CLASS_SURE | 1u << CLASS_PERHAPS;
    struct pass p = { .classes = levels };

    concern_first(w, t, tags, levels);
    words_alone(t, &p);
    run(w, t, &p);
    t->rules = p.level;
    if (reason && p.level)
        explain(t, &p, reason);
    else if (reason && t->count)
        show(&t->at[concern_telling(t)], reason);
}

enum concern
concern_together(enum concern rules, enum concern learnt)
{
    return rules < CONCERN_SURE    ? learnt
        : learnt < CONCERN_PERHAPS ? CONCERN_PERHAPS : CONCERN_SURE;
}

enum err
concern_prepare(const struct concern_words *w, const char *text, char **folded,
    struct tokens *out)
{
    enum err e = concern_fold(text, folded);

    if (e)
        return e;
    concern_split(w, *folded, out);
    judge(w, out, NULL, NULL);
    return OK;
}

/* What the weights say. Where an innocent phrase is most of the text and no
 * rule fits, the few words left tell nothing: "he always beats me at chess". */
static enum concern
learnt(const struct concern_words *w, const struct tokens *t)
{
    enum concern level = concern_learnt(w, t);
    int masked = 0;

    for (int i = 0; i < t->count; i++)
        masked += t->at[i].masked;
    return level == CONCERN_PERHAPS && !t->rules && masked
            && t->count - masked <= LEFT_OVER ? CONCERN_NONE : level;
}

enum concern
concern_of(const struct concern_words *w, const char *text,
    const char *languages, char reason[CONCERN_REASON_MAX])
{
    struct tokens *t = malloc(sizeof(*t));
    enum concern best = CONCERN_NONE;
    const char *at;
    char *folded = NULL, words[CONCERN_REASON_MAX];

    if (reason)
        *reason = '\0';
    if (!w || !t || concern_fold(text, &folded)) {
        free(t);
        return CONCERN_NONE;
    }
    for (at = folded; *at && best < CONCERN_SURE;) {
        enum concern level;

        concern_split(w, at, t);
        *words = '\0';
        judge(w, t, languages, words);
        level = t->count ? concern_together(t->rules, learnt(w, t))
                         : CONCERN_NONE;
        if (level > best && reason)
            memcpy(reason, words, CONCERN_REASON_MAX);
        best = level > best ? level : best;
        if (t->count < TOKENS_MAX)
            break;
        at = t->at[TOKENS_MAX - CONCERN_OVERLAP].at; /* a phrase may go over */
    }
    free(folded);
    free(t);
    return best;
}

bool
concern_by_rule(
    const struct concern_words *w, const char *text, const char *languages)
{
    struct tokens *t = malloc(sizeof(*t));
    char *folded = NULL;
    bool found = true;          /* where memory ran out: rather so */

    if (w && t && !concern_fold(text, &folded)) {
        concern_split(w, folded, t);
        judge(w, t, languages, NULL);
        found = t->rules > CONCERN_NONE;
    }
    free(folded);
    free(t);
    return found;
}
