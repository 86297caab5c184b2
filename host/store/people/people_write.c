/* people_write.c - puts a placed row into the store, one statement a kind. */
#include "base/clock.h"
#include "store/people/people_row.h"

#include <assert.h>

enum err
work_end_change(struct query *q, bool *changed)
{
    enum err e = query_end_changed(q);

    if (e == ERR_NOT_FOUND)
        return OK;
    if (!e)
        *changed = true;
    return e;
}

static enum err
add_family(struct work *w)
{
    struct query q = query_start(w->db,
        "INSERT INTO family (key, created) VALUES (nullif(:key, ''), :now)");

    query_text(&q, ":key", w->r->family);
    query_int(&q, ":now", clock_now());
    w->changed = w->relabel = true;
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
    return work_end_change(&q, &w->changed);
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
    w->changed = true;
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
    return work_end_change(&q, &w->changed);
}

static enum err
update_child(struct work *w)
{
    struct query q;
    enum err e = name_child(w);

    if (e || !w->first_child)
        return e;
    q = query_start(w->db,
        "UPDATE child SET name = :name, folded = :folded, class = :class,"
        " left_at = 0 WHERE id = :id"
        " AND (name <> :name OR class <> :class OR left_at > 0)");
    bind_child(&q, w->r);
    query_int(&q, ":id", w->p.child);
    return work_end_change(&q, &w->changed);
}

static enum err
link_child(struct work *w)
{
    struct query q = query_start(w->db,
        "INSERT OR IGNORE INTO family_child (family, child)"
        " VALUES (:family, :child)");

    query_int(&q, ":family", w->p.family);
    query_int(&q, ":child", w->p.child);
    return work_end_change(&q, &w->changed);
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
    w->changed = true;
    if (w->list)
        w->list->guardians++;
    return query_end_id(&q, &w->p.guardian);
}

/* An empty cell says nothing about language and consent. */
static enum err
update_guardian(struct work *w)
{
    bool renamed = false;
    struct query q;
    enum err e;

    if (!w->first_guardian)
        return OK;
    q = query_start(w->db,
        "UPDATE guardian SET name = :name, folded = :folded"
        " WHERE id = :id AND name <> :name");
    query_text(&q, ":name", w->r->guardian);
    query_text(&q, ":folded", w->r->guardian_folded);
    query_int(&q, ":id", w->p.guardian);
    if ((e = work_end_change(&q, &renamed)))
        return e;
    w->changed |= renamed;
    w->relabel |= renamed;
    q = query_start(w->db,
        "UPDATE guardian SET"
        " language = coalesce(nullif(:language, ''), language),"
        " consent = coalesce(nullif(:consent, ''), consent) WHERE id = :id"
        " AND ((:language <> '' AND language <> :language)"
        "  OR (:consent <> '' AND consent <> :consent))");
    query_text(&q, ":language", w->r->language);
    query_text(&q, ":consent", w->r->consent);
    query_int(&q, ":id", w->p.guardian);
    return work_end_change(&q, &w->changed);
}

/* The first row of a list decides the relation; later ones, which may be
 * about another child, only fill it in. */
static enum err
link_guardian(struct work *w)
{
    bool linked = false;
    struct query q = query_start(w->db,
        "INSERT OR IGNORE INTO family_guardian (family, guardian)"
        " VALUES (:family, :guardian)");
    enum err e;

    query_int(&q, ":family", w->p.family);
    query_int(&q, ":guardian", w->p.guardian);
    if ((e = work_end_change(&q, &linked)))
        return e;
    w->changed |= linked;
    w->relabel |= linked;
    q = query_start(w->db,
        "UPDATE family_guardian SET relation = :relation"
        " WHERE family = :family AND guardian = :guardian"
        " AND :relation <> '' AND relation <> :relation"
        " AND (:first OR relation = '')");
    query_text(&q, ":relation", w->r->relation);
    query_int(&q, ":family", w->p.family);
    query_int(&q, ":guardian", w->p.guardian);
    query_int(&q, ":first", w->first_guardian);
    return work_end_change(&q, &w->changed);
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
    enum err e;

    if ((e = w->p.family ? name_family(w) : add_family(w))
        || (e = w->p.child ? update_child(w) : add_child(w))
        || (e = link_child(w))
        || (e = w->p.guardian ? update_guardian(w) : add_guardian(w))
        || (e = link_guardian(w)) || (e = work_numbers(w))
        || (e = relabel(w)))
        return e;
    if (w->changed)
        db_touch(w->db, DB_PEOPLE | (w->relabel ? DB_THREADS : 0));
    return OK;
}
