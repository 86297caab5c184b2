#include "store/db/audit.h"

#include "base/clock.h"
#include "store/db/reason_row.h"

static enum err
add(struct db *db, const char *who, const char *action, const char *object,
    const char *detail, enum reason_code code)
{
    struct query q = query_start(db,
        "INSERT INTO audit (at, who, action, object, detail, detail_code)"
        " VALUES (:at, :who, :action, :object, :detail, :code)");

    query_int(&q, ":at", clock_now());
    query_text(&q, ":who", who);
    query_text(&q, ":action", action);
    query_text(&q, ":object", object);
    query_text(&q, ":detail", detail);
    query_int(&q, ":code", code);
    return query_end(&q);
}

enum err
audit_add(struct db *db, const char *who, const char *action,
    const char *object, const char *detail)
{
    return add(db, who, action, object, detail ? detail : "", REASON_WORDS);
}

enum err
audit_add_reason(struct db *db, const char *who, const char *action,
    const char *object, const struct reason *detail)
{
    return add(db, who, action, object, detail->args, detail->code);
}

enum err
audit_list(struct db *db, const struct audit_filter *f,
    void (*fn)(void *user, const struct audit_row *r), void *user)
{
    struct query q = query_start(db,
        "SELECT id, at, who, action, object, detail, detail_code FROM audit"
        " WHERE (:before = 0 OR id < :before)"
        " AND (:until = 0 OR at < :until) AND (:who = '' OR who = :who)"
        " AND (:action = '' OR substr(action, 1, length(:action) + 1)"
        "  = :action || '.') ORDER BY id DESC LIMIT :limit");

    query_int(&q, ":before", f->before);
    query_int(&q, ":until", f->until);
    query_text(&q, ":who", f->who);
    query_text(&q, ":action", f->action);
    query_int(&q, ":limit", f->limit);
    while (query_row(&q)) {
        struct audit_row r = { .id = query_get_int(&q, 0),
            .at = query_get_int(&q, 1) };

        query_copy_text(&q, 2, r.who, sizeof(r.who));
        query_copy_text(&q, 3, r.action, sizeof(r.action));
        query_copy_text(&q, 4, r.object, sizeof(r.object));
        reason_read(&q, 5, &r.detail);
        fn(user, &r);
    }
    return query_end(&q);
}
