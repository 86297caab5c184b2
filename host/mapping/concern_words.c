/* concern_words.c - the items of the lists, read and kept small;
 * words/README.md has their grammar. */
#include "mapping/concern_own.h"
#include "text/unicode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ITEM_MAX_BYTES = 1024 };

/* Room for one more behind count of size bytes each. */
static enum err
room(void *array, uint32_t count, size_t size)
{
    void **at = array, *more;

    if (count && (count < 64 || (count & (count - 1))))
        return OK;              /* grows at 64, 128, 256, ... */
    more = realloc(*at, size * (count < 64 ? 64 : 2 * (size_t)count));
    if (!more)
        return ERR_MEMORY;
    *at = more;
    return OK;
}

int
concern_class(struct concern_words *w, const char *name, size_t n)
{
    if (n == 0 || n >= sizeof(w->classes[0]))
        return -1;
    for (int i = 0; i < w->class_count; i++)
        if (strlen(w->classes[i]) == n && !memcmp(w->classes[i], name, n))
            return i;
    if (w->class_count == CLASSES_MAX)
        return -1;
    memcpy(w->classes[w->class_count], name, n);
    return w->class_count++;
}

/* "me|child" as a set; 0 when it cannot be read. */
static uint64_t
classes_of(struct concern_words *w, const char *names)
{
    uint64_t set = 0;

    while (*names) {
        size_t n = strcspn(names, "|");
        int i = concern_class(w, names, n);

        if (i < 0)
            return 0;
        set |= (uint64_t)1 << i;
        names += n + (names[n] == '|');
    }
    return set;
}

static enum err
rehash(struct concern_words *w, uint32_t size)
{
    uint16_t *buckets = calloc(size, sizeof(*buckets));

    if (!buckets)
        return ERR_MEMORY;
    free(w->buckets);
    w->buckets = buckets;
    w->bucket_mask = size - 1;
    for (uint32_t i = 1; i < w->pattern_count; i++) {
        struct pattern *p = &w->patterns[i];
        uint32_t h = concern_hash(
            CONCERN_HASH, w->letters + p->text, p->bytes) & w->bucket_mask;

        p->next = buckets[h];
        buckets[h] = (uint16_t)i;
    }
    return OK;
}

static enum err
keep_letters(struct concern_words *w, const char *at, size_t n, uint32_t *where)
{
    enum err e = OK;

    *where = w->letter_count;
    for (size_t i = 0; !e && i < n; i++)
        if (!(e = room(&w->letters, w->letter_count, 1)))
            w->letters[w->letter_count++] = at[i];
    return e;
}

/* The pattern of a folded word, made if it is new. */
static enum err
pattern_of(struct concern_words *w, const char *at, size_t n, bool before,
    bool after, uint16_t *out)
{
    uint32_t h = concern_hash(CONCERN_HASH, at, n);
    struct pattern p = { .bytes = n & WORD_MAX, .before = before,
        .after = after };
    uint32_t text = 0;
    bool there = false;         /* the same letters with other stars */
    enum err e;

    if (w->pattern_count >= 2 * w->bucket_mask
        && (e = rehash(w, 2 * (w->bucket_mask + 1))))
        return e;
    for (uint32_t i = w->buckets[h & w->bucket_mask]; i;
        i = w->patterns[i].next) {
        const struct pattern *q = &w->patterns[i];

        if (q->bytes != n || memcmp(w->letters + q->text, at, n))
            continue;
        if (q->before == before && q->after == after) {
            *out = (uint16_t)i;
            return OK;
        }
        there = true;
        text = q->text;
    }
    if (w->pattern_count > UINT16_MAX || w->letter_count + n >= LETTERS_MAX)
        return ERR_INPUT;
    if ((!there && (e = keep_letters(w, at, n, &text)))
        || (e = room(&w->patterns, w->pattern_count, sizeof(p))))
        return e;
    p.text = text & (LETTERS_MAX - 1);
    p.next = w->buckets[h & w->bucket_mask];
    w->buckets[h & w->bucket_mask] = *out = (uint16_t)w->pattern_count;
    w->patterns[w->pattern_count++] = p;
    return OK;
}

/* --- one item ------------------------------------------------------------- */

enum { FIRST_MAX = 1000 };
struct draft {
    struct item item;
    struct term terms[TERMS_MAX];
    uint16_t first[FIRST_MAX]; /* words with which it may begin */
    int first_count;
    bool open;          /* the terms so far may all be left out */
    uint8_t link;       /* of the term that comes next */
    int needs;
};

/* The set as a number; 0: no room. */
static uint8_t
set_of(struct concern_words *w, uint64_t classes)
{
    for (int i = 1; i < w->set_count; i++)
        if (w->sets[i] == classes)
            return (uint8_t)i;
    if (w->set_count == SETS_MAX)
        return 0;
    w->sets[w->set_count] = classes;
    return (uint8_t)w->set_count++;
}

static enum err
keep_run(struct concern_words *w, uint16_t pattern)
{
    enum err e = room(&w->runs, w->run_count, sizeof(*w->runs));

    if (!e)
        w->runs[w->run_count++] = pattern;
    return e;
}

static enum err
draft_first(struct draft *d, uint16_t pattern)
{
    if (d->first_count == FIRST_MAX)
        return ERR_INPUT;
    d->first[d->first_count++] = pattern;
    return OK;
}

/* The words of one choice, as a run that ends with 0. */
static enum err
draft_run(struct concern_words *w, struct draft *d, struct term *t,
    const char *written, bool *empty)
{
    char *folded;
    const char *at, *word;
    size_t n;
    bool any = false;
    enum err e = t->choices == FIRST_MAX ? ERR_INPUT
                                         : concern_fold(written, &folded);

    if (e)
        return e;
    for (at = folded; !e && unicode_word(&at, &word, &n); any = true) {
        uint16_t pattern;

        e = n > WORD_MAX ? ERR_INPUT
                         : pattern_of(w, word, n,
                             word > folded && word[-1] == '*',
                             word[n] == '*', &pattern);
        if (!e && !any && d->open)
            e = draft_first(d, pattern);
        if (!e)
            e = keep_run(w, pattern);
    }
    free(folded);
    t->choices++;
    *empty = *empty || !any;
    return e ? e : keep_run(w, 0);
}

/* Each choice of "(a|b)" in turn, first of one that has no other inside. */
static enum err
draft_choices(struct concern_words *w, struct draft *d, struct term *t,
    const char *text, bool *empty)
{
    const char *close = strchr(text, ')');
    const char *open = strchr(text, '(');
    char one[ITEM_MAX_BYTES];
    enum err e = OK;

    for (const char *p = open; p && close && p < close; p++)
        open = *p == '(' ? p : open;
    if (open && close && open > close)
        return ERR_INPUT;
    if (strlen(text) >= sizeof(one) || !open != !close)
        return ERR_INPUT;
    if (!open || !close)
        return draft_run(w, d, t, text, empty);
    for (const char *p = open + 1; !e && p <= close;) {
        size_t n = strcspn(p, "|)");

        snprintf(one, sizeof(one), "%.*s%.*s%s", (int)(open - text), text,
            (int)n, p, close + 1);
        e = draft_choices(w, d, t, one, empty);
        p += n + 1;
    }
    return e;
}

static enum err
draft_term(struct concern_words *w, struct draft *d, const char *piece)
{
    struct term *t = &d->terms[d->item.terms];
    bool empty = false;
    enum err e = OK;

    if (d->item.terms == TERMS_MAX)
        return ERR_INPUT;
    *t = (struct term){ .run = w->run_count, .link = d->link };
    if (*piece == '@') {
        t->set = set_of(w, classes_of(w, piece + 1));
        if (!t->set || (d->open && d->item.terms))
            return ERR_INPUT;   /* a class may follow only what must be there */
    } else
        e = draft_choices(w, d, t, piece, &empty);
    d->open = d->open && empty;
    d->link = LINK_NEXT;
    d->item.terms++;
    return e;
}

/* One piece between blanks. after: "&" or "!" stood before it, or 0. */
static enum err
draft_piece(struct concern_words *w, struct draft *d, const char *piece,
    char *after)
{
    if (!strcmp(piece, "&") || !strcmp(piece, "!")) {
        *after = *piece;
        return OK;
    }
    if (*after) {
        uint8_t set = *piece == '@' ? set_of(w, classes_of(w, piece + 1)) : 0;

        if (!set || (*after == '&' ? d->needs == 2 : d->item.never))
            return ERR_INPUT;
        if (*after == '&')
            d->item.need[d->needs++] = set;
        else
            d->item.never = set;
        *after = 0;
        return OK;
    }
    if (!strcmp(piece, "..") || !strcmp(piece, "~") || !strcmp(piece, "~~")) {
        d->link = *piece == '.' ? LINK_GAP
            : piece[1]          ? LINK_APART
                                : LINK_NEAR;
        return OK;
    }
    return draft_term(w, d, piece);
}

static enum err
keep_use(struct concern_words *w, uint16_t pattern, const struct item *item,
    uint32_t number)
{
    struct pattern *p = &w->patterns[pattern];
    enum err e = w->use_count > UINT16_MAX
        ? ERR_INPUT : room(&w->uses, w->use_count, sizeof(*w->uses));

    for (uint32_t u = p->use; u; u = w->uses[u].next)
        if (w->uses[u].item == number && w->uses[u].class == item->class
            && w->uses[u].language == item->language)
            return OK;          /* said twice */
    if (e)
        return e;
    w->uses[w->use_count] = (struct use){ p->use, (uint16_t)number,
        item->class, item->language };
    p->use = (uint16_t)w->use_count++;
    return OK;
}

/* Whether each choice is one word, which then says it all. */
static bool
is_words(const struct concern_words *w, const struct draft *d)
{
    const uint16_t *run = w->runs + d->terms[0].run;

    if (d->item.terms != 1 || d->terms[0].set || d->open || d->needs
        || d->item.never)
        return false;
    for (int i = 0; i < d->terms[0].choices; i++, run += 2)
        if (run[1])
            return false;
    return true;
}

static enum err
keep_item(struct concern_words *w, struct draft *d)
{
    bool words = is_words(w, d);
    uint32_t number = words ? 0 : w->item_count;
    enum err e = number > UINT16_MAX ? ERR_INPUT : OK;

    if (words)
        w->run_count = d->terms[0].run;
    d->item.term = w->term_count;
    for (int i = 0; !e && !words && i < d->item.terms; i++)
        if (!(e = room(&w->terms, w->term_count, sizeof(*w->terms))))
            w->terms[w->term_count++] = d->terms[i];
    if (!e && !words && !(e = room(&w->items, number, sizeof(*w->items))))
        w->items[w->item_count++] = d->item;
    for (int i = 0; !e && i < d->first_count; i++)
        e = keep_use(w, d->first[i], &d->item, number);
    if (e || !d->terms[0].set)
        return e;
    if (!(e = room(&w->by_class, w->by_class_count, sizeof(*w->by_class))))
        w->by_class[w->by_class_count++] = (uint16_t)number;
    return e;
}

/* The next piece: blanks inside "( )" do not end it. Cuts it off *rest. */
static char *
next_piece(char **rest)
{
    char *p = *rest + strspn(*rest, " \t\r"), *start = p;
    int depth = 0;

    for (; *p && (depth > 0 || !strchr(" \t\r", *p)); p++)
        depth += (*p == '(') - (*p == ')');
    *rest = p + (*p != '\0');
    *p = '\0';
    return *start ? start : NULL;
}

enum err
concern_item_add(struct concern_words *w, char *text, int class, int language)
{
    struct draft d = { .item = { .class = (uint8_t)class,
        .language = (uint8_t)language }, .open = true };
    char after = 0, *p;
    uint32_t runs = w->run_count;
    enum err e = OK;

    while (!e && (p = next_piece(&text)))
        e = draft_piece(w, &d, p, &after);
    if (!e && (!d.item.terms || d.open || after))
        e = ERR_INPUT;
    if (e)
        w->run_count = runs;
    return e ? e : keep_item(w, &d);
}

/* --- the whole ------------------------------------------------------------ */

/* Number 0 of each kind is nobody. */
enum err
concern_words_start(struct concern_words *w)
{
    static const char *const known[] = { "sure", "perhaps", "innocent",
        "common" };
    enum err e = rehash(w, 1024);

    for (int i = 0; i < CLASS_FIRST; i++)
        concern_class(w, known[i], strlen(known[i]));
    w->language_count = 1;      /* "": of all */
    if (e || (e = room(&w->patterns, 0, sizeof(*w->patterns)))
        || (e = room(&w->uses, 0, sizeof(*w->uses)))
        || (e = room(&w->items, 0, sizeof(*w->items))))
        return e;
    w->patterns[0] = (struct pattern){ 0 };
    w->uses[0] = (struct use){ 0 };
    w->items[0] = (struct item){ 0 };
    w->pattern_count = w->use_count = w->item_count = 1;
    w->set_count = 1;
    return OK;
}

/* Arrays grew by doubling: what is not needed goes back. */
static void
shrink(void *array, uint32_t count, size_t size)
{
    void **at = array, *less = realloc(*at, (count ? count : 1) * size);

    if (less)
        *at = less;
}

void
concern_words_shrink(struct concern_words *w)
{
    shrink(&w->letters, w->letter_count, 1);
    shrink(&w->patterns, w->pattern_count, sizeof(*w->patterns));
    shrink(&w->uses, w->use_count, sizeof(*w->uses));
    shrink(&w->runs, w->run_count, sizeof(*w->runs));
    shrink(&w->terms, w->term_count, sizeof(*w->terms));
    shrink(&w->items, w->item_count, sizeof(*w->items));
}
