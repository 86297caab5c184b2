/* sender_undo.c - what was said of a number is taken back.
 * Declared in sender.h. */
#include "store/inbox/sender_own.h"

#include "base/clock.h"
#include "mapping/mapping.h"
#include "store/db/audit.h"
#include "store/db/reason_row.h"
#include "store/queue/queue.h"
#include "store/thread/thread.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* --- small steps ---------------------------------------------------------- */

enum err
sender_waiting(struct db *db, int64_t thread, int64_t *since)
{
    struct query q = query_start(db,
        "SELECT waiting FROM thread WHERE id = :id");

    query_int(&q, ":id", thread);
    if (query_row(&q))
        *since = query_get_int(&q, 0);
    return query_end(&q);
}

enum err
sender_set_waiting(struct db *db, int64_t thread, int64_t since)
{
    struct query q = query_start(db,
        "UPDATE thread SET waiting = :since WHERE id = :id");

    query_int(&q, ":since", since);
    query_int(&q, ":id", thread);
    return query_end(&q);
}

enum err
sender_wait_again(struct db *db, int64_t thread)
{
    return query_on(db, "UPDATE thread SET waiting = coalesce("
        "(SELECT min(i.at) FROM message i WHERE i.thread = :id"
        "  AND i." MESSAGE_IS_IN " AND i." MESSAGE_IS_SAID
        "  AND " MESSAGE_WAITS_FOR_US
        "  AND i.id > coalesce((SELECT max(o.id) FROM message o"
        "   WHERE o.thread = :id AND o." MESSAGE_IS_OUT " AND o.author <> ''"
        "   AND o.batch IS NULL AND o.holds = 0), 0)), 0) WHERE id = :id",
        thread);
}

enum err
sender_wake(struct db *db, int64_t thread, const struct sender *mistake)
{
    assert(db_inside(db));
    struct query q = query_start(db,
        "UPDATE message SET handled = 0,"
        " kind = iif(match_code = :mapped AND kind = :notice, :text, kind)"
        " WHERE thread = :thread AND " MESSAGE_IS_IN " AND (handled >= :said"
        "  OR (match_code = :mapped AND kind = :notice))");
    enum err e;

    query_int(&q, ":mapped", REASON_NUMBER_NO_PARENT);
    query_int(&q, ":notice", MESSAGE_NOTICE);
    query_int(&q, ":text", MESSAGE_TEXT);
    query_int(&q, ":thread", thread);
    query_int(&q, ":said", mistake->at);
    if ((e = query_end(&q)) || (e = thread_refresh(db, thread)))
        return e;
    return sender_wait_again(db, thread);
}

enum err
sender_move_desk(struct db *db, int64_t from, int64_t to)
{
    assert(db_inside(db));
    struct query q = query_start(db,
        "UPDATE note SET thread = :to WHERE thread = :from");
    enum err e;

    query_int(&q, ":to", to);
    query_int(&q, ":from", from);
    if ((e = query_end(&q)))
        return e;
    q = query_start(db,
        "UPDATE OR IGNORE draft SET place = :to WHERE place = :from");
    query_int(&q, ":to", to);
    query_int(&q, ":from", from);
    return query_end(&q);
}

enum err
sender_note(struct db *db, const char *who, const char *action,
    const char *number, const struct reason *detail)
{
    assert(db_inside(db));
    char object[80];

    snprintf(object, sizeof(object), "phone %s", number);
    db_touch(db, DB_THREADS | DB_PEOPLE | DB_QUEUE);
    return audit_add_reason(db, who, action, object, detail);
}

/* --- taking back ---------------------------------------------------------- */

struct taking {
    struct db *db;
    const char *who;
    struct sender s;
    int64_t thread, child, question, made, was; /* as in the row */
    int64_t at, to;             /* threads: where they are, and go to */
    bool holds;
};

static enum err
read_taking(struct taking *t, int64_t id)
{
    struct query q;
    enum err e = sender_get(t->db, id, &t->s);

    if (e)
        return e;
    q = query_start(t->db, "SELECT thread, child, coalesce(question, 0), made,"
        " was, undone = 0 FROM sender WHERE id = :id");
    query_int(&q, ":id", id);
    if (query_row(&q)) {
        t->thread = query_get_int(&q, 0);
        t->child = query_get_int(&q, 1);
        t->question = query_get_int(&q, 2);
        t->made = query_get_int(&q, 3);
        t->was = query_get_int(&q, 4);
        t->holds = query_get_int(&q, 5) != 0;
    }
    if ((e = query_end(&q)))
        return e;
    return t->holds ? OK : ERR_REFUSED;
}

/* Those that went along, and of that number all that came or went since; not
 * what staff filed there one by one. */
static enum err
move_back(const struct taking *t)
{
    struct reason match = reason_of(REASON_PUT_BACK);
    struct query q = query_start(t->db,
        "UPDATE message SET thread = :to, match = coalesce("
        " (SELECT s.match FROM sender_message s WHERE s.sender = :id"
        "  AND s.message = message.id), iif(" MESSAGE_IS_IN ", :match, match)),"
        " match_code = coalesce((SELECT s.match_code FROM sender_message s"
        "  WHERE s.sender = :id AND s.message = message.id),"
        "  iif(" MESSAGE_IS_IN ", :match_code, match_code))"
        " WHERE thread = :at AND moved_from IS NULL AND (id IN (SELECT message"
        "  FROM sender_message WHERE sender = :id) OR (number = :number"
        "  AND id > coalesce((SELECT max(message) FROM sender_message"
        "   WHERE sender = :id), 0)))");

    reason_add_text(&match, t->who);
    query_int(&q, ":to", t->to);
    query_int(&q, ":at", t->at);
    query_int(&q, ":id", t->s.id);
    query_text(&q, ":number", t->s.number);
    reason_bind(&q, ":match", ":match_code", &match);
    return query_end(&q);
}

static enum err
find_places(struct taking *t)
{
    enum err e = thread_of_sender(t->db, MAPPING_UNKNOWN, t->s.number, &t->to);

    if (e)
        return e;
    return t->s.family ? thread_of_family(t->db, t->s.family, &t->at)
        : thread_of_sender(t->db, MAPPING_NOTICES, t->s.number, &t->at);
}

static enum err
unlearn(const struct taking *t)
{
    struct people_phone phone = { .id = 0 };
    struct reason why = reason_of(REASON_BY_HAND);
    enum err e = phone_get(t->db, t->s.number, &phone);

    if (e == ERR_NOT_FOUND)
        return OK;
    if (e || ((e = guardian_phone_remove(t->db, t->s.guardian, phone.id,
                  t->who)) && e != ERR_NOT_FOUND))
        return e;
    if (phone.state == PHONE_OPTED_OUT)
        return OK;
    return phone_set_state(t->db, t->s.number,
        t->was ? (enum phone_state)t->was : PHONE_WORKING, t->who, &why);
}

/* The family goes where nobody uses it, and so does its thread. */
static enum err
remove_family(const struct taking *t)
{
    enum err e = query_on(t->db, "UPDATE sender SET family = NULL"
        " WHERE family = :id AND undone > 0", t->s.family);

    if (!e)
        e = query_on(t->db, "DELETE FROM thread WHERE family = :id"
            " AND NOT EXISTS (SELECT 1 FROM message WHERE thread = thread.id"
            "  OR moved_from = thread.id)"
            " AND NOT EXISTS (SELECT 1 FROM note WHERE thread = thread.id)"
            " AND NOT EXISTS (SELECT 1 FROM sender WHERE thread = thread.id)",
            t->s.family);
    return e ? e : query_on(t->db, "DELETE FROM family WHERE id = :id"
        " AND " FAMILY_IS_UNUSED(":id"), t->s.family);
}

/* A guardian who has other numbers by now stays, and so does their family. */
static enum err
remove_people(const struct taking *t)
{
    struct query q = query_start(t->db,
        "SELECT 1 FROM guardian_phone WHERE guardian = :guardian LIMIT 1");
    bool other;
    enum err e;

    query_int(&q, ":guardian", t->s.guardian);
    other = query_row(&q);
    if ((e = query_end(&q)) || other || !t->made)
        return e;
    e = guardian_remove(t->db, t->s.family, t->s.guardian, t->who);
    if (!e && t->s.kind == SENDER_NEW_FAMILY) {
        e = child_remove(t->db, t->s.family, t->child, t->who);
        if (!e || e == ERR_NOT_FOUND)
            e = remove_family(t);
    }
    return e == ERR_NOT_FOUND ? OK : e;
}

/* What the old number was asked is taken back while it has not left. */
static enum err
take_question(const struct taking *t)
{
    struct query q = query_start(t->db,
        "SELECT id FROM message WHERE question = :question AND " MESSAGE_IS_OUT
        " AND " MESSAGE_IS_QUEUED);
    int64_t id = 0;
    enum err e;

    query_int(&q, ":question", t->question);
    if (query_row(&q))
        id = query_get_int(&q, 0);
    if ((e = query_end(&q)) || !id)
        return e;
    e = queue_cancel(t->db, id, t->who);
    return e == ERR_REFUSED ? OK : e;
}

static enum err
take_back(struct taking *t)
{
    struct reason detail = reason_of(REASON_BY_HAND);
    struct query q;
    enum err e;

    if ((e = find_places(t))
        || (t->s.kind == SENDER_MISTAKE
            && (e = sender_wake(t->db, t->at, &t->s)))
        || (e = move_back(t)) || (e = sender_wait_again(t->db, t->to))
        || (t->question && (e = take_question(t)))
        || (e = thread_refresh(t->db, t->at))
        || (e = thread_refresh(t->db, t->to))
        || (t->s.family && (e = unlearn(t))))
        return e;
    q = query_start(t->db, "UPDATE sender SET undone = :now WHERE id = :id");
    query_int(&q, ":now", clock_now());
    query_int(&q, ":id", t->s.id);
    if ((e = query_end_changed(&q))
        || (t->s.family && (e = remove_people(t))))
        return e;
    return sender_note(t->db, t->who, "sender.undo", t->s.number, &detail);
}

enum err
sender_undo(struct db *db, int64_t id, const char *who, int64_t *to)
{
    struct taking t = { .db = db, .who = who };
    enum err e = read_taking(&t, id);

    if (e || (e = db_begin(db)))
        return e;
    if (!(e = db_end(db, take_back(&t))))
        *to = t.to;
    return e;
}
