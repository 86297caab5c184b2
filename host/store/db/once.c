#include "store/db/once.h"

#include "base/clock.h"

#include <sodium.h>
#include <string.h>

/* A form that was left open over a weekend. */
static const int64_t memory = 4 * DAY;

void
once_key(char out[ONCE_KEY])
{
    unsigned char bytes[(ONCE_KEY - 1) / 2];

    randombytes_buf(bytes, sizeof(bytes));
    sodium_bin2hex(out, ONCE_KEY, bytes, sizeof(bytes));
}

static bool
is_key(const char *key)
{
    return key && strlen(key) == ONCE_KEY - 1;
}

static enum err
forget_old(struct db *db)
{
    struct query q = query_start(db, "DELETE FROM once WHERE at < :old");

    query_int(&q, ":old", clock_now() - memory);
    return query_end(&q);
}

enum err
once_check(struct db *db, const char *key, int64_t *result)
{
    struct query q;
    bool known = false;
    enum err e;

    if (!is_key(key))
        return OK;
    q = query_start(db, "SELECT result FROM once WHERE key = :key");
    query_text(&q, ":key", key);
    if ((known = query_row(&q)))
        *result = query_get_int(&q, 0);
    e = query_end(&q);
    return e ? e : known ? ERR_EXISTS : OK;
}

enum err
once_note(struct db *db, const char *key, int64_t result)
{
    struct query q;
    enum err e;

    if (!is_key(key))
        return OK;
    if ((e = forget_old(db)))
        return e;
    q = query_start(db, "INSERT OR IGNORE INTO once (key, at, result)"
                        " VALUES (:key, :now, :result)");
    query_text(&q, ":key", key);
    query_int(&q, ":now", clock_now());
    query_int(&q, ":result", result);
    e = query_end_changed(&q);
    return e == ERR_NOT_FOUND ? ERR_EXISTS : e;
}

enum err
once_turn(struct db *db, const char *key, int64_t turn)
{
    struct query q;
    enum err e;

    if (!is_key(key))
        return OK;
    if ((e = forget_old(db)))
        return e;
    q = query_start(db, "INSERT INTO once (key, at, result)"
        " VALUES (:key, :now, :turn) ON CONFLICT (key) DO UPDATE"
        " SET at = excluded.at, result = excluded.result"
        " WHERE result < excluded.result");
    query_text(&q, ":key", key);
    query_int(&q, ":now", clock_now());
    query_int(&q, ":turn", turn);
    e = query_end_changed(&q);
    return e == ERR_NOT_FOUND ? ERR_EXISTS : e;
}
