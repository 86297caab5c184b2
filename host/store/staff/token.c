/* token.c - access tokens and sign-in sessions; declared in staff.h. */
#include "store/staff/staff.h"

#include "base/clock.h"
#include "base/log.h"
#include "store/db/audit.h"
#include "text/clean.h"

#include <sodium.h>
#include <string.h>

enum { SECRET = 32, HASH = 32 }; /* bytes */
/* A use is noted when the last note is so old: each is a commit. */
#define NOTE_SESSION (15 * SECOND)
#define NOTE_MACHINE MINUTE

static void
make_secret(unsigned char bytes[SECRET], char hex[2 * SECRET + 1])
{
    randombytes_buf(bytes, SECRET);
    sodium_bin2hex(hex, 2 * SECRET + 1, bytes, SECRET);
}

static void
make_hash(const unsigned char bytes[SECRET], unsigned char hash[HASH])
{
    crypto_generichash(hash, HASH, bytes, SECRET, NULL, 0);
}

/* ERR_NOT_FOUND: not the hex of a secret. */
static enum err
hash_of(const char *secret, unsigned char hash[HASH])
{
    unsigned char bytes[SECRET];
    size_t n = 0;

    if (sodium_init() < 0)
        return ERR_IO;
    if (strlen(secret) != 2 * SECRET
        || sodium_hex2bin(bytes, sizeof(bytes), secret, 2 * SECRET, NULL, &n,
            NULL)
        || n != SECRET)
        return ERR_NOT_FOUND;
    make_hash(bytes, hash);
    sodium_memzero(bytes, sizeof(bytes));
    return OK;
}

static enum err
forget_expired(struct db *db)
{
    struct query q = query_start(db,
        "DELETE FROM token WHERE expires > 0 AND expires <= :now");

    query_int(&q, ":now", clock_now());
    return query_end(&q);
}

static enum err
save_token(struct db *db, const unsigned char hash[HASH], int64_t staff,
    const char *name, enum staff_role role, const char *csrf, int64_t expires)
{
    struct query q = query_start(db,
        "INSERT INTO token (hash, staff, name, role, csrf, created, used,"
        " expires) VALUES (:hash, nullif(:staff, 0), :name, :role, :csrf,"
        " :now, :now, :expires)");

    query_blob(&q, ":hash", hash, HASH);
    query_int(&q, ":staff", staff);
    query_text(&q, ":name", name);
    query_int(&q, ":role", role);
    query_text(&q, ":csrf", csrf);
    query_int(&q, ":now", clock_now());
    query_int(&q, ":expires", expires);
    return query_end(&q);
}

enum err
token_add(struct db *db, int64_t staff, const char *name, enum staff_role role,
    int64_t expires, char out[65])
{
    unsigned char bytes[SECRET], hash[HASH];
    char secret[65], csrf[65], clean[64];
    enum reason_code fault;
    enum err e = clean_line(name, clean, sizeof(clean), &fault);

    if (e)
        return e;
    if (!*clean || role < ROLE_READER || role > ROLE_ADMIN)
        return ERR_INPUT;
    if (sodium_init() < 0)
        return ERR_IO;
    make_secret(bytes, csrf);
    make_secret(bytes, secret);
    make_hash(bytes, hash);
    if ((e = db_begin(db)))
        return e;
    if (!(e = forget_expired(db)))
        e = save_token(db, hash, staff, clean, role, csrf, expires);
    if (!(e = db_end(db, e)))
        memcpy(out, secret, sizeof(secret));
    sodium_memzero(bytes, sizeof(bytes));
    sodium_memzero(secret, sizeof(secret));
    return e;
}

static enum err
note_use(struct db *db, const unsigned char hash[HASH], int64_t used,
    int64_t every)
{
    struct query q;
    int64_t now = clock_now();

    if (now >= used && now < used + every)
        return OK;
    q = query_start(db, "UPDATE token SET used = :now WHERE hash = :hash");
    query_int(&q, ":now", now);
    query_blob(&q, ":hash", hash, HASH);
    return query_end(&q);
}

enum err
token_check(struct db *db, const char *secret, int64_t idle, bool used,
    struct token *out)
{
    unsigned char hash[HASH];
    struct token t = { 0 };
    struct query q;
    int64_t last = 0;
    enum err e = hash_of(secret, hash);

    if (e)
        return e;
    q = query_start(db,
        "SELECT coalesce(t.staff, 0), coalesce(s.name, t.name),"
        " min(t.role, coalesce(s.role, t.role)), t.csrf, t.used,"
        " coalesce(s.language, ''), coalesce(s.classes, '') <> '',"
        " coalesce(s.walled AND s.role < 3, 0)"
        " FROM token t LEFT JOIN staff s ON s.id = t.staff"
        " WHERE t.hash = :hash AND (t.expires = 0 OR t.expires > :now)"
        "  AND (t.staff IS NULL OR s.closed = 0) AND t.asleep = 0");
    query_blob(&q, ":hash", hash, HASH);
    query_int(&q, ":now", clock_now());
    if (query_row(&q)) {
        t.staff = query_get_int(&q, 0);
        query_copy_text(&q, 1, t.name, sizeof(t.name));
        t.role = (enum staff_role)query_get_int(&q, 2);
        query_copy_text(&q, 3, t.csrf, sizeof(t.csrf));
        last = query_get_int(&q, 4);
        query_copy_text(&q, 5, t.language, sizeof(t.language));
        t.teaches = query_get_int(&q, 6) != 0;
        t.walled = query_get_int(&q, 7) != 0;
    }
    if ((e = query_end_one(&q)))
        return e == ERR_EMPTY ? ERR_NOT_FOUND : e;
    t.locked = t.staff && idle
        && clock_now() - last >= idle + NOTE_SESSION;
    /* A disk too full to note the use must not lock the door at once. */
    if (used && !t.locked && (e = note_use(db, hash, last,
            t.staff ? NOTE_SESSION : NOTE_MACHINE)))
        log_debug("token", "use not noted: %s", err_text(e));
    *out = t;
    return OK;
}

enum err
token_end(struct db *db, const char *secret)
{
    unsigned char hash[HASH];
    struct query q;
    enum err e = hash_of(secret, hash);

    if (e)
        return e;
    q = query_start(db, "DELETE FROM token WHERE hash = :hash");
    query_blob(&q, ":hash", hash, HASH);
    db_touch(db, DB_RIGHTS);
    return query_end_changed(&q);
}

enum err
token_list(struct db *db,
    void (*fn)(void *user, const struct token_entry *t), void *user)
{
    struct query q = query_start(db,
        "SELECT lower(substr(hex(hash), 1, 16)), name, role, created, used,"
        " expires, asleep FROM token WHERE staff IS NULL"
        "  AND (expires = 0 OR expires > :now)"
        " ORDER BY name COLLATE NOCASE, created");

    query_int(&q, ":now", clock_now());
    while (query_row(&q)) {
        struct token_entry t = {
            .role = (enum staff_role)query_get_int(&q, 2),
            .created = query_get_int(&q, 3), .used = query_get_int(&q, 4),
            .expires = query_get_int(&q, 5),
            .asleep = query_get_int(&q, 6) != 0 };

        query_copy_text(&q, 0, t.key, sizeof(t.key));
        query_copy_text(&q, 1, t.name, sizeof(t.name));
        fn(user, &t);
    }
    return query_end(&q);
}

enum err
token_revoke(struct db *db, const char *key, const char *who)
{
    struct query q;
    enum err e = db_begin(db);

    if (e)
        return e;
    q = query_start(db,
        "DELETE FROM token WHERE staff IS NULL"
        " AND lower(substr(hex(hash), 1, 16)) = :key");
    query_text(&q, ":key", key);
    if (!(e = query_end_changed(&q)))
        e = audit_add(db, who, "token.revoke", key, "");
    db_touch(db, DB_RIGHTS);
    return db_end(db, e);
}

enum err
token_wake(struct db *db, const char *key, const char *who)
{
    struct query q;
    enum err e = db_begin(db);

    if (e)
        return e;
    q = query_start(db,
        "UPDATE token SET asleep = 0 WHERE staff IS NULL AND asleep = 1"
        " AND lower(substr(hex(hash), 1, 16)) = :key");
    query_text(&q, ":key", key);
    if (!(e = query_end_changed(&q)))
        e = audit_add(db, who, "token.wake", key, "");
    return db_end(db, e);
}
