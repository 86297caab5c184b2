/* people_find.c - which family, child and guardian a row is about. The rules
 * stand in people.h; rather a refusal than the wrong family. */
#include "store/people_row.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct search {
    struct db *db;
    const struct row *r;
    const struct people_list *list;
    char *why;
    size_t room;
};

__attribute__((format(printf, 2, 3)))
static enum err
refuse(const struct search *s, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    vsnprintf(s->why, s->room, fmt, args);
    va_end(args);
    return ERR_INPUT;
}

static bool
child_seen(const struct search *s, int64_t id)
{
    return s->list && people_seen(&s->list->seen_children, id);
}

/* The id in the only row; 0 when there is none. Ends q. */
static enum err
one_id(struct query *q, int64_t *id)
{
    enum err e;

    *id = 0;
    if (query_row(q))
        *id = query_get_int(q, 0);
    e = query_end_one(q);
    return e == ERR_EMPTY ? OK : e;
}

/* Chooses from rows (family, fits), best first. A family that fits is taken:
 * nobody new comes into it. Of others there must be one only. Ends q. */
static enum err
choose(const struct search *s, struct query *q, int64_t *family)
{
    int64_t first = 0;
    bool fits = false;
    int rows = 0;
    enum err e;

    while (query_row(q) && rows++ == 0) {
        first = query_get_int(q, 0);
        fits = query_get_int(q, 1);
    }
    if ((e = query_end(q)))
        return e;
    if (rows > 1 && !fits)
        return refuse(s, "%s and %s belong to several families: say which in"
            " the column family", s->r->child, s->r->guardian);
    *family = first;
    return OK;
}

static enum err
family_by_key(const struct search *s, int64_t *family)
{
    struct query q = query_start(s->db,
        "SELECT coalesce(merged_into, id) FROM family WHERE key = :key");

    query_text(&q, ":key", s->r->family);
    return one_id(&q, family);
}

static enum err
family_by_child(const struct search *s, int64_t child, int64_t *family)
{
    struct query q = query_start(s->db,
        "SELECT fc.family, EXISTS (SELECT 1 FROM family_guardian fg"
        "  JOIN guardian g ON g.id = fg.guardian"
        "  WHERE fg.family = fc.family AND g.folded = :guardian) AS fits"
        " FROM family_child fc WHERE fc.child = :child"
        " ORDER BY fits DESC, fc.family LIMIT 2");

    query_int(&q, ":child", child);
    query_text(&q, ":guardian", s->r->guardian_folded);
    return choose(s, &q, family);
}

static enum err
family_by_number(const struct search *s, int64_t *family)
{
    const struct row *r = s->r;
    struct query q = query_start(s->db,
        "SELECT DISTINCT fg.family, EXISTS (SELECT 1 FROM family_child fc"
        "  JOIN child c ON c.id = fc.child"
        "  WHERE fc.family = fg.family AND c.folded = :child) AS fits"
        " FROM phone p JOIN guardian_phone gp ON gp.phone = p.id"
        " JOIN guardian g ON g.id = gp.guardian AND g.folded = :guardian"
        " JOIN family_guardian fg ON fg.guardian = g.id"
        " WHERE p.number IN (:one, :two)"
        " ORDER BY fits DESC, fg.family LIMIT 2");

    query_text(&q, ":child", r->child_folded);
    query_text(&q, ":guardian", r->guardian_folded);
    query_text(&q, ":one", r->numbers[0].number);
    query_text(&q, ":two", r->n_numbers > 1 ? r->numbers[1].number : NULL);
    return choose(s, &q, family);
}

/* Child, class and guardian are known together under another number. */
static enum err
family_by_names(const struct search *s, int64_t *family)
{
    const struct row *r = s->r;
    struct query q = query_start(s->db,
        "SELECT DISTINCT fc.family, c.id FROM child c"
        " JOIN family_child fc ON fc.child = c.id"
        " JOIN family_guardian fg ON fg.family = fc.family"
        " JOIN guardian g ON g.id = fg.guardian AND g.folded = :guardian"
        " WHERE c.folded = :child AND c.class = :class"
        "  AND (c.key IS NULL OR :id = '')"
        " ORDER BY fc.family LIMIT 2");
    int64_t found = 0;
    bool seen = false;
    int rows = 0;
    enum err e;

    query_text(&q, ":guardian", r->guardian_folded);
    query_text(&q, ":child", r->child_folded);
    query_text(&q, ":class", r->class_name);
    query_text(&q, ":id", r->child_id);
    while (query_row(&q)) {
        rows++;
        found = query_get_int(&q, 0);
        seen |= child_seen(s, query_get_int(&q, 1));
    }
    if ((e = query_end(&q)))
        return e;
    if (rows > 1 || seen)
        return refuse(s, "%s of %s with guardian %s stands here with two"
            " numbers: for one guardian use phone2, for two children fill in"
            " family or child_id", r->child, r->class_name, r->guardian);
    *family = found;
    return OK;
}

/* A family without key that has this very child and guardian, and so takes the
 * row's `family` value. */
static enum err
family_to_name(const struct search *s, int64_t child, int64_t *family)
{
    const struct row *r = s->r;
    struct query q = query_start(s->db,
        "SELECT f.id FROM phone p JOIN guardian_phone gp ON gp.phone = p.id"
        " JOIN guardian g ON g.id = gp.guardian AND g.folded = :guardian"
        " JOIN family_guardian fg ON fg.guardian = g.id"
        " JOIN family f ON f.id = fg.family AND f.key IS NULL"
        " JOIN family_child fc ON fc.family = f.id"
        " JOIN child c ON c.id = fc.child"
        "  AND (c.id = :id OR (:id = 0 AND c.folded = :child))"
        " WHERE p.number IN (:one, :two) ORDER BY f.id LIMIT 1");

    query_text(&q, ":guardian", r->guardian_folded);
    query_int(&q, ":id", child);
    query_text(&q, ":child", r->child_folded);
    query_text(&q, ":one", r->numbers[0].number);
    query_text(&q, ":two", r->n_numbers > 1 ? r->numbers[1].number : NULL);
    return one_id(&q, family);
}

static enum err
find_family(const struct search *s, struct place *p)
{
    enum err e;

    if (*s->r->family) {
        if ((e = family_by_key(s, &p->family)) || p->family)
            return e;
        return family_to_name(s, p->child, &p->family);
    }
    if (p->child && ((e = family_by_child(s, p->child, &p->family))
            || p->family))
        return e;
    if ((e = family_by_number(s, &p->family)) || p->family)
        return e;
    return family_by_names(s, &p->family);
}

/* A child_id that now names another child of other people was reused: joining
 * them would mix two families. */
static enum err
check_reuse(const struct search *s, int64_t child, const char *name)
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
    if ((e = one_id(&q, &related)))
        return e;
    if (!related || child_seen(s, child))
        return refuse(s, "child_id %s is that of %s: give %s another one",
            s->r->child_id, name, s->r->child);
    return OK;
}

static enum err
child_by_key(const struct search *s, struct place *p)
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
child_in_family(const struct search *s, struct place *p)
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
        return refuse(s, "this family has several children called %s: say"
            " which in the column child_id", s->r->child);
    p->new_class = p->child && !same;
    return OK;
}

static enum err
find_guardian(const struct search *s, struct place *p)
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
    return one_id(&q, &p->guardian);
}

/* A later row of one list must not say something else about a guardian. */
static enum err
check_guardian(const struct search *s, int64_t guardian)
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
    if ((e = one_id(&q, &differs)) || !differs)
        return e;
    return refuse(s, "%s has another language or consent on an earlier row",
        r->guardian);
}

enum err
place_find(struct db *db, const struct row *r, const struct people_list *list,
    struct place *out, char *why, size_t room)
{
    const struct search s = { db, r, list, why, room };
    struct place p = { 0 };
    enum err e;

    if ((*r->child_id && (e = child_by_key(&s, &p)))
        || (e = find_family(&s, &p))
        || (p.family && !p.child && (e = child_in_family(&s, &p)))
        || (e = find_guardian(&s, &p))
        || (e = check_guardian(&s, p.guardian)))
        return e;
    if (p.child && p.new_class && child_seen(&s, p.child))
        return refuse(&s, "%s stands here in two classes: if it is two"
            " children, give each a child_id", r->child);
    *out = p;
    return OK;
}
