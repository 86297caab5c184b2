#include "base/clock.h"
#include "base/log.h"
#include "board/house_own.h"
#include "settings/rules.h"
#include "store/db/audit.h"
#include "store/figures/board_log.h"

#include <stdio.h>
#include <string.h>

static const int64_t cut_limit = 90 * SECOND;   /* 65 s off at most */
static const int64_t events_span = MINUTE;      /* a board that raves ... */
enum { EVENTS_MOST = 30 };                      /* ... is not written down */
static const char halt_for[] = "120,0";         /* s; BOARD_WHY_BATTERY */

/* --- words to the keeper -------------------------------------------------- */

/* Queues a text; what keeps it from going out is logged, no more. False: not
 * now, the last of the kind is too near. */
static bool
tell_keeper(struct house *h, enum house_news news, int64_t apart,
    enum message_priority priority, const char *words)
{
    const struct rules *rules = rules_current();
    char text[400], why[200] = "";
    struct queue_request r = { .number = rules->config.keeper, .text = text,
        .priority = priority, .expires = clock_now() + 12 * HOUR,
        .author = "notehome" };
    int64_t id, now = clock_mono();
    enum err e;

    if (!rules->config.keeper[0]
        || (h->told_at[news] && now - h->told_at[news] < apart))
        return false;
    snprintf(text, sizeof(text), "Notehome, %s: %s", rules->config.school.name,
        words);
    h->told_at[news] = now;
    if ((e = queue_add(h->db, &r, &rules->queue, &id, why, sizeof(why))))
        log_warn("house", "the keeper is not told: %s",
            why[0] ? why : err_text(e));
    return true;
}

/* Mains that flickers is told twice in half an hour; what stays is told. */
static void
tell_mains(struct house *h, const char *words)
{
    if (h->mains_out && !h->mains_out_told)
        h->mains_out_told = tell_keeper(h, NEWS_MAINS_LOST, 30 * MINUTE,
            PRIORITY_NORMAL, words);
    else if (!h->mains_out && h->mains_out_told)
        h->mains_out_told = !tell_keeper(h, NEWS_MAINS_BACK, 0,
            PRIORITY_NORMAL, words);
}

/* --- power for a dongle --------------------------------------------------- */

/* The dongle in the board's socket. */
static bool
is_ours(const struct house *h, const char *modem)
{
    const char *named = rules_current()->config.board_modem;

    return !strcmp(named[0] ? named : supervisor_only(h->supervisor), modem);
}

bool
house_can_cut(void *house, const char *modem)
{
    const struct house *h = house;

    return h->supervisor && board_obeys(h->board) && !h->cut_modem[0]
        && !h->flash && !h->ending
        && (board_hello(h->board)->caps & BOARD_CAP_MODEM)
        && is_ours(h, modem);
}

void
house_cut_over(struct house *h, bool proved)
{
    char modem[sizeof(h->cut_modem)];

    if (!h->cut_modem[0])
        return;
    memcpy(modem, h->cut_modem, sizeof(modem));
    h->cut_modem[0] = '\0';
    loop_cancel(h->loop, &h->cut_limit);
    if (h->supervisor)
        supervisor_cut_ended(h->supervisor, modem, proved);
}

static void
no_proof(void *user)
{
    struct house *h = user;

    log_warn("house", "modem=%s the board did not say how the cut ended",
        h->cut_modem);
    house_cut_over(h, false);
}

static void
cut_answered(void *user, enum err e, const struct board_frame *f)
{
    struct house *h = user;

    if (!e)
        return;                 /* MODEM_CYCLED will follow */
    log_warn("house", "modem=%s power not cut: %s", h->cut_modem,
        e == ERR_REFUSED ? said_error(f) : err_text(e));
    house_note(h, "no", e == ERR_REFUSED ? "The board refused to cut the"
        " dongle's power: it was cut too often." : "The board did not answer"
        " when it was to cut the dongle's power.");
    house_cut_over(h, false);
}

bool
house_cut(void *house, const char *modem, const char *why)
{
    struct house *h = house;
    enum err e;

    if (!house_can_cut(h, modem))
        return false;
    if ((e = audit_add(h->db, "notehome", "board.power_cycle", modem, why)))
        log_warn("house", "not written into the audit log: %s", err_text(e));
    snprintf(h->cut_modem, sizeof(h->cut_modem), "%s", modem);
    loop_after(h->loop, &h->cut_limit, cut_limit, no_proof, h);
    log_warn("house", "modem=%s its power is cut: %s", modem, why);
    if (board_ask(h->board, BOARD_MODEM, "C", cut_answered, h) == OK)
        return true;
    h->cut_modem[0] = '\0';
    loop_cancel(h->loop, &h->cut_limit);
    return false;
}

void
house_parked(void *house, const char *modem, const char *why)
{
    struct house *h = house;
    char words[300];

    snprintf(words, sizeof(words), "the dongle %s does not come back. %s",
        modem, why);
    tell_keeper(h, NEWS_DONGLE, 6 * HOUR, PRIORITY_NORMAL, words);
}

/* --- battery -------------------------------------------------------------- */

static void
going_down(void *user, enum err e, const struct board_frame *f)
{
    struct house *h = user;

    if (e)
        log_warn("house", "the board does not know that we end: %s",
            e == ERR_REFUSED ? said_error(f) : err_text(e));
    h->power_out(h->power_user);
}

static void
end_for_battery(struct house *h)
{
    static const char words[] = "The battery is almost empty: Notehome stops"
        " until mains power is back.";

    if (h->ending || !h->power_out)
        return;
    h->ending = true;
    log_error("house", "%s", words);
    house_note(h, "sd", words);
    if (audit_add(h->db, "notehome", "board.shut_down", "host", words))
        log_warn("house", "not written into the audit log");
    if (board_ask(h->board, BOARD_GOING_DOWN, halt_for, going_down, h))
        h->power_out(h->power_user);
}

/* What lasts, also when its event came to a daemon that ended since. */
void
house_check_power(struct house *h)
{
    const struct said_status *s = board_status(h->board);

    tell_mains(h, "Mains power is out.");
    if (s && (s->flags & BOARD_FLAG_BATTERY_CRITICAL)
        && !(s->flags & BOARD_FLAG_MAINS))
        end_for_battery(h);
}

/* --- events --------------------------------------------------------------- */

/* Whether power was switched, for the audit log. */
static const char *
audit_action(const struct said_event *e)
{
    switch ((unsigned)e->type) {
    case BOARD_EVENT_MODEM_CYCLED:
        return "board.power_cycled";
    case BOARD_EVENT_MODEM_FAULT:
        return "board.modem_fault";
    case BOARD_EVENT_HOST_RESET:
        return "board.host_reset";
    case BOARD_EVENT_MAINS_LOST:
        return "board.mains_lost";
    case BOARD_EVENT_MAINS_BACK:
        return "board.mains_back";
    case BOARD_EVENT_BATTERY_CRITICAL:
        return "board.battery_critical";
    default:
        return NULL;
    }
}

static enum err
store_event(struct house *h, const struct said_event *e, const char *words)
{
    const char *action = audit_action(e);
    enum err err = db_begin(h->db);

    if (err)
        return err;
    err = board_log_add(h->db, (int)e->n, e->name, e->text, words);
    if (!err && action)
        err = audit_add(h->db, "board", action, "board", words);
    return db_end(h->db, err);
}

static void
act(struct house *h, const struct said_event *e, const char *words)
{
    switch ((unsigned)e->type) {
    case BOARD_EVENT_MAINS_LOST:
    case BOARD_EVENT_MAINS_BACK:
        h->mains_out = e->type == BOARD_EVENT_MAINS_LOST;
        h->alarm &= h->mains_out;
        tell_mains(h, words);
        break;
    case BOARD_EVENT_BATTERY_LOW:
        h->alarm = true;
        h->alarm_due = 0;
        tell_keeper(h, NEWS_BATTERY, HOUR, PRIORITY_URGENT, words);
        break;
    case BOARD_EVENT_BATTERY_GOOD:
    case BOARD_EVENT_BUTTON:    /* the board has silenced itself already */
        h->alarm = false;
        break;
    case BOARD_EVENT_MODEM_CYCLED:
        house_cut_over(h, e->args > 0 && e->arg[0]);
        break;
    default:
        break;
    }
}

static bool
too_many(struct house *h)
{
    int64_t now = clock_mono();

    if (now - h->events_since > events_span) {
        h->events_since = now;
        h->events = 0;
    }
    return ++h->events > EVENTS_MOST;
}

enum err
house_event(void *house, const struct said_event *e)
{
    struct house *h = house;
    char words[200];
    enum err err;

    if (too_many(h))
        return ERR_BUSY;        /* it tells it again */
    said_event_words(e, words, sizeof(words));
    err = store_event(h, e, words);
    if (err == ERR_EXISTS)
        return err;
    if (err) {
        log_error("house", "event=%u not stored, it will be told again: %s",
            (unsigned)e->n, err_text(err));
        return err;
    }
    log_warn("house", "event=%u type=%s args=%s %s", (unsigned)e->n, e->name,
        e->text, words);
    act(h, e, words);
    db_touch(h->db, DB_MODEMS);
    return OK;
}
