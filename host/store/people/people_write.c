/* people_write.c - puts a placed row into the store, one statement a kind. */
#include "base/clock.h"
#include "store/people/people_row.h"
#include "store/thread/behaviour.h"
#include "store/thread/sentence.h"

#include <assert.h>

enum err
work_end_change(struct work *w, struct query *q, enum row_change what)
{
    enum err e = query_end_changed(q);

    if (e == ERR_NOT_FOUND)
        return OK;
    if (!e)
        w->changes |= what;
    return e;
}

static enum err
add_family(struct work *w)
{
    struct query q = query_start(w->db,
        "INSERT INTO family (key, created) VALUES (nullif(:key, ''), :now)");

    query_text(&q, ":key", w->r->family);
    query_int(&q, ":now", clock_now());
    w->relabel = true;
    w->changes |= ROW_KEY;
    if (w->list)
        w->list->families++;
    return query_end_id(&q, &w->p.family);
}

/* A family met before without `family` value takes the row's, unless that is
 * the value of one merged into it. */
static enum err
name_family(struct work *w)
{
    struct query q;

    if (!*w->r->family)
        return OK;
    q = query_start(w->db,
        "UPDATE family SET key = :key WHERE id = :id AND key IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM family WHERE key = :key)");
    query_text(&q, ":key", w->r->family);
    query_int(&q, ":id", w->p.family);
    return work_end_change(w, &q, ROW_KEY);
}

static void
bind_child(struct query *q, const struct row *r)
{
    query_text(q, ":name", r->child);
    query_text(q, ":folded", r->child_folded);
    query_text(q, ":class", r->class_name);
}

static enum err
add_child(struct work *w)
{
    struct query q = query_start(w->db,
        "INSERT INTO child (key, name, folded, class)"
        " VALUES (nullif(:key, ''), :name, :folded, :class)");

    query_text(&q, ":key", w->r->child_id);
    bind_child(&q, w->r);
    w->changes |= ROW_NEW_CHILD;
    if (w->list)
        w->list->children++;
    return query_end_id(&q, &w->p.child);
}

/* A child met before without `child_id` takes the row's. */
static enum err
name_child(struct work *w)
{
    struct query q;

    if (!*w->r->child_id)
        return OK;
    q = query_start(w->db,
        "UPDATE child SET key = :key WHERE id = :id AND key IS NULL");
    query_text(&q, ":key", w->r->child_id);
    query_int(&q, ":id", w->p.child);
    return work_end_change(w, &q, ROW_KEY);
}

/* What the row will change of the child. */
static enum err
compare_child(struct work *w)
{
    struct query q = query_start(w->db,
        "SELECT class, name <> :name, class <> :class, left_at > 0"
        " FROM child WHERE id = :id");

    query_text(&q, ":name", w->r->child);
    query_text(&q, ":class", w->r->class_name);
    query_int(&q, ":id", w->p.child);
    if (query_row(&q)) {
        query_copy_text(&q, 0, w->was_class, sizeof(w->was_class));
        w->changes |= (query_get_int(&q, 1) ? ROW_NAME : 0)
            | (query_get_int(&q, 2) ? ROW_CLASS : 0)
            | (query_get_int(&q, 3) ? ROW_RETURNED : 0);
    }
    return query_end(&q);
}

/* A family that represents a class goes on with its child, unless it has
 * another one there. */
static enum err
move_representative(struct work *w)
{
    struct query q = query_start(w->db,
        "UPDATE OR IGNORE representative SET class = :class"
        " WHERE class = :was AND family IN (SELECT family FROM family_child"
        "  WHERE child = :id) AND NOT EXISTS (SELECT 1 FROM family_child fc"
        "  JOIN child c ON c.id = fc.child AND c." CHILD_HERE
        "  WHERE fc.family = representative.family AND c.class = :was)");

    query_text(&q, ":class", w->r->class_name);
    query_text(&q, ":was", w->was_class);
    query_int(&q, ":id", w->p.child);
    return query_end(&q);
}

static enum err
update_child(struct work *w)
{
    const unsigned kinds = ROW_NAME | ROW_CLASS | ROW_RETURNED;
    struct query q;
    enum err e = name_child(w);

    if (e || !w->first_child || (e = compare_child(w))
        || !(w->changes & kinds))
        return e;
    q = query_start(w->db,
        "UPDATE child SET name = :name, folded = :folded, class = :class,"
        " left_at = 0 WHERE id = :id");
    bind_child(&q, w->r);
    query_int(&q, ":id", w->p.child);
    if ((e = query_end(&q)) || (w->changes & ROW_RETURNED
            && ((e = sentence_drop(w->db, w->p.child))
                || (e = behaviour_drop(w->db, w->p.child)))))
        return e;
    return w->changes & ROW_CLASS ? move_representative(w) : OK;
}

static enum err
link_child(struct work *w)
{
    struct query q = query_start(w->db,
        "INSERT OR IGNORE INTO family_child (family, child)"
        " VALUES (:family, :child)");

    query_int(&q, ":family", w->p.family);
    query_int(&q, ":child", w->p.child);
    return work_end_change(w, &q, ROW_KEY);
}

static void
bind_guardian(struct query *q, const struct row *r)
{
    query_text(q, ":name", r->guardian);
    query_text(q, ":folded", r->guardian_folded);
    query_text(q, ":language", r->language);
    query_text(q, ":consent", r->consent);
}

static enum err
add_guardian(struct work *w)
{
    struct query q = query_start(w->db,
        "INSERT INTO guardian (name, folded, language, consent)"
        " VALUES (:name, :folded, :language, :consent)");

    bind_guardian(&q, w->r);
    w->changes |= ROW_NEW_GUARDIAN;
    if (w->list)
        w->list->guardians++;
    return query_end_id(&q, &w->p.guardian);
}

/* An empty cell says nothing about language and consent; a consent that the
 * list changes is no longer what somebody recorded by hand. */
static enum err
update_guardian(struct work *w)
{
    unsigned before = w->changes;
    struct query q;
    enum err e;

    if (!w->first_guardian)
        return OK;
    q = query_start(w->db,
        "UPDATE guardian SET name = :name, folded = :folded"
        " WHERE id = :id AND name <> :name"
        " AND (folded = :folded OR NOT :made)");
    query_text(&q, ":name", w->r->guardian);
    query_text(&q, ":folded", w->r->guardian_folded);
    query_int(&q, ":made", w->r->unnamed); /* no better than another name */
    query_int(&q, ":id", w->p.guardian);
    w->changes = 0;
    if ((e = work_end_change(w, &q, ROW_GUARDIAN)))
        return e;
    w->relabel |= w->changes != 0;
    w->changes |= before;
    q = query_start(w->db,
        "UPDATE guardian SET"
        " language = coalesce(nullif(:language, ''), language),"
        " consent_at = iif(:consent IN ('', consent), consent_at, 0),"
        " consent_by = iif(:consent IN ('', consent), consent_by, ''),"
        " consent = coalesce(nullif(:consent, ''), consent) WHERE id = :id"
        " AND ((:language <> '' AND language <> :language)"
        "  OR (:consent <> '' AND consent <> :consent))");
    query_text(&q, ":language", w->r->language);
    query_text(&q, ":consent", w->r->consent);
    query_int(&q, ":id", w->p.guardian);
    return work_end_change(w, &q, ROW_GUARDIAN);
}

/* The first row of a list decides the relation; later ones, which may be
 * about another child, only fill it in. */
static enum err
link_guardian(struct work *w)
{
    unsigned before = w->changes;
    struct query q = query_start(w->db,
        "INSERT OR IGNORE INTO family_guardian (family, guardian)"
        " VALUES (:family, :guardian)");
    enum err e;

    query_int(&q, ":family", w->p.family);
    query_int(&q, ":guardian", w->p.guardian);
    w->changes = 0;
    if ((e = work_end_change(w, &q, ROW_NEW_GUARDIAN)))
        return e;
    w->relabel |= w->changes != 0;
    w->changes |= before;
    q = query_start(w->db,
        "UPDATE family_guardian SET relation = :relation"
        " WHERE family = :family AND guardian = :guardian"
        " AND :relation <> '' AND relation <> :relation"
        " AND (:first OR relation = '')");
    query_text(&q, ":relation", w->r->relation);
    query_int(&q, ":family", w->p.family);
    query_int(&q, ":guardian", w->p.guardian);
    query_int(&q, ":first", w->first_guardian);
    return work_end_change(w, &q, ROW_GUARDIAN);
}

/* A guardian who came into or changed a name in one family may be in others. */
static enum err
relabel(struct work *w)
{
    return w->relabel ? family_relabel_of(w->db, w->p.guardian) : OK;
}

enum err
row_write(struct work *w)
{
    assert(db_inside(w->db));
    bool alone = w->r->unnamed && !w->r->n_numbers && w->p.child
        && !w->p.guardian;      /* nobody is told of that is not known */
    enum err e;

    if ((e = w->p.family ? name_family(w) : add_family(w))
        || (e = w->p.child ? update_child(w) : add_child(w))
        || (e = link_child(w)))
        return e;
    if (alone) {
        if (w->changes)
            db_touch(w->db, DB_PEOPLE);
        return OK;
    }
    if ((e = w->p.guardian ? update_guardian(w) : add_guardian(w))
        || (e = link_guardian(w)) || (e = work_numbers(w))
        || (e = relabel(w)))
        return e;
    if (w->changes)
        db_touch(w->db, DB_PEOPLE | (w->relabel ? DB_THREADS : 0));
    return OK;
}
