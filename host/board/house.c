#include "board/house.h"

#include "base/clock.h"
#include "base/log.h"
#include "board/house_own.h"
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

/* --- health --------------------------------------------------------------- */

/* A write now and then. A full disk is no reason for a restart. */
static bool
store_takes(struct house *h)
{
    int64_t now = clock_mono();
    char at[24];
    enum err e;

    if (now < h->probe_due)
        return h->writable;
    snprintf(at, sizeof(at), "%lld", (long long)clock_now());
    e = setting_set(h->db, "house.alive", at);
    h->writable = !e || e == ERR_DISK_FULL;
    h->probe_due = now + (e ? probe_again : probe_every);
    return h->writable;
}

static bool
healthy(void *user)
{
    struct house *h = user;
    bool well;

    if (h->ending)
        return false;           /* a heartbeat would take back SD */
    well = supervisor_is_well(h->supervisor) && store_takes(h);
    if (well != h->was_well)
        log_warn("house", "%s", well ? "well again: heartbeats go on"
                : "not well: no heartbeat, the board will restart this"
                  " computer");
    h->was_well = well;
    return well;
}

/* --- lights and sound ----------------------------------------------------- */

static void
set_light(struct house *h, int led, int mode)
{
    char fields[24];

    if (h->lights[led] == mode)
        return;
    snprintf(fields, sizeof(fields), "%d,%d", led, mode);
    if (board_ask(h->board, BOARD_LED, fields, NULL, NULL) == OK)
        h->lights[led] = mode;
}

static void
show_lights(struct house *h)
{
    struct panel_facts f = { .n_modems = 0 };
    enum board_led_mode modes[BOARD_LED_COUNT];
    struct overview counts;

    f.n_modems = status_list(f.modems);
    f.flags = board_status(h->board)->flags;
    if (overview_read(h->db, &counts) == OK) {
        f.unread = counts.unread;
        for (int i = 0; i < OVERVIEW_TRAYS; i++)
            f.unread += counts.tray[i];
    }
    panel_lights(&f, modes);
    for (int i = 0; i < BOARD_LED_COUNT; i++)
        set_light(h, i, (int)modes[i]);
}

static void
sound_alarm(struct house *h)
{
    char pattern[12];

    if (!h->alarm || clock_mono() < h->alarm_due)
        return;
    snprintf(pattern, sizeof(pattern), "%d", BOARD_BUZZ_ALARM);
    h->alarm_due = clock_mono() + alarm_every;
    if (board_ask(h->board, BOARD_BUZZER, pattern, NULL, NULL))
        log_debug("house", "no alarm: much is asked of the board");
}

/* --- the board ------------------------------------------------------------ */

static void
publish(struct house *h)
{
    const struct said_hello *hello = board_hello(h->board);
    const struct said_status *s = board_status(h->board);
    struct status_board told = { .present = hello != NULL };

    if (hello) {
        told.id = hello->id;
        told.firmware = hello->firmware;
        told.protocol_major = hello->major;
        told.protocol_minor = hello->minor;
        snprintf(told.words, sizeof(told.words), "connected");
    }
    if (s) {
        said_status_words(s, told.words, sizeof(told.words));
        told.known = true;
        told.uptime_s = s->uptime;
        told.battery_mv = s->battery;
        told.adaptor_mv = s->adaptor;
        told.rail_mv = s->rail;
        told.vbus_mv = s->vbus;
        told.mains = s->flags & BOARD_FLAG_MAINS;
        told.battery_low = s->flags & BOARD_FLAG_BATTERY_LOW;
        told.modem_on = s->flags & BOARD_FLAG_MODEM_ON;
        told.armed = s->flags & BOARD_FLAG_ARMED;
    }
    pthread_mutex_lock(&h->lock);
    h->told = told;
    pthread_mutex_unlock(&h->lock);
}

static void
came(void *user)
{
    struct house *h = user;

    for (int i = 0; i < BOARD_LED_COUNT; i++)
        h->lights[i] = -1;
    house_note(h, "on", "The board is connected.");
    publish(h);
    house_clock_ask(h);
    db_touch(h->db, DB_MODEMS);
}

static void
went(void *user)
{
    struct house *h = user;

    house_note(h, "off", "The board is gone.");
    publish(h);
    house_cut_over(h, false);
    db_touch(h->db, DB_MODEMS);
}

static void
status(void *user)
{
    struct house *h = user;

    publish(h);
    show_lights(h);
    sound_alarm(h);
    house_check_power(h);
}

static bool
taken(void *user, const char *path)
{
    const struct house *h = user;

    return supervisor_uses(h->supervisor, path);
}

/* --- start and end -------------------------------------------------------- */

enum err
house_open(struct loop *loop, struct db *db, struct house **out)
{
    struct house *h = calloc(1, sizeof(*h));
    enum err e = h ? recovery_reset(db) : ERR_MEMORY;

    if (e) {
        free(h);
        return e;
    }
    h->loop = loop;
    h->db = db;
    h->wake = -1;
    h->was_well = true;
    pthread_mutex_init(&h->lock, NULL);
    h->dongles = (struct dongle_hooks){ h, house_can_cut, house_cut,
        house_parked };
    *out = h;
    house_clock_start(h);
    return OK;
}

const struct dongle_hooks *
house_dongle_hooks(const struct house *h)
{
    return &h->dongles;
}

enum err
house_start(struct house *h, struct supervisor *s,
    void (*power_out)(void *user), void *user)
{
    const struct board_hooks hooks = { h, taken, healthy, came, went, status,
        house_event };
    enum err e;

    h->supervisor = s;
    h->power_out = power_out;
    h->power_user = user;
    if ((e = house_update_start(h)))
        return e;
    return board_open(h->loop, rules_current()->config.board, &hooks,
        &h->board);
}

static void
left(void *user, enum err e, const struct board_frame *f)
{
    struct house *h = user;

    (void)f;
    if (e)
        log_warn("house", "the board was not told that we end (%s): it may"
            " restart this computer", err_text(e));
    h->gone(h->gone_user);
}

void
house_leave(struct house *h, void (*gone)(void *user), void *user)
{
    h->gone = gone;
    h->gone_user = user;
    if (board_ask(h->board, BOARD_DISARM, "", left, h))
        gone(user);
}

void
house_close(struct house *h)
{
    if (!h)
        return;
    h->supervisor = NULL;
    house_clock_stop(h);
    house_update_stop(h);
    loop_cancel(h->loop, &h->cut_limit);
    board_close(h->board);
    h->board = NULL;
    /* h itself stays: the store still tells it, until the store closes. */
}

void
house_tell(void *house, struct status_board *out)
{
    struct house *h = house;

    pthread_mutex_lock(&h->lock);
    *out = h->told;
    pthread_mutex_unlock(&h->lock);
}

bool
house_clock_unsure(void *house)
{
    struct house *h = house;

    return atomic_load(&h->clock_unsure);
}
