/* kept.h - what a reset of the board must not forget.
 * Opening the serial port resets the chip, and so does its own watchdog; a
 * dongle's rest, the host's watchdog and untold events go on over it. Only
 * loss of power empties this. */
#ifndef NOTEHOME_KEPT_H
#define NOTEHOME_KEPT_H

#include <stdbool.h>
#include <stdint.h>

#include "board_proto.h"

struct kept_event {
    uint16_t n, type;           /* n 0: the place is free */
    uint32_t arg[3];
    uint32_t told_at;
    uint8_t  args;
    bool     told;
};

struct kept {
    /* modem.c */
    uint8_t  off;               /* enum modem_off */
    uint32_t off_at, on_at;     /* when the switch last went off, on */
    uint16_t lowest;            /* mV since off_at */
    uint32_t cut[BOARD_OFF_PER_HOUR];
    uint8_t  cuts;              /* of the last hour, oldest first */
    bool     wire;              /* the host's USB has read as on: it is wired */
    bool     spoke;             /* the host, before it ever did */
    bool     resting;           /* on_at is less than BOARD_OFF_APART_MS ago */
    /* host.c */
    bool     armed, steady, waiting, going_down;
    bool     emptied;           /* the battery was not good since SD */
    bool     watching;          /* is expected to come up, from since on */
    uint8_t  row, why, rescues;
    bool     service;           /* hands off, until then or a heartbeat */
    bool     asked;             /* by the host: no heartbeat ends it */
    uint32_t deadline, not_before, steady_since, since, service_ends;
    uint8_t  starts;            /* of the board since a heartbeat */
    bool     starting;          /* the host has time to come up, until: */
    uint32_t start_ends;
    /* setting.c */
    uint8_t  writes;            /* of the last minute, oldest first */
    uint32_t wrote[BOARD_SETTINGS_PER_MINUTE];
    /* power.c */
    bool     mains_known, mains;
    uint8_t  battery;           /* enum power_battery */
};

struct kept_events {
    uint16_t latest;            /* its number */
    struct kept_event list[BOARD_EVENTS_KEPT];
};

extern struct kept kept;
extern struct kept_events kept_events;

/* At boot. False: nothing was kept, or power has been away, and all of it is
 * zero. */
bool kept_open(bool power_was_away);
/* Whoever changed anything in struct kept says so at once. A reset before
 * that brings back what it was before. */
void kept_changed(void);
/* The same for the events; a reset before that empties them. */
void kept_events_changed(void);

/* Milliseconds since power came on, over resets. kept_clock_tick() takes
 * hal_millis() in; all times in struct kept are of this clock. */
void kept_clock_tick(uint32_t millis);
uint32_t kept_clock(void);

/* A pin turns up to this long after the time of the clock that is noted for
 * it: a tick, and the loop's work. A least time from there on is so much
 * more, or it would be too short at the pins. */
#define KEPT_BEHIND_MS 12u

/* True from when on; good for 24 days around it. */
static inline bool
kept_due(uint32_t now, uint32_t when)
{
    return (int32_t)(now - when) >= 0;
}

#endif
