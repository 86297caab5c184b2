/* people_write.c - puts a placed row into the store, one statement a kind. */
#include "daemon/clock.h"
#include "store/people_row.h"

#include <string.h>

enum { NUMBERS_MAX = 8 };       /* of one guardian */

/* Ends a statement that may change nothing. */
static enum err
end_change(struct query *q, bool *changed)
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
    return end_change(&q, &w->changed);
}

static void
bind_child(struct query *q, const struct row *r)
{
    query_text(q, ":key", r->child_id);
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

    bind_child(&q, w->r);
    w->changed = true;
    if (w->list)
        w->list->children++;
    return query_end_id(&q, &w->p.child);
}

static enum err
update_child(struct work *w)
{
    struct query q;

    if (!w->first_child)
        return OK;
    q = query_start(w->db,
        "UPDATE child SET key = coalesce(nullif(:key, ''), key),"
        " name = :name, folded = :folded, class = :class WHERE id = :id"
        " AND (name <> :name OR class <> :class"
        "  OR (:key <> '' AND key IS NULL))");

    bind_child(&q, w->r);
    query_int(&q, ":id", w->p.child);
    return end_change(&q, &w->changed);
}

static enum err
link_child(struct work *w)
{
    struct query q = query_start(w->db,
        "INSERT OR IGNORE INTO family_child (family, child)"
        " VALUES (:family, :child)");

    query_int(&q, ":family", w->p.family);
    query_int(&q, ":child", w->p.child);
    return end_change(&q, &w->changed);
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
    if ((e = end_change(&q, &renamed)))
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
    return end_change(&q, &w->changed);
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
    if ((e = end_change(&q, &linked)))
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
    return end_change(&q, &w->changed);
}

static enum err
write_phone(struct work *w, const struct row_number *n, int64_t *id)
{
    bool added = false;
    struct query q = query_start(w->db,
        "INSERT OR IGNORE INTO phone (number, raw, since)"
        " VALUES (:number, :raw, :now)");
    enum err e;

    query_text(&q, ":number", n->number);
    query_text(&q, ":raw", n->raw);
    query_int(&q, ":now", clock_now());
    if ((e = end_change(&q, &added)))
        return e;
    if (added && w->list)
        w->list->phones++;
    q = query_start(w->db, "SELECT id FROM phone WHERE number = :number");
    query_text(&q, ":number", n->number);
    if (query_row(&q))
        *id = query_get_int(&q, 0);
    return query_end_one(&q);
}

static enum err
read_ranks(struct work *w, int64_t ids[NUMBERS_MAX], int *n)
{
    struct query q = query_start(w->db,
        "SELECT phone FROM guardian_phone WHERE guardian = :guardian"
        " ORDER BY rank, phone");

    query_int(&q, ":guardian", w->p.guardian);
    for (*n = 0; query_row(&q) && *n < NUMBERS_MAX; ++*n)
        ids[*n] = query_get_int(&q, 0);
    return query_end(&q);
}

static enum err
write_ranks(struct work *w, const int64_t *ids, int n)
{
    struct query q = query_start(w->db,
        "DELETE FROM guardian_phone WHERE guardian = :guardian");
    enum err e;

    query_int(&q, ":guardian", w->p.guardian);
    e = query_end(&q);
    for (int i = 0; i < n && !e; i++) {
        q = query_start(w->db,
            "INSERT INTO guardian_phone (guardian, phone, rank)"
            " VALUES (:guardian, :phone, :rank)");
        query_int(&q, ":guardian", w->p.guardian);
        query_int(&q, ":phone", ids[i]);
        query_int(&q, ":rank", i + 1);
        e = query_end(&q);
    }
    w->changed = true;
    return e;
}

static void
put_last(int64_t ids[NUMBERS_MAX], int *n, int64_t id)
{
    for (int i = 0; i < *n; i++)
        if (ids[i] == id)
            return;
    if (*n < NUMBERS_MAX)
        ids[(*n)++] = id;
}

/* The first row about a guardian says which numbers are tried first; the
 * numbers of later rows, and those known before, come behind. A ninth number
 * pushes the oldest out. */
static enum err
write_phones(struct work *w)
{
    int64_t before[NUMBERS_MAX], after[NUMBERS_MAX], row[2];
    int n_before = 0, n_after = 0;
    enum err e = read_ranks(w, before, &n_before);

    for (int i = 0; i < w->r->n_numbers && !e; i++)
        e = write_phone(w, &w->r->numbers[i], &row[i]);
    if (e)
        return e;
    for (int i = 0; i < w->r->n_numbers && w->first_guardian; i++)
        put_last(after, &n_after, row[i]);
    for (int i = 0; i < n_before; i++)
        put_last(after, &n_after, before[i]);
    for (int i = 0; i < w->r->n_numbers; i++)
        put_last(after, &n_after, row[i]);
    if (n_after == n_before
        && memcmp(before, after, (size_t)n_after * sizeof(*after)) == 0)
        return OK;
    return write_ranks(w, after, n_after);
}

/* A guardian who came into or changed a name in one family may be in others. */
static enum err
relabel(struct work *w)
{
    struct query q;
    int64_t ids[64];
    int n = 0;
    enum err e;

    if (!w->relabel)
        return OK;
    q = query_start(w->db,
        "SELECT family FROM family_guardian WHERE guardian = :guardian");
    query_int(&q, ":guardian", w->p.guardian);
    while (query_row(&q) && n < 64)
        ids[n++] = query_get_int(&q, 0);
    e = query_end(&q);
    for (int i = 0; i < n && !e; i++)
        e = family_relabel(w->db, ids[i]);
    return e;
}

enum err
row_write(struct work *w)
{
    enum err e;

    if ((e = w->p.family ? name_family(w) : add_family(w))
        || (e = w->p.child ? update_child(w) : add_child(w))
        || (e = link_child(w))
        || (e = w->p.guardian ? update_guardian(w) : add_guardian(w))
        || (e = link_guardian(w)) || (e = write_phones(w))
        || (e = relabel(w)))
        return e;
    if (w->changed)
        db_touch(w->db, DB_PEOPLE | (w->relabel ? DB_THREADS : 0));
    return OK;
}
