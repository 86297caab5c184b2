#include "app.h"

#include "event.h"
#include "hal.h"
#include "host.h"
#include "journal.h"
#include "kept.h"
#include "link.h"
#include "modem.h"
#include "panel.h"
#include "power.h"
#include "rtc.h"
#include "setting.h"
#include "store.h"

static uint32_t stepped_at;     /* hal_millis() */
static uint32_t uptime, uptime_ms;
static uint8_t cause, caps;
static bool same_major;         /* HI has told that we understand each other */
static uint32_t change_asked;   /* the CF that waits for the EEPROM */

/* --- answers ------------------------------------------------------------ */

static void
refuse(enum board_error e)
{
    board_add(link_answer(BOARD_ERROR), e);
    link_answer_end();
}

/* The request's own words back; or the error. */
static void
echo(const struct board_frame *f, enum board_error e)
{
    struct board_writer *w;

    if (e != BOARD_NO_ERROR) {
        refuse(e);
        return;
    }
    w = link_answer(f->command);
    for (uint8_t i = 0; i < f->fields; i++)
        board_add_text(w, f->field[i]);
    link_answer_end();
}

static void
add_hello(struct board_writer *w)
{
    uint32_t fuses = hal_fuses();

    board_add(w, BOARD_MAJOR);
    board_add(w, BOARD_MINOR);
    board_add(w, FIRMWARE_VERSION);
    board_add(w, power_revision());
    board_add(w, setting(BOARD_SETTING_ID));
    board_add(w, cause);
    board_add(w, uptime);
    board_add(w, caps);
    board_add(w, hal_bootloader(fuses));
    board_add(w, fuses);
}

static uint32_t
flags(void)
{
    const struct {
        bool     set;
        uint32_t flag;
    } all[] = {
        { power_mains(), BOARD_FLAG_MAINS },
        { power_battery() != POWER_GOOD && power_measures(),
          BOARD_FLAG_BATTERY_LOW },
        { power_battery() == POWER_CRITICAL && power_measures(),
          BOARD_FLAG_BATTERY_CRITICAL },
        { modem_is_on(), BOARD_FLAG_MODEM_ON },
        { modem_is_cycling(), BOARD_FLAG_MODEM_CYCLING },
        { modem_has_fault(), BOARD_FLAG_MODEM_FAULT },
        { host_is_armed(), BOARD_FLAG_ARMED },
        { host_feed_is_cut(), BOARD_FLAG_FEED_CUT },
        { journal_clock_answers(), BOARD_FLAG_CLOCK },
        { journal_clock_unsure(), BOARD_FLAG_CLOCK_UNSURE },
        { store_faulty(), BOARD_FLAG_EEPROM_FAULT },
        { power_rail_mv() < BOARD_RAIL_MIN_MV, BOARD_FLAG_RAIL_LOW },
        { modem_host_vbus(), BOARD_FLAG_HOST_VBUS },
        { event_waiting(), BOARD_FLAG_EVENTS },
        { panel_button(), BOARD_FLAG_BUTTON },
        { host_is_going_down(), BOARD_FLAG_GOING_DOWN },
        { host_in_service(), BOARD_FLAG_SERVICE },
        { power_reference_lost(), BOARD_FLAG_REFERENCE },
    };
    uint32_t sum = 0;

    for (uint8_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].set)
            sum |= all[i].flag;
    return sum;
}

static void
answer_status(void)
{
    struct board_writer *w;
    uint32_t unix_time;
    bool unsure;

    if (!journal_clock(&unix_time, &unsure) || unsure)
        unix_time = 0;
    w = link_answer(BOARD_STATUS);
    board_add(w, uptime);
    board_add(w, power_battery_mv());
    board_add(w, power_adaptor_mv());
    board_add(w, power_rail_mv());
    board_add(w, power_vbus_mv());
    board_add(w, flags());
    board_add(w, unix_time);
    link_answer_end();
}

static void
answer_counters(void)
{
    struct board_writer *w = link_answer(BOARD_COUNTERS);

    board_add(w, journal.boots);
    board_add(w, journal.hangs);
    board_add(w, journal.host_resets);
    board_add(w, journal.cycles);
    board_add(w, journal.cycles_unproved);
    board_add(w, journal.outages);
    board_add(w, journal.longest);
    board_add(w, journal.latest);
    board_add(w, journal.latest_began);
    link_answer_end();
}

/* --- requests ----------------------------------------------------------- */

/* Field i as a number. False: it is not there or is none. */
static bool
number(const struct board_frame *f, uint8_t i, uint32_t *out)
{
    return i < f->fields && board_number(f->field[i], out);
}

static void
on_hello(const struct board_frame *f)
{
    uint32_t major;

    if (!number(f, 0, &major)) {
        refuse(BOARD_ERROR_FIELD);
        return;
    }
    same_major = major == BOARD_MAJOR;
    add_hello(link_answer(BOARD_HELLO));
    link_answer_end();
    link_forget();
}

static void
on_heartbeat(const struct board_frame *f, uint32_t now)
{
    uint32_t grace = setting(BOARD_SETTING_GRACE);
    enum board_error e = BOARD_ERROR_FIELD;

    if (f->fields == 0 || number(f, 0, &grace))
        e = host_heartbeat(now, grace);
    if (e != BOARD_NO_ERROR)
        refuse(e);
    else
        answer_status();
}

static void
on_time(const struct board_frame *f)
{
    struct board_writer *w;
    uint32_t unix_time;
    bool unsure;

    if (f->fields > 0) {
        if (!number(f, 0, &unix_time)) {
            refuse(BOARD_ERROR_FIELD);
            return;
        }
        if (unix_time < RTC_FIRST || unix_time > RTC_LAST) {
            refuse(BOARD_ERROR_RANGE);
            return;
        }
        if (!rtc_set(unix_time)) {
            refuse(BOARD_ERROR_NO_CLOCK);
            return;
        }
        journal_clock_set(unix_time);
    }
    if (!journal_clock(&unix_time, &unsure)) {
        refuse(BOARD_ERROR_NO_CLOCK);
        return;
    }
    w = link_answer(BOARD_TIME);
    board_add(w, unix_time);
    board_add(w, unsure);
    link_answer_end();
}

static void
on_modem(const struct board_frame *f, uint32_t now)
{
    uint32_t ms = setting(BOARD_SETTING_OFF_TIME);
    char what = f->fields ? f->field[0][0] : '\0';
    enum board_error e = BOARD_ERROR_FIELD;

    if (what && f->field[0][1] == '\0') {
        if (what == '0')
            e = modem_off(now);
        else if (what == '1')
            e = modem_on(now);
        else if (what == 'C' && (f->fields == 1 || number(f, 1, &ms)))
            e = modem_cycle(now, ms);
    }
    echo(f, e);
}

static void
on_setting(const struct board_frame *f, uint32_t now)
{
    enum board_setting which = BOARD_SETTING_COUNT;
    enum board_error e;
    uint32_t value;

    if (f->fields > 0)
        which = setting_find(f->field[0]);
    if (which == BOARD_SETTING_COUNT) {
        refuse(BOARD_ERROR_FIELD);
    } else if (f->fields == 1) {
        struct board_writer *w = link_answer(BOARD_SETTING);

        board_add_text(w, f->field[0]);
        board_add(w, setting(which));
        link_answer_end();
    } else if (!number(f, 1, &value)) {
        refuse(BOARD_ERROR_FIELD);
    } else if ((e = setting_set(which, value, now)) != BOARD_NO_ERROR) {
        refuse(e);
    } else {                    /* finish_setting() sends it */
        struct board_writer *w = link_answer(BOARD_SETTING);

        board_add_text(w, f->field[0]);
        board_add(w, value);
        change_asked = link_request();
    }
}

/* The setting is stored, or cannot be. Who asked may have asked for
 * something else since then; then nobody waits for the answer. */
static void
finish_setting(void)
{
    bool good;

    if (!setting_ended(&good) || change_asked != link_request())
        return;
    if (good)
        link_answer_end();
    else
        refuse(BOARD_ERROR_EEPROM);
}

static void
on_two_numbers(const struct board_frame *f, uint32_t now)
{
    uint32_t a, b;

    if (!number(f, 0, &a) || !number(f, 1, &b))
        refuse(BOARD_ERROR_FIELD);
    else if (f->command == BOARD_LED)
        echo(f, panel_led(a, b));
    else
        echo(f, host_going_down(now, a, b));
}

static void
on_service(const struct board_frame *f, uint32_t wanted, uint32_t now)
{
    if (wanted == 1)
        host_service(now, true);
    else if (wanted == 0)
        host_end_service();
    echo(f, wanted <= 1 ? BOARD_NO_ERROR : BOARD_ERROR_RANGE);
}

static void
on_one_number(const struct board_frame *f, uint32_t now)
{
    uint32_t n;

    if (!number(f, 0, &n))
        refuse(BOARD_ERROR_FIELD);
    else if (f->command == BOARD_BUZZER)
        echo(f, panel_buzz(now, n));
    else if (f->command == BOARD_SERVICE)
        on_service(f, n, now);
    else {
        event_acknowledge(n);   /* twice is no mistake */
        echo(f, BOARD_NO_ERROR);
    }
}

static bool
is_frozen(uint16_t command)
{
#define APP_FROZEN(n, a, b, frozen) || (frozen && command == BOARD_##n)
    return false BOARD_COMMANDS(APP_FROZEN);
}

static bool
is_known(uint16_t command)
{
#define APP_KNOWN(n, a, b, frozen) || command == BOARD_##n
    return false BOARD_COMMANDS(APP_KNOWN);
}

static void
act(const struct board_frame *f, uint32_t now)
{
    if (!is_known(f->command)) {
        refuse(BOARD_ERROR_UNKNOWN);
        return;
    }
    if (!same_major && !is_frozen(f->command)) {
        refuse(BOARD_ERROR_REFUSED);
        return;
    }
    switch ((enum board_command)f->command) {
    case BOARD_HELLO:
        on_hello(f);
        break;
    case BOARD_HEARTBEAT:
        on_heartbeat(f, now);
        break;
    case BOARD_STATUS:
        answer_status();
        break;
    case BOARD_TIME:
        on_time(f);
        break;
    case BOARD_COUNTERS:
        answer_counters();
        break;
    case BOARD_MODEM:
        on_modem(f, now);
        break;
    case BOARD_LED:
    case BOARD_GOING_DOWN:
        on_two_numbers(f, now);
        break;
    case BOARD_BUZZER:
    case BOARD_ACKNOWLEDGE:
    case BOARD_SERVICE:
        on_one_number(f, now);
        break;
    case BOARD_DISARM:
        host_disarm(now);
        echo(f, BOARD_NO_ERROR);
        break;
    case BOARD_SETTING:
        on_setting(f, now);
        break;
    case BOARD_EVENT:
    case BOARD_ERROR:
        break;                  /* link.c lets none through */
    }
}

/* --- the run ------------------------------------------------------------ */

void
app_start(void)
{
    struct board_writer w;
    bool warm;
    uint32_t now;

    cause = hal_reset_cause();
    warm = kept_open(cause & BOARD_CAUSE_POWER_ON);
    now = kept_clock();
    stepped_at = hal_millis();
    uptime = uptime_ms = 0;
    same_major = false;
    link_start();
    store_start();
    setting_start();
    power_start(now);
    modem_start(now);
    panel_start();
    journal_start(!warm, cause);
    host_start(now, !warm, cause & BOARD_CAUSE_BROWN_OUT
               || !(cause & (BOARD_CAUSE_EXTERNAL | BOARD_CAUSE_WATCHDOG)));
    caps = BOARD_CAP_MODEM | BOARD_CAP_RESET | BOARD_CAP_FEED
           | BOARD_CAP_PANEL;
    if (journal_clock_answers())
        caps |= BOARD_CAP_CLOCK;
    board_begin(&w, true, 0, BOARD_HELLO);
    add_hello(&w);
    link_send(&w);
}

void
app_byte(uint8_t byte)
{
    struct board_frame f;
    uint32_t now = kept_clock();

    if (!link_feed(byte, now, &f))
        return;
    panel_host_speaks(now);
    modem_host_speaks();
    act(&f, now);
}

bool
app_tick(uint32_t millis)
{
    uint32_t now;

    kept_clock_tick(millis);
    store_tick();
    finish_setting();
    if (millis - stepped_at < APP_STEP_MS)
        return false;
    uptime_ms += millis - stepped_at;
    stepped_at = millis;
    for (; uptime_ms >= 1000; uptime_ms -= 1000)
        uptime++;
    now = kept_clock();
    power_tick(now);
    modem_tick(now);
    host_tick(now);
    panel_tick(now);
    journal_tick(now);
    event_tick(now);
    return true;
}
