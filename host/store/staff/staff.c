#include "store/staff/staff.h"

#include "base/clock.h"
#include "store/db/audit.h"
#include "store/db/setting.h"
#include "store/staff/password.h"
#include "text/clean.h"
#include "text/unicode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SESSION = 12 * 60 * 60 * 1000 }; /* ms */

static const struct {
    enum staff_role role;
    const char *name;
} roles[] = {
    { ROLE_READER, "reader" },
    { ROLE_STAFF, "staff" },
    { ROLE_SAFEGUARDING, "safeguarding" },
    { ROLE_ADMIN, "admin" },
};

const char *
staff_role_name(enum staff_role r)
{
    for (size_t i = 0; i < sizeof(roles) / sizeof(*roles); i++)
        if (roles[i].role == r)
            return roles[i].name;
    return "none";
}

enum staff_role
staff_role_of(const char *name)
{
    for (size_t i = 0; i < sizeof(roles) / sizeof(*roles); i++)
        if (strcmp(roles[i].name, name) == 0)
            return roles[i].role;
    return ROLE_NONE;
}

struct reason
staff_why(enum err e)
{
    return e == ERR_EXISTS ? reason_of(REASON_NAME_TAKEN)
        : e == ERR_NOT_FOUND ? reason_of(REASON_NO_SUCH_ACCOUNT)
        : e == ERR_REFUSED ? reason_of(REASON_ONLY_ADMIN)
        : e == ERR_INPUT ? reason_of(REASON_ACCOUNT_UNUSABLE) : reason_none;
}

struct account {
    int64_t id;
    char name[64];
    char password[PASSWORD_HASH];
    enum staff_role role;
    bool closed;
};

/* The account with this name, folded; a school has some dozens. ERR_NOT_FOUND.
 * An open one goes before a closed one. */
static enum err
find_account(struct db *db, const char *name, struct account *out)
{
    struct query q;
    char *wanted = NULL, *folded;
    bool found = false;
    enum err e = unicode_fold(name, &wanted);

    if (e)
        return e == ERR_INPUT ? ERR_NOT_FOUND : e;
    q = query_start(db,
        "SELECT id, name, password, role, closed FROM staff"
        " ORDER BY closed, id");
    while (!e && !found && query_row(&q)) {
        folded = NULL;
        if ((e = unicode_fold(query_get_text(&q, 1), &folded)))
            break;
        if ((found = strcmp(folded, wanted) == 0)) {
            out->id = query_get_int(&q, 0);
            query_copy_text(&q, 1, out->name, sizeof(out->name));
            query_copy_text(&q, 2, out->password, sizeof(out->password));
            out->role = (enum staff_role)query_get_int(&q, 3);
            out->closed = query_get_int(&q, 4);
        }
        free(folded);
    }
    free(wanted);
    if (e)
        return (void)!query_end(&q), e;
    e = query_end(&q);
    return e ? e : found ? OK : ERR_NOT_FOUND;
}

static enum err
find_open(struct db *db, const char *name, struct account *out)
{
    enum err e = find_account(db, name, out);

    return !e && out->closed ? ERR_NOT_FOUND : e;
}

enum err
staff_find(struct db *db, const char *name, int64_t *id)
{
    struct account a;
    enum err e = find_open(db, name, &a);

    *id = e ? 0 : a.id;
    return e;
}

static enum err
note(struct db *db, const char *who, const char *action, const char *name,
    const char *detail)
{
    char object[80];

    snprintf(object, sizeof(object), "staff %s", name);
    return audit_add(db, who, action, object, detail);
}

static enum err
save_account(struct db *db, const char *name, enum staff_role role,
    const char *password)
{
    struct account old;
    struct query q;
    enum err e = find_account(db, name, &old);

    if (e && e != ERR_NOT_FOUND)
        return e;
    if (!e && !old.closed)
        return ERR_EXISTS;
    q = query_start(db,
        "INSERT INTO staff (id, name, role, password, created)"
        " VALUES (nullif(:id, 0), :name, :role, :password, :now)"
        " ON CONFLICT (id) DO UPDATE SET name = excluded.name,"
        "  role = excluded.role, password = excluded.password,"
        "  created = excluded.created, closed = 0, opens = '', language = '',"
        "  signature = '', subjects = '', classes = '', classes_kept = 0,"
        "  walled = 0");
    query_int(&q, ":id", e ? 0 : old.id);
    query_text(&q, ":name", name);
    query_int(&q, ":role", role);
    query_text(&q, ":password", password);
    query_int(&q, ":now", clock_now());
    return query_end(&q);
}

enum err
staff_check_guess(struct db *db, const char *password, const char *name)
{
    char school[200];
    enum err e = setting_get(db, "school.name", school, sizeof(school));

    if (e)
        return e;
    return password_is_common(password, name, school) ? ERR_INPUT : OK;
}

enum err
staff_add(struct db *db, const char *name, enum staff_role role,
    const char *password, const char *who)
{
    char clean[64], hash[PASSWORD_HASH];
    struct account old;
    enum reason_code fault;
    enum err e = clean_line(name, clean, sizeof(clean), &fault);

    if (e)
        return e;
    if (!*clean || role < ROLE_READER || role > ROLE_ADMIN)
        return ERR_INPUT;
    if ((e = staff_check_guess(db, password, clean)))
        return e;
    /* Looked up twice: here to answer at once, below to be sure. */
    if ((e = find_open(db, clean, &old)) != ERR_NOT_FOUND)
        return e ? e : ERR_EXISTS;
    if ((e = password_hash(password, hash)) || (e = db_begin(db)))
        return e;
    if (!(e = save_account(db, clean, role, hash)))
        e = note(db, who, "staff.add", clean, staff_role_name(role));
    return db_end(db, e);
}

static enum err
end_tokens(struct db *db, int64_t staff)
{
    struct query q = query_start(db, "DELETE FROM token WHERE staff = :staff");

    query_int(&q, ":staff", staff);
    db_touch(db, DB_RIGHTS);
    return query_end(&q);
}

static enum err
set_password(struct db *db, int64_t id, const char *hash)
{
    struct query q = query_start(db,
        "UPDATE staff SET password = :password WHERE id = :id AND closed = 0");

    query_text(&q, ":password", hash);
    query_int(&q, ":id", id);
    return query_end_changed(&q);
}

enum err
staff_password(struct db *db, const char *name, const char *password,
    const char *who)
{
    char hash[PASSWORD_HASH];
    struct account a;
    enum err e = find_open(db, name, &a);

    if (e || (e = staff_check_guess(db, password, a.name))
        || (e = password_hash(password, hash)) || (e = db_begin(db)))
        return e;
    if (!(e = set_password(db, a.id, hash)) && !(e = end_tokens(db, a.id)))
        e = note(db, who, "staff.password", a.name, "");
    return db_end(db, e);
}

enum err
staff_close(struct db *db, const char *name, const char *who)
{
    struct account a;
    struct query q;
    enum err e = db_begin(db);

    if (e)
        return e;
    if (!(e = find_open(db, name, &a))) {
        q = query_start(db,
            "UPDATE staff SET closed = :now, password = '' WHERE id = :id");
        query_int(&q, ":now", clock_now());
        query_int(&q, ":id", a.id);
        if (!(e = query_end(&q)) && !(e = end_tokens(db, a.id)))
            e = note(db, who, "staff.close", a.name, "");
    }
    return db_end(db, e);
}

enum err
staff_set_role(struct db *db, const char *name, enum staff_role role,
    const char *who)
{
    struct account a;
    struct query q;
    enum err e;

    if (role < ROLE_READER || role > ROLE_ADMIN)
        return ERR_INPUT;
    if ((e = db_begin(db)))
        return e;
    if (!(e = find_open(db, name, &a))) {
        q = query_start(db, "UPDATE staff SET role = :role WHERE id = :id");
        query_int(&q, ":role", role);
        query_int(&q, ":id", a.id);
        if (!(e = query_end(&q)) && !(e = end_tokens(db, a.id)))
            e = note(db, who, "staff.role", a.name, staff_role_name(role));
    }
    return db_end(db, e);
}

/* Whether an open admin is there beside this name. */
static enum err
has_other_admin(struct db *db, int64_t id, bool *yes)
{
    struct query q = query_start(db,
        "SELECT 1 FROM staff WHERE closed = 0 AND role = :admin AND id <> :id"
        " LIMIT 1");
    enum err e;

    query_int(&q, ":admin", ROLE_ADMIN);
    query_int(&q, ":id", id);
    *yes = query_row(&q);
    e = query_end_one(&q);
    return e == ERR_EMPTY ? OK : e;
}

enum err
staff_retire(struct db *db, const char *name, enum staff_role role,
    const char *who)
{
    struct account a;
    bool other = false;
    enum err e = db_begin(db);

    if (e)
        return e;
    if (!(e = find_open(db, name, &a)) && a.role == ROLE_ADMIN
        && role != ROLE_ADMIN && !(e = has_other_admin(db, a.id, &other))
        && !other)
        e = ERR_REFUSED;
    if (!e)
        e = role == ROLE_NONE ? staff_close(db, name, who)
                              : staff_set_role(db, name, role, who);
    return db_end(db, e);
}

enum err
staff_unlock(struct db *db, const char *name, const char *who)
{
    struct account a;
    enum err e = find_open(db, name, &a);

    return e ? e : note(db, who, "staff.unlock", a.name, "");
}

enum err
staff_any(struct db *db, bool *any)
{
    struct query q = query_start(db,
        "SELECT EXISTS (SELECT 1 FROM staff WHERE closed = 0)");

    if (query_row(&q))
        *any = query_get_int(&q, 0) != 0;
    return query_end(&q);
}

enum err
staff_list(struct db *db, void (*fn)(void *user, const struct staff *s),
    void *user)
{
    struct staff s;
    struct query q = query_start(db,
        "SELECT id, name, role, created FROM staff WHERE closed = 0"
        " ORDER BY name COLLATE NOCASE, id");

    while (query_row(&q)) {
        s.id = query_get_int(&q, 0);
        query_copy_text(&q, 1, s.name, sizeof(s.name));
        s.role = (enum staff_role)query_get_int(&q, 2);
        s.created = query_get_int(&q, 3);
        fn(user, &s);
    }
    return query_end(&q);
}

enum err
staff_sign_in(struct db *db, const char *name, const char *password,
    char out[65])
{
    struct account a = { 0 };
    enum err known = find_open(db, name, &a), e;

    if (known && known != ERR_NOT_FOUND)
        return known;
    if ((e = password_check(password, known ? NULL : a.password)))
        return e;
    return token_add(db, a.id, a.name, a.role, clock_now() + SESSION, out);
}

enum err
staff_note_sign_in(struct db *db, const char *name, bool good,
    const char *peer)
{
    struct account a = { .name = "?" };
    enum err e = find_open(db, name, &a);

    if (e && e != ERR_NOT_FOUND)
        return e;
    if (e)
        snprintf(a.name, sizeof(a.name), "?");
    return note(db, good ? a.name : "notehome",
        good ? "staff.sign_in" : "staff.wrong_password", a.name, peer);
}
