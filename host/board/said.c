#include "board/said.h"

#include <stdio.h>
#include <string.h>

/* The first n fields as numbers. */
static bool
numbers(const struct board_frame *f, int from, int n, uint32_t *out)
{
    if (f->fields < from + n)
        return false;
    for (int i = 0; i < n; i++)
        if (!board_number(f->field[from + i], &out[i]))
            return false;
    return true;
}

enum err
said_hello(const struct board_frame *f, struct said_hello *out)
{
    uint32_t v[8];

    if (f->command != BOARD_HELLO || !numbers(f, 0, 8, v))
        return ERR_INPUT;
    *out = (struct said_hello){ v[0], v[1], v[2], v[3], v[4], v[5], v[6],
        v[7], 0, 0 };
    if (numbers(f, 8, 2, v)) {
        out->bootloader = v[0];
        out->fuses = v[1];
    }
    return OK;
}

enum err
said_status(const struct board_frame *f, struct said_status *out)
{
    uint32_t v[7];

    if (f->command != BOARD_STATUS || !numbers(f, 0, 7, v))
        return ERR_INPUT;
    *out = (struct said_status){ v[0], v[1], v[2], v[3], v[4], v[5], v[6] };
    return OK;
}

enum err
said_time(const struct board_frame *f, uint32_t *unix_time, bool *unsure)
{
    uint32_t v[2];

    if (f->command != BOARD_TIME || !numbers(f, 0, 2, v))
        return ERR_INPUT;
    *unix_time = v[0];
    *unsure = v[1] != 0;
    return OK;
}

enum err
said_event(const struct board_frame *f, struct said_event *out)
{
    struct said_event e = { .args = 0 };
    const char *type;
    size_t used = 0;

    if (f->command != BOARD_EVENT || !numbers(f, 0, 1, &e.n)
        || e.n > UINT16_MAX || f->fields < 2)
        return ERR_INPUT;
    type = f->field[1];
    if (strlen(type) != 2 || !board_is_capital(type[0])
        || !board_is_capital(type[1]))
        return ERR_INPUT;
    memcpy(e.name, type, sizeof(e.name));
    e.type = BOARD_CODE(type[0], type[1]);
    for (int i = 2; i < f->fields && e.args < 4; i++, e.args++) {
        if (!board_number(f->field[i], &e.arg[e.args]))
            return ERR_INPUT;
        used += (size_t)snprintf(e.text + used, sizeof(e.text) - used, "%s%u",
            used ? "," : "", (unsigned)e.arg[e.args]);
    }
    *out = e;
    return OK;
}

const char *
said_error(const struct board_frame *f)
{
    uint32_t code = 0;

    if (!f || !numbers(f, 0, 1, &code))
        return "no answer";
    switch (code) {
#define SAID_ERROR(name, number, text)                                        \
    case number:                                                              \
        return text;
        BOARD_ERRORS(SAID_ERROR)
    default:
        return "a reason that this program does not know";
    }
}

/* --- words ---------------------------------------------------------------- */

static double
volts(uint32_t mv)
{
    return (double)mv / 1000;
}

/* A sentence with one figure of thousandths in it. */
static struct reason
milli(enum reason_code code, uint32_t n)
{
    struct reason r = reason_of(code);
    char text[16];

    snprintf(text, sizeof(text), "%.1f", volts(n));
    reason_add_text(&r, text);
    return r;
}

/* A board of before says no why: it has fallen silent, or halted and mains is
 * back. */
static struct reason
restarted(const struct said_event *e)
{
    struct reason r = reason_number(REASON_HOST_RESTARTED, e->arg[0]);
    struct reason how = reason_of(e->arg[1] == 2 ? REASON_CUTTING_FEED
                                                 : REASON_RESET_LINE);

    if (e->arg[2] == BOARD_HIT_MAINS)
        return reason_of(REASON_FED_FOR_MAINS);
    if (e->arg[2] == BOARD_HIT_BATTERY)
        return reason_of(REASON_FED_FOR_BATTERY);
    if (e->arg[2] == BOARD_HIT_NOT_UP)
        r = reason_of(REASON_HELPED_UP);
    reason_add_reason(&r, &how);
    return r;
}

static struct reason
unknown(const struct said_event *e)
{
    struct reason r = reason_of(REASON_BOARD_SAYS);

    reason_add_text(&r, e->name);
    reason_add_text(&r, e->text);
    return r;
}

struct reason
said_event_reason(const struct said_event *e)
{
    switch ((enum board_event)e->type) {
    case BOARD_EVENT_MAINS_LOST:
        return milli(REASON_MAINS_OUT, e->arg[0]);
    case BOARD_EVENT_MAINS_BACK:
        return milli(REASON_MAINS_BACK, e->arg[0]);
    case BOARD_EVENT_BATTERY_GOOD:
        return milli(REASON_BATTERY_GOOD, e->arg[0]);
    case BOARD_EVENT_BATTERY_LOW:
        return milli(REASON_BATTERY_LOW, e->arg[0]);
    case BOARD_EVENT_BATTERY_CRITICAL:
        return milli(REASON_BATTERY_EMPTY, e->arg[0]);
    case BOARD_EVENT_BUTTON:
        return reason_of(e->arg[0] ? REASON_BUTTON_HELD
                                   : REASON_BUTTON_PRESSED);
    case BOARD_EVENT_MODEM_CYCLED:
        return e->arg[0] ? milli(REASON_POWER_CUT, e->arg[2])
                         : milli(REASON_POWER_STAYED, e->arg[1]);
    case BOARD_EVENT_MODEM_FAULT:
        return milli(REASON_DONGLE_SHORT, e->arg[0]);
    case BOARD_EVENT_MODEM_NO_POWER:
        return milli(REASON_DONGLE_LOW, e->arg[0]);
    case BOARD_EVENT_WATCHDOG:
        return reason_number(REASON_BOARD_HUNG, e->arg[0]);
    case BOARD_EVENT_HOST_RESET:
        return restarted(e);
    case BOARD_EVENT_CLOCK_UNSURE:
        return reason_of(e->arg[0] ? REASON_CLOCK_SILENT : REASON_CLOCK_STOOD);
    case BOARD_EVENT_OUTAGE:
        return reason_number(REASON_BOARD_WITHOUT_POWER, e->arg[0]);
    case BOARD_EVENT_RAIL_LOW:
        return milli(REASON_RAIL_LOW, e->arg[0]);
    case BOARD_EVENT_REFERENCE:
        return milli(REASON_REFERENCE_LOST, e->arg[0]);
    case BOARD_EVENT_EEPROM:
        return reason_number(REASON_BOARD_MEMORY, e->arg[0]);
    default:
        return unknown(e);
    }
}

int
said_hello_warnings(const struct said_hello *h, enum reason_code codes[2])
{
    int n = 0;

    if (h->bootloader == BOARD_BOOTLOADER_OLD)
        codes[n++] = REASON_OLD_BOOTLOADER;
    if (h->fuses && BOARD_BROWN_OUT(h->fuses) != BOARD_BROWN_OUT_4V3)
        codes[n++] = REASON_BROWN_OUT_FUSE;
    return n;
}

/* What is to be known of the dongle's power, and of the clock. */
static struct reason
notes(unsigned flags)
{
    struct reason clock = reason_of(REASON_BOARD_CLOCK_STOOD), r;
    bool stood = flags & BOARD_FLAG_CLOCK_UNSURE;

    if (flags & BOARD_FLAG_MODEM_CYCLING)
        r = reason_of(stood ? REASON_POWER_BEING_CUT_AND
                            : REASON_POWER_BEING_CUT);
    else if (flags & BOARD_FLAG_MODEM_FAULT)
        r = reason_of(stood ? REASON_DRAWS_TOO_MUCH_AND
                            : REASON_DRAWS_TOO_MUCH);
    else if (!(flags & BOARD_FLAG_MODEM_ON))
        r = reason_of(stood ? REASON_POWER_OFF_AND : REASON_POWER_OFF);
    else
        return stood ? clock : reason_none;
    if (stood)
        reason_add_reason(&r, &clock);
    return r;
}

static enum reason_code
battery_code(const struct said_status *s, bool and)
{
    if (s->battery < 1000)
        return and ? REASON_NO_BATTERY_AND : REASON_NO_BATTERY;
    if (s->flags & BOARD_FLAG_BATTERY_CRITICAL)
        return and ? REASON_BATTERY_EMPTY_AT_AND : REASON_BATTERY_EMPTY_AT;
    if (s->flags & BOARD_FLAG_BATTERY_LOW)
        return and ? REASON_BATTERY_LOW_AT_AND : REASON_BATTERY_LOW_AT;
    return and ? REASON_BATTERY_AT_AND : REASON_BATTERY_AT;
}

/* r with one more at its end. */
static struct reason
with(const struct reason *r, enum reason_code more)
{
    struct reason both = reason_of(REASON_AND), last = reason_of(more);

    reason_add_reason(&both, r);
    reason_add_reason(&both, &last);
    return both;
}

static struct reason
supplies(const struct said_status *s)
{
    struct reason supply = reason_of(s->flags & BOARD_FLAG_MAINS
        ? REASON_ON_MAINS : REASON_ON_BATTERY);
    struct reason more = notes(s->flags);
    struct reason r = reason_of(battery_code(s, reason_given(&more)));
    char text[16];

    reason_add_reason(&r, &supply);
    snprintf(text, sizeof(text), "%.1f", volts(s->battery));
    if (s->battery >= 1000)
        reason_add_text(&r, text);
    if (reason_given(&more))
        reason_add_reason(&r, &more);
    return r;
}

bool
said_measures(const struct said_status *s)
{
    return !(s->flags & BOARD_FLAG_REFERENCE)
        && s->rail >= BOARD_RAIL_LEAST_MV && s->rail <= BOARD_RAIL_MOST_MV;
}

struct reason
said_status_reason(const struct said_status *s)
{
    struct reason r = supplies(s), connected = reason_of(REASON_CONNECTED);

    if (!said_measures(s))
        r = with(&connected, REASON_MEASURES_NOTHING);
    return s->flags & BOARD_FLAG_SERVICE ? with(&r, REASON_BOARD_HANDS_OFF)
                                         : r;
}
