/* behaviour_count.c - how many events of each kind a child has: the one way of
 * counting them. Declared in behaviour.h. */
#include "store/thread/behaviour.h"

enum err
behaviour_class(struct db *db, const char *class_name, int64_t since,
    void (*fn)(void *user, const struct behaviour_child *c), void *user)
{
    struct behaviour_child c;
    struct query q = query_start(db,
        "WITH sums AS (SELECT b.child AS child, sum(b.good) AS good,"
        "  sum(NOT b.good) AS concern, max(b.id) AS last FROM child k"
        "  JOIN behaviour b ON b.child = k.id AND b.at >= :since"
        "  WHERE k.class = :class AND k.left_at = 0 GROUP BY b.child)"
        " SELECT c.id, c.name, coalesce(s.good, 0), coalesce(s.concern, 0),"
        " coalesce(b.at, 0), coalesce(b.name, ''), coalesce(b.good, 0)"
        " FROM child c LEFT JOIN sums s ON s.child = c.id"
        " LEFT JOIN behaviour b ON b.id = s.last"
        " WHERE c.class = :class AND c.left_at = 0"
        " ORDER BY coalesce(s.good, 0) > 0, c.folded, c.id");

    query_text(&q, ":class", class_name);
    query_int(&q, ":since", since);
    while (query_row(&q)) {
        c = (struct behaviour_child){ .child = query_get_int(&q, 0),
            .good = (int)query_get_int(&q, 2),
            .concern = (int)query_get_int(&q, 3),
            .last_at = query_get_int(&q, 4),
            .last_good = query_get_int(&q, 6) };
        query_copy_text(&q, 1, c.name, sizeof(c.name));
        query_copy_text(&q, 5, c.last, sizeof(c.last));
        fn(user, &c);
    }
    return query_end(&q);
}

enum err
behaviour_totals(struct db *db, int64_t child, int64_t since, int *good,
    int *concern)
{
    struct query q = query_start(db, "SELECT coalesce(sum(good), 0),"
        " coalesce(sum(NOT good), 0) FROM behaviour WHERE child = :child"
        " AND at >= :since");

    *good = *concern = 0;
    query_int(&q, ":child", child);
    query_int(&q, ":since", since);
    if (query_row(&q)) {
        *good = (int)query_get_int(&q, 0);
        *concern = (int)query_get_int(&q, 1);
    }
    return query_end_one(&q);
}

enum err
behaviour_good(struct db *db, int64_t child, int64_t since,
    void (*fn)(void *user, const char *name, int times), void *user)
{
    struct query q = query_start(db, "SELECT name, count(*) FROM behaviour"
        " WHERE child = :child AND at >= :since AND good"
        " GROUP BY name COLLATE NOCASE ORDER BY count(*) DESC, min(id)");

    query_int(&q, ":child", child);
    query_int(&q, ":since", since);
    while (query_row(&q))
        fn(user, query_get_text(&q, 0), (int)query_get_int(&q, 1));
    return query_end(&q);
}
