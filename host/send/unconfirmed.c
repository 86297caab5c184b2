/* unconfirmed.c - nothing about a child goes to a number that nobody has
 * confirmed: who wrote from it says itself whose it is. Declared in
 * send_own.h. */
#include "send/send_own.h"

#include "store/people/left.h"
#include "text/unicode.h"

#include <stdlib.h>
#include <string.h>

/* Words of one letter, and what a guardian is called too, tell nothing. */
enum { WORD_MIN = 2 };

/* The family has the number, and somebody vouches for it. */
static enum err
is_confirmed(struct db *db, const struct send_target *t, bool *confirmed)
{
    struct query q = query_start(db,
        "SELECT 1 FROM phone p JOIN guardian_phone gp ON gp.phone = p.id"
        " JOIN family_guardian fg ON fg.guardian = gp.guardian"
        " WHERE p.number = :number AND fg.family = :family"
        " AND NOT (p." PHONE_IS_PENDING ")"
        " AND NOT " PHONE_IS_DISOWNED("p") " LIMIT 1");

    query_text(&q, ":number", t->number);
    query_int(&q, ":family", t->family);
    *confirmed = query_row(&q);
    return query_end(&q);
}

struct told {
    char *text;                 /* owned; folded */
    char *guardians;            /* owned; folded names, a blank between */
    char word[60];              /* of a child that the text names; "" none */
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
find_child(struct send_plan *p, int64_t family, struct told *t)
{
    enum err e = unicode_fold(p->s->text, &t->text);

    if (!e)
        e = family_guardians(p->db, family, add_guardian, t);
    if (!e && !t->guardians && !(t->guardians = strdup("")))
        e = ERR_MEMORY;
    if (!e && !t->failed)
        e = family_children(p->db, family, look_for_child, t);
    if (!e && !t->failed)
        e = family_left(p->db, family, look_for_child, t);
    free(t->text);
    free(t->guardians);
    return e ? e : t->failed ? ERR_MEMORY : OK;
}

enum err
send_check_unconfirmed(struct send_plan *p)
{
    const struct send_target *to = &p->targets[0];
    struct told t = { .text = NULL };
    bool confirmed = true;
    enum err e;

    if (!send_to_number(p->s) || !to->family)
        return OK;
    if ((e = is_confirmed(p->db, to, &confirmed)) || confirmed)
        return e;
    if (strstr(p->s->text, "{child") || strstr(p->s->text, "{class"))
        return reason_refuse(p->why, ERR_REFUSED,
            reason_of(REASON_UNCONFIRMED_FIELDS));
    if ((e = find_child(p, to->family, &t)))
        return e;
    return !*t.word ? OK : reason_refuse(p->why, ERR_REFUSED,
        reason_text(REASON_UNCONFIRMED_WORD, t.word));
}
