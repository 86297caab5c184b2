#include "store/people/pupil.h"

#include "store/people/people_known.h"
#include "text/class_fold.h"
#include "text/unicode.h"

#include <stdlib.h>
#include <string.h>

#define PUPIL_COLUMNS                                                          \
    "SELECT c.id, c.name, c.class, coalesce((SELECT group_concat(name, ', ')"  \
    " FROM (SELECT DISTINCT g.name FROM family_child fc"                       \
    "  JOIN family_guardian fg ON fg.family = fc.family"                       \
    "  JOIN guardian g ON g.id = fg.guardian WHERE fc.child = c.id"            \
    "  ORDER BY g.id)), ''), c.key IS NOT NULL FROM child c WHERE c." CHILD_HERE

static bool
is_there(const struct pupil_match *m, int64_t id)
{
    for (int i = 0; i < m->n; i++)
        if (m->found[i].id == id)
            return true;
    return false;
}

/* Puts the child of q's row at that place; behind PUPILS it is left out. */
static void
put(struct query *q, int at, struct pupil_match *out)
{
    struct pupil *p = &out->found[at];

    if (at >= PUPILS)
        return;
    if (out->n < PUPILS)
        out->n++;
    memmove(p + 1, p, (size_t)(out->n - 1 - at) * sizeof(*p));
    p->id = query_get_int(q, 0);
    query_copy_text(q, 1, p->name, sizeof(p->name));
    query_copy_text(q, 2, p->class_name, sizeof(p->class_name));
    query_copy_text(q, 3, p->guardians, sizeof(p->guardians));
    p->numbered = query_get_int(q, 4) != 0;
}

/* Adds those of q that are not there yet; ends it. */
static enum err
keep_all(struct query *q, struct pupil_match *out)
{
    while (query_row(q))
        if (!is_there(out, query_get_int(q, 0)))
            put(q, out->n, out);
    return query_end(q);
}

static enum err
find_number(struct db *db, const char *child_id, struct pupil_match *out)
{
    struct query q = query_start(db, PUPIL_COLUMNS " AND c.key = :key");

    query_text(&q, ":key", child_id);
    return keep_all(&q, out);
}

/* Whether the class is said, and is another. */
static enum err
is_elsewhere(const char *said, const char *class_name, bool *elsewhere)
{
    char *a = NULL, *b = NULL;
    enum err e = OK;

    *elsewhere = false;
    if (*said && !(e = class_fold(said, &a))
        && !(e = class_fold(class_name, &b)))
        *elsewhere = strcmp(a, b) != 0;
    free(a);
    free(b);
    return e;
}

/* Those of the name, first the ones of the class; *here: how many these are in
 * the whole school, whatever there is room for (counted up to PUPILS + 1). */
static enum err
find_name(struct db *db, const char *folded, const char *class_name,
    struct pupil_match *out, int *here)
{
    struct query q = query_start(db, PUPIL_COLUMNS
        " AND c.folded = :folded ORDER BY c.class COLLATE classes, c.id");
    enum err e = OK, ended;

    query_text(&q, ":folded", folded);
    while (!e && *here <= PUPILS && query_row(&q)) {
        bool elsewhere;

        if (!(e = is_elsewhere(class_name, query_get_text(&q, 2), &elsewhere)))
            put(&q, elsewhere ? out->n : (*here)++, out);
    }
    ended = query_end(&q);
    return e ? e : ended;
}

static enum err
is_called(const char *name, const char *folded, bool *same)
{
    char *other = NULL;
    enum err e = unicode_fold(name, &other);

    *same = !e && !strcmp(other, folded);
    free(other);
    return e;
}

struct offering {
    struct db *db;
    struct pupil_match *out;
    enum err e;
};

static void
offer(void *user, const struct known_person *p)
{
    struct offering *o = user;
    struct query q;

    if (o->e)
        return;
    q = query_start(o->db, PUPIL_COLUMNS " AND c.id = :id");
    query_int(&q, ":id", p->id);
    o->e = keep_all(&q, o->out);
}

/* Children whose names have the words of this one, in whatever order. */
static enum err
find_words(struct db *db, const char *name, struct pupil_match *out)
{
    struct offering o = { db, out, OK };
    enum err e = known_pupils(db, name, PUPILS, offer, &o);

    return e ? e : o.e;
}

/* The child of this number: sure unless name or class say another. */
static enum err
match_number(const char *folded, const char *class_name,
    struct pupil_match *out)
{
    bool same = true, elsewhere = false;
    enum err e = OK;

    if (*folded)
        e = is_called(out->found[0].name, folded, &same);
    if (!e)
        e = is_elsewhere(class_name, out->found[0].class_name, &elsewhere);
    out->sure = !e && same && !elsewhere;
    if (!out->sure)
        out->why = reason_of(REASON_FACT_OTHER_NAME);
    return e;
}

static enum err
match_name(struct db *db, const char *child_id, const char *name,
    const char *folded, const char *class_name, struct pupil_match *out)
{
    int here = 0;
    enum err e;

    if (!*folded) {
        out->why = reason_of(REASON_FACT_NO_NAME);
        return OK;
    }
    if ((e = find_name(db, folded, class_name, out, &here)))
        return e;
    /* with another number it is another child, or one of the two is wrong */
    out->sure = here == 1 && !(*child_id && out->found[0].numbered);
    if (!out->sure)
        out->why = reason_of(here > 1 ? REASON_FACT_SEVERAL
            : here ? REASON_FACT_NUMBER : REASON_FACT_NO_CHILD);
    if (!here && !(e = find_words(db, name, out)) && !out->n)
        out->why = reason_of(REASON_FACT_UNKNOWN);
    return e;
}

enum err
pupil_match(struct db *db, const char *child_id, const char *name,
    const char *class_name, struct pupil_match *out)
{
    char *folded = NULL;
    enum err e = unicode_fold(name, &folded);

    *out = (struct pupil_match){ .sure = false };
    if (e == ERR_INPUT) {
        out->why = reason_of(REASON_FACT_NO_NAME);
        return OK;
    }
    if (!e && *child_id)
        e = find_number(db, child_id, out);
    if (!e)
        e = out->n ? match_number(folded, class_name, out)
                   : match_name(db, child_id, name, folded, class_name,
                         out);
    free(folded);
    return e;
}

enum err
pupil_chosen(struct db *db, int64_t child, struct pupil_match *out)
{
    struct query q = query_start(db, PUPIL_COLUMNS " AND c.id = :id");
    enum err e;

    *out = (struct pupil_match){ .sure = true };
    query_int(&q, ":id", child);
    e = keep_all(&q, out);
    return e ? e : out->n ? OK : ERR_NOT_FOUND;
}
