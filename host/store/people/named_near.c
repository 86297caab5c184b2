/* named_near.c - names that are spelt nearly as somebody typed. Declared in
 * named.h. */
#include "store/people/named.h"

#include "store/people/people.h"
#include "text/unicode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LETTERS_MAX = 24, LETTERS_MIN = 4, LONG_FROM = 6, NEAR_MAX = 4 };

struct letters {
    uint32_t c[LETTERS_MAX];
    int n;                      /* LETTERS_MAX + 1: it has more */
};

struct near {
    struct letters wanted;
    bool is_name;               /* it is one itself */
    struct { char name[64]; struct letters as; int far; } best[NEAR_MAX];
    int n, limit;
};

static void
read_letters(const char *folded, struct letters *out)
{
    uint32_t c;

    out->n = 0;
    while (out->n <= LETTERS_MAX && (c = unicode_next(&folded)))
        if (out->n++ < LETTERS_MAX)
            out->c[out->n - 1] = c;
}

static int
least(int a, int b, int c)
{
    int ab = a < b ? a : b;

    return ab < c ? ab : c;
}

/* The edit distance (Damerau, Levenshtein): letters that are put in, left out,
 * changed, or that changed places. */
static int
distance(const struct letters *a, const struct letters *b)
{
    int row[LETTERS_MAX + 1][LETTERS_MAX + 1];

    for (int i = 0; i <= a->n; i++)
        for (int k = 0; k <= b->n; k++) {
            bool same = i && k && a->c[i - 1] == b->c[k - 1];

            if (!i || !k) {
                row[i][k] = i + k;
                continue;
            }
            row[i][k] = least(row[i - 1][k] + 1, row[i][k - 1] + 1,
                row[i - 1][k - 1] + !same);
            if (i > 1 && k > 1 && a->c[i - 1] == b->c[k - 2]
                && a->c[i - 2] == b->c[k - 1]
                && row[i - 2][k - 2] + 1 < row[i][k])
                row[i][k] = row[i - 2][k - 2] + 1;
        }
    return row[a->n][b->n];
}

static bool
is_known(const struct near *r, const struct letters *as)
{
    for (int i = 0; i < r->n; i++)
        if (r->best[i].as.n == as->n
            && !memcmp(r->best[i].as.c, as->c, (size_t)as->n * sizeof(*as->c)))
            return true;
    return false;
}

/* Puts it where it belongs among the nearest. */
static void
keep(struct near *r, const char *name, size_t bytes, const struct letters *as,
    int far)
{
    int at = r->n < r->limit ? r->n : r->limit;

    if (bytes >= sizeof(r->best[0].name) || is_known(r, as))
        return;
    while (at > 0 && r->best[at - 1].far > far)
        at--;
    if (at == r->limit)
        return;
    if (r->n < r->limit)
        r->n++;
    memmove(&r->best[at + 1], &r->best[at],
        (size_t)(r->n - at - 1) * sizeof(r->best[0]));
    snprintf(r->best[at].name, sizeof(r->best[at].name), "%.*s", (int)bytes,
        name);
    r->best[at].as = *as;
    r->best[at].far = far;
}

static enum err
compare(struct near *r, const char *word, size_t bytes)
{
    char *own = strndup(word, bytes), *folded = NULL;
    enum err e = own ? unicode_fold(own, &folded) : ERR_MEMORY;
    int most = r->wanted.n < LONG_FROM ? 1 : 2, far;
    struct letters as;

    free(own);
    if (e)
        return e;
    read_letters(folded, &as);
    free(folded);
    if (as.n < LETTERS_MIN - 1 || as.n > LETTERS_MAX
        || abs(as.n - r->wanted.n) > most)
        return OK;
    far = distance(&r->wanted, &as);
    r->is_name |= far == 0;
    if (far && far <= most)
        keep(r, word, bytes, &as, far);
    return OK;
}

enum err
named_near(struct db *db, const char *word, int limit,
    void (*fn)(void *user, const char *name), void *user)
{
    struct near r = { .limit = limit < NEAR_MAX ? limit : NEAR_MAX };
    char *folded = NULL;
    struct query q;
    enum err e = unicode_fold(word, &folded);

    if (e)
        return e;
    read_letters(folded, &r.wanted);
    free(folded);
    if (r.wanted.n < LETTERS_MIN || r.wanted.n > LETTERS_MAX || r.limit < 1)
        return OK;
    q = query_start(db,
        "SELECT c.name FROM child c JOIN family_child fc ON fc.child = c.id"
        " JOIN family f ON f.id = fc.family AND f.merged_into IS NULL"
        "  AND f.erased = 0 UNION ALL"
        " SELECT g.name FROM guardian g"
        " JOIN family_guardian fg ON fg.guardian = g.id"
        " JOIN family f ON f.id = fg.family AND f.merged_into IS NULL"
        "  AND f.erased = 0");
    while (!e && !r.is_name && query_row(&q)) {
        const char *at = query_get_text(&q, 0), *one;
        size_t n;

        while (!e && unicode_word(&at, &one, &n))
            e = compare(&r, one, n);
    }
    if (e)
        return (void)!query_end(&q), e;
    if ((e = query_end(&q)) || r.is_name)
        return e;
    for (int i = 0; i < r.n; i++)
        fn(user, r.best[i].name);
    return OK;
}
