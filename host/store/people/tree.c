#include "store/people/tree.h"

#include "store/db/audit.h"
#include "store/people/people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { FAMILIES_MAX = 5000 };

enum err
tree_set(struct db *db, const char *class_name, int64_t family, bool on,
    const char *who)
{
    char object[40];
    struct query q;
    enum err e = db_begin(db);

    if (e)
        return e;
    q = on ? query_start(db,
        "INSERT INTO representative (class, family)"
        " SELECT DISTINCT c.class, fc.family FROM family_child fc"
        " JOIN child c ON c.id = fc.child AND c." CHILD_HERE
        " JOIN family f ON f.id = fc.family"
        " WHERE fc.family = :family AND c.class = :class COLLATE NOCASE"
        " AND f.merged_into IS NULL"
        " ON CONFLICT (class, family) DO UPDATE SET class = excluded.class")
           : query_start(db,
        "DELETE FROM representative WHERE family = :family"
        " AND class = :class COLLATE NOCASE");
    query_int(&q, ":family", family);
    query_text(&q, ":class", class_name);
    snprintf(object, sizeof(object), "family %lld", (long long)family);
    if (!(e = query_end_changed(&q)))
        e = audit_add(db, who, on ? "tree.set" : "tree.remove", object,
            class_name);
    db_touch(db, DB_PEOPLE);
    return db_end(db, e);
}

/* The phone of a family: of its first guardian who has one that works; PICK
 * says what is wanted of it. */
#define PICK(what)                                                             \
    "(SELECT " what " FROM family_guardian fg"                                 \
    " JOIN guardian g ON g.id = fg.guardian"                                   \
    " JOIN guardian_phone gp ON gp.guardian = g.id"                            \
    " JOIN phone p ON p.id = gp.phone WHERE fg.family = fc.family"             \
    " AND NOT p." PHONE_IS_WRONG                                               \
    " ORDER BY p." PHONE_IS_PENDING ", gp.rank, g.id LIMIT 1)"

/* All families of a class, those who represent it first. */
static enum err
read_families(struct db *db, const char *class_name, bool only,
    struct tree_family *out, bool *represents, int *count)
{
    struct query q = query_start(db,
        "SELECT c.class, fc.family, group_concat(DISTINCT c.name),"
        " coalesce(" PICK("g.name") ", ''), coalesce(" PICK("p.number") ", ''),"
        " r.family IS NOT NULL AS leads FROM child c"
        " JOIN family_child fc ON fc.child = c.id"
        " JOIN family f ON f.id = fc.family AND f.merged_into IS NULL"
        " LEFT JOIN representative r ON r.class = c.class"
        "  AND r.family = fc.family"
        " WHERE (:class IS NULL OR c.class = :class COLLATE NOCASE)"
        " AND c." CHILD_HERE " AND c.class <> ''"
        " AND (:all OR r.family IS NOT NULL)"
        " GROUP BY c.class, fc.family"
        " ORDER BY c.class COLLATE classes, leads DESC, fc.family");

    query_text(&q, ":class", class_name);
    query_int(&q, ":all", !only);
    *count = 0;
    while (*count < FAMILIES_MAX && query_row(&q)) {
        struct tree_family *f = &out[*count];

        query_copy_text(&q, 0, f->class_name, sizeof(f->class_name));
        f->id = query_get_int(&q, 1);
        query_copy_text(&q, 2, f->children, sizeof(f->children));
        query_copy_text(&q, 3, f->guardian, sizeof(f->guardian));
        query_copy_text(&q, 4, f->number, sizeof(f->number));
        represents[(*count)++] = query_get_int(&q, 5) != 0;
    }
    return query_end(&q);
}

struct classes {
    struct tree_family *f;      /* owned */
    bool *represents;           /* owned */
    int count;
};

static enum err
open_classes(struct db *db, const char *class_name, bool only,
    struct classes *c)
{
    c->f = calloc(FAMILIES_MAX, sizeof(*c->f));
    c->represents = calloc(FAMILIES_MAX, sizeof(*c->represents));
    if (!c->f || !c->represents)
        return ERR_MEMORY;
    return read_families(db, class_name, only, c->f, c->represents, &c->count);
}

static void
close_classes(struct classes *c)
{
    free(c->f);
    free(c->represents);
}

enum err
tree_representatives(struct db *db, const char *class_name,
    void (*fn)(void *user, const struct tree_family *f), void *user)
{
    struct classes c = { 0 };
    enum err e = open_classes(db, class_name, true, &c);

    for (int i = 0; !e && i < c.count; i++)
        fn(user, &c.f[i]);
    close_classes(&c);
    return e;
}

/* One class, rows first..first+n: the callers stand at its beginning. */
static void
share_out(const struct classes *c, int first, int n,
    void (*fn)(void *user, const struct tree_family *caller,
        const struct tree_family *called), void *user)
{
    int callers = 0, others;

    while (callers < n && c->represents[first + callers])
        callers++;
    others = n - callers;
    for (int i = 0; i < others; i++)
        fn(user, callers ? &c->f[first + (int)((long)i * callers / others)]
                         : NULL, &c->f[first + callers + i]);
}

enum err
tree_list(struct db *db, const char *class_name,
    void (*fn)(void *user, const struct tree_family *caller,
        const struct tree_family *called), void *user)
{
    struct classes c = { 0 };
    enum err e = open_classes(db, class_name, false, &c);

    for (int i = 0, n; !e && i < c.count; i += n) {
        for (n = 1; i + n < c.count && !strcmp(c.f[i + n].class_name,
                 c.f[i].class_name); n++)
            ;
        share_out(&c, i, n, fn, user);
    }
    close_classes(&c);
    return e;
}
