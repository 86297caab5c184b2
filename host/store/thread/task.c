#include "store/thread/task.h"

#include "base/clock.h"
#include "store/db/audit.h"
#include "store/thread/message.h"
#include "store/thread/thread.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum err
task_list(struct db *db, const struct task_filter *f,
    void (*fn)(void *user, const struct task *t), void *user)
{
    struct query q = query_start(db,
        "SELECT k.id, k.message, m.thread, k.at, " THREAD_TRAY ", k.number,"
        " coalesce(f.label, k.number), (SELECT count(*) FROM message c"
        "  WHERE c.number = k.number AND c.id >= k.message"
        "  AND c." MESSAGE_IS_IN " AND c." MESSAGE_IS_CALL "),"
        " NOT m." MESSAGE_IS_CALL ", " FAMILY_CHILDREN("t.family")
        " FROM task k JOIN message m ON m.id = k.message"
        " JOIN thread t ON t.id = m.thread"
        " LEFT JOIN family f ON f.id = t.family"
        " WHERE k.done = 0 AND (:thread = 0 OR m.thread = :thread)"
        " AND :id IN (0, k.id) AND (:all OR NOT t." TRAY_IS_SAFEGUARDING ")"
        " AND (t.money = 0 OR NOT :hides_money)"
        " ORDER BY k.at, k.id LIMIT :limit");
    struct task t;

    query_int(&q, ":thread", f->thread);
    query_int(&q, ":id", f->id);
    query_int(&q, ":all", f->sees_all);
    query_int(&q, ":hides_money", f->hides_money);
    query_int(&q, ":limit", f->limit);
    while (query_row(&q)) {
        t.id = query_get_int(&q, 0);
        t.message = query_get_int(&q, 1);
        t.thread = query_get_int(&q, 2);
        t.at = query_get_int(&q, 3);
        t.tray = (int)query_get_int(&q, 4);
        query_copy_text(&q, 5, t.number, sizeof(t.number));
        query_copy_text(&q, 6, t.label, sizeof(t.label));
        t.rings = (int)query_get_int(&q, 7);
        t.asked = query_get_int(&q, 8) != 0;
        query_copy_text(&q, 9, t.children, sizeof(t.children));
        fn(user, &t);
    }
    return query_end(&q);
}

enum err
task_ask(struct db *db, int64_t message, const char *number)
{
    assert(db_inside(db));
    struct query q = query_start(db,
        "INSERT INTO task (message, number, at) SELECT id, :number, at"
        " FROM message WHERE id = :message AND NOT EXISTS (SELECT 1 FROM task"
        "  WHERE (number = :number AND done = 0) OR message = :message)");

    query_int(&q, ":message", message);
    query_text(&q, ":number", number);
    db_touch(db, DB_THREADS);
    return query_end(&q);
}

/* A thread in which only calls came since the last answer waits no more. Once
 * they spoke the text that asked for it is answered too, unless it is
 * urgent. */
static enum err
settle_thread(struct db *db, int64_t task, bool spoke)
{
    struct query q = query_start(db,
        "UPDATE thread SET waiting = 0 WHERE id = (SELECT m.thread FROM task k"
        "  JOIN message m ON m.id = k.message WHERE k.id = :id)"
        " AND waiting > 0 AND NOT EXISTS (SELECT 1 FROM message i"
        "  WHERE i.thread = thread.id AND i." MESSAGE_IS_IN
        "  AND i." MESSAGE_IS_TEXT " AND NOT (:spoke AND i.id IN"
        "   (SELECT message FROM task WHERE id = :id)"
        "   AND NOT (" URGENT_IS_AT_ONCE " AND eased = 0))"
        "  AND " MESSAGE_WAITS_FOR_US " AND i.at >= thread.waiting)");

    query_int(&q, ":spoke", spoke);
    query_int(&q, ":id", task);
    return query_end(&q);
}

enum err
task_done(struct db *db, int64_t id, const char *who, const char *outcome)
{
    char object[40];
    struct query q;
    enum err e = db_begin(db);

    if (e)
        return e;
    q = query_start(db,
        "UPDATE task SET done = :now, done_by = :who, outcome = :outcome"
        " WHERE id = :id AND done = 0");
    query_int(&q, ":now", clock_now());
    query_text(&q, ":who", who);
    query_text(&q, ":outcome", outcome);
    query_int(&q, ":id", id);
    snprintf(object, sizeof(object), "task %lld", (long long)id);
    if (!(e = query_end_changed(&q)) 
        && !(e = settle_thread(db, id, !strcmp(outcome, TASK_SPOKE))))
        e = audit_add(db, who, "task.done", object, outcome);
    db_touch(db, DB_THREADS);
    return db_end(db, e);
}
