/* family_erase.c - a family is forgotten. Declared in people_edit.h. */
#include "store/people/people_edit.h"

#include "base/log.h"
#include "store/db/audit.h"
#include "store/people/erasure.h"
#include "store/thread/message.h"
#include "store/thread/part_in.h"

#include <stdio.h>

/* Runs one statement. sql must be a literal. */
static enum err
run(struct db *db, const char *sql)
{
    struct query q = query_start(db, sql);

    return query_end(&q);
}

/* ERR_NOT_FOUND: none that stands for itself; ERR_BUSY: a text is on its way
 * to the network this moment. */
static enum err
check(struct db *db, int64_t id)
{
    struct query q = query_start(db,
        "SELECT EXISTS (SELECT 1 FROM message m JOIN thread t"
        "  ON t.id = m.thread WHERE t.family = :id AND m.state = :sending)"
        " FROM family WHERE id = :id AND merged_into IS NULL");
    bool sending = false;
    enum err e;

    query_int(&q, ":id", id);
    query_int(&q, ":sending", MESSAGE_SENDING);
    if (query_row(&q))
        sending = query_get_int(&q, 0);
    e = query_end_one(&q);
    return e == ERR_EMPTY ? ERR_NOT_FOUND : e ? e : sending ? ERR_BUSY : OK;
}

/* Whom it is about, gathered before anything goes: numbers that no other
 * family has, and the messages that say something of the family. */
static enum err
gather(struct db *db, int64_t id)
{
    enum err e;

    if ((e = run(db, "CREATE TEMP TABLE IF NOT EXISTS erased_number"
             " (number TEXT PRIMARY KEY)"))
        || (e = run(db, "CREATE TEMP TABLE IF NOT EXISTS erased_message"
                " (id INTEGER PRIMARY KEY)"))
        || (e = run(db, "DELETE FROM temp.erased_number"))
        || (e = run(db, "DELETE FROM temp.erased_message"))
        || (e = query_on(db,
                "INSERT OR IGNORE INTO temp.erased_number"
                " SELECT p.number FROM family_guardian fg"
                " JOIN guardian_phone gp ON gp.guardian = fg.guardian"
                " JOIN phone p ON p.id = gp.phone WHERE fg.family = :id"
                " AND NOT EXISTS (SELECT 1 FROM guardian_phone o"
                "  JOIN family_guardian f ON f.guardian = o.guardian"
                "  WHERE o.phone = p.id AND f.family <> :id)", id)))
        return e;
    return query_on(db,
        "INSERT OR IGNORE INTO temp.erased_message"
        " SELECT m.id FROM message m JOIN thread t ON t.id = m.thread"
        " WHERE t.family = :id OR (t.family IS NULL AND m.number IN"
        "  (SELECT number FROM temp.erased_number))"
        /* what staff's own phones were told of them, and answered */
        " UNION SELECT a.text FROM alert a JOIN thread t ON t.id = a.thread"
        " WHERE t.family = :id AND a.text > 0"
        " UNION SELECT a.answer FROM alert a JOIN thread t ON t.id = a.thread"
        " WHERE t.family = :id AND a.answer > 0", id);
}

/* Their texts, word by word out of the index too. */
static enum err
forget_bodies(struct db *db)
{
    for (;;) {
        int64_t ids[100];
        int n = 0;
        struct query q = query_start(db,
            "SELECT m.id FROM message m JOIN temp.erased_message e"
            " ON e.id = m.id WHERE m.body <> '' LIMIT 100");
        enum err e;

        while (n < 100 && query_row(&q))
            ids[n++] = query_get_int(&q, 0);
        e = query_end(&q);
        for (int i = 0; i < n && !e; i++)
            e = message_forget(db, ids[i]);
        if (e || !n)
            return e;
    }
}

#define OF_MESSAGE " IN (SELECT id FROM temp.erased_message)"
#define OF_NUMBER " IN (SELECT number FROM temp.erased_number)"
/* A thread of theirs, in the trays as well. */
#define OF_FAMILY "(family = :id OR (family IS NULL AND number" OF_NUMBER "))"

static enum err
forget_messages(struct db *db, int64_t id)
{
    enum err e;

    if ((e = run(db, "UPDATE message SET " MESSAGE_IS_CANCELLED ", wait = 0"
             " WHERE " MESSAGE_IS_QUEUED " AND " MESSAGE_IS_OUT
             " AND id" OF_MESSAGE))
        || (e = forget_bodies(db))
        || (e = run(db, "UPDATE message SET number = '', reason = '',"
                " reason_code = 0, match = '', match_code = 0, answer = ''"
                " WHERE id" OF_MESSAGE))
        || (e = query_on(db, "UPDATE message SET suggested = NULL"
                " WHERE suggested = :id", id))
        || (e = run(db, "UPDATE part_out SET udh = x'', units = x''"
                " WHERE message" OF_MESSAGE))
        || (e = run(db, "UPDATE attempt SET number = ''"
                " WHERE message" OF_MESSAGE))
        /* there is nothing left to show */
        || (e = run(db, "UPDATE part_in SET " PART_IS_COPY
                " WHERE " PART_IS_WAITING " AND (message" OF_MESSAGE
                " OR sender" OF_NUMBER ")"))
        || (e = run(db, "UPDATE part_in SET pdu = '', sender = ''"
                " WHERE message" OF_MESSAGE " OR sender" OF_NUMBER))
        || (e = run(db, "UPDATE report SET pdu = '', recipient = ''"
                " WHERE message" OF_MESSAGE " OR recipient" OF_NUMBER)))
        return e;
    if ((e = query_on(db, "DELETE FROM note WHERE thread IN"
             " (SELECT id FROM thread WHERE " OF_FAMILY ")", id))
        /* a matter that was closed stays so: "" would open it */
        || (e = run(db, "UPDATE matter SET outcome = '-' WHERE outcome <> ''"
                " AND thread IN (SELECT id FROM thread"
                "  WHERE number" OF_NUMBER ")"))
        || (e = query_on(db, "DELETE FROM draft WHERE place IN"
                " (SELECT id FROM thread WHERE " OF_FAMILY ")", id))
        || (e = run(db, "UPDATE task SET number = '', outcome = '',"
                " done = iif(done, done, at) WHERE message" OF_MESSAGE)))
        return e;
    if ((e = query_on(db, "DELETE FROM message_also WHERE family = :id", id))
        || (e = query_on(db, "DELETE FROM alert WHERE thread IN"
                " (SELECT id FROM thread WHERE family = :id)", id))
        || (e = run(db, "UPDATE thread SET snippet = ''"
                " WHERE last_id" OF_MESSAGE)))
        return e;
    return query_on(db, "UPDATE thread SET snippet = '', unread = 0,"
        " archived = 1, waiting = 0, assigned = NULL,"
        " number = iif(number IS NULL, NULL, 'erased ' || id)"
        " WHERE " OF_FAMILY, id);
}

/* What staff said of their numbers, and what was asked about them. */
static enum err
forget_senders(struct db *db, int64_t id)
{
    return query_on(db, "DELETE FROM sender WHERE number" OF_NUMBER
        " OR family IN (SELECT id FROM family WHERE id = :id"
        "  OR merged_into = :id)", id);
}

static enum err
forget_people(struct db *db, int64_t id)
{
    enum err e;

    if ((e = query_on(db, "DELETE FROM child WHERE id IN (SELECT child"
             " FROM family_child WHERE family = :id) AND NOT EXISTS (SELECT 1"
             " FROM family_child o WHERE o.child = child.id"
             "  AND o.family <> :id)", id))
        || (e = query_on(db, "DELETE FROM guardian WHERE id IN (SELECT guardian"
                " FROM family_guardian WHERE family = :id) AND NOT EXISTS"
                " (SELECT 1 FROM family_guardian o"
                "  WHERE o.guardian = guardian.id AND o.family <> :id)", id))
        || (e = query_on(db, "DELETE FROM family_child WHERE family = :id", id))
        || (e = query_on(db, "DELETE FROM group_family WHERE family = :id", id))
        || (e = query_on(db, "DELETE FROM family_guardian"
                " WHERE family = :id", id))
        || (e = run(db, "DELETE FROM guardian_phone WHERE phone IN (SELECT id"
                " FROM phone WHERE number" OF_NUMBER ")"))
        || (e = run(db, "DELETE FROM phone WHERE number" OF_NUMBER)))
        return e;
    if ((e = query_on(db, "DELETE FROM batch_call WHERE family = :id", id)))
        return e;
    if ((e = query_on(db, "DELETE FROM merge_item WHERE merged IN (SELECT m.id"
            " FROM family_merge m JOIN family f ON f.id = m.from_family"
            " WHERE m.into_family = :id OR f.merged_into = :id"
            "  OR f.id = :id)", id)))
        return e;
    return query_on(db, "UPDATE family SET key = NULL, name = '', label = '',"
        " erased = 1 WHERE id = :id OR merged_into = :id", id);
}

/* Of the audit log who did what and when stays. */
static enum err
forget_audit(struct db *db, int64_t id)
{
    enum err e = run(db, "UPDATE audit SET object = 'phone (erased)',"
        " detail = '', detail_code = 0"
        " WHERE object IN (SELECT 'phone ' || number FROM temp.erased_number)");

    if (e || (e = run(db, "UPDATE audit SET detail = '', detail_code = 0"
            " WHERE detail" OF_NUMBER)))
        return e;
    return query_on(db, "UPDATE audit SET detail = '', detail_code = 0"
        " WHERE object = 'family ' || :id AND action = 'family.rename'", id);
}

static enum err
note(struct db *db, int64_t id, const char *who)
{
    char object[40];

    snprintf(object, sizeof(object), "family %lld", (long long)id);
    return audit_add(db, who, "family.erase", object, "");
}

enum err
family_erase(struct db *db, int64_t id, const char *who)
{
    enum err e = db_begin(db);

    if (e)
        return e;
    if (!(e = check(db, id)) && !(e = erasure_note(db, id))
        && !(e = gather(db, id))
        && !(e = forget_messages(db, id)) && !(e = forget_audit(db, id))
        && !(e = forget_senders(db, id)) && !(e = forget_people(db, id))
        /* merges the index, so that no segment keeps the words */
        && !(e = run(db, "INSERT INTO message_words (message_words)"
                " VALUES ('optimize')"))
        && !(e = run(db, "DELETE FROM temp.erased_number"))
        && !(e = run(db, "DELETE FROM temp.erased_message")))
        e = note(db, id, who);
    db_touch(db, DB_PEOPLE | DB_THREADS | DB_QUEUE);
    if ((e = db_end(db, e)) || (e = db_settle(db)))
        return e;
    /* The list is in the database; the next start writes the file. */
    if ((e = erasure_keep(db)))
        log_warn("erasure", "the list beside the database was not written: %s",
            err_text(e));
    return OK;
}
