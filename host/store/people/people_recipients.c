/* people_recipients.c - whom a text to many goes to, each phone once. Declared
 * in people.h. */
#include "store/people/people.h"

#include "text/class_fold.h"
#include "text/clean.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAMES_MAX = 10 };        /* first names in one text */

/* A guardian of an addressed family, with the phone chosen. */
struct line {
    int64_t family, guardian;
    char *number, *name, *language; /* owned; number NULL: none may be used */
    int hours_from, hours_to;
};

struct lines {
    struct line *line;          /* owned */
    size_t n, room;
};

static void
lines_clear(struct lines *l)
{
    for (size_t i = 0; i < l->n; i++) {
        free(l->line[i].number);
        free(l->line[i].name);
        free(l->line[i].language);
    }
    free(l->line);
}

static enum err
add_line(struct lines *l, struct query *q)
{
    struct line *at;

    if (l->n == l->room) {
        size_t room = l->room ? 2 * l->room : 256;

        if (!(at = realloc(l->line, room * sizeof(*at))))
            return ERR_MEMORY;
        l->line = at;
        l->room = room;
    }
    at = &l->line[l->n];
    *at = (struct line){ .family = query_get_int(q, 0),
        .guardian = query_get_int(q, 1),
        .name = query_own_text(q, 2),
        .language = query_own_text(q, 3),
        .number = query_is_null(q, 4) ? NULL : query_own_text(q, 4),
        .hours_from = (int)query_get_int(q, 5),
        .hours_to = (int)query_get_int(q, 6) };
    l->n++;
    return OK;
}

/* The spellings of a class that mean the one asked for, as a JSON array: "4 b"
 * and "Class 4B" are "4B". Owned by the caller. ERR_NOT_FOUND: no child is in
 * it. */
static enum err
find_class(struct db *db, const char *name, char **out)
{
    struct query q;
    char *wanted = NULL, *text = NULL;
    size_t size = 0, n = 0;
    FILE *f;
    enum err e = class_fold(name, &wanted);

    if (e)
        return e;
    if (!(f = open_memstream(&text, &size))) {
        free(wanted);
        return ERR_MEMORY;
    }
    q = query_start(db,
        "SELECT DISTINCT class, json_quote(class) FROM child"
        " WHERE " CHILD_HERE " ORDER BY class"
        " COLLATE classes");
    while (!e && query_row(&q)) {
        char *folded = NULL;

        e = class_fold(query_get_text(&q, 0), &folded);
        if (!e && strcmp(folded, wanted) == 0)
            fprintf(f, "%c%s", n++ ? ',' : '[', query_get_text(&q, 1));
        free(folded);
    }
    e = e ? ((void)!query_end(&q), e) : query_end(&q);
    fputs("]", f);
    if (fclose(f) && !e)
        e = ERR_MEMORY;
    free(wanted);
    if (!e && n == 0)
        e = ERR_NOT_FOUND;
    if (e)
        free(text);
    else
        *out = text;
    return e;
}

#define ADDRESSED                                                              \
    "(fg.family = :family OR (:family = 0 AND " FAMILY_HERE("fg.family") "))"  \
    "  AND (:classes IS NULL OR EXISTS (SELECT 1 FROM family_child fc"         \
    "   JOIN child c ON c.id = fc.child WHERE fc.family = fg.family"           \
    "   AND c." CHILD_HERE                                                     \
    "   AND c.class IN (SELECT value FROM json_each(:classes))))"

/* All guardians of the addressed families. family 0 is every family; classes
 * NULL is every class. */
static enum err
find_lines(struct db *db, const struct people_target *target, int64_t family,
    const char *classes, struct lines *out)
{
    struct query q = query_start(db,
        "SELECT fg.family, g.id, g.name, g.language,"
        " iif(" AGREES_NOT " OR (NOT :alone AND g." READS_IS_CALL "), NULL,"
        "  (SELECT p.number FROM guardian_phone gp"
        "   JOIN phone p ON p.id = gp.phone AND (p." PHONE_IS_USED
        "    OR (:sure AND p." PHONE_IS_REFUSED
        "     AND NOT " PHONE_IS_DISOWNED("p") "))"
        "    AND (:number IS NULL OR p.number = :number)"
        "   WHERE gp.guardian = g.id ORDER BY p.state, gp.rank LIMIT 1)),"
        " g.hours_from, g.hours_to"
        " FROM family_guardian fg JOIN guardian g ON g.id = fg.guardian"
        " WHERE " ADDRESSED " ORDER BY fg.family, g.id");
    enum err e = OK;

    query_int(&q, ":family", family);
    query_text(&q, ":classes", classes);
    query_int(&q, ":sure", target->sure);
    query_int(&q, ":alone", target->alone);
    query_text(&q, ":number", target->number);
    while (!e && query_row(&q))
        e = add_line(out, &q);
    if (e) {
        (void)!query_end(&q);
        return e;
    }
    return query_end(&q);
}

/* Lines without a number come first, by guardian; then by number, each
 * number's by family. */
static int
by_number(const void *a, const void *b)
{
    const struct line *x = a, *y = b;
    int order = (x->number != NULL) - (y->number != NULL);

    if (!order && x->number)
        order = strcmp(x->number, y->number);
    if (!order && x->number)
        order = (x->family > y->family) - (x->family < y->family);
    return order ? order
        : (x->guardian > y->guardian) - (x->guardian < y->guardian);
}

/* One number's lines, one after the other. */
struct group {
    const struct line *line;
    size_t n;
};

static int
by_family(const void *a, const void *b)
{
    const struct line *x = ((const struct group *)a)->line;
    const struct line *y = ((const struct group *)b)->line;
    int order = (x->family > y->family) - (x->family < y->family);

    return order ? order
        : (x->guardian > y->guardian) - (x->guardian < y->guardian);
}

struct naming {
    char names[NAMES_MAX][120];
    int64_t ids[NAMES_MAX];
    int n, more;
};

static void
add_name(struct naming *to, int64_t id, const char *name)
{
    char first[120];

    name_first(name, first, sizeof(first));
    for (int i = 0; i < to->n; i++)
        if (to->ids[i] == id || strcmp(to->names[i], first) == 0)
            return;
    if (to->n == NAMES_MAX) {
        to->more++;
        return;
    }
    to->ids[to->n] = id;
    memcpy(to->names[to->n++], first, sizeof(first));
}

static enum err
add_names(struct db *db, int64_t family, const char *classes,
    struct naming *to)
{
    struct query q = query_start(db,
        "SELECT c.id, c.name FROM family_child fc"
        " JOIN child c ON c.id = fc.child AND c." CHILD_HERE
        " WHERE fc.family = :family AND (:classes IS NULL"
        "  OR c.class IN (SELECT value FROM json_each(:classes)))"
        " ORDER BY c.id");

    query_int(&q, ":family", family);
    query_text(&q, ":classes", classes);
    while (query_row(&q))
        add_name(to, query_get_int(&q, 0), query_get_text(&q, 1));
    return query_end(&q);
}

static void
write_names(const struct naming *from, char *out, size_t room)
{
    size_t n = 0;

    *out = '\0';
    for (int i = 0; i < from->n; i++)
        n += (size_t)snprintf(out + n, room - n, "%s%s", i ? ", " : "",
            from->names[i]);
    if (from->more)
        snprintf(out + n, room - n, ", +%d", from->more);
}

struct telling {
    struct db *db;
    const char *classes;
    void (*fn)(void *user, const struct recipient *r);
    void *user;
};

static enum err
tell_group(const struct telling *t, const struct group *g)
{
    char children[NAMES_MAX * 122 + 16];
    int64_t *also = calloc(g->n, sizeof(*also));
    struct naming names = { .n = 0 };
    struct recipient r = { .number = g->line->number,
        .family = g->line->family, .children = children,
        .guardian = g->line->name, .language = g->line->language,
        .also = also, .hours_from = g->line->hours_from,
        .hours_to = g->line->hours_to };
    enum err e = also ? OK : ERR_MEMORY;

    for (size_t i = 0; i < g->n && !e; i++) {
        if (i && g->line[i].family == g->line[i - 1].family)
            continue;
        if (i)
            also[r.n_also++] = g->line[i].family;
        e = add_names(t->db, g->line[i].family, t->classes, &names);
    }
    if (!e) {
        write_names(&names, children, sizeof(children));
        t->fn(t->user, &r);
    }
    free(also);
    return e;
}

static enum err
tell_all(const struct telling *t, struct lines *l, int *skipped)
{
    struct group *groups = calloc(l->n + 1, sizeof(*groups));
    size_t n = 0;
    int without = 0;
    enum err e = OK;

    if (!groups)
        return ERR_MEMORY;
    if (l->n)
        qsort(l->line, l->n, sizeof(*l->line), by_number);
    for (size_t i = 0; i < l->n; i++) {
        const struct line *at = &l->line[i];

        if (!at->number)
            without += i == 0 || at[-1].guardian != at->guardian;
        else if (n && strcmp(groups[n - 1].line->number, at->number) == 0)
            groups[n - 1].n++;
        else
            groups[n++] = (struct group){ at, 1 };
    }
    qsort(groups, n, sizeof(*groups), by_family);
    for (size_t i = 0; i < n && !e; i++)
        e = tell_group(t, &groups[i]);
    free(groups);
    if (!e && skipped)
        *skipped = without;
    return e;
}

static enum err
find_target(struct db *db, const struct people_target *target,
    struct family *f, char **classes)
{
    if (target->family)
        return family_get(db, target->family, f);
    if (target->class_name)
        return find_class(db, target->class_name, classes);
    return target->all ? OK : ERR_INPUT;
}

enum err
people_to_call(struct db *db, const struct people_target *target,
    void (*fn)(void *user, int64_t guardian, int64_t family), void *user)
{
    struct family f = { .id = 0 };
    char *classes = NULL;
    struct query q;
    enum err e = find_target(db, target, &f, &classes);

    if (e)
        return e;
    q = query_start(db, "SELECT g.id, min(fg.family) FROM family_guardian fg"
        " JOIN guardian g ON g.id = fg.guardian AND g." READS_IS_CALL
        " AND NOT (" AGREES_NOT ") WHERE " ADDRESSED
        " GROUP BY g.id ORDER BY 2, 1");
    query_int(&q, ":family", f.id);
    query_text(&q, ":classes", classes);
    while (query_row(&q))
        fn(user, query_get_int(&q, 0), query_get_int(&q, 1));
    e = query_end(&q);
    free(classes);
    return e;
}

enum err
people_recipients(struct db *db, const struct people_target *target,
    void (*fn)(void *user, const struct recipient *r), void *user,
    int *skipped)
{
    struct telling t = { db, NULL, fn, user };
    struct family f = { .id = 0 };
    struct lines l = { NULL, 0, 0 };
    char *classes = NULL;
    enum err e = find_target(db, target, &f, &classes);

    t.classes = classes;
    if (!e && !(e = find_lines(db, target, f.id, classes, &l)))
        e = tell_all(&t, &l, skipped);
    lines_clear(&l);
    free(classes);
    return e;
}
