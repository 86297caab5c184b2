/* What a person asks of the board: its settings, a cut, hands off, calibration.
 * The test is in warden_test.c. */
#include "base/clock.h"
#include "base/log.h"
#include "board/warden_own.h"

#include <stdio.h>
#include <string.h>

static const int64_t cut_most = 90 * SECOND;    /* until it says how it went */

#define ERRAND_ROW(n, number, wire, first, least, most, unit)                  \
    { wire, least, most, unit },
static const struct {
    const char *name;
    unsigned least, most;
    const char *unit;
} settings[] = { BOARD_SETTINGS(ERRAND_ROW) };

void
warden_errand_end(struct warden *w, bool good)
{
    loop_cancel(w->loop, &w->errand.timer);
    w->errand.busy = false;
    errand_end(good);
    db_touch(w->db, DB_MODEMS);
}

void
warden_errand_line(enum reason_code code)
{
    struct reason r = reason_of(code);

    errand_say(&r);
}

void
warden_errand_fail(struct warden *w, enum err e, const struct board_frame *f)
{
    const char *why = e == ERR_REFUSED && f ? said_error(f) : err_text(e);
    struct reason r = reason_of(REASON_BOARD_DID_NOT);

    reason_add_words(&r, why);
    errand_say(&r);
    warden_errand_end(w, false);
}

bool
warden_errand_ask(struct warden *w, uint16_t command, const char *fields,
    request_done *done)
{
    enum err e = board_ask(w->board, command, fields, done, w);

    if (e)
        warden_errand_fail(w, e, NULL);
    return !e;
}

/* --- settings ------------------------------------------------------------- */

static int
row_of(const char *name)
{
    for (int i = 0; i < BOARD_SETTING_COUNT; i++)
        if (!strcmp(settings[i].name, name))
            return i;
    return BOARD_SETTING_COUNT;
}

/* "batlow: 11800 mV (5000 to 16000)" */
static void
say_setting(int row, const char *value)
{
    struct reason r = reason_text(REASON_OF, settings[row].name);
    char text[60];

    snprintf(text, sizeof(text), "%s %s (%u to %u)", value,
        settings[row].unit, settings[row].least, settings[row].most);
    reason_add_text(&r, text);
    errand_say(&r);
}

static void got_setting(void *user, enum err e, const struct board_frame *f);

static void
get_next(struct warden *w)
{
    warden_errand_ask(w, BOARD_SETTING, settings[w->errand.step].name,
        got_setting);
}

/* One that an older board has not got is left out of the list of all. */
static void
got_setting(void *user, enum err e, const struct board_frame *f)
{
    struct warden *w = user;
    bool all = !w->errand.what.name[0];

    if (e && !(all && e == ERR_REFUSED)) {
        warden_errand_fail(w, e, f);
        return;
    }
    if (!e && f->fields > 1)
        say_setting(w->errand.step, f->field[1]);
    if (all && ++w->errand.step < BOARD_SETTING_COUNT)
        get_next(w);
    else
        warden_errand_end(w, true);
}

static void
was_set(void *user, enum err e, const struct board_frame *f)
{
    struct warden *w = user;

    if (e)
        warden_errand_fail(w, e, f);
    else
        got_setting(w, e, f);
}

static void
set(struct warden *w)
{
    char fields[40];

    snprintf(fields, sizeof(fields), "%s,%u", w->errand.what.name,
        (unsigned)w->errand.what.value);
    warden_errand_ask(w, BOARD_SETTING, fields, was_set);
}

/* --- a cut, and service --------------------------------------------------- */

static void
no_end(void *user)
{
    warden_errand_fail(user, ERR_TIMEOUT, NULL);
}

static void
cut_begun(void *user, enum err e, const struct board_frame *f)
{
    struct warden *w = user;

    if (e)
        warden_errand_fail(w, e, f);
    else
        loop_after(w->loop, &w->errand.timer, cut_most, no_end, w);
}

static void
cut(struct warden *w)
{
    char fields[20] = "C";

    if (w->errand.what.value)
        snprintf(fields, sizeof(fields), "C,%u",
            (unsigned)w->errand.what.value);
    if (w->cut_modem[0])
        warden_errand_fail(w, ERR_BUSY, NULL);
    else
        warden_errand_ask(w, BOARD_MODEM, fields, cut_begun);
}

static void
served(void *user, enum err e, const struct board_frame *f)
{
    bool old = e == ERR_REFUSED && f->fields > 0 && !strcmp(f->field[0], "2");
    struct warden *w = user;

    if (e && !old) {
        warden_errand_fail(w, e, f);
        return;
    }
    warden_errand_line(old              ? REASON_BOARD_TOO_OLD
            : w->errand.what.value ? REASON_HANDS_OFF_BEGUN
                                        : REASON_HANDS_OFF_ENDED);
    warden_errand_end(w, !old);
}

/* --- calibration ---------------------------------------------------------- */

static uint32_t
measured(const struct warden *w, const struct said_status *s)
{
    const char *name = w->errand.what.name;

    return !strcmp(name, "calbat") ? s->battery
        : !strcmp(name, "caladp")  ? s->adaptor
                                   : s->rail;
}

static void
add_volts(struct reason *r, uint32_t mv)
{
    char text[16];

    snprintf(text, sizeof(text), "%.2f", (double)mv / 1000);
    reason_add_text(r, text);
}

static void
reads_now(void *user, enum err e, const struct board_frame *f)
{
    struct warden *w = user;
    struct reason r = reason_text(REASON_CALIBRATED, w->errand.what.name);
    struct said_status s;

    if (e || said_status(f, &s)) {
        warden_errand_fail(w, e ? e : ERR_INPUT, f);
        return;
    }
    add_volts(&r, w->errand.old);
    add_volts(&r, measured(w, &s));
    errand_say(&r);
    warden_errand_end(w, true);
}

/* It smooths over a second. */
static void
read_again(void *user)
{
    warden_errand_ask(user, BOARD_STATUS, "", reads_now);
}

static void
factor_set(void *user, enum err e, const struct board_frame *f)
{
    struct warden *w = user;

    if (e)
        warden_errand_fail(w, e, f);
    else
        loop_after(w->loop, &w->errand.timer, 3 * SECOND, read_again, w);
}

static void
got_factor(void *user, enum err e, const struct board_frame *f)
{
    struct warden *w = user;
    struct reason far = reason_of(REASON_TOO_FAR_OFF);
    uint64_t wanted = w->errand.what.value, factor;
    char fields[40];
    uint32_t now;
    int row = row_of(w->errand.what.name);

    if (e || f->fields < 2 || !board_number(f->field[1], &now)) {
        warden_errand_fail(w, e ? e : ERR_INPUT, f);
        return;
    }
    factor = w->errand.old ? (now * wanted + w->errand.old / 2)
            / w->errand.old : 0;
    if (factor < settings[row].least || factor > settings[row].most) {
        add_volts(&far, w->errand.old);
        add_volts(&far, w->errand.what.value);
        errand_say(&far);
        warden_errand_end(w, false);
        return;
    }
    snprintf(fields, sizeof(fields), "%s,%u", w->errand.what.name,
        (unsigned)factor);
    warden_errand_ask(w, BOARD_SETTING, fields, factor_set);
}

static void
read_first(void *user, enum err e, const struct board_frame *f)
{
    struct warden *w = user;
    struct said_status s;

    if (e || said_status(f, &s)) {
        warden_errand_fail(w, e ? e : ERR_INPUT, f);
        return;
    }
    w->errand.old = measured(w, &s);
    warden_errand_ask(w, BOARD_SETTING, w->errand.what.name, got_factor);
}

/* --- the errand ----------------------------------------------------------- */

static void
begin(struct warden *w)
{
    w->errand.step = 0;
    switch (w->errand.what.kind) {
    case ERRAND_GET:
        if (w->errand.what.name[0])
            w->errand.step = row_of(w->errand.what.name);
        get_next(w);
        break;
    case ERRAND_SET:
        w->errand.step = row_of(w->errand.what.name);
        set(w);
        break;
    case ERRAND_CUT:
        cut(w);
        break;
    case ERRAND_SERVICE:
        warden_errand_ask(w, BOARD_SERVICE,
            w->errand.what.value ? "1" : "0", served);
        break;
    case ERRAND_CALIBRATE:
        warden_errand_ask(w, BOARD_STATUS, "", read_first);
        break;
    case ERRAND_TEST:
        warden_test_begin(w);
        break;
    case ERRAND_KINDS:
        break;
    }
}

void
warden_errand_begin(struct warden *w)
{
    if (w->errand.busy || !errand_take(&w->errand.what))
        return;
    w->errand.busy = true;
    if (w->ending || w->flash)
        warden_errand_fail(w, ERR_BUSY, NULL);
    else if (!board_hello(w->board))
        warden_errand_fail(w, ERR_GONE, NULL);
    else
        begin(w);
}

void
warden_errand_event(struct warden *w, const struct said_event *e)
{
    struct reason r = said_event_reason(e);

    if (!w->errand.busy)
        return;
    if (w->errand.what.kind == ERRAND_TEST) {
        warden_test_event(w, e);
    } else if (w->errand.what.kind == ERRAND_CUT
        && e->type == BOARD_EVENT_MODEM_CYCLED) {
        errand_say(&r);
        warden_errand_end(w, e->arg[0]);
    }
}

void
warden_errand_gone(struct warden *w)
{
    if (w->errand.busy)
        warden_errand_fail(w, ERR_GONE, NULL);
}
