/* people_find.c - which child and guardian a row is about. The rules stand in
 * people.h; rather a refusal than the wrong family. */
#include "store/people/people_row.h"

#include "lists/columns.h"

#include <stdio.h>
#include <string.h>

/* A child_id that now names another child of other people was reused: joining
 * them would mix two families. */
static enum err
check_reuse(const struct placing *s, int64_t child, const char *name)
{
    struct query q = query_start(s->db,
        "SELECT 1 FROM family_child fc"
        " JOIN family_guardian fg ON fg.family = fc.family"
        " JOIN guardian g ON g.id = fg.guardian"
        " WHERE fc.child = :child AND (g.folded = :guardian OR g.id IN"
        "  (SELECT gp.guardian FROM phone p"
        "   JOIN guardian_phone gp ON gp.phone = p.id"
        "   WHERE p.number = :number)) LIMIT 1");
    int64_t related;
    enum err e;

    query_int(&q, ":child", child);
    query_text(&q, ":guardian", s->r->guardian_folded);
    query_text(&q, ":number", s->r->numbers[0].number);
    if ((e = placing_one_id(&q, &related)))
        return e;
    if (!related || placing_seen_child(s, child))
        return placing_refuse(s, REASON_CHILD_ID_OF,
            s->r->child_id, name, s->r->child);
    return OK;
}

static enum err
child_by_key(const struct placing *s, struct row_place *p)
{
    struct query q = query_start(s->db,
        "SELECT id, folded, name, class FROM child WHERE key = :key");
    char name[120] = "";
    bool renamed = false;
    enum err e;

    query_text(&q, ":key", s->r->child_id);
    if (query_row(&q)) {
        p->child = query_get_int(&q, 0);
        renamed = strcmp(query_get_text(&q, 1), s->r->child_folded) != 0;
        query_copy_text(&q, 2, name, sizeof(name));
        p->new_class = strcmp(query_get_text(&q, 3), s->r->class_name) != 0;
    }
    if ((e = query_end(&q)))
        return e;
    return renamed ? check_reuse(s, p->child, name) : OK;
}

/* The child by its name in the family found. */
static enum err
child_in_family(const struct placing *s, struct row_place *p)
{
    struct query q = query_start(s->db,
        "SELECT c.id, c.class = :class AS same FROM family_child fc"
        " JOIN child c ON c.id = fc.child AND c.folded = :child"
        " WHERE fc.family = :family AND (c.key IS NULL OR :id = '')"
        " ORDER BY same DESC, c.id");
    int rows = 0;
    bool same = false;
    enum err e;

    query_text(&q, ":class", s->r->class_name);
    query_text(&q, ":child", s->r->child_folded);
    query_int(&q, ":family", p->family);
    query_text(&q, ":id", s->r->child_id);
    while (query_row(&q))
        if (rows++ == 0) {
            p->child = query_get_int(&q, 0);
            same = query_get_int(&q, 1);
        }
    if ((e = query_end(&q)))
        return e;
    if (rows > 1 && !same)
        return placing_refuse(s, REASON_SEVERAL_CHILDREN,
            s->r->child, NULL, NULL);
    p->new_class = p->child && !same;
    return OK;
}

static enum err
find_guardian(const struct placing *s, struct row_place *p)
{
    const struct row *r = s->r;
    struct query q = query_start(s->db,
        "SELECT g.id,"
        "  EXISTS (SELECT 1 FROM family_guardian fg"
        "   WHERE fg.guardian = g.id AND fg.family = :family) AS here,"
        "  EXISTS (SELECT 1 FROM guardian_phone gp"
        "   JOIN phone p ON p.id = gp.phone"
        "   WHERE gp.guardian = g.id AND p.number IN (:one, :two)) AS reached"
        " FROM guardian g WHERE g.folded = :guardian AND (here OR reached)"
        " ORDER BY here DESC, reached DESC, g.id LIMIT 1");

    query_int(&q, ":family", p->family);
    query_text(&q, ":guardian", r->guardian_folded);
    query_text(&q, ":one", r->numbers[0].number);
    query_text(&q, ":two", r->n_numbers > 1 ? r->numbers[1].number : NULL);
    return placing_one_id(&q, &p->guardian);
}

/* The guardian of that family with a number of the row, where one of the two is
 * only called after a child: the number says that they are one. */
static enum err
find_made(const struct placing *s, struct row_place *p)
{
    const struct row *r = s->r;
    struct query q = query_start(s->db,
        "SELECT g.id, g.name, c.name FROM family_guardian fg"
        " JOIN guardian g ON g.id = fg.guardian"
        " JOIN family_child fc ON fc.family = fg.family"
        " JOIN child c ON c.id = fc.child"
        " WHERE fg.family = :family AND EXISTS (SELECT 1"
        "  FROM guardian_phone gp JOIN phone p ON p.id = gp.phone"
        "  WHERE gp.guardian = g.id AND p.number IN (:one, :two))"
        " ORDER BY g.id");

    query_int(&q, ":family", p->family);
    query_text(&q, ":one", r->numbers[0].number);
    query_text(&q, ":two", r->n_numbers > 1 ? r->numbers[1].number : NULL);
    while (query_row(&q))
        if (!p->guardian && (r->unnamed || columns_is_made(
                query_get_text(&q, 1), query_get_text(&q, 2))))
            p->guardian = query_get_int(&q, 0);
    return query_end(&q);
}

/* A later row of one list must not say something else about a guardian. */
static enum err
check_guardian(const struct placing *s, int64_t guardian)
{
    const struct row *r = s->r;
    struct query q;
    int64_t differs;
    enum err e;

    if (!s->list || !people_seen(&s->list->seen_guardians, guardian))
        return OK;
    q = query_start(s->db,
        "SELECT 1 FROM guardian WHERE id = :id AND"
        " ((:language <> '' AND language <> '' AND language <> :language)"
        "  OR (:consent <> '' AND consent <> '' AND consent <> :consent))");
    query_int(&q, ":id", guardian);
    query_text(&q, ":language", r->language);
    query_text(&q, ":consent", r->consent);
    if ((e = placing_one_id(&q, &differs)) || !differs)
        return e;
    return placing_refuse(s, REASON_ANOTHER_ON_EARLIER,
            r->guardian, NULL, NULL);
}

enum err
place_find(struct db *db, const struct row *r, const struct people_list *list,
    struct row_place *out, struct reason *why)
{
    const struct placing s = { db, r, list, why };
    struct row_place p = { 0 };
    enum err e;

    if (r->source && list && list->source == r->source) {
        p.family = list->family;    /* another guardian of the same child */
        p.child = list->child;
    } else if ((*r->child_id && (e = child_by_key(&s, &p)))
        || (e = placing_family(&s, &p))
        || (p.family && !p.child && (e = child_in_family(&s, &p)))) {
        return e;
    }
    if (!p.child && (e = placing_twin(&s, &p)))
        return e;
    if ((!p.guardian && (e = find_guardian(&s, &p)))
        || (!p.guardian && p.child && r->n_numbers && (e = find_made(&s, &p)))
        || (e = check_guardian(&s, p.guardian)))
        return e;
    if (p.child && p.new_class && placing_seen_child(&s, p.child))
        return placing_refuse(&s, REASON_IN_TWO_CLASSES,
            r->child, NULL, NULL);
    *out = p;
    return OK;
}
