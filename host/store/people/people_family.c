/* people_family.c - which family a row is about. The rules stand in people.h;
 * rather a refusal than the wrong family. */
#include "store/people/people_row.h"

/* How well a family that was found suits the row. */
enum fit {
    FIT_NONE = 0,               /* somebody new would come into it */
    FIT_NAME = 1,               /* it has the child, in another class */
    FIT_ALL = 2                 /* nothing new */
};

/* Chooses from rows (family, child, fit), the best fit first. What only partly
 * fits must be the only one of its kind. Ends q. */
static enum err
choose(const struct placing *s, struct query *q, int64_t *family, int *fit)
{
    int64_t first = 0, child = 0;
    bool several = false;
    int rows = 0;
    enum err e;

    *fit = FIT_NONE;
    while (query_row(q)) {
        int64_t here = query_get_int(q, 0), its_child = query_get_int(q, 1);
        int its_fit = (int)query_get_int(q, 2);

        if (rows++ == 0) {
            first = here;
            child = its_child;
            *fit = its_fit;
        } else if (its_fit == *fit) {
            several |= its_fit == FIT_NONE ? here != first
                : its_fit == FIT_NAME && its_child != child;
        }
    }
    if ((e = query_end(q)))
        return e;
    if (several)
        return placing_refuse(s, REASON_SEVERAL_FAMILIES,
            s->r->child, s->r->guardian, NULL);
    *family = first;
    return OK;
}

static enum err
family_by_key(const struct placing *s, int64_t *family)
{
    struct query q = query_start(s->db,
        "SELECT coalesce(merged_into, id) FROM family WHERE key = :key");

    query_text(&q, ":key", s->r->family);
    return placing_one_id(&q, family);
}

static enum err
family_by_child(const struct placing *s, int64_t child, int64_t *family)
{
    struct query q = query_start(s->db,
        "SELECT fc.family, fc.child, 2 * EXISTS"
        "  (SELECT 1 FROM family_guardian fg"
        "   JOIN guardian g ON g.id = fg.guardian"
        "   WHERE fg.family = fc.family AND g.folded = :guardian) AS fit"
        " FROM family_child fc WHERE fc.child = :child"
        " ORDER BY fit DESC, fc.family");
    int fit;

    query_int(&q, ":child", child);
    query_text(&q, ":guardian", s->r->guardian_folded);
    return choose(s, &q, family, &fit);
}

static enum err
family_by_number(const struct placing *s, int64_t *family, int *fit)
{
    const struct row *r = s->r;
    struct query q = query_start(s->db,
        "SELECT fg.family, c.id,"
        " iif(c.id IS NULL, 0, 1 + (c.class = :class)) AS fit"
        " FROM phone p JOIN guardian_phone gp ON gp.phone = p.id"
        " JOIN guardian g ON g.id = gp.guardian AND g.folded = :guardian"
        " JOIN family_guardian fg ON fg.guardian = g.id"
        " LEFT JOIN (family_child fc JOIN child c"
        "   ON c.id = fc.child AND c.folded = :child)"
        "  ON fc.family = fg.family"
        " WHERE p.number IN (:one, :two)"
        " ORDER BY fit DESC, fg.family, c.id");

    query_text(&q, ":class", r->class_name);
    query_text(&q, ":child", r->child_folded);
    query_text(&q, ":guardian", r->guardian_folded);
    query_text(&q, ":one", r->numbers[0].number);
    query_text(&q, ":two", r->n_numbers > 1 ? r->numbers[1].number : NULL);
    return choose(s, &q, family, fit);
}

/* Child, class and guardian are known together under another number; at the
 * turn of the year the class is another one for everybody. */
static enum err
family_by_names(const struct placing *s, int64_t *family)
{
    const struct row *r = s->r;
    struct query q = query_start(s->db,
        "SELECT DISTINCT fc.family, c.id, c.class <> :class FROM child c"
        " JOIN family_child fc ON fc.child = c.id"
        " JOIN family_guardian fg ON fg.family = fc.family"
        " JOIN guardian g ON g.id = fg.guardian AND g.folded = :guardian"
        " WHERE c.folded = :child AND (:turn OR c.class = :class)"
        "  AND (c.key IS NULL OR :id = '')"
        " ORDER BY fc.family");
    int64_t found = 0;
    bool seen = false;
    int rows = 0;
    enum err e;

    query_text(&q, ":guardian", r->guardian_folded);
    query_text(&q, ":child", r->child_folded);
    query_text(&q, ":class", r->class_name);
    query_text(&q, ":id", r->child_id);
    query_int(&q, ":turn", s->list && s->list->turn);
    while (query_row(&q)) {
        bool again = placing_seen_child(s, query_get_int(&q, 1));

        if (again && query_get_int(&q, 2))
            continue;           /* has moved up already: another child */
        rows++;
        found = query_get_int(&q, 0);
        seen |= again;
    }
    if ((e = query_end(&q)))
        return e;
    if (rows > 1 || (seen && r->n_numbers))
        return placing_refuse(s, REASON_WITH_TWO_NUMBERS,
            r->child, r->class_name, r->guardian);
    *family = found;
    return OK;
}

/* A family without key that has this very child and guardian, and so takes the
 * row's `family` value. */
static enum err
family_to_name(const struct placing *s, int64_t child, int64_t *family)
{
    const struct row *r = s->r;
    struct query q = query_start(s->db,
        "SELECT f.id FROM phone p JOIN guardian_phone gp ON gp.phone = p.id"
        " JOIN guardian g ON g.id = gp.guardian AND g.folded = :guardian"
        " JOIN family_guardian fg ON fg.guardian = g.id"
        " JOIN family f ON f.id = fg.family AND +f.key IS NULL"
        " JOIN family_child fc ON fc.family = f.id"
        " JOIN child c ON c.id = fc.child"
        "  AND (c.id = :id OR (:id = 0 AND c.folded = :child))"
        " WHERE p.number IN (:one, :two) ORDER BY f.id LIMIT 1");

    query_text(&q, ":guardian", r->guardian_folded);
    query_int(&q, ":id", child);
    query_text(&q, ":child", r->child_folded);
    query_text(&q, ":one", r->numbers[0].number);
    query_text(&q, ":two", r->n_numbers > 1 ? r->numbers[1].number : NULL);
    return placing_one_id(&q, family);
}

enum err
placing_family(const struct placing *s, struct row_place *p)
{
    int64_t named = 0;
    int fit;
    enum err e;

    if (*s->r->family) {
        if ((e = family_by_key(s, &p->family)) || p->family)
            return e;
        return family_to_name(s, p->child, &p->family);
    }
    if (p->child && ((e = family_by_child(s, p->child, &p->family))
            || p->family))
        return e;
    if ((e = family_by_number(s, &p->family, &fit)) || fit == FIT_ALL
        || (e = family_by_names(s, &named)))
        return e;
    if (p->family && named && p->family != named)
        return placing_refuse(s, REASON_ANOTHER_NUMBER,
            s->r->child, s->r->class_name, s->r->guardian);
    if (!p->family)
        p->family = named;
    return OK;
}
