/* filing_unsay.c - alerts repeat a text's words on staff's own phones and in
 * their tray: when named staff alone are to read it, those words go. Declared
 * in filing_facts.h. */
#include "store/inbox/filing_facts.h"

#include "store/queue/queue.h"
#include "store/thread/message.h"
#include "store/thread/thread.h"

#include <assert.h>

/* The next alert's text of the thread that came after the message and has words
 * still. ERR_EMPTY: none. */
static enum err
next_text(struct db *db, int64_t message, int64_t thread, int64_t *text,
    bool *queued)
{
    struct query q = query_start(db,
        "SELECT m.id, m." MESSAGE_IS_QUEUED " FROM alert a"
        " JOIN message m ON m.id = a.text WHERE a.text > :message"
        " AND a.thread IN (:thread, (SELECT moved_from FROM message"
        "  WHERE id = :message)) AND m.body <> '' LIMIT 1");

    query_int(&q, ":message", message);
    query_int(&q, ":thread", thread);
    if (query_row(&q)) {
        *text = query_get_int(&q, 0);
        *queued = query_get_int(&q, 1) != 0;
    }
    return query_end_one(&q);
}

/* It does not go; whoever waits on is told of anew, in other words. */
static enum err
take_back(struct db *db, int64_t text)
{
    enum err e = queue_cancel(db, text, "notehome");

    return e ? e : query_on(db, "UPDATE alert SET told = 0, text = 0,"
        " code = '', expires = 0 WHERE text = :id", text);
}

/* What is on its way keeps its parts until it has gone. */
static enum err
forget(struct db *db, int64_t text)
{
    struct message m = { 0 };
    enum err e = message_forget(db, text);

    if (e || (e = query_on(db, "UPDATE part_out SET udh = x'', units = x''"
            " WHERE message = :id AND NOT EXISTS (SELECT 1 FROM message m"
            "  WHERE m.id = message AND m." MESSAGE_IS_OPEN ")", text))
        || (e = message_get(db, text, &m)))
        return e;
    e = thread_refresh(db, m.thread);
    message_clear(&m);
    return e;
}

enum err
filing_unsay(struct db *db, int64_t message, int64_t thread)
{
    assert(db_inside(db));
    int64_t text = 0;
    bool queued = false;
    enum err e;

    while (!(e = next_text(db, message, thread, &text, &queued)))
        if ((queued && (e = take_back(db, text))) || (e = forget(db, text)))
            break;
    return e == ERR_EMPTY ? OK : e;
}
