/* people_world.h - rows of class lists into a database, and families as one
 * line each, for the tests of people. */
#ifndef NOTEHOME_PEOPLE_WORLD_H
#define NOTEHOME_PEOPLE_WORLD_H

#include "reason_words.h"
#include "test.h"

#include "store/people/people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define UNUSED __attribute__((unused))

static UNUSED char why[300];
static UNUSED struct reason because;

static UNUSED struct db *
open_db(void)
{
    struct db *db;

    CHECK_INT(db_open(":memory:", &db, why, sizeof(why)), OK);
    return db;
}

static UNUSED enum err
add(struct db *db, struct people_row r, bool *changed)
{
    enum err e;

    because = reason_none;
    CHECK_INT(db_begin(db), OK);
    e = people_add_row(db, &r, "KE", changed, &because);
    CHECK_INT(db_commit(db), OK);
    return e;
}

/* Adds a row; true when it changed something. */
#define ADD(c, k, g, p, ...)                                                   \
    added(db, (struct people_row){ .child = c, .class_name = k,               \
        .guardian = g, .phone = p, __VA_ARGS__ })
static UNUSED bool
added(struct db *db, struct people_row r)
{
    bool changed = false;
    enum err e = add(db, r, &changed);

    if (e)
        print_error("row refused: %s\n", in_words(&because));
    CHECK_INT(e, OK);
    return changed;
}

/* The reason a row is refused for. */
#define REFUSED(c, k, g, p, ...)                                               \
    refused(db, (struct people_row){ .child = c, .class_name = k,             \
        .guardian = g, .phone = p, __VA_ARGS__ })
static UNUSED const char *
refused(struct db *db, struct people_row r)
{
    bool changed = false;

    CHECK_INT(add(db, r, &changed), ERR_INPUT);
    CHECK(!changed);
    return in_words(&because);
}

/* "family label: Child Class, ...; Guardian relation [numbers]; ..." of all
 * families, a line each. */
struct text {
    struct db *db;
    char out[4000];
    const char *between;
};

static UNUSED void
put(struct text *t, const char *s)
{
    strncat(t->out, s, sizeof(t->out) - strlen(t->out) - 1);
}

static UNUSED void
put_child(void *user, const struct child *c)
{
    struct text *t = user;

    put(t, t->between);
    put(t, c->name);
    put(t, "/");
    put(t, c->class_name);
    t->between = " ";
}

static UNUSED void
put_phone(void *user, const struct people_phone *p)
{
    put(user, " ");
    put(user, p->number);
}

static UNUSED void
put_guardian(void *user, const struct guardian *g)
{
    struct text *t = user;

    put(t, t->between);
    put(t, g->name);
    put(t, *g->relation ? "/" : "");
    put(t, g->relation);
    CHECK_INT(guardian_phones(t->db, g->id, put_phone, t), OK);
    t->between = ", ";
}

static UNUSED void
put_family(void *user, const struct family *f)
{
    struct text *t = user;

    t->between = "";
    CHECK_INT(family_children(t->db, f->id, put_child, t), OK);
    t->between = " | ";
    CHECK_INT(family_guardians(t->db, f->id, put_guardian, t), OK);
    put(t, "\n");
}

static UNUSED const char *
all_of(struct db *db)
{
    static struct text t;

    t = (struct text){ .db = db };
    CHECK_INT(family_list(db, "", FAMILIES_BY_LABEL, 1000, put_family, &t), OK);
    return t.out;
}

/* Every row of every table of people as text, the caller's; for comparing. */
static UNUSED char *
people_rows(struct db *db)
{
    static const char *const tables[] = {
        "SELECT 'family', id, key, name, label, created, merged_into, erased"
        " FROM family ORDER BY id",
        "SELECT 'child', id, key, name, folded, class, left_at, 0 FROM child"
        " ORDER BY id",
        "SELECT 'family_child', family, child, 0, 0, 0, 0, 0"
        " FROM family_child ORDER BY family, child",
        "SELECT 'guardian', id, name, folded, language, consent, 0, 0"
        " FROM guardian ORDER BY id",
        "SELECT 'family_guardian', family, guardian, relation, 0, 0, 0, 0"
        " FROM family_guardian ORDER BY family, guardian",
        "SELECT 'phone', id, number, raw, state, since, 0, 0 FROM phone"
        " ORDER BY id",
        "SELECT 'guardian_phone', guardian, phone, rank, 0, 0, 0, 0"
        " FROM guardian_phone ORDER BY guardian, phone",
        "SELECT 'representative', class, family, 0, 0, 0, 0, 0"
        " FROM representative ORDER BY class, family" };
    char *text = NULL;
    size_t size = 0;
    FILE *f = open_memstream(&text, &size);

    CHECK(f);
    for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++) {
        struct query q = query_start_text(db, tables[i]);

        while (query_row(&q))
            for (int k = 0; k < 8; k++)
                fprintf(f, "%s%s", query_is_null(&q, k) ? "NULL"
                    : query_get_text(&q, k), k < 7 ? "|" : "\n");
        CHECK_INT(query_end(&q), OK);
    }
    fclose(f);
    return text;
}

/* The rows are those of before. */
#define CHECK_ROWS(db, before)                                                 \
    do {                                                                       \
        char *now_ = people_rows(db);                                          \
                                                                               \
        CHECK_TEXT(now_, before);                                              \
        free(now_);                                                            \
    } while (0)

#endif
