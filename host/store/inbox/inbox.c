#include "store/inbox/inbox_own.h"

#include "base/clock.h"
#include "base/log.h"
#include "store/queue/queue.h"
#include "store/inbox/watch.h"
#include "store/thread/thread.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum { KEY_BYTES = 20, SWEEP_MAX = 50 };
/* Rings of one call come every four to six seconds. */
#define CALL_GAP (30 * SECOND)
/* Who rings so often in so long cannot wait. */
enum { CALLS_URGENT = 3 };
#define CALLS_WITHIN (10 * MINUTE)
/* So long is a missing part waited for. */
#define MISSING_AFTER (10 * MINUTE)
/* What could not be filed by then is shown raw. */
#define GIVE_UP_AFTER HOUR

/* --- the raw part --------------------------------------------------------- */

static int
hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 55 : -1;
}

/* Where the TPDU begins: behind the service centre's address, whose length
 * stands in the first octet (TS 27.005 §3.1, <pdu>). */
static const char *
skip_smsc(const char *pdu)
{
    size_t n = strlen(pdu);
    int high = n < 2 ? -1 : hex_digit(pdu[0]);
    int low = n < 2 ? -1 : hex_digit(pdu[1]);
    size_t skip = 2 + 2 * (size_t)(high * 16 + low);

    return high < 0 || low < 0 || skip >= n ? pdu : pdu + skip;
}

static void
make_key(const char *imsi, const struct link_part *p,
    unsigned char key[KEY_BYTES])
{
    const char *tpdu = p->damaged ? p->pdu : skip_smsc(p->pdu);
    crypto_generichash_state h;

    crypto_generichash_init(&h, NULL, 0, KEY_BYTES);
    crypto_generichash_update(&h, (const unsigned char *)imsi,
        strlen(imsi) + 1);
    crypto_generichash_update(&h, (const unsigned char *)tpdu, strlen(tpdu));
    crypto_generichash_final(&h, key, KEY_BYTES);
}

/* *id: the new row; 0 when the part was there already. */
static enum err
keep(struct db *db, const char *imsi, const char *modem,
    const struct link_part *p, const unsigned char key[KEY_BYTES],
    int64_t *id)
{
    struct query q = query_start(db,
        "INSERT INTO part_in (key, sim, modem, at, pdu, damaged)"
        " VALUES (:key, :sim, :modem, :at, :pdu, :damaged)"
        " ON CONFLICT (key) DO NOTHING RETURNING id");

    *id = 0;
    query_blob(&q, ":key", key, KEY_BYTES);
    query_text(&q, ":sim", imsi);
    query_text(&q, ":modem", modem);
    query_int(&q, ":at", clock_now());
    query_text(&q, ":pdu", p->pdu);
    query_int(&q, ":damaged", p->damaged != 0);
    if (query_row(&q))
        *id = query_get_int(&q, 0);
    return query_end(&q);
}

/* --- status reports ------------------------------------------------------- */

static enum err
keep_report(struct db *db, const char *imsi, const char *pdu,
    const struct pdu *read, const struct inbox_rules *rules,
    const unsigned char key[KEY_BYTES], int64_t *id)
{
    struct phone_number to;
    struct query q = query_start(db,
        "INSERT INTO report (key, sim, at, pdu, reference, recipient, stamp,"
        " discharged, status) VALUES (:key, :sim, :at, :pdu, :reference,"
        " :recipient, :stamp, :discharged, :status)"
        " ON CONFLICT (key) DO NOTHING RETURNING id");

    phone_read_sender(read->peer.text, read->peer.letters, rules->country,
        &to);
    *id = 0;
    query_blob(&q, ":key", key, KEY_BYTES);
    query_text(&q, ":sim", imsi);
    query_int(&q, ":at", clock_now());
    query_text(&q, ":pdu", pdu);
    query_int(&q, ":reference", read->reference);
    query_text(&q, ":recipient", to.text);
    query_int(&q, ":stamp", read->at);
    query_int(&q, ":discharged", read->discharged_at);
    query_int(&q, ":status", read->status);
    if (query_row(&q))
        *id = query_get_int(&q, 0);
    return query_end(&q);
}

/* A report is of use at once or when its result comes, so that one commit
 * holds all of it. */
static enum err
receive_report(struct db *db, const char *imsi, const struct link_part *p,
    const struct pdu *read, const struct inbox_rules *rules,
    const unsigned char key[KEY_BYTES], bool *again)
{
    int64_t id = 0;
    enum err e = db_begin(db);

    if (e)
        return e;
    e = keep_report(db, imsi, p->pdu, read, rules, key, &id);
    if (!e && id && (e = queue_report(db, id)) == ERR_EMPTY)
        e = OK;
    *again = id == 0;
    return db_end(db, e);
}

/* --- parts ---------------------------------------------------------------- */

/* The part and what becomes of it in one commit; *id as in keep(). */
static enum err
keep_and_file(struct db *db, const char *imsi, const char *modem,
    const struct link_part *p, const struct inbox_rules *rules,
    const unsigned char key[KEY_BYTES], int64_t *id)
{
    enum err e = db_begin(db);

    if (e)
        return e;
    e = keep(db, imsi, modem, p, key, id);
    if (!e && *id)
        e = inbox_process(db, *id, rules);
    return db_end(db, e);
}

/* One commit: on a slow disk it is most of what a text takes. Where that fails
 * nothing of it is left, and the part is kept by itself: a text that cannot be
 * filed must not stay on the SIM. */
static enum err
receive_part(struct db *db, const char *imsi, const char *modem,
    const struct link_part *p, const struct inbox_rules *rules,
    const unsigned char key[KEY_BYTES], bool *again)
{
    int64_t id = 0;
    enum err why = keep_and_file(db, imsi, modem, p, rules, key, &id);
    enum err e = why ? keep(db, imsi, modem, p, key, &id) : OK;

    if (why && !e && id) {
        log_error("inbox", "part=%lld kept but not filed yet: %s",
            (long long)id, err_text(why));
        db_touch(db, DB_THREADS);
    }
    *again = id == 0;
    return e;
}

enum err
inbox_receive(struct db *db, const char *imsi, const char *modem,
    const struct link_part *part, const struct inbox_rules *rules,
    bool *again)
{
    unsigned char key[KEY_BYTES];
    struct pdu read;
    bool known = false;
    enum err e;

    make_key(imsi, part, key);
    if (!part->damaged && pdu_parse(part->pdu, &read, NULL) == OK
        && read.type == PDU_REPORT)
        e = receive_report(db, imsi, part, &read, rules, key, &known);
    else
        e = receive_part(db, imsi, modem, part, rules, key, &known);
    if (!e && again)
        *again = known;
    return e;
}

enum err
inbox_removed(struct db *db, const char *imsi, const struct link_stored *part)
{
    struct link_part p = { .store = part->store, .index = part->index };
    unsigned char key[KEY_BYTES];
    struct pdu read;
    struct query q;

    memcpy(p.pdu, part->pdu, sizeof(p.pdu));
    if (pdu_parse(p.pdu, &read, NULL) != OK || read.type != PDU_DELIVER
        || read.at)
        return OK;
    make_key(imsi, &p, key);
    q = query_start(db,
        "UPDATE part_in SET key = randomblob(:bytes) WHERE key = :key");
    query_int(&q, ":bytes", KEY_BYTES);
    query_blob(&q, ":key", key, KEY_BYTES);
    return query_end(&q);
}

/* --- calls ---------------------------------------------------------------- */

/* One more ring of a call that we know; ERR_NOT_FOUND: it is a new one. */
static enum err
ring_again(struct db *db, const char *imsi, const char *number, int64_t now)
{
    struct query q = query_start(db,
        "UPDATE message SET tries = tries + 1, due = :now WHERE id ="
        " (SELECT id FROM message WHERE number = :number AND " MESSAGE_IS_IN
        "   AND kind = :call AND sim = :sim ORDER BY id DESC LIMIT 1)"
        " AND due BETWEEN :now - :gap AND :now");

    query_int(&q, ":now", now);
    query_text(&q, ":number", number);
    query_int(&q, ":call", MESSAGE_MISSED_CALL);
    query_text(&q, ":sim", imsi);
    query_int(&q, ":gap", CALL_GAP);
    return query_end_changed(&q);
}

/* Whether the call that comes now is one too many of this number. */
static enum err
insists(struct db *db, const char *number, int64_t now, enum urgent *out)
{
    int calls = 1;
    struct query q = query_start(db,
        "SELECT count(*) FROM message WHERE number = :number AND number <> ''"
        " AND " MESSAGE_IS_IN " AND " MESSAGE_IS_CALL " AND at >= :since");

    query_text(&q, ":number", number);
    query_int(&q, ":since", now - CALLS_WITHIN);
    if (query_row(&q))
        calls += (int)query_get_int(&q, 0);
    *out = calls >= CALLS_URGENT ? URGENT_CALLS : URGENT_NONE;
    return query_end(&q);
}

static enum err
add_call(struct db *db, const char *imsi, const char *modem,
    const struct phone_number *from, const struct inbox_rules *rules)
{
    struct filing_about about = { .sender = from->kind };
    char body[] = MESSAGE_CALL_BODY;
    struct message m = { .kind = MESSAGE_MISSED_CALL, .body = body,
        .at = clock_now(), .due = clock_now(), .tries = 1 };
    enum err e = ring_again(db, imsi, from->text, m.at);

    if (e != ERR_NOT_FOUND
        || (e = insists(db, from->text, m.at, &m.urgent)))
        return e;
    snprintf(m.number, sizeof(m.number), "%s", from->text);
    snprintf(m.sim, sizeof(m.sim), "%s", imsi);
    snprintf(m.modem, sizeof(m.modem), "%s", modem);
    return filing_add(db, &m, &about, rules);
}

enum err
inbox_call(struct db *db, const char *imsi, const char *modem,
    const char *number, const struct inbox_rules *rules)
{
    struct phone_number from;
    enum err e = db_begin(db);

    if (e)
        return e;
    phone_read_sender(number, false, rules->country, &from);
    return db_end(db, add_call(db, imsi, modem, &from, rules));
}

/* --- what time does ------------------------------------------------------- */

/* Ids from a query of one column, which is ended. */
static enum err
collect(struct query *q, int64_t ids[SWEEP_MAX], int *count)
{
    *count = 0;
    while (*count < SWEEP_MAX && query_row(q))
        ids[(*count)++] = query_get_int(q, 0);
    return query_end(q);
}

static enum err
sweep_one(struct db *db, int64_t id, const struct inbox_rules *rules,
    enum err (*fn)(struct db *db, int64_t id, const struct inbox_rules *rules))
{
    enum err e = db_begin(db);

    return e ? e : db_end(db, fn(db, id, rules));
}

static enum err
process_alone(struct db *db, int64_t id, const struct inbox_rules *rules)
{
    enum err e = db_begin(db);

    if (!e)
        e = db_end(db, inbox_process(db, id, rules));
    if (e)
        log_error("inbox", "part=%lld kept but not filed yet: %s",
            (long long)id, err_text(e));
    return e;
}

/* What a crash or a full disk left raw: each on its own, so that one that
 * cannot be filed holds up no other. */
static enum err
sweep_new(struct db *db, const struct inbox_rules *rules)
{
    int64_t ids[SWEEP_MAX], late = 0;
    int count;
    struct query q = query_start(db,
        "SELECT id FROM part_in WHERE " PART_IS_UNSEEN " AND " PART_IS_NEW
        " ORDER BY at LIMIT :most");
    enum err e;

    query_int(&q, ":most", SWEEP_MAX);
    e = collect(&q, ids, &count);
    for (int i = 0; !e && i < count; i++) {
        if (!process_alone(db, ids[i], rules))
            continue;
        q = query_start(db,
            "SELECT id FROM part_in WHERE id = :id AND at < :before");
        query_int(&q, ":id", ids[i]);
        query_int(&q, ":before", clock_now() - GIVE_UP_AFTER);
        late = query_row(&q) ? ids[i] : 0;
        if (!(e = query_end(&q)) && late)
            e = sweep_one(db, late, rules, inbox_quarantine);
    }
    return e;
}

static enum err
sweep_missing(struct db *db, const struct inbox_rules *rules)
{
    int64_t ids[SWEEP_MAX];
    int count;
    struct query q = query_start(db,
        "SELECT id FROM part_in WHERE " PART_IS_UNSEEN " AND " PART_IS_WAITING
        " AND assembly = id AND (at <= :before OR at > :ahead)"
        " ORDER BY at LIMIT :most");
    enum err e;

    query_int(&q, ":before", clock_now() - MISSING_AFTER);
    /* by a clock that was wrong: who knows since when it waits */
    query_int(&q, ":ahead", clock_now() + MISSING_AFTER);
    query_int(&q, ":most", SWEEP_MAX);
    e = collect(&q, ids, &count);
    for (int i = 0; !e && i < count; i++)
        e = sweep_one(db, ids[i], rules, inbox_show);
    return e;
}

enum err
inbox_sweep(struct db *db, const struct inbox_rules *rules)
{
    enum err e = sweep_new(db, rules);

    if (!e && !(e = sweep_missing(db, rules)))
        e = watch_tell(db, rules);
    return e || !rules->alert ? e : alert_tell(db, rules->alert);
}
