#include "store/people/phone_doubt.h"

#include "store/thread/thread.h"

#include <assert.h>

#define DOUBTS                                                                 \
    "WITH doubt (kind, number, message) AS ("                                  \
    "  SELECT 1, number, stop_asked FROM phone WHERE " PHONE_IS_ASKED          \
    "   AND (" PHONE_IS_ASKED " OR " PHONE_IS_DOUBTED ")"                      \
    "  UNION ALL SELECT 2, number, wrong_asked FROM phone"                     \
    "   WHERE " PHONE_IS_DOUBTED                                               \
    "   AND (" PHONE_IS_ASKED " OR " PHONE_IS_DOUBTED "))"                     \
    " SELECT d.kind, d.number, m.id, m.thread, m.at, t.tray,"                  \
    "  coalesce(t.family, 0), coalesce(f.label, t.number), "                   \
    FAMILY_CHILDREN("t.family") " FROM doubt d"                                \
    " JOIN message m ON m.id = d.message JOIN thread t ON t.id = m.thread"     \
    " LEFT JOIN family f ON f.id = t.family"

static void
read_doubt(struct query *q, struct phone_doubt *out)
{
    out->kind = (enum phone_doubt_kind)query_get_int(q, 0);
    query_copy_text(q, 1, out->number, sizeof(out->number));
    out->message = query_get_int(q, 2);
    out->thread = query_get_int(q, 3);
    out->at = query_get_int(q, 4);
    out->tray = (int)query_get_int(q, 5);
    out->family = query_get_int(q, 6);
    query_copy_text(q, 7, out->label, sizeof(out->label));
    query_copy_text(q, 8, out->children, sizeof(out->children));
}

static enum err
set(struct db *db, const char *number, enum phone_doubt_kind kind,
    int64_t message)
{
    struct query q = query_start(db, kind == PHONE_MAY_STOP
            ? "UPDATE phone SET stop_asked = :message WHERE number = :number"
            : "UPDATE phone SET wrong_asked = :message WHERE number = :number");
    enum err e;

    query_int(&q, ":message", message);
    query_text(&q, ":number", number);
    if ((e = query_end_changed(&q)) == OK)
        db_touch(db, DB_PEOPLE);
    return e == ERR_NOT_FOUND ? OK : e;
}

enum err
phone_doubt_note(struct db *db, const char *number,
    enum phone_doubt_kind kind, int64_t message)
{
    assert(db_inside(db));
    return set(db, number, kind, message);
}

enum err
phone_doubt_clear(struct db *db, const char *number,
    enum phone_doubt_kind kind)
{
    assert(db_inside(db));
    return set(db, number, kind, 0);
}

enum err
phone_doubt_get(struct db *db, int64_t message, struct phone_doubt *out)
{
    struct query q = query_start(db, DOUBTS " WHERE m.id = :message");
    enum err e;

    query_int(&q, ":message", message);
    if (query_row(&q))
        read_doubt(&q, out);
    e = query_end_one(&q);
    return e == ERR_EMPTY ? ERR_NOT_FOUND : e;
}

enum err
phone_doubts(struct db *db, int64_t thread, int limit,
    void (*fn)(void *user, const struct phone_doubt *d), void *user)
{
    struct phone_doubt d = { .kind = PHONE_MAY_STOP };
    struct query q = query_start(db, DOUBTS
        " WHERE :thread IN (0, m.thread) ORDER BY m.id LIMIT :limit");

    query_int(&q, ":thread", thread);
    query_int(&q, ":limit", limit);
    while (query_row(&q)) {
        read_doubt(&q, &d);
        fn(user, &d);
    }
    return query_end(&q);
}
