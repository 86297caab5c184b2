/* child_named.c - whether a text names a child of a family, and which. Declared
 * in send_own.h. */
#include "send/send_own.h"

#include "store/people/left.h"
#include "text/unicode.h"

#include <stdlib.h>
#include <string.h>

/* Words of one letter, and what a guardian is called too, tell nothing. */
enum { WORD_MIN = 2 };

struct told {
    char *text;                 /* owned; folded */
    char *guardians;            /* owned; folded names, a blank between */
    char word[SEND_WORD];       /* of a child that the text names; "" none */
    bool failed;
};

/* Whether folded words have this one among them, as a whole. */
static bool
has_word(const char *words, const char *word, size_t bytes)
{
    const char *found;
    size_t n;

    while (unicode_word(&words, &found, &n))
        if (n == bytes && !memcmp(found, word, n))
            return true;
    return false;
}

static void
look_for(struct told *t, const char *name, const char *also)
{
    char *folded = NULL;
    const char *at, *word;
    size_t n;

    if (unicode_fold(name, &folded)) {
        t->failed = true;
        return;
    }
    for (at = folded; unicode_word(&at, &word, &n);)
        if (!*t->word && n >= WORD_MIN && n < sizeof(t->word)
            && has_word(t->text, word, n) && !has_word(also, word, n))
            memcpy(t->word, word, n);
    free(folded);
}

static void
look_for_child(void *user, const struct child *c)
{
    struct told *t = user;

    look_for(t, c->name, t->guardians);
}

static void
add_guardian(void *user, const struct guardian *g)
{
    struct told *t = user;
    char *folded = NULL, *more = NULL;
    size_t used = t->guardians ? strlen(t->guardians) : 0;

    if (!unicode_fold(g->name, &folded))
        more = realloc(t->guardians, used + strlen(folded) + 2);
    if (!more)
        t->failed = true;
    else {
        t->guardians = more;
        more[used] = ' ';
        strcpy(more + used + 1, folded);
    }
    free(folded);
}

static enum err
find_child(struct db *db, int64_t family, struct told *t)
{
    enum err e = family_guardians(db, family, add_guardian, t);

    if (!e && !t->guardians && !(t->guardians = strdup("")))
        e = ERR_MEMORY;
    if (!e && !t->failed)
        e = family_children(db, family, look_for_child, t);
    if (!e && !t->failed)
        e = family_left(db, family, look_for_child, t);
    free(t->guardians);
    return e ? e : t->failed ? ERR_MEMORY : OK;
}

enum err
send_find_child(struct db *db, int64_t family, const char *text,
    char word[SEND_WORD])
{
    struct told t = { .text = NULL };
    enum err e = unicode_fold(text, &t.text);

    *word = '\0';
    if (e)
        return e == ERR_INPUT ? OK : e; /* text_clean() tells */
    if (!(e = find_child(db, family, &t)))
        memcpy(word, t.word, SEND_WORD);
    free(t.text);
    return e;
}

enum err
send_find_child_in(struct db *db, int64_t family, const struct send *s,
    const char *text, char word[SEND_WORD])
{
    enum err e = send_find_child(db, family, text, word);

    return e || *word || !s->ask ? e
        : send_find_child(db, family, s->ask, word);
}

/* --- which of them -------------------------------------------------------- */

struct named {
    char *text, *guardians;     /* folded; borrowed */
    struct named_child {
        struct child child;
        char *folded;           /* owned */
    } one[ABOUT_MAX];
    int n;
    bool failed;
};

static void
add_named(void *user, const struct child *c)
{
    struct named *all = user;

    if (all->n == ABOUT_MAX)
        return;
    all->one[all->n].child = *c;
    if (unicode_fold(c->name, &all->one[all->n].folded))
        all->failed = true;
    else
        all->n++;
}

/* Whether the text has a word of this child's name; shared: also one that a
 * sister or brother has. */
static bool
is_named(const struct named *all, int i, bool shared)
{
    const char *at = all->one[i].folded, *word;
    size_t n;

    while (unicode_word(&at, &word, &n)) {
        bool theirs = false;

        for (int k = 0; k < all->n && !shared; k++)
            theirs |= k != i && has_word(all->one[k].folded, word, n);
        if (n >= WORD_MIN && !theirs && has_word(all->text, word, n)
            && !has_word(all->guardians, word, n))
            return true;
    }
    return false;
}

static void
tell_named(const struct named *all,
    void (*fn)(void *user, const struct child *c), void *user)
{
    bool any = false;

    for (int shared = 0; shared < 2 && !any; shared++)
        for (int i = 0; i < all->n; i++)
            if (is_named(all, i, shared)) {
                any = true;
                fn(user, &all->one[i].child);
            }
}

enum err
send_named(struct db *db, int64_t family, const char *text,
    void (*fn)(void *user, const struct child *c), void *user)
{
    struct told t = { .text = NULL };
    struct named all = { .n = 0 };
    enum err e = unicode_fold(text, &t.text);

    if (e)
        return e == ERR_INPUT ? OK : e; /* text_clean() tells */
    e = family_guardians(db, family, add_guardian, &t);
    if (!e && !t.failed)
        e = family_children(db, family, add_named, &all);
    if (!e && (t.failed || all.failed))
        e = ERR_MEMORY;
    all.text = t.text;
    all.guardians = t.guardians ? t.guardians : (char[]){ "" };
    if (!e)
        tell_named(&all, fn, user);
    for (int i = 0; i < all.n; i++)
        free(all.one[i].folded);
    free(t.guardians);
    free(t.text);
    return e;
}
