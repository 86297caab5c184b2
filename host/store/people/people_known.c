#include "store/people/people_known.h"

#include "store/thread/thread.h"
#include "text/class_fold.h"
#include "text/phone.h"
#include "text/unicode.h"

#include <stdlib.h>
#include <string.h>

static enum err
each(struct query *q, void (*fn)(void *user, const struct known_person *p),
    void *user)
{
    struct known_person p;

    while (query_row(q)) {
        p = (struct known_person){ .family = query_get_int(q, 0),
            .id = query_get_int(q, 1) };
        query_copy_text(q, 2, p.label, sizeof(p.label));
        query_copy_text(q, 3, p.name, sizeof(p.name));
        query_copy_text(q, 4, p.class_name, sizeof(p.class_name));
        query_copy_text(q, 5, p.children, sizeof(p.children));
        fn(user, &p);
    }
    return query_end(q);
}

enum err
known_holders(struct db *db, const char *number,
    void (*fn)(void *user, const struct known_person *p), void *user)
{
    struct query q = query_start(db,
        "SELECT f.id, g.id, f.label, g.name, '', " FAMILY_CHILDREN("f.id")
        " FROM phone p"
        " JOIN guardian_phone gp ON gp.phone = p.id"
        " JOIN guardian g ON g.id = gp.guardian"
        " JOIN family_guardian fg ON fg.guardian = g.id"
        " JOIN family f ON f.id = fg.family WHERE p.number = :number"
        " ORDER BY f.id, g.id");

    query_text(&q, ":number", number);
    return each(&q, fn, user);
}

struct classmates {
    char *wanted;               /* owned; folded */
    bool failed;
    void (*fn)(void *user, const struct known_person *p);
    void *user;
};

static void
compare_class(void *user, const struct known_person *p)
{
    struct classmates *c = user;
    char *folded = NULL;

    if (class_fold(p->class_name, &folded))
        c->failed = true;
    else if (!strcmp(folded, c->wanted))
        c->fn(c->user, p);
    free(folded);
}

enum err
known_children(struct db *db, const char *name, const char *class_name,
    void (*fn)(void *user, const struct known_person *p), void *user)
{
    struct classmates c = { .fn = fn, .user = user };
    char *folded = NULL;
    struct query q;
    enum err e;

    if (!*name || !*class_name)
        return OK;
    if ((e = class_fold(class_name, &c.wanted)))
        return e;
    if ((e = unicode_fold(name, &folded))) {
        free(c.wanted);
        return e;
    }
    q = query_start(db, "SELECT f.id, c.id, f.label, c.name, c.class, "
        FAMILY_CHILDREN("f.id")
        " FROM child c JOIN family_child fc ON fc.child = c.id"
        " JOIN family f ON f.id = fc.family WHERE c.folded = :folded"
        " ORDER BY f.id, c.id");
    query_text(&q, ":folded", folded);
    e = each(&q, compare_class, &c);
    free(folded);
    free(c.wanted);
    return e ? e : c.failed ? ERR_MEMORY : OK;
}

enum err
known_guardians(struct db *db, const char *name,
    void (*fn)(void *user, const struct known_person *p), void *user)
{
    char *folded = NULL;
    struct query q;
    enum err e;

    if (!*name)
        return OK;
    if ((e = unicode_fold(name, &folded)))
        return e;
    q = query_start(db, "SELECT f.id, g.id, f.label, g.name, '', "
        FAMILY_CHILDREN("f.id")
        " FROM guardian g JOIN family_guardian fg ON fg.guardian = g.id"
        " JOIN family f ON f.id = fg.family WHERE g.folded = :folded"
        " ORDER BY f.id, g.id");
    query_text(&q, ":folded", folded);
    e = each(&q, fn, user);
    free(folded);
    return e;
}

/* What a child c is found by. */
#define PUPIL                                                                  \
    "(c.folded || ' ' || lower(c.class) || ' ' || coalesce((SELECT"            \
    " group_concat(g.folded, ' ') FROM family_guardian fg"                     \
    " JOIN guardian g ON g.id = fg.guardian WHERE fg.family = f.id), ''))"

enum err
known_pupils(struct db *db, const char *words, int limit,
    void (*fn)(void *user, const struct known_person *p), void *user)
{
    static const char *const names[] = { ":a", ":b", ":c", ":d", ":e", ":f" };
    char *folded = NULL, *word, *rest = NULL;
    struct query q;
    enum err e = unicode_fold(words, &folded);

    if (e || !(word = strtok_r(folded, " ", &rest))) {
        free(folded);
        return e;
    }
    q = query_start(db, "WITH pupil AS MATERIALIZED (SELECT f.id AS family,"
        "  c.id AS id, f.label AS label, c.name AS name, c.class AS class,"
        "  c.folded AS folded, " PUPIL " AS found_by"
        "  FROM child c JOIN family_child fc ON fc.child = c.id"
        "  JOIN family f ON f.id = fc.family AND f.merged_into IS NULL"
        "   AND f.erased = 0 WHERE c." CHILD_HERE ")"
        " SELECT family, id, label, name, class, '' FROM pupil"
        " WHERE instr(found_by, :a) AND instr(found_by, :b)"
        " AND instr(found_by, :c) AND instr(found_by, :d)"
        " AND instr(found_by, :e) AND instr(found_by, :f)"
        " ORDER BY instr(' ' || folded, ' ' || :a) = 0, folded,"
        " class COLLATE classes, id, family LIMIT :limit");
    query_int(&q, ":limit", limit);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        query_text(&q, names[i], word ? word : "");
        word = word ? strtok_r(NULL, " ", &rest) : NULL;
    }
    e = each(&q, fn, user);
    free(folded);
    return e;
}

enum err
known_doubtful(struct db *db, const char *number, bool *doubtful)
{
    struct phone_number read;
    struct query q;

    phone_read_typed(number, "", &read);
    *doubtful = read.doubtful;
    if (!read.doubtful)
        return OK;
    q = query_start(db, "SELECT 1 FROM message WHERE number = :number AND"
        " (" MESSAGE_IS_DELIVERED " OR (" MESSAGE_IS_IN " AND "
        MESSAGE_IS_SAID ")) LIMIT 1");
    query_text(&q, ":number", number);
    if (query_row(&q))
        *doubtful = false;
    return query_end(&q);
}
