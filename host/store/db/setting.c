#include "store/db/setting.h"

enum err
setting_get(struct db *db, const char *key, char *out, size_t room)
{
    struct query q =
        query_start(db, "SELECT value FROM setting WHERE key = :key");

    out[0] = 0;
    query_text(&q, ":key", key);
    if (query_row(&q))
        query_copy_text(&q, 0, out, room);
    return query_end(&q);
}

enum err
setting_set(struct db *db, const char *key, const char *value)
{
    struct query q = query_start(db,
        "INSERT INTO setting (key, value) VALUES (:key, :value)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value");
    enum err e;

    query_text(&q, ":key", key);
    query_text(&q, ":value", value);
    if ((e = query_end(&q)) || value[0])
        return e;
    q = query_start(db, "DELETE FROM setting WHERE key = :key");
    query_text(&q, ":key", key);
    return query_end(&q);
}
