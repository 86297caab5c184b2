/* people_placing.c - what the rules of placing a row share; it needs none of
 * them. Declared in people_row.h. */
#include "store/people/people_row.h"

bool
people_seen(const struct people_ids *ids, int64_t id)
{
    return id > 0 && id < ids->room && ids->bits[id / 64] >> (id % 64) & 1;
}

enum err
placing_refuse(const struct placing *s, enum reason_code because,
    const char *a, const char *b, const char *c)
{
    struct reason r = reason_text(because, a);

    if (b)
        reason_add_text(&r, b);
    if (c)
        reason_add_text(&r, c);
    return reason_refuse(s->why, ERR_INPUT, r);
}

bool
placing_seen_child(const struct placing *s, int64_t id)
{
    return s->list && people_seen(&s->list->seen_children, id);
}

enum err
placing_one_id(struct query *q, int64_t *id)
{
    enum err e;

    *id = 0;
    if (query_row(q))
        *id = query_get_int(q, 0);
    e = query_end_one(q);
    return e == ERR_EMPTY ? OK : e;
}
