/* people_twin.c - is the child of this name and class, with other guardians,
 * the same child? Two rows of one list may be its mother's and its father's. */
#include "store/people/people_row.h"

#include "text/unicode.h"

#include <stdlib.h>
#include <string.h>

/* Folded. */
static const char mothers[] = " mother mum mummy mom mama mere madre mae anne"
    " annesi الام ام والده الوالده እናት मा माता माँ ";
static const char fathers[] = " father dad daddy papa baba babasi pere padre"
    " pai الاب اب والد الوالد አባት पिता ";

/* 1: the mother, 2: the father, 0: somebody else, or nothing is said. */
static int
side_of(const char *relation)
{
    char *folded = NULL, word[60];
    int side = 0;

    if (unicode_fold(relation, &folded))
        return 0;
    if (*folded && strlen(folded) < sizeof(word) - 3) {
        word[0] = ' ';
        strcpy(word + 1, folded);
        strcat(word, " ");
        side = strstr(mothers, word) ? 1 : strstr(fathers, word) ? 2 : 0;
    }
    free(folded);
    return side;
}

struct twin {
    int64_t child, family;
    bool seen;                  /* by an earlier row of the list */
};

/* The only child of this name and class that may be the row's. At the turn of
 * the year a class is of the new year only once the list named it; who is said
 * to be one may be in any other. */
static enum err
find(const struct placing *s, struct twin *out)
{
    bool turn = s->list && s->list->turn;
    struct query q = query_start(s->db,
        "SELECT c.id, fc.family, c.class = :class FROM child c"
        " JOIN family_child fc ON fc.child = c.id"
        " WHERE c.folded = :child AND (c.class = :class OR :any)"
        " AND (c.key IS NULL OR :id = '') AND c." CHILD_HERE
        " ORDER BY c.id, fc.family");
    int children = 0;

    *out = (struct twin){ .child = 0 };
    query_text(&q, ":class", s->r->class_name);
    query_text(&q, ":child", s->r->child_folded);
    query_text(&q, ":id", s->r->child_id);
    query_int(&q, ":any", turn && s->r->one);
    while (query_row(&q)) {
        int64_t child = query_get_int(&q, 0);
        bool seen = placing_seen_child(s, child), same = query_get_int(&q, 2);

        if (child == out->child || (turn && (seen ? !same : !s->r->one)))
            continue;
        *out = (struct twin){ child, query_get_int(&q, 1), seen };
        children++;
    }
    if (children > 1)
        out->child = 0;
    return query_end(&q);
}

/* The only guardian of that family, where they are called after the child and
 * have no number: the row tells who that is. */
static enum err
find_unnamed(const struct placing *s, int64_t family, int64_t *guardian)
{
    struct query q = query_start(s->db,
        "SELECT g.id FROM family_guardian fg"
        " JOIN guardian g ON g.id = fg.guardian WHERE fg.family = :family"
        " AND instr(g.folded, :child) > 0 AND (SELECT count(*)"
        "  FROM family_guardian WHERE family = :family) = 1 AND NOT EXISTS"
        "  (SELECT 1 FROM guardian_phone WHERE guardian = g.id)");

    query_int(&q, ":family", family);
    query_text(&q, ":child", s->r->child_folded);
    return placing_one_id(&q, guardian);
}

/* Whether a guardian of that family has a number of the row, or the row's is
 * the other parent of the only one it has. */
static enum err
check_sure(const struct placing *s, int64_t family, bool *sure)
{
    struct query q = query_start(s->db,
        "SELECT fg.relation, EXISTS (SELECT 1 FROM guardian_phone gp"
        "  JOIN phone p ON p.id = gp.phone WHERE gp.guardian = fg.guardian"
        "  AND p.number IN (:one, :two)) FROM family_guardian fg"
        " WHERE fg.family = :family");
    int side = side_of(s->r->relation), guardians = 0, others = 0;

    query_text(&q, ":one", s->r->numbers[0].number);
    query_text(&q, ":two", s->r->n_numbers > 1 ? s->r->numbers[1].number
                                               : NULL);
    query_int(&q, ":family", family);
    *sure = false;
    while (query_row(&q)) {
        guardians++;
        others += side && side_of(query_get_text(&q, 0)) == 3 - side;
        *sure |= query_get_int(&q, 1) != 0;
    }
    *sure |= guardians == 1 && others == 1;
    return query_end(&q);
}

enum err
placing_twin(const struct placing *s, struct row_place *p)
{
    struct twin t;
    bool sure = s->r->one;
    enum err e;

    if (*s->r->family)
        return OK;
    if ((e = find(s, &t)) || !t.child)
        return e;
    /* of a known family he is a relative by the list's word alone */
    if (!sure && !p->family && (e = check_sure(s, t.family, &sure)))
        return e;
    if (!sure && (e = find_unnamed(s, t.family, &p->guardian)))
        return e;
    /* a row that names nobody new says nothing against it */
    if (!sure && !p->guardian && !(s->r->unnamed && !s->r->n_numbers)) {
        p->twin = t.child;
        return OK;
    }
    p->child = t.child;
    if (!p->family)
        p->family = t.family;
    return OK;
}
