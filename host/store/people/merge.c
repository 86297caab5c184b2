/* merge.c - two families become one, one becomes two. Declared in people.h. */
#include "store/people/merge_own.h"

#include "store/db/audit.h"
#include "store/thread/about.h"
#include "store/thread/thread.h"

#include <stdio.h>

/* Runs one statement on two ids, or on one of them. sql must be a literal. */
static enum err
run(struct db *db, const char *sql, int64_t from, int64_t into)
{
    struct query q = query_start(db, sql);

    query_int_if(&q, ":from", from);
    query_int_if(&q, ":into", into);
    return query_end(&q);
}

struct twins {
    int64_t gone, stays;
    char key[80];               /* child_id of the one that goes */
};

/* The same child, by name and class, in both families, unless each has a
 * child_id of its own or a third family has it too. ERR_EMPTY: none. */
static enum err
find_twins(struct db *db, int64_t from, int64_t into, struct twins *out)
{
    struct query q = query_start(db,
        "SELECT a.id, b.id, a.key FROM family_child fa"
        " JOIN child a ON a.id = fa.child"
        " JOIN child b ON b.folded = a.folded AND b.class = a.class"
        "  AND a." CHILD_HERE " AND b." CHILD_HERE
        "  AND b.id <> a.id AND (a.key IS NULL OR b.key IS NULL)"
        " JOIN family_child fb ON fb.child = b.id AND fb.family = :into"
        " WHERE fa.family = :from AND NOT EXISTS (SELECT 1"
        "  FROM family_child o WHERE o.child = a.id AND o.family <> :from)"
        " LIMIT 1");

    query_int(&q, ":from", from);
    query_int(&q, ":into", into);
    if (query_row(&q)) {
        out->gone = query_get_int(&q, 0);
        out->stays = query_get_int(&q, 1);
        query_copy_text(&q, 2, out->key, sizeof(out->key));
    }
    return query_end_one(&q);
}

static enum err
join_twins(struct db *db, const struct twins *t)
{
    struct query q;
    enum err e = run(db,
        "DELETE FROM family_child WHERE child = :from",
        t->gone, t->stays);

    if (e)
        return e;
    if ((e = about_join(db, t->gone, t->stays)))
        return e;
    q = query_start(db, "DELETE FROM child WHERE id = :id");
    query_int(&q, ":id", t->gone);
    if ((e = query_end(&q)) || !*t->key)
        return e;
    q = query_start(db, "UPDATE child SET key = :key WHERE id = :id");
    query_text(&q, ":key", t->key);
    query_int(&q, ":id", t->stays);
    return query_end(&q);
}

static enum err
merge_people(struct db *db, int64_t from, int64_t into)
{
    struct twins t = { 0 };
    enum err e;

    while (!(e = find_twins(db, from, into, &t)))
        if ((e = join_twins(db, &t)))
            return e;
    if (e != ERR_EMPTY
        || (e = run(db, "UPDATE OR REPLACE message_also SET family = :into"
                " WHERE family = :from", from, into))
        || (e = run(db,
                "INSERT OR IGNORE INTO family_child (family, child)"
                " SELECT :into, child FROM family_child"
                " WHERE family = :from", from, into))
        || (e = run(db,
                /* of two words the stricter: COLLECT_NO is the highest */
                "INSERT INTO family_guardian"
                " (family, guardian, relation, collect)"
                " SELECT :into, guardian, relation, collect"
                " FROM family_guardian WHERE family = :from"
                " ON CONFLICT (family, guardian) DO UPDATE SET"
                "  collect = max(collect, excluded.collect)", from, into))
        || (e = run(db,
                "INSERT OR IGNORE INTO group_family (family_group, family)"
                " SELECT family_group, :into FROM group_family"
                " WHERE family = :from", from, into))
        || (e = run(db, "DELETE FROM group_family"
                " WHERE family = :from", from, into))
        || (e = run(db, "DELETE FROM family_child"
                " WHERE family = :from", from, into))
        || (e = run(db, "DELETE FROM family_guardian"
                " WHERE family = :from", from, into)))
        return e;
    return OK;
}

/* What staff keep beside the messages. Where both have it, that of the family
 * that stays counts. */
static enum err
merge_desk(struct db *db, int64_t old, int64_t thread)
{
    enum err e;

    if ((e = run(db, "UPDATE note SET thread = :into WHERE thread = :from",
             old, thread))
        || (e = run(db, "UPDATE OR IGNORE draft SET place = :into"
                " WHERE place = :from", old, thread))
        || (e = run(db, "DELETE FROM draft WHERE place = :from",
                old, thread)))
        return e;
    return run(db, "UPDATE thread SET assigned = coalesce(assigned,"
        " (SELECT assigned FROM thread WHERE id = :from)) WHERE id = :into",
        old, thread);
}

/* The messages go to the other thread; what pointed at the old one follows. A
 * message that was moved between the two has nowhere to go back to. */
static enum err
merge_threads(struct db *db, int64_t from, int64_t into)
{
    int64_t old = 0, thread;
    struct query q = query_start(db,
        "SELECT id FROM thread WHERE family = :family");
    enum err e;

    query_int(&q, ":family", from);
    if (query_row(&q))
        old = query_get_int(&q, 0);
    if ((e = query_end(&q))
        || (e = run(db, "UPDATE message SET suggested = :into"
                " WHERE suggested = :from", from, into))
        || !old || (e = thread_of_family(db, into, &thread))
        || (e = run(db, "UPDATE message SET thread = :into,"
                " moved_from = nullif(moved_from, :into)"
                " WHERE thread = :from", old, thread))
        || (e = run(db, "UPDATE message SET"
                " moved_from = nullif(:into, thread)"
                " WHERE moved_from = :from", old, thread))
        || (e = merge_desk(db, old, thread))
        || (e = run(db, "DELETE FROM thread"
                " WHERE id = :from", old, thread)))
        return e;
    return thread_refresh(db, thread);
}

static enum err
merge_family(struct db *db, int64_t from, int64_t into)
{
    enum err e;

    if ((e = run(db, "UPDATE family SET merged_into = :into"
            " WHERE id = :from OR merged_into = :from", from, into))
        || (e = run(db, "UPDATE family SET name ="
            " (SELECT name FROM family WHERE id = :from)"
            " WHERE id = :into AND name = ''", from, into))
        || (e = run(db, "INSERT OR IGNORE INTO representative (class, family)"
            " SELECT class, :into FROM representative WHERE family = :from",
            from, into)))
        return e;
    return family_relabel(db, into);
}

enum err
family_merge(struct db *db, int64_t from, int64_t into, const char *who)
{
    struct reason detail = reason_number(REASON_INTO_FAMILY, into);
    char object[40];
    int64_t noted = 0;
    enum err e;

    if (from == into)
        return ERR_REFUSED;
    if ((e = db_begin(db)))
        return e;
    snprintf(object, sizeof(object), "family %lld", (long long)from);
    if (!(e = family_check(db, from)) && !(e = family_check(db, into))
        && !(e = merge_note(db, from, into, who, &noted))
        && !(e = merge_people(db, from, into))
        && !(e = merge_note_twins(db, noted))
        && !(e = merge_threads(db, from, into))
        && !(e = merge_family(db, from, into)))
        e = audit_add_reason(db, who, "family.merge", object, &detail);
    db_touch(db, DB_PEOPLE | DB_THREADS);
    return db_end(db, e);
}

/* --- one becomes two ---------------------------------------------------- */

struct split {
    struct db *db;
    int64_t from, into;
    bool share;
};

/* Copies or moves one; ERR_INPUT when it is not of the old family. */
static enum err
split_one(const struct split *s, const char *copy, const char *remove,
    int64_t id)
{
    struct query q = query_start(s->db, copy);
    enum err e;

    query_int(&q, ":from", s->from);
    query_int(&q, ":into", s->into);
    query_int(&q, ":id", id);
    e = query_end_changed(&q);
    if (e || s->share)
        return e == ERR_NOT_FOUND ? ERR_INPUT : e;
    q = query_start(s->db, remove);
    query_int(&q, ":from", s->from);
    query_int(&q, ":id", id);
    return query_end(&q);
}

static enum err
split_people(const struct split *s, const int64_t *children, int n_children,
    const int64_t *guardians, int n_guardians)
{
    enum err e = OK;

    for (int i = 0; i < n_children && !e; i++)
        e = split_one(s,
            "INSERT INTO family_child (family, child)"
            " SELECT :into, child FROM family_child"
            " WHERE family = :from AND child = :id",
            "DELETE FROM family_child WHERE family = :from AND child = :id",
            children[i]);
    for (int i = 0; i < n_guardians && !e; i++)
        e = split_one(s,
            "INSERT INTO family_guardian (family, guardian, relation, collect)"
            " SELECT :into, guardian, relation, collect FROM family_guardian"
            " WHERE family = :from AND guardian = :id",
            "DELETE FROM family_guardian"
            " WHERE family = :from AND guardian = :id",
            guardians[i]);
    return e;
}

enum err
family_split(struct db *db, int64_t from, const int64_t *children,
    int n_children, const int64_t *guardians, int n_guardians, bool share,
    const char *who, int64_t *id)
{
    struct split s = { db, from, 0, share };
    struct reason detail;
    char object[40];
    enum err e;

    if (n_children + n_guardians < 1)
        return ERR_INPUT;
    if ((e = db_begin(db)))
        return e;
    if (!(e = family_check(db, from)) && !(e = family_insert(db, &s.into))
        && !(e = split_people(&s, children, n_children, guardians,
                 n_guardians))
        && !(e = family_relabel(db, from))
        && !(e = family_relabel(db, s.into))) {
        snprintf(object, sizeof(object), "family %lld", (long long)from);
        detail = reason_number(REASON_NEW_FAMILY, s.into);
        e = audit_add_reason(db, who, "family.split", object, &detail);
    }
    db_touch(db, DB_PEOPLE | DB_THREADS);
    if (!(e = db_end(db, e)))
        *id = s.into;
    return e;
}
