#include "store/figures/board_log.h"

#include "base/clock.h"
#include "store/db/audit.h"
#include "store/db/reason_row.h"

#include <stdio.h>
#include <unistd.h>

enum { KEPT = 5000 };

/* OK when there is such an event already, else ERR_EMPTY. */
static enum err
find_same(struct db *db, int n, const char *type, const char *args)
{
    struct query q = query_start(db,
        "SELECT 1 FROM board_event WHERE n = :n AND n <> :ours"
        " AND type = :type AND args = :args AND at > :since"
        " ORDER BY id DESC LIMIT 1");

    query_int(&q, ":n", n);
    query_int(&q, ":ours", BOARD_LOG_OURS);
    query_text(&q, ":type", type);
    query_text(&q, ":args", args);
    query_int(&q, ":since", clock_now() - BOARD_LOG_AGAIN);
    query_row(&q);
    return query_end_one(&q);
}

static enum err
insert(struct db *db, int n, const char *type, const char *args,
    const struct reason *words)
{
    struct query q = query_start(db,
        "INSERT INTO board_event (at, n, type, args, words, words_code)"
        " VALUES (:at, :n, :type, :args, :words, :code)");
    int64_t id = 0;
    enum err e;

    query_int(&q, ":at", clock_now());
    query_int(&q, ":n", n);
    query_text(&q, ":type", type);
    query_text(&q, ":args", args);
    reason_bind(&q, ":words", ":code", words);
    if ((e = query_end_id(&q, &id)))
        return e;
    q = query_start(db, "DELETE FROM board_event WHERE id <= :id");
    query_int(&q, ":id", id - KEPT);
    return query_end(&q);
}

enum err
board_log_add(struct db *db, int n, const char *type, const char *args,
    const struct reason *words)
{
    enum err e = db_begin(db);

    if (e)
        return e;
    if (!(e = find_same(db, n, type, args)))
        e = ERR_EXISTS;
    else if (e == ERR_EMPTY)
        e = insert(db, n, type, args, words);
    return db_end(db, e);
}

enum err
board_log_list(struct db *db, int limit,
    void (*fn)(void *user, const struct board_log_row *r), void *user)
{
    struct query q = query_start(db, "SELECT at, type, args, words,"
        " words_code FROM board_event ORDER BY id DESC LIMIT :limit");

    query_int(&q, ":limit", limit);
    while (query_row(&q)) {
        struct board_log_row r = { .at = query_get_int(&q, 0) };

        query_copy_text(&q, 1, r.type, sizeof(r.type));
        query_copy_text(&q, 2, r.args, sizeof(r.args));
        reason_read(&q, 3, &r.words);
        fn(user, &r);
    }
    return query_end(&q);
}

/* --- new firmware --------------------------------------------------------- */

static enum err
update_under_way(struct db *db)
{
    struct query q = query_start(db, "SELECT 1 FROM board_update"
        " WHERE state IN (:waiting, :running) LIMIT 1");

    query_int(&q, ":waiting", BOARD_UPDATE_WAITING);
    query_int(&q, ":running", BOARD_UPDATE_RUNNING);
    query_row(&q);
    return query_end_one(&q);
}

enum err
board_update_ask(struct db *db, const char *image, size_t n, const char *who,
    int64_t *id)
{
    struct query q;
    enum err e = db_begin(db);

    if (e)
        return e;
    if ((e = update_under_way(db)) == OK) {
        e = ERR_BUSY;
    } else if (e == ERR_EMPTY) {
        q = query_start(db, "INSERT INTO board_update (at, author, image,"
            " state) VALUES (:at, :author, :image, :state)");
        query_int(&q, ":at", clock_now());
        query_text(&q, ":author", who);
        query_blob(&q, ":image", image, n);
        query_int(&q, ":state", BOARD_UPDATE_WAITING);
        if (!(e = query_end_id(&q, id)))
            e = audit_add(db, who, "board.update", "board", "");
    }
    db_touch(db, DB_REQUESTS);
    return db_end(db, e);
}

static enum err
write_image(struct query *q, const char *path)
{
    size_t n;
    const void *image = query_get_blob(q, 1, &n);
    FILE *f = fopen(path, "we");
    bool good = f && fwrite(image, 1, n, f) == n && fflush(f) == 0
        && fsync(fileno(f)) == 0;

    if (f && fclose(f) != 0)
        good = false;
    return good ? OK : ERR_IO;
}

static enum err
set_state(struct db *db, int64_t id, enum board_update_state state,
    const char *answer)
{
    struct query q = query_start(db, "UPDATE board_update SET state = :state,"
        " answer = :answer, image = CASE :state WHEN :running THEN image"
        " ELSE x'' END WHERE id = :id");

    query_int(&q, ":state", state);
    query_int(&q, ":running", BOARD_UPDATE_RUNNING);
    query_text(&q, ":answer", answer);
    query_int(&q, ":id", id);
    return query_end(&q);
}

enum err
board_update_claim(struct db *db, const char *path, int64_t *id)
{
    struct query q = query_start(db, "SELECT id, image FROM board_update"
        " WHERE state = :waiting ORDER BY id LIMIT 1");
    enum err e, written = OK;
    int64_t found = 0;

    query_int(&q, ":waiting", BOARD_UPDATE_WAITING);
    if (query_row(&q)) {
        found = query_get_int(&q, 0);
        written = write_image(&q, path);
    }
    if ((e = query_end_one(&q)))
        return e;
    if (written) {
        e = set_state(db, found, BOARD_UPDATE_FAILED,
            "The image could not be written to the disk.");
        return e ? e : ERR_EMPTY;
    }
    if (!(e = set_state(db, found, BOARD_UPDATE_RUNNING, "")))
        *id = found;
    return e;
}

enum err
board_update_settle(struct db *db, int64_t id, bool done, const char *answer)
{
    return set_state(db, id, done ? BOARD_UPDATE_DONE : BOARD_UPDATE_FAILED,
        answer);
}

enum err
board_update_reset(struct db *db)
{
    struct query q = query_start(db, "UPDATE board_update SET state = :failed,"
        " image = x'', answer = 'The daemon ended before it was done: ask"
        " again.' WHERE state IN (:waiting, :running)");

    query_int(&q, ":failed", BOARD_UPDATE_FAILED);
    query_int(&q, ":waiting", BOARD_UPDATE_WAITING);
    query_int(&q, ":running", BOARD_UPDATE_RUNNING);
    return query_end(&q);
}

enum err
board_update_get(struct db *db, int64_t id, enum board_update_state *state,
    char *answer, size_t room)
{
    struct query q = query_start(db,
        "SELECT state, answer FROM board_update WHERE id = :id");
    enum err e;

    query_int(&q, ":id", id);
    if (query_row(&q)) {
        *state = (enum board_update_state)query_get_int(&q, 0);
        query_copy_text(&q, 1, answer, room);
    }
    e = query_end_one(&q);
    return e == ERR_EMPTY ? ERR_NOT_FOUND : e;
}
