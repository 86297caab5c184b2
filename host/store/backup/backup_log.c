#include "store/backup/backup_log.h"

#include "base/clock.h"
#include "store/db/reason_row.h"
#include "store/db/setting.h"

#include <stdio.h>

enum { KEPT_DAYS = 730 };

#define COLUMNS                                                                \
    "path, at, checked, bytes, messages, families, stick, fault,"        \
    " fault_code"

static void
read_row(struct query *q, struct backup_row *r)
{
    query_copy_text(q, 0, r->path, sizeof(r->path));
    r->at = query_get_int(q, 1);
    r->checked = query_get_int(q, 2);
    r->bytes = query_get_int(q, 3);
    r->messages = query_get_int(q, 4);
    r->families = query_get_int(q, 5);
    r->stick = query_get_int(q, 6) != 0;
    reason_read(q, 7, &r->fault);
}

enum err
backup_log_add(struct db *db, const struct backup_facts *f, bool stick)
{
    char at[24];
    struct query q;
    enum err e = db_begin(db);

    if (e)
        return e;
    q = query_start(db,
        "INSERT OR REPLACE INTO backup_made"
        " (path, at, stick, bytes, messages, families, checked)"
        " VALUES (:path, :now, :stick, :bytes, :messages, :families, :now)");
    query_text(&q, ":path", f->path);
    query_int(&q, ":now", clock_now());
    query_int(&q, ":stick", stick);
    query_int(&q, ":bytes", f->bytes);
    query_int(&q, ":messages", f->messages);
    query_int(&q, ":families", f->families);
    if (!(e = query_end(&q))) {
        q = query_start(db, "DELETE FROM backup_made WHERE at < :old");
        query_int(&q, ":old", clock_now() - KEPT_DAYS * DAY);
        e = query_end(&q);
    }
    snprintf(at, sizeof(at), "%lld", (long long)clock_now());
    if (!e && !(e = setting_set(db, "backup.at", at)))
        e = setting_set(db, "backup.trouble", "");
    return db_end(db, e);
}

enum err
backup_log_checked(struct db *db, const char *path,
    const struct reason *fault)
{
    struct query q = query_start(db,
        "UPDATE backup_made SET checked = :now, fault = :fault,"
        " fault_code = :code WHERE path = :path");

    query_int(&q, ":now", clock_now());
    reason_bind(&q, ":fault", ":code", fault);
    query_text(&q, ":path", path);
    return query_end(&q);
}

enum err
backup_log_get(struct db *db, const char *path, struct backup_row *out)
{
    struct query q = query_start(db,
        "SELECT " COLUMNS " FROM backup_made WHERE path = :path");
    enum err e;

    query_text(&q, ":path", path);
    if (query_row(&q))
        read_row(&q, out);
    e = query_end_one(&q);
    return e == ERR_EMPTY ? ERR_NOT_FOUND : e;
}

enum err
backup_log_sticks(struct db *db, int limit,
    void (*fn)(void *user, const struct backup_row *r), void *user)
{
    struct query q = query_start(db,
        "SELECT " COLUMNS " FROM backup_made b WHERE stick = 1"
        " AND at = (SELECT max(o.at) FROM backup_made o WHERE o.stick = 1"
        "  AND rtrim(o.path, replace(o.path, '/', ''))"
        "    = rtrim(b.path, replace(b.path, '/', '')))"
        " ORDER BY at DESC, path LIMIT :limit");
    struct backup_row r;

    query_int(&q, ":limit", limit);
    while (query_row(&q)) {
        read_row(&q, &r);
        fn(user, &r);
    }
    return query_end(&q);
}
