#include "store/sims/diaries.h"

#include "base/clock.h"
#include "store/db/audit.h"

#include <stdlib.h>
#include <string.h>

static enum err
insert(struct db *db, const char *modem, int seconds, int64_t *id)
{
    struct query q = query_start(db, "DELETE FROM diary");
    enum err e = query_end(&q);

    if (e)
        return e;
    q = query_start(db, "INSERT INTO diary (modem, began, ends)"
        " VALUES (:modem, :now, :ends)");
    query_text(&q, ":modem", modem);
    query_int(&q, ":now", clock_now());
    query_int(&q, ":ends", clock_now() + seconds * INT64_C(1000));
    return query_end_id(&q, id);
}

enum err
diaries_ask(struct db *db, const char *modem, int seconds, const char *who,
    int64_t *id, struct reason *why)
{
    struct diary_row last = { 0 };
    enum err e;

    if (seconds < DIARY_SECONDS_LEAST || seconds > DIARY_SECONDS_MOST)
        return reason_refuse(why, ERR_INPUT, reason_of(REASON_DIARY_SECONDS));
    if ((e = db_begin(db)))
        return e;
    e = diaries_last(db, &last);
    if (!e && last.kept)
        e = reason_refuse(why, ERR_BUSY, reason_of(REASON_DIARY_KEPT));
    if (e == ERR_EMPTY)
        e = OK;
    if (!e && !(e = insert(db, modem, seconds, id)))
        e = audit_add(db, who, "diary.ask", modem, "");
    db_touch(db, DB_REQUESTS);
    return db_end(db, e);
}

enum err
diaries_stop(struct db *db)
{
    enum err e = db_begin(db);
    int64_t id = 0;
    struct query q;

    if (e)
        return e;
    q = query_start(db, "UPDATE diary SET ends = :now WHERE text IS NULL"
        " RETURNING id");
    query_int(&q, ":now", clock_now());
    if (query_row(&q))
        id = query_get_int(&q, 0);
    e = query_end_one(&q);
    if (id)
        db_touch(db, DB_REQUESTS);
    return db_end(db, e);
}

enum err
diaries_last(struct db *db, struct diary_row *out)
{
    struct query q = query_start(db, "SELECT id, modem, began, ends,"
        " text IS NULL, coalesce(length(text), 0) FROM diary"
        " ORDER BY id DESC LIMIT 1");

    if (query_row(&q)) {
        out->id = query_get_int(&q, 0);
        query_copy_text(&q, 1, out->modem, sizeof(out->modem));
        out->began = query_get_int(&q, 2);
        out->ends = query_get_int(&q, 3);
        out->kept = query_get_int(&q, 4) != 0;
        out->bytes = query_get_int(&q, 5);
    }
    return query_end_one(&q);
}

enum err
diaries_keep(struct db *db, int64_t id, const char *text)
{
    struct query q = query_start(db, "UPDATE diary SET text = :text,"
        " ends = min(ends, :now) WHERE id = :id");

    query_text(&q, ":text", text);
    query_int(&q, ":now", clock_now());
    query_int(&q, ":id", id);
    db_touch(db, DB_MODEMS);
    return query_end(&q);
}

enum err
diaries_text(struct db *db, char **text)
{
    struct query q = query_start(db, "SELECT text FROM diary"
        " WHERE text IS NOT NULL ORDER BY id DESC LIMIT 1");
    char *copy = NULL;
    bool some = query_row(&q);
    enum err e;

    if (some)
        copy = strdup(query_get_text(&q, 0));
    e = query_end_one(&q);
    if (e || !copy) {
        free(copy);
        return e ? e : ERR_MEMORY;
    }
    *text = copy;
    return OK;
}
