/* thread_messages.c - what stands in a conversation. Declared in thread.h. */
#include "store/thread/thread.h"

#include "store/thread/message.h"

#include <string.h>

enum err
thread_messages(struct db *db, int64_t id, int64_t before, int limit,
    void (*fn)(void *user, const struct message *m), void *user)
{
    struct query q = query_start(db,
        "SELECT " MESSAGE_COLUMNS " FROM message m"
        " JOIN thread t ON t.id = m.thread WHERE m.id IN"
        "  (SELECT id FROM message WHERE thread = :id AND id < :before"
        "   UNION ALL SELECT a.message FROM message_also a"
        "    JOIN message x ON x.id = a.message JOIN thread y"
        "    ON y.id = x.thread AND NOT y." TRAY_IS_SAFEGUARDING
        "    WHERE a.family = (SELECT family FROM thread WHERE id = :id)"
        "    AND a.message < :before"
        "   ORDER BY 1 DESC LIMIT :limit) ORDER BY m.id");

    query_int(&q, ":id", id);
    query_int(&q, ":before", before ? before : INT64_MAX);
    query_int(&q, ":limit", limit < 1 ? 1 : limit);
    return message_each(&q, fn, user);
}

static bool
stands_alone(const struct message *m)
{
    return m->direction != MESSAGE_IN || m->concern || m->question
        || reason_given(&m->reason);
}

bool
message_repeats(const struct message *a, const struct message *b)
{
    return !stands_alone(a) && !stands_alone(b) && a->kind == b->kind
        && a->thread == b->thread && !a->eased == !b->eased
        && strcmp(a->number, b->number) == 0
        && strcmp(a->body ? a->body : "", b->body ? b->body : "") == 0;
}

enum err
thread_repeats(struct db *db, const struct message *m, int *count,
    int64_t *first)
{
    struct query q = query_start(db,
        "SELECT count(*), min(id) FROM message WHERE thread = :thread"
        " AND id <= :id AND id > (SELECT coalesce(max(id), 0) FROM message"
        "  WHERE thread = :thread AND id < :id AND NOT (" MESSAGE_IS_IN
        "   AND kind = :kind AND number = :number AND body = :body"
        "   AND concern = 0 AND question IS NULL AND reason = ''"
        "   AND reason_code = 0))");

    query_int(&q, ":thread", m->thread);
    query_int(&q, ":id", m->id);
    query_int(&q, ":kind", m->kind);
    query_text(&q, ":number", m->number);
    query_text(&q, ":body", m->body ? m->body : "");
    *count = 1;
    *first = m->id;
    if (!stands_alone(m) && query_row(&q)) {
        *count = (int)query_get_int(&q, 0);
        *first = query_get_int(&q, 1);
    }
    return query_end(&q);
}

enum err
thread_last_sender(struct db *db, int64_t id, char number[64])
{
    struct query q = query_start(db,
        "SELECT number FROM message WHERE thread = :id AND " MESSAGE_IS_IN
        " AND " MESSAGE_IS_SAID " AND number <> '' ORDER BY id DESC LIMIT 1");

    number[0] = '\0';
    query_int(&q, ":id", id);
    if (query_row(&q))
        query_copy_text(&q, 0, number, 64);
    return query_end(&q);
}
