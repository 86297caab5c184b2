#include "store/thread/note.h"

#include "base/clock.h"
#include "text/unicode.h"

#include <string.h>

enum err
note_add(struct db *db, int64_t thread, const char *who, const char *body)
{
    struct query q;
    enum err e;

    if (!body[strspn(body, " \r\n\t")] || strlen(body) > NOTE_MAX
        || !unicode_valid(body))
        return ERR_INPUT;
    q = query_start(db,
        "INSERT INTO note (thread, at, author, body)"
        " SELECT id, :at, :who, :body FROM thread WHERE id = :thread");
    query_int(&q, ":at", clock_now());
    query_text(&q, ":who", who);
    query_text(&q, ":body", body);
    query_int(&q, ":thread", thread);
    if (!(e = query_end_changed(&q)))
        db_touch(db, DB_THREADS);
    return e;
}

enum err
note_list(struct db *db, int64_t thread,
    void (*fn)(void *user, const struct note *n), void *user)
{
    struct query q = query_start(db,
        "SELECT id, at, author, body FROM note WHERE thread = :thread"
        " ORDER BY id");
    struct note n;

    query_int(&q, ":thread", thread);
    while (query_row(&q)) {
        n.id = query_get_int(&q, 0);
        n.at = query_get_int(&q, 1);
        query_copy_text(&q, 2, n.author, sizeof(n.author));
        query_copy_text(&q, 3, n.body, sizeof(n.body));
        fn(user, &n);
    }
    return query_end(&q);
}
