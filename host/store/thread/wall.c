#include "store/thread/wall.h"

#include "store/db/audit.h"

#include <stdio.h>

/* Which family each thing is of. */
static const char *const queries[] = {
    [WALL_A_THREAD] = "SELECT 1 FROM thread t WHERE t.id = :id"
        " AND t.tray = 0 AND " WALL_SEES_FAMILY(":staff", "t.family"),
    [WALL_A_FAMILY] = "SELECT 1 FROM family f WHERE f.id = :id"
        " AND " WALL_SEES_FAMILY(":staff", "f.id"),
    [WALL_A_CHILD] = "SELECT 1 FROM family_child x WHERE x.child = :id"
        " AND " WALL_SEES_FAMILY(":staff", "x.family") " LIMIT 1",
    [WALL_A_MESSAGE] = "SELECT 1 FROM message m"
        " JOIN thread t ON t.id = m.thread AND t.tray = 0"
        " WHERE m.id = :id AND " WALL_SEES_FAMILY(":staff", "t.family"),
    [WALL_A_TASK] = "SELECT 1 FROM task k"
        " JOIN message m ON m.id = k.message"
        " JOIN thread t ON t.id = m.thread AND t.tray = 0"
        " WHERE k.id = :id AND " WALL_SEES_FAMILY(":staff", "t.family"),
};

enum err
wall_sees(struct db *db, int64_t staff, enum wall_thing thing, int64_t id,
    bool *sees)
{
    struct query q = query_start(db, queries[thing]);

    query_int(&q, ":id", id);
    query_int(&q, ":staff", staff);
    *sees = query_row(&q);
    return query_end(&q);
}

enum err
wall_news(struct db *db, int64_t staff, struct wall_news *out)
{
    struct query q = query_start(db,
        "SELECT total(t.unread), total(t.unread > 0), total(t.waiting > 0)"
        " FROM thread t"
        " WHERE t.tray = 0 AND (t.unread > 0 OR t.waiting > 0)"
        " AND " WALL_SEES_FAMILY(":staff", "t.family"));

    query_int(&q, ":staff", staff);
    if (query_row(&q)) {
        out->messages = query_get_int(&q, 0);
        out->unread = query_get_int(&q, 1);
        out->waiting = query_get_int(&q, 2);
    }
    return query_end(&q);
}

/* --- building it ---------------------------------------------------------- */

struct account {
    char name[64];
    bool walled, sees_all;
};

static enum err
read_account(struct db *db, int64_t staff, struct account *out)
{
    struct query q = query_start(db,
        "SELECT name, walled, role >= 3 FROM staff" /* ROLE_SAFEGUARDING */
        " WHERE id = :id AND closed = 0");
    enum err e;

    query_int(&q, ":id", staff);
    if (query_row(&q)) {
        query_copy_text(&q, 0, out->name, sizeof(out->name));
        out->walled = query_get_int(&q, 1) != 0;
        out->sees_all = query_get_int(&q, 2) != 0;
    }
    e = query_end_one(&q);
    return e == ERR_EMPTY ? ERR_NOT_FOUND : e;
}

static enum err
set(struct db *db, int64_t staff, bool walled, const char *who)
{
    struct account a = { .name = "" };
    char object[80];
    struct query q;
    enum err e = read_account(db, staff, &a);

    if (e || a.walled == walled)
        return e;
    if (walled && a.sees_all)
        return ERR_REFUSED;
    q = query_start(db, "UPDATE staff SET walled = :walled WHERE id = :id");
    query_int(&q, ":walled", walled);
    query_int(&q, ":id", staff);
    if ((e = query_end(&q))
        || (e = query_on(db, "DELETE FROM token WHERE staff = :id", staff)))
        return e;
    /* Whom it was to be told of is decided anew. */
    if ((e = query_on(db, "DELETE FROM alert WHERE told = 0 AND staff = :id",
            staff)))
        return e;
    db_touch(db, DB_RIGHTS | DB_THREADS);
    snprintf(object, sizeof(object), "staff %s", a.name);
    return audit_add(db, who, "staff.wall", object,
        walled ? "own classes alone" : "all classes");
}

enum err
wall_set(struct db *db, int64_t staff, bool walled, const char *who)
{
    enum err e = db_begin(db);

    return e ? e : db_end(db, set(db, staff, walled, who));
}
