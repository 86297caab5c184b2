#include "store/sims/sim_life.h"

#include "base/clock.h"
#include "base/log.h"
#include "mapping/mapping.h"
#include "store/db/audit.h"
#include "store/thread/thread.h"

#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum err
sim_life_list(struct db *db,
    void (*fn)(void *user, const struct sim_life *s), void *user)
{
    struct query q = query_start(db,
        "SELECT imsi, name, number, working, credit_low = 2 OR refusals > 0,"
        " used_at, paused_until, keep_alive, prove, keep_days, life_days,"
        " keep_at, proof_at, keep_message, proof_message,"
        " coalesce((SELECT state FROM message WHERE id = keep_message), 0),"
        " coalesce((SELECT state FROM message WHERE id = proof_message), 0),"
        " proof_state FROM sim ORDER BY working DESC, name, imsi");

    while (query_row(&q)) {
        struct sim_life s = { .working = query_get_int(&q, 3) != 0,
            .broke = query_get_int(&q, 4) != 0,
            .used_at = query_get_int(&q, 5),
            .paused_until = query_get_int(&q, 6),
            .keep_alive = query_get_int(&q, 7) != 0,
            .prove = query_get_int(&q, 8) != 0,
            .keep_days = (int)query_get_int(&q, 9),
            .life_days = (int)query_get_int(&q, 10),
            .keep_at = query_get_int(&q, 11),
            .proof_at = query_get_int(&q, 12),
            .keep_message = query_get_int(&q, 13),
            .proof_message = query_get_int(&q, 14),
            .keep_state = (enum message_state)query_get_int(&q, 15),
            .proof_sent = (enum message_state)query_get_int(&q, 16),
            .proof = (enum sim_proof)query_get_int(&q, 17) };

        query_copy_text(&q, 0, s.imsi, sizeof(s.imsi));
        query_copy_text(&q, 1, s.name, sizeof(s.name));
        query_copy_text(&q, 2, s.number, sizeof(s.number));
        fn(user, &s);
    }
    return query_end(&q);
}

const char *
sim_proof_name(enum sim_proof proof)
{
    static const char *const names[] = { "none", "waiting", "arrived", "lost",
        "unsent" };

    return names[proof];
}

/* --- when ----------------------------------------------------------------- */

/* It ended, and the network never took it: nothing was paid. */
static bool
never_sent(enum message_state s)
{
    return s == MESSAGE_FAILED || s == MESSAGE_EXPIRED
        || s == MESSAGE_CANCELLED;
}

static bool
on_its_way(enum message_state s)
{
    return s == MESSAGE_QUEUED || s == MESSAGE_SENDING;
}

static bool
able(const struct sim_life *s, int64_t now)
{
    return s->working && !s->broke && s->paused_until <= now;
}

/* Since then; what lies a day ahead was noted by a clock that was wrong. */
static int64_t
since(int64_t then, int64_t now)
{
    return then - now > DAY ? INT64_MAX : now - then;
}

bool
sim_life_keep_due(const struct sim_life *s, int64_t now)
{
    int64_t apart = never_sent(s->keep_state) ? SIM_KEEP_AGAIN_DAYS
                                              : s->keep_days;

    return s->keep_alive && s->keep_days > 0 && able(s, now)
        && !on_its_way(s->keep_state) && since(s->keep_at, now) >= apart * DAY
        && since(s->used_at, now) >= s->keep_days * DAY;
}

bool
sim_life_proof_due(const struct sim_life *s, int64_t now)
{
    int64_t apart = never_sent(s->proof_sent) ? 1 : SIM_PROOF_DAYS;

    return s->prove && *s->number && able(s, now)
        && !on_its_way(s->proof_sent) && since(s->proof_at, now) >= apart * DAY;
}

void
sim_life_end(const char *noted, int64_t used_at, int life_days, char out[12])
{
    char day[CLOCK_TEXT] = "";

    if (used_at && life_days > 0)
        clock_text(used_at + life_days * DAY, day);
    day[10] = '\0';
    snprintf(out, 12, "%.10s", strcmp(day, noted) > 0 ? day : noted);
}

/* --- the texts ------------------------------------------------------------ */

static enum err
check_stranger(struct db *db, const char *number, enum reason_code because,
    struct reason *why)
{
    struct query q = query_start(db,
        "SELECT 1 FROM phone p JOIN guardian_phone gp ON gp.phone = p.id"
        " WHERE p.number = :number LIMIT 1");
    enum err e;

    query_text(&q, ":number", number);
    query_row(&q);
    if ((e = query_end_one(&q)) == ERR_EMPTY)
        return OK;
    return e ? e : reason_refuse(why, ERR_REFUSED, reason_of(because));
}

/* One text by this SIM alone, beside all families' threads. */
static enum err
add_text(struct db *db, const struct sim_life *s, const char *number,
    const char *text, int64_t life, const struct queue_rules *rules,
    int64_t *id, struct reason *why)
{
    struct queue_request r = { .number = number, .text = text, .sim = s->imsi,
        .priority = PRIORITY_NORMAL, .expires = clock_now() + life,
        .author = "notehome" };
    enum err e = thread_of_sender(db, MAPPING_NOTICES, number, &r.thread);

    return e ? e : queue_add(db, &r, rules, id, why);
}

static enum err
note_keep(struct db *db, const struct sim_life *s, int64_t message)
{
    struct query q = query_start(db,
        "UPDATE sim SET keep_at = :now, keep_message = :message"
        " WHERE imsi = :imsi");
    char object[40];
    enum err e;

    query_int(&q, ":now", clock_now());
    query_int(&q, ":message", message);
    query_text(&q, ":imsi", s->imsi);
    if ((e = query_end(&q)))
        return e;
    log_info("life", "sim=%s id=%lld idle_days=%d keep-alive text", s->name,
        (long long)message, (int)((clock_now() - s->used_at) / DAY));
    db_touch(db, DB_MODEMS);
    snprintf(object, sizeof(object), "sim %s", s->imsi);
    return audit_add(db, "notehome", "sim.keep_alive", object, s->name);
}

enum err
sim_life_keep(struct db *db, const struct sim_life *s, const char *keeper,
    const struct queue_rules *rules, struct reason *why)
{
    char text[160], dies[12];
    int64_t id = 0;
    enum err e = check_stranger(db, keeper, REASON_KEEPER_IS_FAMILY, why);

    if (e || (e = db_begin(db)))
        return e;
    sim_life_end("", clock_now(), s->life_days, dies);
    snprintf(text, sizeof(text), "Notehome: this text keeps the SIM %.31s"
        " alive, until %s. Nothing to do.", s->name,
        *dies ? dies : "it is used again");
    if (!(e = add_text(db, s, keeper, text, 3 * DAY, rules, &id, why)))
        e = note_keep(db, s, id);
    return db_end(db, e);
}

static enum err
note_proof(struct db *db, const struct sim_life *s, int64_t message,
    const char *code)
{
    struct query q = query_start(db,
        "UPDATE sim SET proof_at = :now, proof_message = :message,"
        " proof_code = :code, proof_state = :waiting, proof_took = 0"
        " WHERE imsi = :imsi");
    char object[40];
    enum err e;

    query_int(&q, ":now", clock_now());
    query_int(&q, ":message", message);
    query_text(&q, ":code", code);
    query_int(&q, ":waiting", SIM_PROOF_WAITING);
    query_text(&q, ":imsi", s->imsi);
    if ((e = query_end(&q)))
        return e;
    log_info("life", "sim=%s id=%lld text to itself", s->name,
        (long long)message);
    db_touch(db, DB_MODEMS);
    snprintf(object, sizeof(object), "sim %s", s->imsi);
    return audit_add(db, "notehome", "sim.prove", object, s->name);
}

enum err
sim_life_prove(struct db *db, const struct sim_life *s,
    const struct queue_rules *rules, struct reason *why)
{
    char text[80], code[8];
    int64_t id = 0;
    enum err e = check_stranger(db, s->number, REASON_SIM_IS_FAMILY, why);

    if (e || (e = db_begin(db)))
        return e;
    snprintf(code, sizeof(code), "%06u", randombytes_uniform(1000000));
    snprintf(text, sizeof(text), "Notehome proof %s: %s texts itself.", code,
        s->name);
    if (!(e = add_text(db, s, s->number, text, HOUR, rules, &id, why)))
        e = note_proof(db, s, id, code);
    return db_end(db, e);
}

/* --- how it went ---------------------------------------------------------- */

static enum err
set_proof(struct db *db, const struct sim_life *s, enum sim_proof state)
{
    struct query q = query_start(db,
        "UPDATE sim SET proof_state = :state WHERE imsi = :imsi"
        " AND proof_state = :waiting");
    enum err e;

    query_int(&q, ":state", state);
    query_int(&q, ":waiting", SIM_PROOF_WAITING);
    query_text(&q, ":imsi", s->imsi);
    if ((e = query_end_changed(&q)))
        return e;
    if (state == SIM_PROOF_LOST)
        log_error("life", "sim=%s sends but does not receive: its text to"
            " itself never came (memory full? forwarding? try it in a phone)",
            s->name);
    else
        log_warn("life", "sim=%s text to itself was not sent", s->name);
    db_touch(db, DB_MODEMS);
    return OK;
}

enum err
sim_life_follow(struct db *db, const struct sim_life *s, bool *lost)
{
    enum err e = OK;

    *lost = false;
    if (s->proof != SIM_PROOF_WAITING)
        return OK;
    if (s->proof_sent == MESSAGE_QUEUED && s->broke)
        e = queue_cancel(db, s->proof_message, "notehome");
    else if (never_sent(s->proof_sent))
        e = set_proof(db, s, SIM_PROOF_UNSENT);
    else if (!on_its_way(s->proof_sent)
        && clock_now() - s->proof_at >= SIM_PROOF_HOURS * HOUR
        && !(e = set_proof(db, s, SIM_PROOF_LOST)))
        *lost = true;
    return e == ERR_NOT_FOUND || e == ERR_REFUSED ? OK : e;
}

enum err
sim_life_heard(struct db *db, const char *imsi, const char *number,
    const char *text, bool *ours)
{
    assert(db_inside(db));
    struct query q = query_start(db,
        "UPDATE sim SET proof_state = :arrived, proof_took = :now - proof_at"
        " WHERE imsi = :imsi AND number = :number AND number <> ''"
        " AND " SIM_PROOF_IS_OPEN " AND proof_code <> ''"
        " AND instr(:text, 'Notehome proof ' || proof_code) = 1");
    enum err e;

    query_int(&q, ":arrived", SIM_PROOF_ARRIVED);
    query_int(&q, ":now", clock_now());
    query_text(&q, ":imsi", imsi);
    query_text(&q, ":number", number);
    query_text(&q, ":text", text);
    e = query_end_changed(&q);
    *ours = e == OK;
    if (*ours) {
        log_info("life", "sim=%s receives: its text to itself came", imsi);
        db_touch(db, DB_MODEMS);
    }
    return e == ERR_NOT_FOUND ? OK : e;
}
