#include "store/db/setting.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/* In one text: "@916", then its arguments, a line each; of WORDS the words. */
enum err
setting_set_reason(struct db *db, const char *key, const struct reason *value)
{
    char text[REASON_ARGS + 16];

    if (value->code == REASON_WORDS)
        return setting_set(db, key, value->args);
    snprintf(text, sizeof(text), "@%d\n%s", (int)value->code, value->args);
    return setting_set(db, key, text);
}

enum err
setting_get_reason(struct db *db, const char *key, struct reason *out)
{
    char text[REASON_ARGS + 16];
    enum err e = setting_get(db, key, text, sizeof(text));
    const char *args = strchr(text, '\n');

    *out = reason_words(text);
    if (!e && *text == '@' && args) {
        out->code = (enum reason_code)atoi(text + 1);
        snprintf(out->args, sizeof(out->args), "%.*s",
            (int)sizeof(out->args) - 1, args + 1);
    }
    return e;
}
