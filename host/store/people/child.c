/* child.c - one child, and whose it is. Declared in people.h. */
#include "store/people/people.h"

enum err
child_get(struct db *db, int64_t id, struct child *out)
{
    struct query q = query_start(db,
        "SELECT id, name, class, left_at FROM child WHERE id = :id");
    enum err e;

    query_int(&q, ":id", id);
    if (query_row(&q)) {
        out->id = query_get_int(&q, 0);
        query_copy_text(&q, 1, out->name, sizeof(out->name));
        query_copy_text(&q, 2, out->class_name, sizeof(out->class_name));
        out->left_at = query_get_int(&q, 3);
    }
    e = query_end_one(&q);
    return e == ERR_EMPTY ? ERR_NOT_FOUND : e;
}

enum err
child_families(struct db *db, int64_t child,
    void (*fn)(void *user, int64_t family), void *user)
{
    struct query q = query_start(db,
        "SELECT f.id FROM family_child fc JOIN family f ON f.id = fc.family"
        " WHERE fc.child = :child AND f.merged_into IS NULL AND f.erased = 0"
        " ORDER BY f.id");

    query_int(&q, ":child", child);
    while (query_row(&q))
        fn(user, query_get_int(&q, 0));
    return query_end(&q);
}
