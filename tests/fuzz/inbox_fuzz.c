/* Whatever a dongle lists: no part is refused, none is kept twice, and the
 * parts of a run together leave the database consistent. The input is cut at
 * each newline into the PDUs of one run. */
#include "base/clock.h"
#include "base/log.h"
#include "store/inbox/inbox.h"
#include "store/queue/queue.h"
#include "quick.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct queue_rules queue_rules = { .validity = DAY };
static const struct inbox_rules rules = { .country = "KE", .language = "sw",
    .school = "Hillside", .queue = &queue_rules };

static int64_t
count(struct db *db)
{
    struct query q = query_start(db,
        "SELECT (SELECT count(*) FROM part_in)"
        " + (SELECT count(*) FROM report)");
    int64_t n = query_row(&q) ? query_get_int(&q, 0) : -1;

    if (query_end(&q))
        abort();
    return n;
}

static void
take(struct db *db, const uint8_t *line, size_t n)
{
    struct link_message m = { .kind = LINK_PART };
    struct link_part *p = &m.u.part;
    bool again;
    int64_t before;

    if (n >= sizeof(p->pdu))
        n = sizeof(p->pdu) - 1;
    memcpy(p->pdu, line, n);
    p->damaged = link_check(&m, link_bytes(LINK_PART)) != OK;
    for (size_t i = 0; p->damaged && i < n; i++)
        if (p->pdu[i] < ' ' || p->pdu[i] > '~')
            p->pdu[i] = '?';
    if (inbox_receive(db, "639070000000001", "sim1", p, &rules, &again))
        abort();
    before = count(db);
    if (inbox_receive(db, "639070000000001", "sim1", p, &rules, &again)
        || !again || count(db) != before)
        abort();
}

static void
clear(struct query q)
{
    if (query_end(&q))
        abort();
}

/* A new database for each run would spend the time on its tables, and a
 * statement that is not kept on reading it. */
static struct db *
open_empty(void)
{
    static struct db *db;

    quick_sqlite();
    if (!db && db_open(":memory:", &db, NULL, 0))
        abort();
    if (db_begin(db))
        abort();
    clear(query_start(db, "DELETE FROM part_in"));
    clear(query_start(db, "DELETE FROM report"));
    clear(query_start(db, "DELETE FROM part_out"));
    clear(query_start(db, "DELETE FROM message"));
    clear(query_start(db, "DELETE FROM thread"));
    clear(query_start(db, "DELETE FROM phone"));
    clear(query_start(db, "DELETE FROM audit"));
    clear(query_start(db, "INSERT INTO message_words (message_words)"
        " VALUES ('delete-all')"));
    if (db_commit(db))
        abort();
    return db;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct db *db;
    size_t from = 0;

    log_set_level(LOG_ERROR);
    clock_fake(1795392000000);
    db = open_empty();
    for (size_t i = 0; i <= size; i++)
        if (i == size || data[i] == '\n') {
            take(db, data + from, i - from);
            from = i + 1;
        }
    clock_fake(1795392000000 + HOUR);
    if (inbox_sweep(db, &rules) || count(db) < 0)
        abort();
    return 0;
}
