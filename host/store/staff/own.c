/* own.c - what people do with their own account; declared in staff.h. */
#include "store/staff/staff.h"

#include "base/clock.h"
#include "store/db/audit.h"
#include "store/staff/password.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum { HASH = 32 };

struct owner {
    int64_t id;
    char name[64], password[PASSWORD_HASH];
    unsigned char hash[HASH];   /* of the session */
};

/* Whose session it is. ERR_NOT_FOUND: nobody's that may sign in. */
static enum err
find_owner(struct db *db, const char *secret, struct owner *o)
{
    struct token t;
    struct query q;
    unsigned char bytes[HASH];
    size_t n = 0;
    enum err e = token_check(db, secret, 0, false, &t);

    if (e || !t.staff)
        return e ? e : ERR_NOT_FOUND;
    if (sodium_hex2bin(bytes, sizeof(bytes), secret, strlen(secret), NULL, &n,
            NULL) || n != sizeof(bytes))
        return ERR_NOT_FOUND;
    crypto_generichash(o->hash, HASH, bytes, sizeof(bytes), NULL, 0);
    sodium_memzero(bytes, sizeof(bytes));
    q = query_start(db,
        "SELECT id, name, password FROM staff WHERE id = :id AND closed = 0");
    query_int(&q, ":id", t.staff);
    if (query_row(&q)) {
        o->id = query_get_int(&q, 0);
        query_copy_text(&q, 1, o->name, sizeof(o->name));
        query_copy_text(&q, 2, o->password, sizeof(o->password));
    }
    e = query_end_one(&q);
    return e == ERR_EMPTY ? ERR_NOT_FOUND : e;
}

static enum err
note(struct db *db, const struct owner *o, const char *action)
{
    char object[80];

    snprintf(object, sizeof(object), "staff %s", o->name);
    return audit_add(db, o->name, action, object, "");
}

enum err
staff_sessions(struct db *db, const char *secret,
    void (*fn)(void *user, const struct session *s), void *user)
{
    struct owner o;
    struct query q;
    enum err e = find_owner(db, secret, &o);

    if (e)
        return e;
    q = query_start(db,
        "SELECT created, used, hash = :hash FROM token WHERE staff = :staff"
        " AND (expires = 0 OR expires > :now) ORDER BY used DESC");
    query_blob(&q, ":hash", o.hash, HASH);
    query_int(&q, ":staff", o.id);
    query_int(&q, ":now", clock_now());
    while (query_row(&q)) {
        struct session s = { .created = query_get_int(&q, 0),
            .used = query_get_int(&q, 1), .here = query_get_int(&q, 2) != 0 };

        fn(user, &s);
    }
    return query_end(&q);
}

/* All sessions of the account, or all but its own. */
static enum err
end_sessions(struct db *db, const struct owner *o, bool own)
{
    struct query q = query_start(db,
        "DELETE FROM token WHERE staff = :staff AND (:own OR hash <> :hash)");

    query_int(&q, ":staff", o->id);
    query_int(&q, ":own", own);
    query_blob(&q, ":hash", o->hash, HASH);
    db_touch(db, DB_RIGHTS);
    return query_end(&q);
}

enum err
staff_sign_out_all(struct db *db, const char *secret)
{
    struct owner o;
    enum err e = db_begin(db);

    if (e)
        return e;
    if (!(e = find_owner(db, secret, &o)) && !(e = end_sessions(db, &o, true)))
        e = note(db, &o, "staff.sign_out_all");
    return db_end(db, e);
}

static enum err
set_password(struct db *db, const struct owner *o, const char *hash)
{
    struct query q = query_start(db,
        "UPDATE staff SET password = :new WHERE id = :id AND closed = 0"
        " AND password = :old");

    query_text(&q, ":new", hash);
    query_int(&q, ":id", o->id);
    query_text(&q, ":old", o->password);
    return query_end_changed(&q);
}

enum err
staff_own_password(struct db *db, const char *secret, const char *old,
    const char *password)
{
    char hash[PASSWORD_HASH];
    struct owner o;
    enum err e = find_owner(db, secret, &o);

    if (e || (e = password_check(old, o.password)))
        return e;
    if ((e = staff_check_guess(db, password, o.name))
        || (e = password_hash(password, hash)) || (e = db_begin(db)))
        return e;
    if (!(e = set_password(db, &o, hash)) && !(e = end_sessions(db, &o, false)))
        e = note(db, &o, "staff.password");
    return db_end(db, e);
}

enum err
staff_opens(struct db *db, const char *name, char out[STAFF_OPENS])
{
    struct query q = query_start(db,
        "SELECT iif(walled, '', opens) FROM staff"
        " WHERE name = :name AND closed = 0");
    enum err e;

    query_text(&q, ":name", name);
    if (query_row(&q))
        query_copy_text(&q, 0, out, STAFF_OPENS);
    e = query_end_one(&q);
    return e == ERR_EMPTY ? ERR_NOT_FOUND : e;
}

enum err
staff_set_opens(struct db *db, const char *secret, const char *path)
{
    struct owner o;
    enum err e = find_owner(db, secret, &o);
    struct query q;

    if (e)
        return e;
    q = query_start(db, "UPDATE staff SET opens = :path WHERE id = :id");
    query_text(&q, ":path", path);
    query_int(&q, ":id", o.id);
    return query_end_changed(&q);
}
