/* merge_undo.c - what a merge joined is noted, and can be parted again.
 * Declared in people.h. */
#include "store/people/merge_own.h"

#include "base/clock.h"
#include "store/db/audit.h"
#include "store/thread/thread.h"

#include <assert.h>
#include <stdio.h>

struct parting {
    struct db *db;
    int64_t id, from, into;     /* of the merge; the families */
    bool named;
    int64_t thread, other;      /* from's, and into's */
};

/* Runs one statement with what it names of the merge: its id, its families and
 * their threads, and :kind. sql must be a literal. */
static enum err
run(const struct parting *p, enum merge_kind kind, const char *sql)
{
    struct query q = query_start(p->db, sql);

    query_int_if(&q, ":id", p->id);
    query_int_if(&q, ":from", p->from);
    query_int_if(&q, ":into", p->into);
    query_int_if(&q, ":thread", p->thread);
    query_int_if(&q, ":other", p->other);
    query_int_if(&q, ":kind", kind);
    return query_end(&q);
}

/* --- noting --------------------------------------------------------------- */

static enum err
note_row(const struct parting *p, const char *who, int64_t *id)
{
    struct query q = query_start(p->db,
        "INSERT INTO family_merge (at, who, from_family, into_family, named)"
        " SELECT :now, :who, :from, :into, f.name <> '' AND i.name = ''"
        " FROM family f, family i WHERE f.id = :from AND i.id = :into");

    query_int(&q, ":now", clock_now());
    query_text(&q, ":who", who);
    query_int(&q, ":from", p->from);
    query_int(&q, ":into", p->into);
    return query_end_id(&q, id);
}

static enum err
note_plans(const struct parting *p)
{
    return run(p, MERGE_PLAN,
        "INSERT INTO merge_item (merged, kind, item, both, more)"
        " SELECT :id, :kind, n.id, n.closed = 0, CAST(n.child AS TEXT)"
        " FROM family_child fc JOIN plan n ON n.child = fc.child"
        " WHERE fc.family = :from");
}

enum err
merge_note(struct db *db, int64_t from, int64_t into, const char *who,
    int64_t *id)
{
    assert(db_inside(db));
    struct parting p = { .db = db, .from = from, .into = into };
    enum err e = note_row(&p, who, &p.id);

    if (e
        || (e = run(&p, MERGE_CHILD,
                "INSERT INTO merge_item (merged, kind, item, both, name,"
                "  folded, class, key)"
                " SELECT :id, :kind, c.id, EXISTS (SELECT 1 FROM family_child"
                "  WHERE family = :into AND child = c.id), c.name, c.folded,"
                "  c.class, c.key FROM family_child fc"
                " JOIN child c ON c.id = fc.child WHERE fc.family = :from"))
        || (e = run(&p, MERGE_GUARDIAN,
                "INSERT INTO merge_item (merged, kind, item, both, more,"
                "  collect)"
                " SELECT :id, :kind, g.guardian, EXISTS (SELECT 1"
                "  FROM family_guardian WHERE family = :into"
                "  AND guardian = g.guardian), g.relation, g.collect"
                " FROM family_guardian g WHERE g.family = :from"))
        || (e = run(&p, MERGE_GROUP,
                "INSERT INTO merge_item (merged, kind, item, both)"
                " SELECT :id, :kind, g.family_group, EXISTS (SELECT 1"
                "  FROM group_family WHERE family = :into"
                "  AND family_group = g.family_group)"
                " FROM group_family g WHERE g.family = :from"))
        || (e = run(&p, MERGE_ALSO,
                "INSERT INTO merge_item (merged, kind, item, both)"
                " SELECT :id, :kind, a.message, EXISTS (SELECT 1"
                "  FROM message_also WHERE family = :into"
                "  AND message = a.message)"
                " FROM message_also a WHERE a.family = :from"))
        || (e = run(&p, MERGE_FAMILY,
                "INSERT INTO merge_item (merged, kind, item)"
                " SELECT :id, :kind, f.id FROM family f"
                " WHERE f.merged_into = :from"))
        || (e = run(&p, MERGE_MESSAGE,
                "INSERT INTO merge_item (merged, kind, item)"
                " SELECT :id, :kind, m.id FROM message m WHERE m.thread ="
                " (SELECT id FROM thread WHERE family = :from)"))
        || (e = run(&p, MERGE_NOTE,
                "INSERT INTO merge_item (merged, kind, item)"
                " SELECT :id, :kind, n.id FROM note n WHERE n.thread ="
                " (SELECT id FROM thread WHERE family = :from)"))
        || (e = run(&p, MERGE_EVENT,
                "INSERT INTO merge_item (merged, kind, item, more)"
                " SELECT :id, :kind, b.id, CAST(b.child AS TEXT)"
                " FROM family_child fc JOIN behaviour b ON b.child = fc.child"
                " WHERE fc.family = :from"))
        || (e = note_plans(&p)))
        return e;
    *id = p.id;
    return OK;
}

enum err
merge_note_twins(struct db *db, int64_t id)
{
    struct query q = query_start(db,
        "UPDATE merge_item SET twin = 1 WHERE merged = :id"
        " AND ((kind = :child AND NOT EXISTS (SELECT 1 FROM child"
        "   WHERE child.id = item)) OR (kind IN (:event, :plan)"
        "  AND NOT EXISTS (SELECT 1 FROM child WHERE child.id = CAST(more AS INTEGER))))");

    query_int(&q, ":child", MERGE_CHILD);
    query_int(&q, ":event", MERGE_EVENT);
    query_int(&q, ":plan", MERGE_PLAN);
    query_int(&q, ":id", id);
    return query_end(&q);
}

/* --- parting -------------------------------------------------------------- */

static enum err
find_merge(struct parting *p)
{
    struct query q = query_start(p->db,
        "SELECT m.from_family, m.into_family, m.named FROM family_merge m"
        " JOIN family f ON f.id = m.from_family AND f.erased = 0"
        " JOIN family i ON i.id = m.into_family AND i.erased = 0"
        " WHERE m.id = :id AND m.undone = 0 AND i.merged_into IS NULL"
        " AND f.merged_into = i.id");
    enum err e;

    query_int(&q, ":id", p->id);
    if (query_row(&q)) {
        p->from = query_get_int(&q, 0);
        p->into = query_get_int(&q, 1);
        p->named = query_get_int(&q, 2) != 0;
    }
    e = query_end_one(&q);
    return e == ERR_EMPTY ? ERR_NOT_FOUND : e;
}

static enum err
part_family(const struct parting *p)
{
    enum err e;

    if ((e = run(p, MERGE_NO_KIND, "UPDATE family SET merged_into = NULL"
             " WHERE id = :from"))
        || (e = run(p, MERGE_FAMILY, "UPDATE family SET merged_into = :from"
                " WHERE merged_into = :into AND id IN (SELECT item"
                "  FROM merge_item WHERE merged = :id AND kind = :kind)"))
        || !p->named)
        return e;
    return run(p, MERGE_NO_KIND, "UPDATE family SET name = '' WHERE id = :into"
        " AND name = (SELECT name FROM family WHERE id = :from)");
}

/* A child that became one with the other's is a child of its own again. */
static enum err
part_twins(const struct parting *p)
{
    enum err e;

    if ((e = run(p, MERGE_CHILD,
             "UPDATE child SET key = NULL WHERE key IN (SELECT key"
             "  FROM merge_item WHERE merged = :id AND kind = :kind"
             "  AND twin = 1)"))
        || (e = run(p, MERGE_CHILD,
                "INSERT INTO child (id, name, folded, class, key)"
                " SELECT i.item, i.name, i.folded, i.class, i.key"
                " FROM merge_item i WHERE i.merged = :id AND i.kind = :kind"
                " AND i.twin = 1 AND EXISTS (SELECT 1"
                "  FROM family_child fc JOIN child c ON c.id = fc.child"
                "  WHERE fc.family = :into AND c.folded = i.folded)")))
        return e;
    return run(p, MERGE_CHILD, "INSERT INTO family_child (family, child)"
        " SELECT :from, i.item FROM merge_item i JOIN child c"
        "  ON c.id = i.item WHERE i.merged = :id AND i.kind = :kind"
        " AND i.twin = 1");
}

/* Who is still in the family that stayed goes back; whom staff took out since
 * does not. */
static enum err
part_people(const struct parting *p)
{
    enum err e;

    if ((e = run(p, MERGE_CHILD,
             "INSERT OR IGNORE INTO family_child (family, child)"
             " SELECT :from, i.item FROM merge_item i JOIN family_child fc"
             "  ON fc.family = :into AND fc.child = i.item"
             " WHERE i.merged = :id AND i.kind = :kind"))
        || (e = run(p, MERGE_CHILD,
                "DELETE FROM family_child WHERE family = :into"
                " AND child IN (SELECT item FROM merge_item"
                "  WHERE merged = :id AND kind = :kind AND both = 0)"))
        || (e = run(p, MERGE_GUARDIAN,
                "INSERT OR IGNORE INTO family_guardian"
                " (family, guardian, relation, collect)"
                " SELECT :from, i.item, i.more, i.collect FROM merge_item i"
                " JOIN family_guardian g"
                "  ON g.family = :into AND g.guardian = i.item"
                " WHERE i.merged = :id AND i.kind = :kind"))
        || (e = run(p, MERGE_GUARDIAN,
                "DELETE FROM family_guardian WHERE family = :into"
                " AND guardian IN (SELECT item FROM merge_item"
                "  WHERE merged = :id AND kind = :kind AND both = 0)"))
        || (e = run(p, MERGE_GROUP,
                "INSERT OR IGNORE INTO group_family (family_group, family)"
                " SELECT i.item, :from FROM merge_item i JOIN group_family g"
                "  ON g.family = :into AND g.family_group = i.item"
                " WHERE i.merged = :id AND i.kind = :kind"))
        || (e = run(p, MERGE_GROUP,
                "DELETE FROM group_family WHERE family = :into"
                " AND family_group IN (SELECT item FROM merge_item"
                "  WHERE merged = :id AND kind = :kind AND both = 0)")))
        return e;
    return part_twins(p);
}

/* The child of its own again, whom a text was about that went along. */
#define TWIN "(SELECT i.item FROM merge_item i JOIN child k"                   \
    " ON k.id = message_child.child AND k.folded = i.folded"                   \
    " WHERE i.merged = :id AND i.kind = :kind AND i.twin = 1)"

/* The child of its own again, whose the event was that went along. */
#define EVENT_TWIN(event)                                                      \
    "(SELECT k.id FROM merge_item i JOIN family_child fc"                      \
    "  ON fc.family = :from JOIN child k ON k.id = fc.child"                   \
    "  AND k.id = CAST(i.more AS INTEGER) WHERE i.merged = :id"                \
    " AND i.kind = :kind AND i.item = " event " AND i.twin = 1)"

/* A text that told home of it is about that child, wherever it was sent. */
static enum err
part_events(const struct parting *p)
{
    enum err e = run(p, MERGE_EVENT, "UPDATE OR IGNORE message_child AS m"
        " SET child = (SELECT " EVENT_TWIN("b.id") " FROM behaviour b"
        "  WHERE b.message = m.first AND b.child = m.child)"
        " WHERE child IN (SELECT child FROM family_child WHERE family = :into)"
        " AND EXISTS (SELECT 1 FROM behaviour b WHERE b.message = m.first"
        "  AND b.child = m.child AND " EVENT_TWIN("b.id") " IS NOT NULL)");

    return e ? e : run(p, MERGE_EVENT, "UPDATE behaviour AS b"
        " SET child = " EVENT_TWIN("b.id")
        " WHERE id IN (SELECT item FROM merge_item WHERE merged = :id"
        "  AND kind = :kind AND twin = 1)"
        " AND child IN (SELECT child FROM family_child WHERE family = :into)"
        " AND " EVENT_TWIN("b.id") " IS NOT NULL");
}

/* A plan goes back with its child; one that was closed because the other had an
 * open one too is open again. */
static enum err
part_plans(const struct parting *p)
{
    return run(p, MERGE_PLAN, "UPDATE plan AS n"
        " SET child = " EVENT_TWIN("n.id") ","
        " closed = iif(n.closed_by = 'notehome' AND n.outcome = ''"
        "  AND EXISTS (SELECT 1 FROM merge_item o WHERE o.merged = :id"
        "   AND o.kind = :kind AND o.item = n.id AND o.both = 1), 0, n.closed),"
        " closed_by = iif(n.outcome = '', '', n.closed_by)"
        " WHERE id IN (SELECT item FROM merge_item WHERE merged = :id"
        "  AND kind = :kind AND twin = 1)"
        " AND child IN (SELECT child FROM family_child WHERE family = :into)"
        " AND " EVENT_TWIN("n.id") " IS NOT NULL");
}

/* What came since the merge stays where it is. */
static enum err
part_threads(struct parting *p)
{
    enum err e;

    if ((e = thread_of_family(p->db, p->from, &p->thread))
        || (e = thread_of_family(p->db, p->into, &p->other))
        || (e = run(p, MERGE_MESSAGE, "UPDATE message SET thread = :thread,"
                " moved_from = nullif(moved_from, :thread)"
                " WHERE thread = :other AND id IN (SELECT item"
                "  FROM merge_item WHERE merged = :id AND kind = :kind)"))
        || (e = run(p, MERGE_NOTE, "UPDATE note SET thread = :thread"
                " WHERE thread = :other AND id IN (SELECT item"
                "  FROM merge_item WHERE merged = :id AND kind = :kind)"))
        || (e = run(p, MERGE_ALSO,
                "INSERT OR IGNORE INTO message_also (family, message)"
                " SELECT :from, i.item FROM merge_item i JOIN message_also a"
                "  ON a.family = :into AND a.message = i.item"
                " WHERE i.merged = :id AND i.kind = :kind"))
        || (e = run(p, MERGE_ALSO,
                "DELETE FROM message_also WHERE family = :into"
                " AND message IN (SELECT item FROM merge_item"
                "  WHERE merged = :id AND kind = :kind AND both = 0)"))
        || (e = run(p, MERGE_CHILD, "UPDATE OR IGNORE message_child"
                " SET child = " TWIN " WHERE message IN (SELECT id"
                "  FROM message WHERE thread = :thread)"
                " AND " TWIN " IS NOT NULL"))
        || (e = thread_refresh(p->db, p->thread)))
        return e;
    return thread_refresh(p->db, p->other);
}

static enum err
part_all(struct parting *p, const char *who)
{
    struct reason detail;
    char object[40];
    struct query q;
    enum err e;

    if ((e = find_merge(p)) || (e = part_family(p)) || (e = part_people(p))
        || (e = part_events(p)) || (e = part_plans(p)) || (e = part_threads(p))
        || (e = family_relabel(p->db, p->from))
        || (e = family_relabel(p->db, p->into)))
        return e;
    q = query_start(p->db,
        "UPDATE family_merge SET undone = :now WHERE id = :id");
    query_int(&q, ":now", clock_now());
    query_int(&q, ":id", p->id);
    snprintf(object, sizeof(object), "family %lld", (long long)p->from);
    detail = reason_number(REASON_OUT_OF_FAMILY, p->into);
    return (e = query_end(&q)) ? e
        : audit_add_reason(p->db, who, "family.unmerge", object, &detail);
}

enum err
family_unmerge(struct db *db, int64_t id, const char *who, int64_t *family)
{
    struct parting p = { .db = db, .id = id };
    enum err e = db_begin(db);

    if (e)
        return e;
    e = part_all(&p, who);
    db_touch(db, DB_PEOPLE | DB_THREADS);
    if (!(e = db_end(db, e)))
        *family = p.from;
    return e;
}

enum err
family_merges(struct db *db, int64_t family,
    void (*fn)(void *user, const struct family_merged *m), void *user)
{
    struct query q = query_start(db,
        "SELECT m.id, m.at, m.from_family, f.label, m.who"
        " FROM family_merge m JOIN family f ON f.id = m.from_family"
        " WHERE m.into_family = :family AND m.undone = 0"
        " AND f.merged_into = :family AND f.erased = 0 ORDER BY m.id DESC");
    struct family_merged m;

    query_int(&q, ":family", family);
    while (query_row(&q)) {
        m.id = query_get_int(&q, 0);
        m.at = query_get_int(&q, 1);
        m.family = query_get_int(&q, 2);
        query_copy_text(&q, 3, m.label, sizeof(m.label));
        query_copy_text(&q, 4, m.who, sizeof(m.who));
        fn(user, &m);
    }
    return query_end(&q);
}
