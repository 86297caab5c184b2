/* queue_add(): what is checked, cut into parts and put into the queue. */
#include "store/queue/queue.h"

#include "base/clock.h"
#include "base/log.h"
#include "mapping/mapping.h"
#include "store/people/people.h"
#include "store/thread/thread.h"
#include "text/parts.h"
#include "text/phone.h"
#include "text/text.h"

#include <stdio.h>
#include <string.h>

/* A schedule within this of now counts as now; further back is a mistake. */
#define GRACE (5 * MINUTE)

/* --- checks, before anything is begun ------------------------------------- */

static enum err
check_number(const char *number, struct reason *why)
{
    struct phone_number p;
    size_t digits;

    phone_read(number, "", &p);
    digits = strspn(number + (*number == '+'), "0123456789");
    if (p.kind != PHONE_NUMBER)
        return reason_refuse(why,
            p.kind == PHONE_WITHHELD ? ERR_INPUT : ERR_REFUSED,
            reason_of(p.kind == PHONE_WITHHELD ? REASON_NOBODY_TO_SEND_TO
                                               : REASON_IS_A_SERVICE));
    if (digits < 5 || digits >= LINK_NUMBER_MAX - 1
        || number[digits + (*number == '+')])
        return reason_refuse(why, ERR_INPUT, reason_of(REASON_NOT_A_NUMBER));
    return OK;
}

static enum err
check_phone(struct db *db, const struct queue_request *r, struct reason *why)
{
    struct query q = query_start(db,
        "SELECT state FROM phone WHERE number = :number");
    int state = 0;
    enum err e;

    query_text(&q, ":number", r->number);
    if (query_row(&q))
        state = (int)query_get_int(&q, 0);
    if ((e = query_end(&q)) || r->even_if_opted_out)
        return e;
    if (state == PHONE_OPTED_OUT)
        return reason_refuse(why, ERR_REFUSED,
            reason_of(REASON_PHONE_OPTED_OUT));
    if (state == PHONE_WRONG)
        return reason_refuse(why, ERR_REFUSED,
            reason_of(REASON_NUMBER_SAID_WRONG));
    return OK;
}

static enum err
check_times(const struct queue_request *r, int64_t now, struct reason *why)
{
    if (r->due && r->due < now - GRACE)
        return reason_refuse(why, ERR_INPUT, reason_of(REASON_TIME_PASSED));
    if (r->expires && (r->expires <= now || r->expires <= r->due))
        return reason_refuse(why, ERR_INPUT, reason_of(REASON_EXPIRES_BEFORE));
    return OK;
}

static enum err
split(const char *text, struct part *parts, int *count, char **clean,
    struct reason *why)
{
    enum err e = text_clean(text, clean);

    if (e == ERR_INPUT)
        return reason_refuse(why, e, reason_of(REASON_NOT_SHOWN));
    if (!e && !(*clean)[strspn(*clean, " \n")])
        return reason_refuse(why, ERR_INPUT, reason_of(REASON_NO_TEXT));
    if (!e)
        e = parts_split(*clean, PARTS_WIDTH_8, 0, parts, QUEUE_PARTS_MAX,
            count);
    if (e == ERR_REFUSED || e == ERR_INPUT)
        return reason_refuse(why, ERR_INPUT, reason_of(REASON_OVER_TEN));
    return e;
}

static enum err
check_place(struct db *db, const struct queue_request *r, struct reason *why)
{
    struct thread t;
    enum err e;

    if (!r->family) {
        if (!r->thread || !(e = thread_get(db, r->thread, &t)))
            return OK;
        return reason_refuse(why, e, reason_of(REASON_NO_THREAD));
    }
    if ((e = family_check(db, r->family)) == ERR_NOT_FOUND)
        return reason_refuse(why, e, reason_of(REASON_NO_SUCH_FAMILY));
    return e;
}

/* --- adding --------------------------------------------------------------- */

struct only {
    int families;
    int64_t family;
};

static void
note_family(void *user, int64_t family)
{
    struct only *o = user;

    o->families++;
    o->family = family;
}

/* The tray of a number that no single family has: among the notices where staff
 * said that it is no parent's (store/inbox/sender.h). */
static enum err
find_tray(struct db *db, const char *number, int families,
    enum mapping_tray *tray)
{
    struct query q = query_start(db,
        "SELECT 1 FROM sender WHERE number = :number AND undone = 0"
        " AND " SENDER_IS_NO_PARENT);

    query_text(&q, ":number", number);
    *tray = families ? MAPPING_SHARED
        : query_row(&q) ? MAPPING_NOTICES : MAPPING_UNKNOWN;
    return query_end(&q);
}

static enum err
find_thread(struct db *db, const struct queue_request *r, int64_t *thread)
{
    struct only o = { 0, r->family };
    enum mapping_tray tray;
    enum err e;

    if (!r->family && r->thread) {
        *thread = r->thread;
        return OK;
    }
    if (!r->family && (e = phone_families(db, r->number, note_family, &o)))
        return e;
    if (r->family || o.families == 1)
        return thread_of_family(db, o.family, thread);
    e = find_tray(db, r->number, o.families, &tray);
    return e ? e : thread_of_sender(db, (int)tray, r->number, thread);
}

/* The recipient's row, and the SIM it hears from. */
static enum err
touch_phone(struct db *db, const char *number, int64_t now, char sim[20])
{
    struct query q = query_start(db,
        "INSERT INTO phone (number, raw, since)"
        " VALUES (:number, :number, :now) ON CONFLICT (number) DO NOTHING");
    enum err e;

    query_text(&q, ":number", number);
    query_int(&q, ":now", now);
    if ((e = query_end(&q)))
        return e;
    q = query_start(db, "SELECT sim FROM phone WHERE number = :number");
    query_text(&q, ":number", number);
    if (query_row(&q))
        query_copy_text(&q, 0, sim, 20);
    return query_end_one(&q);
}

/* The recipient's next concatenation reference, TS 23.040 §9.2.3.24.1: two
 * long texts to one phone never share theirs until 256 have gone. */
static enum err
take_reference(struct db *db, const char *number, uint16_t *reference)
{
    struct query q = query_start(db,
        "UPDATE phone SET next_reference = (next_reference + 1) & 255"
        " WHERE number = :number RETURNING next_reference");

    query_text(&q, ":number", number);
    if (query_row(&q))
        *reference = (uint16_t)query_get_int(&q, 0);
    return query_end_one(&q);
}

static enum err
add_part(struct db *db, int64_t message, const struct part *p)
{
    uint8_t units[2 * PARTS_UNITS_MAX];
    struct query q = query_start(db,
        "INSERT INTO part_out (message, n, total, state, ucs2, udh, units)"
        " VALUES (:message, :n, :total, :queued, :ucs2, :udh, :units)");

    for (int i = 0; i < p->units; i++) {
        units[2 * i] = (uint8_t)(p->text[i] >> 8);
        units[2 * i + 1] = (uint8_t)p->text[i];
    }
    query_int(&q, ":message", message);
    query_int(&q, ":n", p->n);
    query_int(&q, ":total", p->total);
    query_int(&q, ":queued", MESSAGE_QUEUED);
    query_int(&q, ":ucs2", p->ucs2);
    query_blob(&q, ":udh", p->udh, (size_t)p->udh_bytes);
    query_blob(&q, ":units", units, 2 * (size_t)p->units);
    return query_end(&q);
}

static enum err
set_marks(struct db *db, int64_t id, bool forced, bool automatic)
{
    struct query q = query_start(db,
        "UPDATE message SET forced = :forced, automatic = :automatic"
        " WHERE id = :id");

    query_int(&q, ":forced", forced);
    query_int(&q, ":automatic", automatic);
    query_int(&q, ":id", id);
    return query_end_changed(&q);
}

/* As a text of which parts went by this SIM: no other takes it. */
static enum err
set_sim(struct db *db, int64_t id, const char *sim)
{
    struct query q = query_start(db,
        "UPDATE message SET sim = :sim, started = 1 WHERE id = :id");

    query_text(&q, ":sim", sim);
    query_int(&q, ":id", id);
    return query_end_changed(&q);
}

static enum err
insert(struct db *db, const struct queue_request *r, struct message *m,
    struct part *parts, int count)
{
    uint16_t reference = 0;
    enum err e;

    if ((e = touch_phone(db, r->number, m->at, m->sim))
        || (e = find_thread(db, r, &m->thread))
        || (count > 1 && ((e = take_reference(db, r->number, &reference))
            || (e = parts_split(m->body, PARTS_WIDTH_8, reference, parts,
                QUEUE_PARTS_MAX, &count)))))
        return e;
    if (m->due > m->at)
        m->wait = WAIT_LATER;
    if ((e = message_add(db, m)))
        return e;
    for (int i = 0; !e && i < count; i++)
        e = add_part(db, m->id, &parts[i]);
    if (!e && (r->even_if_opted_out || r->automatic))
        e = set_marks(db, m->id, r->even_if_opted_out, r->automatic);
    if (!e && r->sim)
        e = set_sim(db, m->id, r->sim);
    return e;
}

int64_t
queue_life(const struct queue_rules *rules, enum message_priority p)
{
    return p == PRIORITY_URGENT && rules->validity > QUEUE_URGENT_LIFE
        ? QUEUE_URGENT_LIFE : rules->validity;
}

enum err
queue_add(struct db *db, const struct queue_request *r,
    const struct queue_rules *rules, int64_t *id, struct reason *why)
{
    int64_t now = clock_now(), start = r->due > now ? r->due : now;
    struct part parts[QUEUE_PARTS_MAX];
    struct message m = {
        .direction = MESSAGE_OUT, .kind = MESSAGE_TEXT,
        .state = MESSAGE_QUEUED, .at = now, .due = r->due,
        .expires = r->expires ? r->expires
            : rules->clock_unsure ? 0   /* queue_sweep() dates it */
                                  : start + queue_life(rules, r->priority),
        .priority = r->priority ? r->priority : PRIORITY_NORMAL,
        .question = r->question, .batch = r->batch, .policy = r->policy,
        .holds = r->holds,
    };
    int count = 0;
    enum err e;

    if (why)
        *why = reason_none;
    if ((e = check_number(r->number, why))
        || (e = check_times(r, now, why))
        || (e = check_phone(db, r, why))
        || (e = check_place(db, r, why))
        || (e = split(r->text, parts, &count, &m.body, why)))
        goto out;
    snprintf(m.number, sizeof(m.number), "%s", r->number);
    snprintf(m.author, sizeof(m.author), "%s", r->author ? r->author : "");
    if ((e = db_begin(db)))
        goto out;
    e = insert(db, r, &m, parts, count);
    db_touch(db, DB_QUEUE);
    if (!(e = db_end(db, e))) {
        *id = m.id;
        log_info("queue", "id=%lld state=queued parts=%d priority=%d",
            (long long)m.id, count, m.priority);
    }
out:
    message_clear(&m);
    return e;
}
