/* alert_proof.c - a phone is surely its person's once they typed a code that
 * stood in a text to it: else a wrong digit would send alerts to a stranger,
 * who could answer families. Declared in alert.h. */
#include "store/alert/alert_own.h"

#include "base/clock.h"
#include "mapping/mapping.h"
#include "store/alert/alert_say.h"
#include "store/db/audit.h"
#include "store/thread/thread.h"
#include "text/unicode.h"

#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum { CODES_A_DAY = 5, TRIES = 5, CODE = 8 };
#define BETWEEN_CODES MINUTE
#define CODE_LIFE (2 * HOUR)

enum err
alert_text_to(struct db *db, const char *number, const char *text,
    enum message_priority priority, int64_t life,
    const struct queue_rules *rules, int64_t *id, struct reason *why)
{
    assert(db_inside(db));
    /* without an author: what waits in that thread goes on waiting */
    struct queue_request r = { .number = number, .text = text, .author = "",
        .priority = priority, .expires = clock_now() + life,
        .automatic = true };
    enum err e = thread_of_sender(db, MAPPING_STAFF, number, &r.thread);

    return e ? e : queue_add(db, &r, rules, id, why);
}

struct proof {
    char number[64], code[CODE];
    int left, sent;
    int64_t at;
};

static enum err
read_proof(struct db *db, int64_t staff, struct proof *out)
{
    struct query q = query_start(db,
        "SELECT p.number, p.proof, p.proof_left, p.proofs, p.proof_at"
        " FROM alert_person p JOIN staff s ON s.id = p.staff"
        " WHERE p.staff = :staff AND s.closed = 0");
    enum err e;

    query_int(&q, ":staff", staff);
    if (query_row(&q)) {
        query_copy_text(&q, 0, out->number, sizeof(out->number));
        query_copy_text(&q, 1, out->code, sizeof(out->code));
        out->left = (int)query_get_int(&q, 2);
        out->sent = (int)query_get_int(&q, 3);
        out->at = query_get_int(&q, 4);
    }
    e = query_end_one(&q);
    return e == ERR_EMPTY ? OK : e;
}

static enum err
keep_proof(struct db *db, int64_t staff, const struct proof *p)
{
    struct query q = query_start(db,
        "UPDATE alert_person SET proof = :code, proof_left = :left,"
        " proofs = :sent, proof_at = :at WHERE staff = :staff");

    query_text(&q, ":code", p->code);
    query_int(&q, ":left", p->left);
    query_int(&q, ":sent", p->sent);
    query_int(&q, ":at", p->at);
    query_int(&q, ":staff", staff);
    return query_end_changed(&q);
}

/* The code goes to the phone, and stands in no thread: who reads the tray of
 * staff's phones there could prove another's. A copy that staff send again has
 * none either: they ask for a new one. */
static enum err
text_code(struct db *db, const struct proof *p,
    const struct alert_rules *rules, struct reason *why)
{
    char text[ALERT_SAY];
    int64_t id = 0;
    enum err e;

    alert_say_proof(rules->language, p->code, text, sizeof(text));
    if ((e = alert_text_to(db, p->number, text, PRIORITY_URGENT, CODE_LIFE,
             rules->queue, &id, why)))
        return e;
    alert_say_proof(rules->language, "*****", text, sizeof(text));
    return message_set_body(db, id, text);
}

static enum err
send_code(struct db *db, int64_t staff, struct proof *p,
    const struct alert_rules *rules, struct reason *why)
{
    int64_t now = clock_now();
    enum err e;

    if (!*p->number)
        return reason_refuse(why, ERR_INPUT, reason_of(REASON_ALERT_NO_PHONE));
    if (now - p->at >= DAY || now < p->at)
        p->sent = 0;
    if (p->sent >= CODES_A_DAY || (p->sent && now - p->at < BETWEEN_CODES))
        return reason_refuse(why, ERR_REFUSED,
            reason_of(REASON_ALERT_CODES_OFTEN));
    snprintf(p->code, sizeof(p->code), "%05u",
        (unsigned)randombytes_uniform(100000));
    p->left = TRIES;
    p->sent++;
    p->at = now;
    e = keep_proof(db, staff, p);
    return e ? e : text_code(db, p, rules, why);
}

enum err
alert_ask(struct db *db, int64_t staff, const struct alert_rules *rules,
    struct reason *why)
{
    struct proof p = { .number = "" };
    enum err e = db_begin(db);

    if (e)
        return e;
    if (!(e = read_proof(db, staff, &p)))
        e = send_code(db, staff, &p, rules, why);
    return db_end(db, e);
}

/* Digits alone, of any script, as they are kept. */
static bool
is_code(const char *typed, const char *code)
{
    while (*typed) {
        uint32_t c = unicode_next(&typed);
        int digit = unicode_digit(c);

        if (digit >= 0 ? *code++ != '0' + digit : c != ' ' && c != '-')
            return false;
    }
    return !*code;
}

static enum err
prove(struct db *db, int64_t staff, const char *who)
{
    struct alert_person p;
    char object[80];
    struct query q;
    enum err e = alert_get(db, staff, &p);

    if (e)
        return e;
    q = query_start(db, "UPDATE alert_person SET proved = :now, proof = ''"
        " WHERE staff = :staff");
    query_int(&q, ":now", clock_now());
    query_int(&q, ":staff", staff);
    snprintf(object, sizeof(object), "staff %s", p.name);
    e = query_end_changed(&q);
    return e ? e : audit_add(db, who, "alert.prove", object, "");
}

enum err
alert_prove(struct db *db, int64_t staff, const char *code, const char *who,
    struct reason *why)
{
    struct proof p = { .number = "" };
    bool right = false;
    enum err e = db_begin(db);

    if (e)
        return e;
    e = read_proof(db, staff, &p);
    if (!e && *p.code && p.left > 0) {
        right = is_code(code, p.code);
        p.left--;
        e = right ? prove(db, staff, who) : keep_proof(db, staff, &p);
    }
    /* a wrong one is counted: so it is committed */
    e = db_end(db, e);
    return e || right ? e : reason_refuse(why, ERR_REFUSED,
        reason_of(REASON_ALERT_CODE_WRONG));
}
