#include "store/thread/flood.h"

#include "base/clock.h"
#include "mapping/mapping.h"
#include "store/db/audit.h"
#include "store/thread/desk.h"
#include "store/thread/thread.h"

#include <stdio.h>

/* In one act. */
enum { ASIDE_MAX = 1000 };

/* Threads of the same tray that say the same last and are not seen. */
#define ALIKE                                                                  \
    " FROM thread t JOIN thread o ON o.tray = t.tray AND o.id <> t.id"         \
    " AND o.unread > 0 AND o.snippet = t.snippet"                              \
    " WHERE t.id = :thread AND t.tray > 0 AND t.snippet <> ''"

static enum err
has_family(struct db *db, const char *number, bool *has)
{
    struct query q = query_start(db,
        "SELECT EXISTS (SELECT 1 FROM phone p JOIN guardian_phone gp"
        " ON gp.phone = p.id WHERE p.number = :number)");

    query_text(&q, ":number", number);
    if (query_row(&q))
        *has = query_get_int(&q, 0) != 0;
    return query_end(&q);
}

enum err
flood_block(struct db *db, const char *number, bool on, const char *who)
{
    char object[80];
    struct query q;
    bool has = false;
    enum err e = on ? has_family(db, number, &has) : OK;

    if (e || has)
        return e ? e : ERR_REFUSED;
    if ((e = db_begin(db)))
        return e;
    q = query_start(db,
        "INSERT INTO phone (number, raw, since, blocked)"
        " VALUES (:number, :number, :now, :blocked)"
        " ON CONFLICT (number) DO UPDATE SET blocked = excluded.blocked");
    query_text(&q, ":number", number);
    query_int(&q, ":now", clock_now());
    query_int(&q, ":blocked", on ? clock_now() : 0);
    snprintf(object, sizeof(object), "phone %s", number);
    if (!(e = query_end(&q)))
        e = audit_add(db, who, on ? "phone.block" : "phone.unblock", object,
            "");
    db_touch(db, DB_THREADS);
    return db_end(db, e);
}

enum err
flood_blocked(struct db *db, const char *number, bool *blocked)
{
    struct query q = query_start(db,
        "SELECT blocked > 0 AND NOT EXISTS (SELECT 1 FROM guardian_phone gp"
        " WHERE gp.phone = phone.id) FROM phone WHERE number = :number");

    *blocked = false;
    query_text(&q, ":number", number);
    if (query_row(&q))
        *blocked = query_get_int(&q, 0) != 0;
    return query_end(&q);
}

enum err
flood_alike(struct db *db, int64_t thread, int *count)
{
    struct query q = query_start(db, "SELECT count(*)" ALIKE);

    query_int(&q, ":thread", thread);
    if (query_row(&q))
        *count = (int)query_get_int(&q, 0);
    return query_end(&q);
}

enum err
flood_aside(struct db *db, int64_t thread, const char *who, int *count)
{
    int64_t ids[ASIDE_MAX];
    int n = 0;
    struct thread t;
    struct query q;
    enum err e = thread_get(db, thread, &t);

    if (!e && !t.tray)
        e = ERR_REFUSED;
    if (e || (e = db_begin(db)))
        return e;
    q = query_start(db, "SELECT o.id" ALIKE " LIMIT :most - 1");
    query_int(&q, ":thread", thread);
    query_int(&q, ":most", ASIDE_MAX);
    while (n < ASIDE_MAX - 1 && query_row(&q))
        ids[n++] = query_get_int(&q, 0);
    e = query_end(&q);
    if (!e && !n && t.tray == MAPPING_SAFEGUARDING)
        e = ERR_REFUSED;
    ids[n++] = thread;
    for (int i = 0; !e && i < n; i++)
        e = desk_close(db, ids[i], INT64_MAX, who);
    if (!(e = db_end(db, e)))
        *count = n;
    return e;
}
