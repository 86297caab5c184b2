#include "store/people/named.h"

#include "store/people/people.h"
#include "text/class_fold.h"
#include "text/unicode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PREFIX_MIN = 3, DIGITS_MIN = 6, CLASSES_MAX = 64 };

/* A set of words: a bit for each. */
typedef unsigned words;

struct reading {
    char *folded;               /* owned */
    struct { const char *text; size_t bytes; bool digits; } word[NAMED_WORDS];
    int n;
    struct { char name[CLASS_NAME_MAX]; words is; } classes[CLASSES_MAX];
    int n_classes;              /* those that were typed */
    struct { int64_t family; words has; } *found; /* owned */
    int n_found, room;
};

static bool
all_digits(const char *text, size_t n)
{
    return strspn(text, "0123456789") >= n;
}

static enum err
read_words(struct reading *r, const char *typed)
{
    enum err e = unicode_fold(typed, &r->folded);
    const char *at = r->folded, *word;
    size_t n;

    while (!e && r->n < NAMED_WORDS && unicode_word(&at, &word, &n)) {
        r->word[r->n].text = word;
        r->word[r->n].bytes = n;
        r->word[r->n++].digits = all_digits(word, n);
    }
    return e;
}

/* Words i to k, which stand beside each other, as one class. */
static bool
is_class(const struct reading *r, int i, int k, const char *folded)
{
    char *typed, *as_class = NULL;
    bool is;

    typed = strndup(r->word[i].text, (size_t)(r->word[k].text
        + r->word[k].bytes - r->word[i].text));
    is = typed && !class_fold(typed, &as_class) && !strcmp(as_class, folded);
    free(as_class);
    free(typed);
    return is;
}

/* The classes that one word, or two beside each other, are. */
static enum err
read_classes(struct db *db, struct reading *r)
{
    struct query q = query_start(db,
        "SELECT class FROM child WHERE " CHILD_HERE " AND class <> ''"
        " GROUP BY class");
    char *folded;
    enum err e = OK;

    while (!e && r->n_classes < CLASSES_MAX && query_row(&q)) {
        words is = 0;

        if ((e = class_fold(query_get_text(&q, 0), &folded)))
            break;
        for (int i = 0; i < r->n; i++)
            for (int k = i; k < r->n && k <= i + 1; k++)
                if (is_class(r, i, k, folded))
                    is |= 1u << i | 1u << k;
        free(folded);
        if (!is)
            continue;
        query_copy_text(&q, 0, r->classes[r->n_classes].name, CLASS_NAME_MAX);
        r->classes[r->n_classes++].is = is;
    }
    return e ? ((void)!query_end(&q), e) : query_end(&q);
}

/* Which of the words the name has. */
static words
in_name(const struct reading *r, const char *name)
{
    const char *at = name, *word;
    words has = 0;
    size_t n;

    while (unicode_word(&at, &word, &n))
        for (int i = 0; i < r->n; i++) {
            size_t typed = r->word[i].bytes;
            bool cut = i + 1 == r->n && typed >= PREFIX_MIN && typed < n;

            if ((typed == n || cut) && !memcmp(word, r->word[i].text, typed))
                has |= 1u << i;
        }
    return has;
}

static words
in_class(const struct reading *r, const char *class_name)
{
    for (int i = 0; i < r->n_classes; i++)
        if (!strcmp(r->classes[i].name, class_name))
            return r->classes[i].is;
    return 0;
}

/* Digits beside each other are one number, without the zeros before it. */
static words
in_number(const struct reading *r, const char *number)
{
    words has = 0;

    for (int i = 0, k; i < r->n; i = k) {
        char digits[64] = "";
        const char *from = digits;
        size_t n = 0;

        for (k = i; k < r->n && r->word[k].digits; k++)
            if (n + r->word[k].bytes < sizeof(digits)) {
                memcpy(digits + n, r->word[k].text, r->word[k].bytes);
                n += r->word[k].bytes;
                digits[n] = '\0';
            }
        from += strspn(from, "0");
        if (strlen(from) >= DIGITS_MIN && strstr(number, from))
            has |= (1u << k) - (1u << i);
        if (k == i)
            k++;
    }
    return has;
}

static enum err
note(struct reading *r, int64_t family, words has)
{
    if (r->n_found && r->found[r->n_found - 1].family == family) {
        r->found[r->n_found - 1].has |= has;
        return OK;
    }
    if (r->n_found == r->room) {
        int room = r->room ? 2 * r->room : 64;
        void *more = realloc(r->found, (size_t)room * sizeof(*r->found));

        if (!more)
            return ERR_MEMORY;
        r->found = more;
        r->room = room;
    }
    r->found[r->n_found].family = family;
    r->found[r->n_found++].has = has;
    return OK;
}

static enum err
read_people(struct db *db, struct reading *r)
{
    struct query q = query_start(db,
        "WITH here (id) AS (SELECT id FROM family"
        "  WHERE merged_into IS NULL AND erased = 0)"
        " SELECT fc.family, c.folded, iif(c." CHILD_HERE ", c.class, ''), ''"
        "  FROM here JOIN family_child fc ON fc.family = here.id"
        "  JOIN child c ON c.id = fc.child"
        " UNION ALL SELECT fg.family, g.folded, '', coalesce((SELECT"
        "  group_concat(p.number, ' ') FROM guardian_phone gp"
        "  JOIN phone p ON p.id = gp.phone WHERE gp.guardian = g.id), '')"
        "  FROM here JOIN family_guardian fg ON fg.family = here.id"
        "  JOIN guardian g ON g.id = fg.guardian ORDER BY 1");
    enum err e = OK;

    while (!e && query_row(&q)) {
        words has = in_name(r, query_get_text(&q, 1))
            | in_class(r, query_get_text(&q, 2))
            | in_number(r, query_get_text(&q, 3));

        if (has)
            e = note(r, query_get_int(&q, 0), has);
    }
    return e ? ((void)!query_end(&q), e) : query_end(&q);
}

/* Writes the words that are not of `taken`. */
static void
write_rest(const struct reading *r, words taken, char *to)
{
    char *start = to;

    for (int i = 0; i < r->n; i++)
        if (!(taken & 1u << i)) {
            if (to != start)
                *to++ = ' ';
            memcpy(to, r->word[i].text, r->word[i].bytes);
            to += r->word[i].bytes;
        }
    *to = '\0';
}

static enum err
write_families(const struct reading *r, words all, char **out)
{
    size_t room = (size_t)r->n_found * 21 + 3;
    char *text = malloc(room), *to = text;

    if (!text)
        return ERR_MEMORY;
    *to++ = '[';
    for (int i = 0; all && i < r->n_found; i++)
        if ((r->found[i].has & all) == all)
            to += snprintf(to, room - (size_t)(to - text), "%s%lld",
                to == text + 1 ? "" : ",", (long long)r->found[i].family);
    *to++ = ']';
    *to = '\0';
    *out = text;
    return OK;
}

enum err
named_read(struct db *db, const char *typed, struct named *out)
{
    struct reading r = { 0 };
    words all = 0;
    enum err e;

    *out = (struct named){ 0 };
    if ((e = read_words(&r, typed)) || (e = read_classes(db, &r))
        || (e = read_people(db, &r)))
        goto end;
    for (int i = 0; i < r.n_found; i++)
        all |= r.found[i].has;
    if (all == (1u << r.n) - 1)
        all = 0;                /* nothing is left to look for */
    if ((e = write_families(&r, all, &out->families)))
        goto end;
    if (!strcmp(out->families, "[]"))
        all = 0;
    if (!(out->rest = malloc(strlen(r.folded) + 1)))
        e = ERR_MEMORY;
    else
        write_rest(&r, all, out->rest);
end:
    free(r.found);
    free(r.folded);
    return e;
}

void
named_clear(struct named *n)
{
    free(n->families);
    free(n->rest);
    *n = (struct named){ 0 };
}
