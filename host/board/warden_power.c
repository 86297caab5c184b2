#include "base/clock.h"
#include "base/log.h"
#include "board/warden_own.h"
#include "settings/rules.h"
#include "store/db/audit.h"
#include "store/figures/board_log.h"
#include "store/thread/message.h"

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
tell_keeper(struct warden *w, enum warden_news news, int64_t apart,
    enum message_priority priority, const char *words)
{
    const struct rules *rules = rules_current();
    struct reason why = { 0 };
    char text[400], said[REASON_SAID];
    struct queue_request r = { .number = rules->config.keeper, .text = text,
        .priority = priority, .expires = clock_now() + 12 * HOUR,
        .author = "notehome" };
    int64_t now = clock_mono();
    enum err e;

    if (!rules->config.keeper[0]
        || (w->told_at[news] && now - w->told_at[news] < apart))
        return false;
    snprintf(text, sizeof(text), "Notehome, %s: %s", rules->config.school.name,
        words);
    w->told_at[news] = now;
    w->told_id[news] = 0;
    if ((e = queue_add(w->db, &r, &rules->queue, &w->told_id[news], &why)))
        log_warn("warden", "the keeper is not told: %s",
            reason_given(&why) ? reason_english(&why, said)
                               : err_text(e));
    return true;
}

/* Mains that flickers is told twice in half an hour; what stays is told. */
static void
tell_mains(struct warden *w, const char *words)
{
    if (w->mains_out && !w->mains_out_told)
        w->mains_out_told = tell_keeper(w, NEWS_MAINS_LOST, 30 * MINUTE,
            PRIORITY_NORMAL, words);
    else if (!w->mains_out && w->mains_out_told)
        w->mains_out_told = !tell_keeper(w, NEWS_MAINS_BACK, 0,
            PRIORITY_NORMAL, words);
}

/* --- power for a dongle --------------------------------------------------- */

/* The dongle in the board's socket. */
static bool
is_ours(const struct warden *w, const char *modem)
{
    const char *named = rules_current()->config.board_modem;

    return !strcmp(named[0] ? named : supervisor_only(w->supervisor), modem);
}

bool
warden_can_cut(void *warden, const char *modem)
{
    const struct warden *w = warden;

    return w->supervisor && board_obeys(w->board) && !w->cut_modem[0]
        && !w->flash && !w->ending
        && (board_hello(w->board)->caps & BOARD_CAP_MODEM)
        && is_ours(w, modem);
}

void
warden_cut_over(struct warden *w, bool proved)
{
    char modem[sizeof(w->cut_modem)];

    if (!w->cut_modem[0])
        return;
    memcpy(modem, w->cut_modem, sizeof(modem));
    w->cut_modem[0] = '\0';
    loop_cancel(w->loop, &w->cut_limit);
    if (w->supervisor)
        supervisor_cut_ended(w->supervisor, modem, proved);
}

static void
no_proof(void *user)
{
    struct warden *w = user;

    log_warn("warden", "modem=%s the board did not say how the cut ended",
        w->cut_modem);
    warden_cut_over(w, false);
}

static void
cut_answered(void *user, enum err e, const struct board_frame *f)
{
    struct reason why = reason_of(e == ERR_REFUSED ? REASON_CUT_REFUSED
                                                   : REASON_CUT_UNANSWERED);
    struct warden *w = user;

    if (!e)
        return;                 /* MODEM_CYCLED will follow */
    log_warn("warden", "modem=%s power not cut: %s", w->cut_modem,
        e == ERR_REFUSED ? said_error(f) : err_text(e));
    warden_note(w, "no", &why);
    warden_cut_over(w, false);
}

bool
warden_cut(void *warden, const char *modem, const struct reason *why)
{
    struct warden *w = warden;
    char said[REASON_SAID];
    enum err e;

    if (!warden_can_cut(w, modem))
        return false;
    if ((e = audit_add_reason(w->db, "notehome", "board.power_cycle", modem,
             why)))
        log_warn("warden", "not written into the audit log: %s", err_text(e));
    snprintf(w->cut_modem, sizeof(w->cut_modem), "%s", modem);
    loop_after(w->loop, &w->cut_limit, cut_limit, no_proof, w);
    log_warn("warden", "modem=%s its power is cut: %s", modem,
        reason_english(why, said));
    if (board_ask(w->board, BOARD_MODEM, "C", cut_answered, w) == OK)
        return true;
    w->cut_modem[0] = '\0';
    loop_cancel(w->loop, &w->cut_limit);
    return false;
}

void
warden_parked(void *warden, const char *modem, const struct reason *why)
{
    struct warden *w = warden;
    char words[300], said[REASON_SAID];

    snprintf(words, sizeof(words), "the dongle %s does not come back. %s",
        modem, reason_english(why, said));
    tell_keeper(w, NEWS_DONGLE, 6 * HOUR, PRIORITY_NORMAL, words);
}

/* --- battery -------------------------------------------------------------- */

static void
going_down(void *user, enum err e, const struct board_frame *f)
{
    struct warden *w = user;

    if (e)
        log_warn("warden", "the board does not know that we end: %s",
            e == ERR_REFUSED ? said_error(f) : err_text(e));
    w->power_out(w->power_user);
}

static void
end_for_battery(struct warden *w)
{
    struct reason why = reason_of(REASON_STOPS_FOR_BATTERY);

    if (w->ending || !w->power_out)
        return;
    w->ending = true;
    log_error("warden", "%s", reason_sentence(why.code));
    warden_note(w, "sd", &why);
    if (audit_add_reason(w->db, "notehome", "board.shut_down", "host", &why))
        log_warn("warden", "not written into the audit log");
    if (board_ask(w->board, BOARD_GOING_DOWN, halt_for, going_down, w))
        w->power_out(w->power_user);
}

static bool
text_waits(struct warden *w, int64_t id)
{
    struct message m = { 0 };
    bool waits;

    if (!id || message_get(w->db, id, &m))
        return false;
    waits = m.state == MESSAGE_QUEUED || m.state == MESSAGE_SENDING;
    message_clear(&m);
    return waits;
}

/* A status of the board. */
void
warden_check_battery(struct warden *w, const struct said_status *s)
{
    struct reason soon = reason_of(REASON_HALTS_SOON);
    char said[REASON_SAID], volts[16];

    switch (empty_look(&w->empty, s, text_waits(w, w->told_id[NEWS_HALT]),
        clock_mono())) {
    case EMPTY_TELL:
        snprintf(volts, sizeof(volts), "%.1f", (double)s->battery / 1000);
        reason_add_text(&soon, volts);
        log_warn("warden", "%s", reason_english(&soon, said));
        tell_keeper(w, NEWS_HALT, HOUR, PRIORITY_URGENT, said);
        break;
    case EMPTY_HALT:
        end_for_battery(w);
        break;
    case EMPTY_NOT:
    case EMPTY_WAIT:
        break;
    }
}

/* What lasts, also when its event came to a daemon that ended since. */
void
warden_check_power(struct warden *w)
{
    const struct said_status *s = board_status(w->board);

    tell_mains(w, "Mains power is out.");
    if (s)
        warden_check_battery(w, s);
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
store_event(struct warden *w, const struct said_event *e,
    const struct reason *words)
{
    const char *action = audit_action(e);
    enum err err = db_begin(w->db);

    if (err)
        return err;
    err = board_log_add(w->db, (int)e->n, e->name, e->text, words);
    if (!err && action)
        err = audit_add_reason(w->db, "board", action, "board", words);
    return db_end(w->db, err);
}

static void
act(struct warden *w, const struct said_event *e, const char *words)
{
    switch ((unsigned)e->type) {
    case BOARD_EVENT_MAINS_LOST:
    case BOARD_EVENT_MAINS_BACK:
        w->mains_out = e->type == BOARD_EVENT_MAINS_LOST;
        w->alarm &= w->mains_out;
        tell_mains(w, words);
        break;
    case BOARD_EVENT_BATTERY_LOW:
        w->alarm = true;
        w->alarm_due = 0;
        tell_keeper(w, NEWS_BATTERY, HOUR, PRIORITY_URGENT, words);
        break;
    case BOARD_EVENT_BATTERY_GOOD:
    case BOARD_EVENT_BUTTON:    /* the board has silenced itself already */
        w->alarm = false;
        break;
    case BOARD_EVENT_REFERENCE:
        tell_keeper(w, NEWS_REFERENCE, DAY, PRIORITY_NORMAL, words);
        break;
    case BOARD_EVENT_MODEM_CYCLED:
        warden_cut_over(w, e->args > 0 && e->arg[0]);
        break;
    default:
        break;
    }
    warden_errand_event(w, e);
}

static bool
too_many(struct warden *w)
{
    int64_t now = clock_mono();

    if (now - w->events_since > events_span) {
        w->events_since = now;
        w->events = 0;
    }
    return ++w->events > EVENTS_MOST;
}

enum err
warden_event(void *warden, const struct said_event *e)
{
    struct warden *w = warden;
    struct reason said = said_event_reason(e);
    char words[REASON_SAID];
    enum err err;

    if (too_many(w))
        return ERR_BUSY;        /* it tells it again */
    reason_say(&said, NULL, NULL, words, sizeof(words));
    err = store_event(w, e, &said);
    if (err == ERR_EXISTS)
        return err;
    if (err) {
        log_error("warden", "event=%u not stored, it will be told again: %s",
            (unsigned)e->n, err_text(err));
        return err;
    }
    log_warn("warden", "event=%u type=%s args=%s %s", (unsigned)e->n, e->name,
        e->text, words);
    act(w, e, words);
    db_touch(w->db, DB_MODEMS);
    return OK;
}
