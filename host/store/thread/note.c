#include "store/thread/note.h"

#include "base/clock.h"
#include "store/thread/thread.h"
#include "text/unicode.h"

#include <string.h>

enum err
note_add(struct db *db, int64_t thread, const char *who, int64_t only_for,
    const char *body)
{
    struct query q;
    enum err e;

    if (!body[strspn(body, " \r\n\t")] || strlen(body) > NOTE_MAX
        || !unicode_valid(body))
        return ERR_INPUT;
    q = query_start(db,
        "INSERT INTO note (thread, at, author, body, only_for)"
        " SELECT id, :at, :who, :body, nullif(:for, 0) FROM thread"
        " WHERE id = :thread AND (:for = 0 OR EXISTS (SELECT 1 FROM staff"
        "  WHERE id = :for AND closed = 0))");
    query_int(&q, ":at", clock_now());
    query_text(&q, ":who", who);
    query_text(&q, ":body", body);
    query_int(&q, ":thread", thread);
    query_int(&q, ":for", only_for);
    if (!(e = query_end_changed(&q)))
        db_touch(db, DB_THREADS);
    return e;
}

/* The account :staff has been the same person's since before that time: one
 * that was closed and added again is another's. */
#define SINCE_OPENED(at)                                                       \
    at " >= (SELECT created FROM staff WHERE id = :staff)"

enum err
note_list(struct db *db, int64_t thread, const struct note_reader *reader,
    void (*fn)(void *user, const struct note *n), void *user)
{
    struct query q = query_start(db,
        "SELECT n.id, n.at, n.author, n.body, coalesce(s.name, '')"
        " FROM note n LEFT JOIN staff s ON s.id = n.only_for"
        " WHERE n.thread = :thread AND (n.only_for IS NULL OR :all"
        "  OR ((n.only_for = :staff OR n.author = :who)"
        "   AND " SINCE_OPENED("n.at") "))"
        " ORDER BY n.id");
    struct note n;

    query_int(&q, ":thread", thread);
    query_int(&q, ":all", reader->sees_all);
    query_int(&q, ":staff", reader->staff);
    query_text(&q, ":who", reader->who);
    while (query_row(&q)) {
        n.id = query_get_int(&q, 0);
        n.at = query_get_int(&q, 1);
        query_copy_text(&q, 2, n.author, sizeof(n.author));
        query_copy_text(&q, 3, n.body, sizeof(n.body));
        query_copy_text(&q, 4, n.only_for, sizeof(n.only_for));
        fn(user, &n);
    }
    return query_end(&q);
}

enum err
note_list_for(struct db *db, int64_t staff, int64_t since, int limit,
    void (*fn)(void *user, const struct note_for *n), void *user)
{
    struct query q = query_start(db,
        "SELECT n.thread, n.at, n.author, coalesce(f.label, t.number, ''), "
        FAMILY_CHILDREN("t.family")
        " FROM note n JOIN thread t ON t.id = n.thread"
        " LEFT JOIN family f ON f.id = t.family"
        " WHERE n.only_for = :staff AND n.at >= :since"
        " AND " SINCE_OPENED("n.at") " AND t.money = 0"
        " AND NOT t." TRAY_IS_SAFEGUARDING " ORDER BY n.id DESC LIMIT :limit");
    struct note_for n;

    query_int(&q, ":staff", staff);
    query_int(&q, ":since", since);
    query_int(&q, ":limit", limit);
    while (query_row(&q)) {
        n.thread = query_get_int(&q, 0);
        n.at = query_get_int(&q, 1);
        query_copy_text(&q, 2, n.author, sizeof(n.author));
        query_copy_text(&q, 3, n.label, sizeof(n.label));
        query_copy_text(&q, 4, n.children, sizeof(n.children));
        fn(user, &n);
    }
    return query_end(&q);
}
