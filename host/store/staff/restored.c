/* restored.c - what a backup that took the database's place may not bring back;
 * declared in staff.h. */
#include "store/staff/staff.h"

#include "store/db/audit.h"
#include "store/staff/password.h"

#include <stdio.h>
#include <string.h>

enum err
staff_restored(struct db *db)
{
    struct query q;
    enum err e = db_begin(db);

    if (e)
        return e;
    q = query_start(db, "DELETE FROM token WHERE staff IS NOT NULL");
    if (!(e = query_end(&q))) {
        q = query_start(db, "UPDATE token SET asleep = 1");
        e = query_end(&q);
    }
    db_touch(db, DB_RIGHTS);
    return db_end(db, e);
}

/* Whether the account with this id was open there, with this password. */
static enum err
is_same(struct db *before, int64_t id, const char *password, bool *same)
{
    struct query q = query_start(before,
        "SELECT password = :password AND closed = 0 FROM staff WHERE id = :id");
    enum err e;

    query_text(&q, ":password", password);
    query_int(&q, ":id", id);
    *same = query_row(&q) && query_get_int(&q, 0);
    e = query_end_one(&q);
    return e == ERR_EMPTY ? OK : e;
}

struct account {
    int64_t id;
    char name[64], password[PASSWORD_HASH];
};

/* The open account after the one with id; ERR_EMPTY: there is none. */
static enum err
next_account(struct db *db, int64_t id, struct account *a)
{
    struct query q = query_start(db,
        "SELECT id, name, password FROM staff WHERE id > :id AND closed = 0"
        " ORDER BY id LIMIT 1");

    query_int(&q, ":id", id);
    if (query_row(&q)) {
        a->id = query_get_int(&q, 0);
        query_copy_text(&q, 1, a->name, sizeof(a->name));
        query_copy_text(&q, 2, a->password, sizeof(a->password));
    }
    return query_end_one(&q);
}

enum err
staff_name_changed(struct db *db, struct db *before)
{
    struct account a = { .id = 0 };
    char object[80];
    enum err e;

    while (!(e = next_account(db, a.id, &a))) {
        bool same = false;

        if ((e = is_same(before, a.id, a.password, &same)))
            return e;
        snprintf(object, sizeof(object), "staff %s", a.name);
        if (!same && (e = audit_add(db, "notehome", "staff.restored", object,
                "")))
            return e;
    }
    return e == ERR_EMPTY ? OK : e;
}
