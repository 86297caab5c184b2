#include "text/excerpt.h"

#include "text/unicode.h"

#include <stdlib.h>
#include <string.h>

enum { WORDS_MAX = 12, HITS_MAX = EXCERPT_PIECES / 2, LEAD = 60 };

struct wanted {
    struct { const char *text; size_t bytes; } word[WORDS_MAX];
    int n;
};
struct hits {
    struct { const char *text; size_t bytes; } hit[HITS_MAX];
    int n;
};

const char *
excerpt_piece(const struct excerpt *x, int i)
{
    return x->bytes + x->piece[i].at;
}

static bool
is_wanted(const struct wanted *w, const char *folded)
{
    for (int i = 0; i < w->n; i++)
        if (!strncmp(folded, w->word[i].text, w->word[i].bytes)
            && (i + 1 == w->n || !folded[w->word[i].bytes]))
            return true;
    return false;
}

static enum err
look_at(const struct wanted *w, const char *word, size_t bytes, bool *hit)
{
    char *own = strndup(word, bytes), *folded = NULL;
    enum err e = own ? unicode_fold(own, &folded) : ERR_MEMORY;

    *hit = !e && is_wanted(w, folded);
    free(folded);
    free(own);
    return e;
}

/* The hits that fit behind the first one. */
static enum err
find(const char *body, const struct wanted *w, struct hits *h)
{
    const char *at = body, *word;
    size_t bytes;
    enum err e = OK;
    bool hit;

    while (!e && h->n < HITS_MAX && unicode_word(&at, &word, &bytes)) {
        if (h->n && word + bytes > h->hit[0].text + EXCERPT_BYTES)
            break;
        if (!(e = look_at(w, word, bytes, &hit)) && hit) {
            h->hit[h->n].text = word;
            h->hit[h->n++].bytes = bytes;
        }
    }
    return e;
}

/* Where the excerpt begins: at a word some way before the first hit. */
static const char *
start_of(const char *body, const struct hits *h)
{
    const char *at = body, *word;
    size_t bytes;

    if (!h->n || h->hit[0].text - body <= LEAD)
        return body;
    while (unicode_word(&at, &word, &bytes))
        if (h->hit[0].text - word <= LEAD)
            return word;
    return body;
}

/* Adds bytes of text, as far as there is room; false: it was cut. */
static bool
add(struct excerpt *x, size_t *used, const char *text, size_t bytes, bool hit)
{
    size_t room = EXCERPT_BYTES - (*used - (size_t)x->n);
    char *to = x->bytes + *used;
    size_t got;

    if (!bytes)
        return true;
    x->piece[x->n].at = (int)*used;
    x->piece[x->n].hit = hit;
    got = unicode_copy(text, to, (bytes < room ? bytes : room) + 1);
    if (!got)
        return false;
    x->n++;
    *used += got + 1;
    return got == bytes;
}

static void
cut(const char *body, const struct hits *h, struct excerpt *x)
{
    const char *at = start_of(body, h);
    size_t used = 0;
    bool whole = true;

    x->before = at != body;
    for (int i = 0; i < h->n && whole; i++) {
        whole = add(x, &used, at, (size_t)(h->hit[i].text - at), false)
            && add(x, &used, h->hit[i].text, h->hit[i].bytes, true);
        at = h->hit[i].text + h->hit[i].bytes;
    }
    x->after = !whole || !add(x, &used, at, strlen(at), false);
}

/* The words of what was typed, folded; they point into *folded, the
 * caller's. */
static enum err
read_wanted(const char *words, char **folded, struct wanted *w)
{
    const char *at;
    enum err e = unicode_fold(words, folded);

    if (e)
        return e;
    at = *folded;
    while (w->n < WORDS_MAX
        && unicode_word(&at, &w->word[w->n].text, &w->word[w->n].bytes))
        w->n++;
    return OK;
}

enum err
excerpt_read(const char *body, const char *words, struct excerpt *out)
{
    struct wanted w = { 0 };
    struct hits h = { 0 };
    char *folded = NULL;
    enum err e = read_wanted(words, &folded, &w);

    memset(out, 0, sizeof(*out));
    if (!e && !(e = find(body, &w, &h)))
        cut(body, &h, out);
    free(folded);
    return e;
}

enum err
excerpt_mark(const char *body, const char *words,
    void (*fn)(void *user, const char *text, size_t bytes, bool hit),
    void *user)
{
    struct wanted w = { 0 };
    char *folded = NULL;
    const char *at = body, *told = body, *word;
    size_t bytes;
    bool hit;
    enum err e = read_wanted(words, &folded, &w);

    while (!e && unicode_word(&at, &word, &bytes)) {
        if ((e = look_at(&w, word, bytes, &hit)) || !hit)
            continue;
        if (word > told)
            fn(user, told, (size_t)(word - told), false);
        fn(user, word, bytes, true);
        told = word + bytes;
    }
    if (*told)
        fn(user, told, strlen(told), false);
    free(folded);
    return e;
}
