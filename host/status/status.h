/* status.h - how dongles and board are right now: written by their keepers,
 * read by the pages and the API. In memory only; what must last is in the
 * store. Any thread may call. */
#ifndef NOTEHOME_STATUS_H
#define NOTEHOME_STATUS_H

#include "link/link.h"
#include "text/reason.h"

#include <stdbool.h>

enum status_phase {
    STATUS_ABSENT = 0,          /* no device node */
    STATUS_STARTING = 1,
    STATUS_WORKING = 2,         /* answered a command within the last minutes */
    STATUS_RECOVERING = 3,      /* fell silent or went away; being restarted */
    STATUS_STOPPED = 4          /* needs a person: see trouble */
};
const char *status_phase_name(enum status_phase p); /* "working"; static */

enum { STATUS_MODEMS_MAX = 16 };

struct status_modem {
    char name[32];
    char device[128];
    char imei[20], imsi[20], model[64];
    enum status_phase phase;
    struct reason trouble;      /* what is wrong and what to do; none: well */
    struct link_health health;  /* the last one; listed 0 before the first */
    int64_t proved;             /* UTC ms of that health; 0: none */
    int restarts;               /* since the daemon started */
    int losses;                 /* of its port, within the last day */
};

/* Sets the entry with this name, or adds it. Only the supervisor calls. */
void status_set(const struct status_modem *m);
void status_remove(const char *name);
bool status_has(const char *name);
/* Copies all entries, by name; returns how many. */
int status_list(struct status_modem out[STATUS_MODEMS_MAX]);

/* How the board is, for the status line. */
struct status_board {
    bool present;
    struct reason words;        /* "runs on mains, battery at 12.4 V" */
    unsigned id, firmware, protocol_major, protocol_minor;
    unsigned bootloader, fuses; /* as in board_proto.h; 0: not told */
    enum reason_code warning[2];
    int warnings;               /* of its chip */
    bool known;                 /* what follows is */
    unsigned uptime_s, battery_mv, adaptor_mv, rail_mv, vbus_mv;
    bool measures;              /* its voltages can be believed */
    bool mains, battery_low, modem_on;
    bool armed;                 /* restarts this computer if it falls silent */
    bool service;               /* somebody works on it: it is left alone */
};

/* The main loop turned; and how long ago it last did, ms; -1: never yet. */
void status_beat(void);
int64_t status_beat_age(void);

#endif
