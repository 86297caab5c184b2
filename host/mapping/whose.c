/* whose.c - full names first, the longest first, then first names in what is
 * left: "Amina Juma" is not also any other Amina. */
#include "mapping/whose.h"

#include "mapping/names.h"
#include "text/unicode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A family with its names split. */
struct named_family {
    const struct mapping_family *family;
    struct names_text *names;   /* children, then guardians */
    int children;
    int count;
    bool named;                 /* surely */
    bool hinted;                /* by a first name that may be a mere word */
    bool full;                  /* by a full name */
    const char *found;          /* that name, as staff wrote it */
};

static void
named_free(struct named_family *one, int count)
{
    for (int i = 0; one && i < count; i++) {
        for (int k = 0; k < one[i].count; k++)
            names_clear(&one[i].names[k]);
        free(one[i].names);
    }
    free(one);
}

static enum err
named_fill(struct named_family *one, const struct mapping_family *f)
{
    int total = f->child_count + f->guardian_count;
    enum err e = OK;

    one->family = f;
    one->children = f->child_count;
    one->names = calloc((size_t)total + 1, sizeof(*one->names));
    if (!one->names)
        return ERR_MEMORY;
    for (; !e && one->count < total; one->count++) {
        const char *name = one->count < one->children
            ? f->children[one->count]
            : f->guardians[one->count - one->children];

        e = names_split(name ? name : "", &one->names[one->count]);
    }
    return e;
}

static enum err
named_make(
    const struct mapping_family *families, int count, struct named_family **out)
{
    struct named_family *one = calloc((size_t)count + 1, sizeof(*one));
    enum err e = one ? OK : ERR_MEMORY;

    for (int i = 0; !e && i < count; i++)
        e = named_fill(&one[i], &families[i]);
    if (e)
        named_free(one, count);
    else
        *out = one;
    return e;
}

enum { FULL_NAME_WORDS_MAX = 12 };

/* What a search over the families looks for. */
struct search {
    const char *written;        /* the text as it came */
    struct names_text *text;    /* in words */
    struct named_family *families;
    int count;
    bool guardians;             /* their names count too */
    words_set languages;
};

static const char *
name_of(const struct named_family *one, int k)
{
    return k < one->children ? one->family->children[k]
                           : one->family->guardians[k - one->children];
}

static int
names_searched(const struct search *s, const struct named_family *one)
{
    return s->guardians ? one->count : one->children;
}

/* Full names of exactly so many words; found ones become used. */
static void
search_full(struct search *s, int words)
{
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < s->count; i++) {
            struct named_family *one = &s->families[i];

            for (int k = 0; k < names_searched(s, one); k++) {
                if (one->names[k].count != words
                    || !names_occur(s->text, &one->names[k], pass == 1))
                    continue;
                one->named = one->full = true;
                one->found = name_of(one, k);
            }
        }
    }
}

/* Whether a first name that was found is a word and not written as a name. One
 * of two letters counts as a word. */
static bool
is_mere_word(const struct search *s, const struct names_text *first)
{
    const struct names_word *last = &first->words[first->count - 1];
    size_t bytes = (size_t)(last->at + last->bytes - first->words[0].at);
    char text[128];

    snprintf(text, sizeof(text), "%.*s",
        (int)(bytes < sizeof(text) ? bytes : 0), first->words[0].at);
    if (bytes == 2 || words_are(WORDS_EVERYDAY, s->languages, text))
        return !names_written(s->written, &first->words[0], true);
    return words_are(WORDS_COMMON, s->languages, text)
        && !names_written(s->written, &first->words[0], false);
}

/* The first name of the k-th person of a family; an initial is none. */
static void
try_first(struct search *s, struct named_family *one, int k, bool use)
{
    struct names_text first = one->names[k];

    names_keep_first(&first);
    if (first.count == 1 && first.words[0].bytes < 2)
        return;
    if (!names_occur(s->text, &first, use) || use)
        return;
    if (is_mere_word(s, &first))
        one->hinted = true;
    else
        one->named = true;
    if (!one->full)
        one->found = name_of(one, k);
}

/* First names in what is left; found ones become used. */
static void
search_first(struct search *s)
{
    for (int pass = 0; pass < 2; pass++)
        for (int i = 0; i < s->count; i++)
            for (int k = 0; k < names_searched(s, &s->families[i]); k++)
                try_first(s, &s->families[i], k, pass == 1);
}

static void
search_all_full(struct search *s)
{
    int most = 0;

    for (int i = 0; i < s->count; i++)
        for (int k = 0; k < names_searched(s, &s->families[i]); k++)
            if (s->families[i].names[k].count > most)
                most = s->families[i].names[k].count;
    if (most > FULL_NAME_WORDS_MAX)
        most = FULL_NAME_WORDS_MAX;
    for (int words = most; words > 1; words--)
        search_full(s, words);
}

static int
count_named(const struct search *s, bool hints, int *last)
{
    int n = 0;

    for (int i = 0; i < s->count; i++) {
        if (hints ? s->families[i].hinted : s->families[i].named) {
            *last = i;
            n++;
        }
    }
    return n;
}

/* Whether another family is hinted at, or what is left of the text has a word
 * of its names. */
static bool
contradicted(const struct search *s, int chosen)
{
    const struct named_family *one = &s->families[chosen];

    for (int i = 0; i < s->count; i++) {
        if (i == chosen)
            continue;
        if (s->families[i].hinted)
            return true;
        for (int k = 0; k < s->families[i].count; k++)
            if (names_touch(
                    s->text, &s->families[i].names[k], one->names, one->count))
                return true;
    }
    return false;
}

/* "Amina" of "Amina Juma" when only the first name was written. */
static void
shown_name(const struct named_family *one, char *out, size_t max)
{
    unicode_copy(one->found, out, max);
    if (!one->full)
        out[strcspn(out, " ")] = '\0';
}

static void
decide_none(const struct search *s, struct whose *out)
{
    int chosen = 0;
    int hinted = count_named(s, true, &chosen);
    char name[64];

    if (hinted != 1) {
        out->reason = reason_of(REASON_SHARED_NONE_NAMED);
        reason_add_number(&out->reason, s->count);
        return;
    }
    shown_name(&s->families[chosen], name, sizeof(name));
    out->suggestion = s->families[chosen].family->id;
    out->reason = reason_of(REASON_SHARED_MERE_WORD);
    reason_add_number(&out->reason, s->count);
    reason_add_text(&out->reason, name);
}

static void
decide(const struct search *s, struct whose *out)
{
    int chosen = 0;
    int named = count_named(s, false, &chosen);
    int64_t id = s->families[chosen].family->id;
    char name[64];

    if (named == 0) {
        decide_none(s, out);
        return;
    }
    if (named > 1) {
        out->reason = reason_of(REASON_SHARED_SEVERAL_NAMED);
        reason_add_number(&out->reason, named);
        reason_add_number(&out->reason, s->count);
        return;
    }
    shown_name(&s->families[chosen], name, sizeof(name));
    if (contradicted(s, chosen)) {
        out->suggestion = id;
        out->reason = reason_of(REASON_NAMES_ANOTHER_TOO);
        reason_add_text(&out->reason, name);
        return;
    }
    out->family = id;
    out->reason = reason_of(REASON_NAMES_CHILD);
    reason_add_text(&out->reason, name);
}

enum err
whose_child(const char *text, words_set languages,
    const struct mapping_family *families, int count, struct whose *out)
{
    struct names_text t;
    struct search s = { .written = text, .text = &t, .count = count,
        .languages = languages };
    struct whose w = { 0 };
    enum err e = names_split(text, &t);

    if (e)
        return e;
    e = named_make(families, count, &s.families);
    if (!e) {
        search_all_full(&s);
        search_first(&s);
        decide(&s, &w);
        named_free(s.families, count);
        *out = w;
    }
    names_clear(&t);
    return e;
}

/* The only family that was found, sure names before hints. */
static void
suggest(const struct search *s, struct whose *out)
{
    int chosen = 0;
    int named = count_named(s, false, &chosen);
    char name[64];

    if (named == 0)
        named = count_named(s, true, &chosen);
    if (named != 1)
        return;
    shown_name(&s->families[chosen], name, sizeof(name));
    out->suggestion = s->families[chosen].family->id;
    out->reason = reason_of(REASON_NAMES_ONE_FAMILY);
    reason_add_text(&out->reason, name);
}

enum err
whose_name(const char *text, words_set languages,
    const struct mapping_family *families, int count, struct whose *out)
{
    struct names_text t;
    struct search s = { .written = text, .text = &t, .count = count,
        .guardians = true, .languages = languages };
    struct whose w = { 0 };
    int unused = 0;
    enum err e = names_split(text, &t);

    if (e)
        return e;
    e = named_make(families, count, &s.families);
    if (!e) {
        search_all_full(&s);
        if (count_named(&s, false, &unused) == 0)
            search_first(&s);
        suggest(&s, &w);
        named_free(s.families, count);
        *out = w;
    }
    names_clear(&t);
    return e;
}
