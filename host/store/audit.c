#include "store/audit.h"

#include "daemon/clock.h"

enum err
audit_add(struct db *db, const char *who, const char *action,
    const char *object, const char *detail)
{
    struct query q = query_start(db,
        "INSERT INTO audit (at, who, action, object, detail)"
        " VALUES (:at, :who, :action, :object, :detail)");

    query_int(&q, ":at", clock_now());
    query_text(&q, ":who", who);
    query_text(&q, ":action", action);
    query_text(&q, ":object", object);
    query_text(&q, ":detail", detail ? detail : "");
    return query_end(&q);
}
