#include "store/hook/webhook.h"

#include "base/clock.h"
#include "mapping/mapping.h"
#include "store/db/audit.h"

#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define TRIAL "3"               /* WEBHOOK_TRIAL */

const char *
webhook_kind_name(enum webhook_kind k)
{
    return k == WEBHOOK_CAME ? "message"
        : k == WEBHOOK_STATE ? "state" : "trial";
}

/* --- which there are ------------------------------------------------------ */

/* A host behind the scheme, and nothing that would end a line of a request or
 * give a password away. */
static bool
is_address(const char *url)
{
    size_t n = strlen(url);
    const char *host = !strncmp(url, "http://", 7) ? url + 7
        : !strncmp(url, "https://", 8) ? url + 8 : "";
    size_t part = strcspn(host, "/?#");

    if (!part || n >= WEBHOOK_URL || memchr(host, '@', part))
        return false;
    for (; *url; url++)
        if (*url <= ' ' || *url > '~' || strchr("\"<>\\^`{|}", *url))
            return false;
    return true;
}

/* Behind the '?' of an address may be a key, which does not belong there. */
static enum err
note(struct db *db, const char *who, const char *action, int64_t id,
    const char *url)
{
    char object[40], shown[WEBHOOK_URL];

    snprintf(object, sizeof(object), "webhook %lld", (long long)id);
    snprintf(shown, sizeof(shown), "%.*s", (int)strcspn(url, "?#"), url);
    db_touch(db, DB_SETTINGS);
    return audit_add(db, who, action, object, shown);
}

/* ERR_EXISTS, ERR_REFUSED: one more is not taken. */
static enum err
check_new(struct db *db, const char *url)
{
    struct query q = query_start(db, "SELECT count(*),"
        " coalesce(max(url = :url), 0) FROM webhook");
    int64_t n = 0, same = 0;
    enum err e;

    query_text(&q, ":url", url);
    if (query_row(&q)) {
        n = query_get_int(&q, 0);
        same = query_get_int(&q, 1);
    }
    e = query_end(&q);
    return e ? e : same ? ERR_EXISTS : n >= WEBHOOKS_MAX ? ERR_REFUSED : OK;
}

/* Forgets the oldest calls of more than may wait. */
static enum err
forget_oldest(struct db *db, int64_t webhook)
{
    struct query q = query_start(db, "DELETE FROM webhook_call"
        " WHERE webhook = :webhook AND id <= (SELECT id FROM webhook_call"
        "  WHERE webhook = :webhook ORDER BY id DESC LIMIT 1 OFFSET :kept)");
    enum err e;

    query_int(&q, ":webhook", webhook);
    query_int(&q, ":kept", WEBHOOKS_KEPT);
    if ((e = query_end(&q)))
        return e;
    return query_on(db, "UPDATE webhook SET lost = lost + changes()"
        " WHERE id = :id", webhook);
}

static enum err
add_trial(struct db *db, int64_t id)
{
    return query_on(db, "INSERT INTO webhook_call (webhook, kind, state)"
        " VALUES (:id, " TRIAL ", 0)", id);
}

static enum err
insert(struct db *db, const char *url, const char *who, const char *secret,
    int64_t *id)
{
    struct query q;
    enum err e = check_new(db, url);

    if (e)
        return e;
    q = query_start(db, "INSERT INTO webhook (url, secret, who, created)"
        " VALUES (:url, :secret, :who, :now)");
    query_text(&q, ":url", url);
    query_text(&q, ":secret", secret);
    query_text(&q, ":who", who);
    query_int(&q, ":now", clock_now());
    if ((e = query_end_id(&q, id)) || (e = add_trial(db, *id)))
        return e;
    return note(db, who, "webhook.add", *id, url);
}

enum err
webhook_add(struct db *db, const char *url, const char *who,
    char secret[WEBHOOK_SECRET], int64_t *id)
{
    unsigned char bytes[(WEBHOOK_SECRET - 1) / 2];
    enum err e;

    *id = 0;
    *secret = '\0';
    if (!is_address(url))
        return ERR_INPUT;
    if (sodium_init() < 0)
        return ERR_IO;
    randombytes_buf(bytes, sizeof(bytes));
    sodium_bin2hex(secret, WEBHOOK_SECRET, bytes, sizeof(bytes));
    sodium_memzero(bytes, sizeof(bytes));
    if ((e = db_begin(db)))
        return e;
    return db_end(db, insert(db, url, who, secret, id));
}

enum err
webhook_remove(struct db *db, int64_t id, const char *who)
{
    struct query q;
    char url[WEBHOOK_URL] = "";
    enum err e = db_begin(db);

    if (e)
        return e;
    q = query_start(db, "SELECT url FROM webhook WHERE id = :id");
    query_int(&q, ":id", id);
    if (query_row(&q))
        query_copy_text(&q, 0, url, sizeof(url));
    e = query_end_one(&q);
    if (!e)
        e = query_on(db, "DELETE FROM webhook WHERE id = :id", id);
    if (!e)
        e = note(db, who, "webhook.remove", id, url);
    return db_end(db, e == ERR_EMPTY ? ERR_NOT_FOUND : e);
}

enum err
webhook_try(struct db *db, int64_t id, const char *who)
{
    struct query q;
    enum err e = db_begin(db);

    if (e)
        return e;
    q = query_start(db, "UPDATE webhook SET next = 0, asleep = 0"
        " WHERE id = :id");
    query_int(&q, ":id", id);
    if (!(e = query_end_changed(&q)) && !(e = add_trial(db, id))
        && !(e = forget_oldest(db, id)))
        e = note(db, who, "webhook.try", id, "");
    return db_end(db, e);
}

enum err
webhook_list(struct db *db,
    void (*fn)(void *user, const struct webhook *w), void *user)
{
    struct query q = query_start(db, "SELECT id, url, who, created, taken,"
        " failing, next, answer, lost, asleep,"
        " (SELECT count(*) FROM webhook_call c WHERE c.webhook = w.id)"
        " FROM webhook w ORDER BY id");
    struct webhook w;

    while (query_row(&q)) {
        w.id = query_get_int(&q, 0);
        query_copy_text(&q, 1, w.url, sizeof(w.url));
        query_copy_text(&q, 2, w.who, sizeof(w.who));
        w.created = query_get_int(&q, 3);
        w.taken = query_get_int(&q, 4);
        w.failing = query_get_int(&q, 5);
        w.next = query_get_int(&q, 6);
        w.answer = (int)query_get_int(&q, 7);
        w.lost = query_get_int(&q, 8);
        w.asleep = query_get_int(&q, 9);
        w.waiting = query_get_int(&q, 10);
        fn(user, &w);
    }
    return query_end(&q);
}

/* --- telling -------------------------------------------------------------- */

static const int64_t rests[] = { 10 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE,
    HOUR };
enum { RESTS = sizeof(rests) / sizeof(*rests) };

static void
bind_now(struct query *q)
{
    query_int(q, ":now", clock_now());
    query_int(q, ":rest", rests[RESTS - 1] + MINUTE);
}

/* One that is further away than any rest was set while the clock ran ahead. */
#define IS_DUE "(w.next <= :now OR w.next > :now + :rest)"

/* When the first call is due: now for a webhook that takes them. */
static enum err
first_due(struct db *db, int64_t *next)
{
    struct query q = query_start(db, "SELECT coalesce(min(iif(" IS_DUE ", 1,"
        " w.next)), 0) FROM webhook w WHERE w.asleep = 0 AND EXISTS"
        " (SELECT 1 FROM webhook_call c WHERE c.webhook = w.id)");

    bind_now(&q);
    *next = 0;
    if (query_row(&q))
        *next = query_get_int(&q, 0);
    return query_end(&q);
}

enum err
webhook_due(struct db *db, struct webhook_call *out, int64_t *next)
{
    struct query q = query_start(db,
        "SELECT c.id, w.id, w.url, w.secret, c.kind, coalesce(m.id, 0),"
        " coalesce(m.thread, 0), coalesce(m.direction, 0),"
        " coalesce(m.kind, 0), c.state, coalesce(t.tray, 0)"
        " FROM webhook w JOIN webhook_call c ON c.id ="
        "  (SELECT min(id) FROM webhook_call WHERE webhook = w.id)"
        " LEFT JOIN message m ON m.id = c.message"
        " LEFT JOIN thread t ON t.id = m.thread"
        " WHERE " IS_DUE " AND w.asleep = 0"
        " ORDER BY w.taken, c.id LIMIT 1"); /* each has its turn */
    enum mapping_tray tray;
    enum err e;

    bind_now(&q);
    *next = 0;
    if (query_row(&q)) {
        out->id = query_get_int(&q, 0);
        out->webhook = query_get_int(&q, 1);
        query_copy_text(&q, 2, out->url, sizeof(out->url));
        query_copy_text(&q, 3, out->secret, sizeof(out->secret));
        out->kind = (enum webhook_kind)query_get_int(&q, 4);
        out->message = query_get_int(&q, 5);
        out->thread = query_get_int(&q, 6);
        out->direction = (enum message_direction)query_get_int(&q, 7);
        out->what = (enum message_kind)query_get_int(&q, 8);
        out->state = (enum message_state)query_get_int(&q, 9);
        tray = (enum mapping_tray)query_get_int(&q, 10);
        out->tray_name = mapping_tray_name(tray);
        out->hidden = tray == MAPPING_SAFEGUARDING;
    }
    e = query_end_one(&q);
    if (e == ERR_EMPTY && (e = first_due(db, next)) == OK)
        e = ERR_EMPTY;
    return e;
}

static enum err
taken(struct db *db, const struct webhook_call *c, int answer)
{
    struct query q = query_start(db, "UPDATE webhook SET taken = :now,"
        " tries = 0, next = 0, failing = 0, answer = :answer"
        " WHERE id = :webhook");
    enum err e;

    query_int(&q, ":now", clock_now());
    query_int(&q, ":answer", answer);
    query_int(&q, ":webhook", c->webhook);
    e = query_end(&q);
    return e ? e : query_on(db, "DELETE FROM webhook_call WHERE id = :id",
        c->id);
}

static enum err
not_taken(struct db *db, const struct webhook_call *c, int answer)
{
    struct query q = query_start(db, "SELECT tries FROM webhook"
        " WHERE id = :webhook");
    int tries = 0;
    enum err e;

    query_int(&q, ":webhook", c->webhook);
    if (query_row(&q))
        tries = (int)query_get_int(&q, 0);
    if ((e = query_end_one(&q)))
        return e == ERR_EMPTY ? OK : e; /* removed meanwhile */
    q = query_start(db, "UPDATE webhook SET tries = tries + 1, next = :next,"
        " answer = :answer, failing = iif(failing, failing, :now)"
        " WHERE id = :webhook");
    query_int(&q, ":next", clock_now()
        + rests[tries < RESTS ? tries : RESTS - 1]);
    query_int(&q, ":answer", answer);
    query_int(&q, ":now", clock_now());
    query_int(&q, ":webhook", c->webhook);
    e = query_end(&q);
    return e ? e : forget_oldest(db, c->webhook);
}

enum err
webhook_settle(struct db *db, const struct webhook_call *c, int answer)
{
    enum err e = db_begin(db);

    if (e)
        return e;
    e = answer >= 200 && answer < 300 ? taken(db, c, answer)
                                      : not_taken(db, c, answer);
    return db_end(db, e);
}

enum err
webhook_drop(struct db *db, const struct webhook_call *c)
{
    return query_on(db, "DELETE FROM webhook_call WHERE id = :id", c->id);
}

enum err
webhooks_restored(struct db *db)
{
    struct query q = query_start(db, "UPDATE webhook SET asleep = 1");
    enum err e = query_end(&q);

    if (e)
        return e;
    q = query_start(db, "UPDATE sqlite_sequence SET seq = max(seq, :now)"
        " WHERE name = 'webhook_call'");
    query_int(&q, ":now", clock_now());
    return query_end(&q);
}
