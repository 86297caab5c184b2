#include "board/warden.h"

#include "base/clock.h"
#include "base/log.h"
#include "board/warden_own.h"
#include "board/halting.h"
#include "board/panel.h"
#include "settings/rules.h"
#include "store/db/setting.h"
#include "store/figures/overview.h"
#include "store/sims/recovery.h"

#include <stdio.h>
#include <stdlib.h>

static const int64_t probe_every = 5 * MINUTE;  /* spares the SD card */
static const int64_t probe_again = 20 * SECOND;
static const int64_t alarm_every = 5 * MINUTE;
enum { HALTS_IN_S = 120 };

/* --- health --------------------------------------------------------------- */

/* A write now and then. A full disk is no reason for a restart. */
static bool
store_takes(struct warden *w)
{
    int64_t now = clock_mono();
    char at[24];
    enum err e;

    if (now < w->probe_due)
        return w->writable;
    snprintf(at, sizeof(at), "%lld", (long long)clock_now());
    e = setting_set(w->db, "house.alive", at);
    w->writable = !e || e == ERR_DISK_FULL;
    w->probe_due = now + (e ? probe_again : probe_every);
    return w->writable;
}

static bool
healthy(void *user)
{
    struct warden *w = user;
    bool well;

    if (w->ending)
        return false;           /* a heartbeat would take back SD */
    well = supervisor_is_well(w->supervisor) && store_takes(w);
    if (well != w->was_well)
        log_warn("warden", "%s", well ? "well again: heartbeats go on"
                : "not well: no heartbeat, the board will restart this"
                  " computer");
    w->was_well = well;
    return well;
}

/* --- lights and sound ----------------------------------------------------- */

static void
set_light(struct warden *w, int led, int mode)
{
    char fields[24];

    if (w->lights[led] == mode)
        return;
    snprintf(fields, sizeof(fields), "%d,%d", led, mode);
    if (board_ask(w->board, BOARD_LED, fields, NULL, NULL) == OK)
        w->lights[led] = mode;
}

static void
show_lights(struct warden *w)
{
    struct panel_facts f = { .n_modems = 0 };
    enum board_led_mode modes[BOARD_LED_COUNT];
    struct overview counts;

    f.n_modems = status_list(f.modems);
    f.flags = board_status(w->board)->flags;
    if (overview_read(w->db, &counts) == OK) {
        f.unread = counts.unread;
        for (int i = 0; i < OVERVIEW_TRAYS; i++)
            f.unread += counts.tray[i];
    }
    panel_lights(&f, modes);
    for (int i = 0; i < BOARD_LED_COUNT; i++)
        set_light(w, i, (int)modes[i]);
}

static void
sound_alarm(struct warden *w)
{
    char pattern[12];

    if (!w->alarm || clock_mono() < w->alarm_due)
        return;
    snprintf(pattern, sizeof(pattern), "%d", BOARD_BUZZ_ALARM);
    w->alarm_due = clock_mono() + alarm_every;
    if (board_ask(w->board, BOARD_BUZZER, pattern, NULL, NULL))
        log_debug("warden", "no alarm: much is asked of the board");
}

/* --- the board ------------------------------------------------------------ */

static void
publish(struct warden *w)
{
    const struct said_hello *hello = board_hello(w->board);
    const struct said_status *s = board_status(w->board);
    struct status_board told = { .present = hello != NULL };

    if (hello) {
        told.id = hello->id;
        told.firmware = hello->firmware;
        told.protocol_major = hello->major;
        told.protocol_minor = hello->minor;
        told.bootloader = hello->bootloader;
        told.fuses = hello->fuses;
        told.warnings = said_hello_warnings(hello, told.warning);
        told.words = reason_of(REASON_CONNECTED);
    }
    if (s) {
        told.words = said_status_reason(s);
        told.known = true;
        told.uptime_s = s->uptime;
        told.battery_mv = s->battery;
        told.adaptor_mv = s->adaptor;
        told.rail_mv = s->rail;
        told.vbus_mv = s->vbus;
        told.measures = said_measures(s);
        told.mains = s->flags & BOARD_FLAG_MAINS;
        told.battery_low = s->flags & BOARD_FLAG_BATTERY_LOW;
        told.modem_on = s->flags & BOARD_FLAG_MODEM_ON;
        told.armed = s->flags & BOARD_FLAG_ARMED;
        told.service = s->flags & BOARD_FLAG_SERVICE;
    }
    pthread_mutex_lock(&w->lock);
    w->told = told;
    pthread_mutex_unlock(&w->lock);
}

static void
came(void *user)
{
    struct reason connected = reason_of(REASON_BOARD_CONNECTED);
    struct warden *w = user;

    for (int i = 0; i < BOARD_LED_COUNT; i++)
        w->lights[i] = -1;
    warden_note(w, "on", &connected);
    publish(w);
    warden_clock_ask(w);
    db_touch(w->db, DB_MODEMS);
}

static void
went(void *user)
{
    struct reason gone = reason_of(REASON_BOARD_GONE);
    struct warden *w = user;

    warden_note(w, "off", &gone);
    publish(w);
    warden_cut_over(w, false);
    warden_errand_gone(w);
    db_touch(w->db, DB_MODEMS);
}

static void
status(void *user)
{
    struct warden *w = user;

    publish(w);
    if (w->errand.what.kind != ERRAND_TEST || !w->errand.busy)
        show_lights(w);
    sound_alarm(w);
    warden_check_power(w);
}

static bool
taken(void *user, const char *path)
{
    const struct warden *w = user;

    return supervisor_uses(w->supervisor, path);
}

static bool
is_no_board(void *user, const char *device)
{
    const struct warden *w = user;

    return board_rules_out(w->board, device);
}

/* --- start and end -------------------------------------------------------- */

enum err
warden_open(struct loop *loop, struct db *db, struct warden **out)
{
    struct warden *w = calloc(1, sizeof(*w));
    enum err e = w ? recovery_reset(db) : ERR_MEMORY;

    if (e) {
        free(w);
        return e;
    }
    w->loop = loop;
    w->db = db;
    w->wake = -1;
    w->was_well = true;
    pthread_mutex_init(&w->lock, NULL);
    w->dongles = (struct dongle_hooks){ w, warden_can_cut, warden_cut,
        is_no_board, warden_parked };
    *out = w;
    warden_clock_start(w);
    return OK;
}

const struct dongle_hooks *
warden_dongle_hooks(const struct warden *w)
{
    return &w->dongles;
}

enum err
warden_start(struct warden *w, struct supervisor *s,
    void (*power_out)(void *user), void *user)
{
    const struct board_hooks hooks = { w, taken, healthy, came, went, status,
        warden_event };
    enum err e;

    w->supervisor = s;
    w->power_out = power_out;
    w->power_user = user;
    if ((e = warden_update_start(w)))
        return e;
    return board_open(w->loop, rules_current()->config.board, &hooks,
        &w->board);
}

static void
left(void *user, enum err e, const struct board_frame *f)
{
    struct warden *w = user;

    (void)f;
    if (e)
        log_warn("warden", "the board was not told that we end (%s): it may"
            " restart this computer", err_text(e));
    w->gone(w->gone_user);
}

void
warden_leave(struct warden *w, void (*gone)(void *user), void *user)
{
    /* On an empty battery the board knows why already, and DA leaves it so. */
    enum halting how = w->ending || !board_hello(w->board) ? HALTING_NOT
                                                           : halting_now();
    char fields[16];

    w->gone = gone;
    w->gone_user = user;
    snprintf(fields, sizeof(fields), "%d,%d", HALTS_IN_S,
        how == HALTING_OFF ? BOARD_WHY_PERSON : BOARD_WHY_RESTART);
    if (how != HALTING_NOT)
        log_info("warden", "this computer %s: the board is told",
            how == HALTING_OFF ? "is turned off" : "restarts");
    if (how == HALTING_NOT
            ? board_ask(w->board, BOARD_DISARM, "", left, w)
            : board_ask(w->board, BOARD_GOING_DOWN, fields, left, w))
        gone(user);
}

void
warden_close(struct warden *w)
{
    if (!w)
        return;
    w->supervisor = NULL;
    warden_clock_stop(w);
    warden_update_stop(w);
    loop_cancel(w->loop, &w->cut_limit);
    loop_cancel(w->loop, &w->errand.timer);
    board_close(w->board);
    pthread_mutex_destroy(&w->lock);
    free(w);
}

void
warden_tell(void *warden, struct status_board *out)
{
    struct warden *w = warden;

    pthread_mutex_lock(&w->lock);
    *out = w->told;
    pthread_mutex_unlock(&w->lock);
}

bool
warden_clock_unsure(void *warden)
{
    struct warden *w = warden;

    return atomic_load(&w->clock_unsure);
}
