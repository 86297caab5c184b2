/* message_parts(): the parts of a message of either direction. */
#include "store/thread/message.h"

typedef void part_fn(void *user, const struct message_part *p);

static enum err
parts_out(struct db *db, int64_t id, part_fn *fn, void *user, int *count)
{
    struct message_part p;
    struct query q = query_start(db,
        "SELECT n, total, state, coalesce(reference, -1) FROM part_out"
        " WHERE message = :id ORDER BY n");

    query_int(&q, ":id", id);
    while (query_row(&q)) {
        p.n = (int)query_get_int(&q, 0);
        p.total = (int)query_get_int(&q, 1);
        p.state = (enum message_state)query_get_int(&q, 2);
        p.reference = (int)query_get_int(&q, 3);
        fn(user, &p);
        ++*count;
    }
    return query_end(&q);
}

static void
missing_parts(int from, int to, int total, part_fn *fn, void *user)
{
    for (int n = from; n < to; n++)
        fn(user, &(struct message_part){ n, total, MESSAGE_QUEUED, -1 });
}

static enum err
parts_in(struct db *db, int64_t id, part_fn *fn, void *user)
{
    struct message_part p;
    int next = 1, total = 0;
    struct query q = query_start(db,
        "SELECT n, total, width, reference FROM part_in WHERE message = :id"
        " GROUP BY n ORDER BY n");

    query_int(&q, ":id", id);
    while (query_row(&q)) {
        p.n = (int)query_get_int(&q, 0);
        p.total = total = (int)query_get_int(&q, 1);
        p.state = MESSAGE_RECEIVED;
        p.reference = query_get_int(&q, 2) ? (int)query_get_int(&q, 3) : -1;
        missing_parts(next, p.n, total, fn, user);
        fn(user, &p);
        next = p.n + 1;
    }
    missing_parts(next, total + 1, total, fn, user);
    return query_end(&q);
}

enum err
message_parts(struct db *db, int64_t id, part_fn *fn, void *user)
{
    int count = 0;
    enum err e = parts_out(db, id, fn, user, &count);

    return e || count ? e : parts_in(db, id, fn, user);
}
