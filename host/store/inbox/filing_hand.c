/* filing_hand.c - what only named staff should see is handed to them by a
 * person. Declared in filing.h. */
#include "store/inbox/filing.h"

#include "mapping/mapping.h"
#include "store/db/audit.h"
#include "store/db/reason_row.h"
#include "store/inbox/filing_facts.h"
#include "store/inbox/watch.h"
#include "store/thread/thread.h"

#include <assert.h>
#include <stdio.h>

/* Of one thread in one act; the rest by another. */
enum { HAND_MAX = 500 };

/* A family's text keeps its family as the one it would be of. */
static enum err
put(struct db *db, const struct message *m, int64_t to, const char *who)
{
    struct reason match = reason_of(REASON_PUT_HERE);
    struct query q = query_start(db,
        "UPDATE message SET thread = :to, moved_from = :from, handled = 0,"
        " match = :match, match_code = :match_code, concern = :sure,"
        " suggested = coalesce(nullif(:family, 0), suggested)"
        " WHERE id = :id");

    reason_add_text(&match, who);
    query_int(&q, ":to", to);
    query_int(&q, ":from", m->thread);
    reason_bind(&q, ":match", ":match_code", &match);
    query_int(&q, ":sure", CONCERN_SURE);
    query_int(&q, ":family", m->family);
    query_int(&q, ":id", m->id);
    return query_end_changed(&q);
}

static enum err
hand(struct db *db, int64_t message, const char *who)
{
    assert(db_inside(db));
    struct message m = { 0 };
    char object[40];
    int64_t to = 0;
    enum err e = message_get(db, message, &m);

    if (!e && m.direction != MESSAGE_IN)
        e = ERR_INPUT;
    if (!e && m.tray == MAPPING_SAFEGUARDING)
        e = ERR_REFUSED;
    snprintf(object, sizeof(object), "message %lld", (long long)message);
    if (!e && !(e = thread_of_sender(db, MAPPING_SAFEGUARDING, m.number, &to))
        && !(e = filing_unsay(db, message, m.thread))
        && !(e = put(db, &m, to, who)) && !(e = thread_refresh(db, m.thread))
        && !(e = thread_refresh(db, to)) && !(e = watch_came(db, message)))
        e = audit_add(db, who, "message.hand", object, "");
    message_clear(&m);
    db_touch(db, DB_THREADS);
    return e;
}

enum err
filing_hand(struct db *db, int64_t message, const char *who)
{
    enum err e = db_begin(db);

    return e ? e : db_end(db, hand(db, message, who));
}

/* What came in of the thread; *n of at most HAND_MAX. */
static enum err
find_texts(struct db *db, int64_t thread, int64_t ids[HAND_MAX], int *n)
{
    struct query q = query_start(db,
        "SELECT id FROM message WHERE thread = :thread AND " MESSAGE_IS_IN
        " ORDER BY id LIMIT :most");

    query_int(&q, ":thread", thread);
    query_int(&q, ":most", HAND_MAX);
    *n = 0;
    while (*n < HAND_MAX && query_row(&q))
        ids[(*n)++] = query_get_int(&q, 0);
    return query_end(&q);
}

enum err
filing_hand_thread(struct db *db, int64_t thread, const char *who, int *count)
{
    int64_t ids[HAND_MAX];
    struct thread t;
    enum err e = thread_get(db, thread, &t);

    if (!e && t.tray == MAPPING_SAFEGUARDING)
        e = ERR_REFUSED;
    if (e || (e = db_begin(db)))
        return e;
    e = find_texts(db, thread, ids, count);
    for (int i = 0; !e && i < *count; i++)
        e = hand(db, ids[i], who);
    return db_end(db, e);
}

static enum err
unmark(struct db *db, int64_t message, const char *who)
{
    char object[40];
    struct query q = query_start(db,
        "UPDATE message SET concern = :none WHERE id = :id");
    enum err e;

    query_int(&q, ":none", CONCERN_NONE);
    query_int(&q, ":id", message);
    if ((e = query_end_changed(&q)))
        return e;
    snprintf(object, sizeof(object), "message %lld", (long long)message);
    db_touch(db, DB_THREADS);
    return audit_add(db, who, "message.no_concern", object, "");
}

enum err
filing_concern(struct db *db, int64_t message, bool matter, const char *who)
{
    struct message m = { 0 };
    enum err e = db_begin(db);

    if (e)
        return e;
    if (!(e = message_get(db, message, &m)) && m.concern != CONCERN_PERHAPS)
        e = ERR_REFUSED;
    message_clear(&m);
    if (!e)
        e = matter ? hand(db, message, who) : unmark(db, message, who);
    return db_end(db, e);
}
