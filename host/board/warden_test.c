/* The board's test: it measures, shines and beeps, has its button pressed, and
 * switches the dongle's power. Each thing that is not as it should be is told
 * with what to look at. */
#include "base/clock.h"
#include "board/warden_own.h"

#include <stdio.h>

static const int64_t press_within = MINUTE;
static const int64_t cut_most = 30 * SECOND;
static const int64_t settles = 3 * SECOND;      /* its supply, on again */
static const char cut_for[] = "C,3000";

enum { BUTTON = 1, CUT, ON_AGAIN };
enum { RAIL_LEAST = 4500, RAIL_MOST = 5250, VBUS_MOST = 5300, FITTED = 3000 };

/* mV; 0: no voltage is told. */
static void
look_at(struct warden *w, const char *what, uint32_t mv, const char *where)
{
    struct reason r = reason_of(REASON_LOOK_AT);
    char text[24];

    snprintf(text, sizeof(text), "%.2f V", (double)mv / 1000);
    reason_add_words(&r, what);
    if (mv)
        reason_add_text(&r, text);
    else
        reason_add_words(&r, "does not answer as it should");
    reason_add_words(&r, where);
    errand_say(&r);
    w->errand.looks++;
}

static void
is_good(const char *what, uint32_t mv)
{
    struct reason r = reason_of(REASON_OF);
    char text[24];

    snprintf(text, sizeof(text), "%.2f V", (double)mv / 1000);
    reason_add_words(&r, what);
    reason_add_text(&r, text);
    errand_say(&r);
}

static void
end(struct warden *w)
{
    struct reason r = reason_number(REASON_TEST_FAILED, w->errand.looks);

    if (w->errand.looks)
        errand_say(&r);
    else
        warden_errand_line(REASON_TEST_PASSED);
    for (int i = 0; i < BOARD_LED_COUNT; i++)
        w->lights[i] = -1;
    warden_errand_end(w, !w->errand.looks);
}

/* --- the dongle's power --------------------------------------------------- */

static void
got_vbus(void *user, enum err e, const struct board_frame *f)
{
    struct warden *w = user;
    struct said_status s;

    if (e || said_status(f, &s)) {
        warden_errand_fail(w, e ? e : ERR_INPUT, f);
        return;
    }
    if (s.vbus < BOARD_VBUS_GOOD_MV || s.vbus > VBUS_MOST)
        look_at(w, "Dongle's supply", s.vbus ? s.vbus : 1,
            "U1, R9 and jumper JP1");
    else
        is_good("Dongle's supply", s.vbus);
    end(w);
}

static void
on_again(void *user)
{
    warden_errand_ask(user, BOARD_STATUS, "", got_vbus);
}

static void
no_cut(void *user)
{
    struct warden *w = user;

    look_at(w, "Dongle's switch", 0, "U1 and the wire of MODEM_EN");
    on_again(w);
}

static void
cut_begun(void *user, enum err e, const struct board_frame *f)
{
    struct warden *w = user;

    if (!e) {
        w->errand.step = CUT;
        loop_after(w->loop, &w->errand.timer, cut_most, no_cut, w);
    } else if (e == ERR_REFUSED) {
        warden_errand_line(REASON_CUT_REFUSED);
        w->errand.looks++;
        on_again(w);
    } else {
        warden_errand_fail(w, e, f);
    }
}

static void
cut_ended(struct warden *w, const struct said_event *e)
{
    struct reason r = said_event_reason(e);

    errand_say(&r);
    if (!e->arg[0])
        look_at(w, "Dongle's switch", e->arg[1] ? e->arg[1] : 1,
            "U1, R10, and a dongle with a battery of its own");
    w->errand.step = ON_AGAIN;
    loop_after(w->loop, &w->errand.timer, settles, on_again, w);
}

/* --- the button ----------------------------------------------------------- */

static void
no_press(void *user)
{
    struct warden *w = user;

    warden_errand_line(REASON_BUTTON_SILENT);
    w->errand.looks++;
    warden_errand_ask(w, BOARD_MODEM, cut_for, cut_begun);
}

void
warden_test_event(struct warden *w, const struct said_event *e)
{
    if (w->errand.step == BUTTON && e->type == BOARD_EVENT_BUTTON) {
        warden_errand_line(REASON_BUTTON_WORKS);
        loop_cancel(w->loop, &w->errand.timer);
        warden_errand_ask(w, BOARD_MODEM, cut_for, cut_begun);
    } else if (w->errand.step == CUT
        && e->type == BOARD_EVENT_MODEM_CYCLED) {
        cut_ended(w, e);
    }
}

/* --- lights and voltages -------------------------------------------------- */

static void
shine(struct warden *w)
{
    char fields[12];

    for (int i = 0; i < BOARD_LED_COUNT; i++) {
        snprintf(fields, sizeof(fields), "%d,%d", i, BOARD_MODE_ON);
        if (board_ask(w->board, BOARD_LED, fields, NULL, NULL) == OK)
            w->lights[i] = BOARD_MODE_ON;
    }
    snprintf(fields, sizeof(fields), "%d", BOARD_BUZZ_DOUBLE);
    if (board_ask(w->board, BOARD_BUZZER, fields, NULL, NULL))
        w->errand.looks++;
    warden_errand_line(REASON_LIGHTS_SHINE);
    warden_errand_line(REASON_PRESS_BUTTON);
    db_touch(w->db, DB_MODEMS); /* a page waits for these lines */
    w->errand.step = BUTTON;
    loop_after(w->loop, &w->errand.timer, press_within, no_press, w);
}

static void
judge(struct warden *w, const struct said_status *s)
{
    if (!said_measures(s))
        look_at(w, "Voltage reference", s->rail ? s->rail : 1,
            "U4 and the wire of AREF");
    else if (s->rail < RAIL_LEAST || s->rail > RAIL_MOST)
        look_at(w, "5 V supply", s->rail, "U5, F1 and the Nano's sockets");
    else
        is_good("5 V supply", s->rail);
    if (s->battery < FITTED && s->adaptor < FITTED)
        look_at(w, "Battery and adaptor", s->battery ? s->battery : 1,
            "F1, F2, J1 and J2");
    if (s->battery >= FITTED)
        is_good("Battery", s->battery);
    if (s->adaptor >= FITTED)
        is_good("Adaptor", s->adaptor);
    if (!(s->flags & BOARD_FLAG_CLOCK))
        look_at(w, "Clock", 0, "U2 and the wires of SDA and SCL");
    else if (s->flags & BOARD_FLAG_CLOCK_UNSURE)
        look_at(w, "Clock", 0, "its coin cell BT1");
    if (s->flags & BOARD_FLAG_EEPROM_FAULT)
        look_at(w, "Board's memory", 0, "the Nano: replace it");
    if (!(s->flags & BOARD_FLAG_HOST_VBUS))
        look_at(w, "Power of this computer's USB", 0,
            "J3, or set hostvbus to 0 where that wire is not there");
}

static void
got_status(void *user, enum err e, const struct board_frame *f)
{
    struct warden *w = user;
    struct said_status s;

    if (e || said_status(f, &s)) {
        warden_errand_fail(w, e ? e : ERR_INPUT, f);
        return;
    }
    judge(w, &s);
    shine(w);
}

void
warden_test_begin(struct warden *w)
{
    w->errand.looks = 0;
    warden_errand_ask(w, BOARD_STATUS, "", got_status);
}
