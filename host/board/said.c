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
        v[7] };
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

static void
cycle_words(const struct said_event *e, char *out, size_t room)
{
    if (e->arg[0])
        snprintf(out, room, "The dongle's power was cut for %.1f s.",
            volts(e->arg[2]));
    else
        snprintf(out, room, "The dongle's power was cut, but %.1f V stayed on"
            " it: it may not have restarted.", volts(e->arg[1]));
}

void
said_event_words(const struct said_event *e, char *out, size_t room)
{
    double v = volts(e->arg[0]);

    switch ((enum board_event)e->type) {
    case BOARD_EVENT_MAINS_LOST:
        snprintf(out, room, "Mains power is out; battery %.1f V.", v);
        break;
    case BOARD_EVENT_MAINS_BACK:
        snprintf(out, room, "Mains power is back; battery %.1f V.", v);
        break;
    case BOARD_EVENT_BATTERY_GOOD:
        snprintf(out, room, "The battery is good again: %.1f V.", v);
        break;
    case BOARD_EVENT_BATTERY_LOW:
        snprintf(out, room, "The battery is low: %.1f V.", v);
        break;
    case BOARD_EVENT_BATTERY_CRITICAL:
        snprintf(out, room, "The battery is almost empty: %.1f V.", v);
        break;
    case BOARD_EVENT_BUTTON:
        snprintf(out, room, e->arg[0] ? "The button was held."
                                      : "The button was pressed.");
        break;
    case BOARD_EVENT_MODEM_CYCLED:
        cycle_words(e, out, room);
        break;
    case BOARD_EVENT_MODEM_FAULT:
        snprintf(out, room, "The dongle draws too much current (%.1f V left):"
            " a short, or a broken dongle.", v);
        break;
    case BOARD_EVENT_MODEM_NO_POWER:
        snprintf(out, room, "The dongle gets only %.1f V.", v);
        break;
    case BOARD_EVENT_WATCHDOG:
        snprintf(out, room, "The board hung and restarted itself (%u times so"
            " far).", (unsigned)e->arg[0]);
        break;
    case BOARD_EVENT_HOST_RESET:
        snprintf(out, room, "The board restarted this computer (%u in a row)"
            " by %s: the program had fallen silent.", (unsigned)e->arg[0],
            e->arg[1] == 2 ? "cutting its feed" : "its reset line");
        break;
    case BOARD_EVENT_CLOCK_UNSURE:
        snprintf(out, room, e->arg[0]
                ? "The board's clock does not answer."
                : "The board's clock stood still: its coin cell is empty.");
        break;
    case BOARD_EVENT_OUTAGE:
        snprintf(out, room, "The board had no power for %u s.",
            (unsigned)e->arg[0]);
        break;
    case BOARD_EVENT_RAIL_LOW:
        snprintf(out, room, "The 5 V supply is at %.1f V only.", v);
        break;
    case BOARD_EVENT_EEPROM:
        snprintf(out, room, "The board's memory is damaged (record %u).",
            (unsigned)e->arg[0]);
        break;
    default:
        snprintf(out, room, "The board says %s %s.", e->name, e->text);
    }
}

void
said_status_words(const struct said_status *s, char *out, size_t room)
{
    const char *supply = s->flags & BOARD_FLAG_MAINS ? "runs on mains"
                                                     : "runs on battery";
    const char *battery = s->flags & BOARD_FLAG_BATTERY_CRITICAL
        ? "almost empty at" : s->flags & BOARD_FLAG_BATTERY_LOW ? "low at"
                                                                : "at";
    const char *dongle = s->flags & BOARD_FLAG_MODEM_CYCLING
        ? ", the dongle's power is being cut"
        : s->flags & BOARD_FLAG_MODEM_FAULT
        ? ", the dongle draws too much current"
        : s->flags & BOARD_FLAG_MODEM_ON ? "" : ", the dongle's power is off";
    const char *clock = s->flags & BOARD_FLAG_CLOCK_UNSURE
        ? ", its clock stood still" : "";

    if (s->battery < 1000)
        snprintf(out, room, "%s, no battery%s%s", supply, dongle, clock);
    else
        snprintf(out, room, "%s, battery %s %.1f V%s%s", supply, battery,
            volts(s->battery), dongle, clock);
}
