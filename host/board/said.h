/* said.h - what the board says, as structs and in words. Pure; trusts nothing:
 * fields that are missing or no numbers are refused, more fields than we know
 * are ignored. */
#ifndef NOTEHOME_SAID_H
#define NOTEHOME_SAID_H

#include "base/err.h"
#include "board_frame.h"
#include "text/reason.h"

#include <stddef.h>

struct said_hello {
    uint32_t major, minor, firmware, hardware, id, cause, uptime, caps;
    /* enum board_bootloader, and the fuses; 0: a board of before */
    uint32_t bootloader, fuses;
};
struct said_status {
    uint32_t uptime;            /* s */
    uint32_t battery, adaptor, rail, vbus;      /* mV */
    uint32_t flags;             /* enum board_flag */
    uint32_t unix_time;         /* of its clock; 0: not known */
};
struct said_event {
    uint32_t n;                 /* to acknowledge */
    uint16_t type;              /* enum board_event, or one we know not */
    char name[3];               /* "ML" */
    int args;
    uint32_t arg[4];
    char text[64];              /* the arguments as they came */
};

/* ERR_INPUT: not a usable one; *out is as it was. */
MUST_CHECK enum err said_hello(const struct board_frame *f,
    struct said_hello *out);
MUST_CHECK enum err said_status(const struct board_frame *f,
    struct said_status *out);
MUST_CHECK enum err said_event(const struct board_frame *f,
    struct said_event *out);
/* *unix_time and whether the clock stood still since it was set. */
MUST_CHECK enum err said_time(const struct board_frame *f,
    uint32_t *unix_time, bool *unsure);
/* The reason in an ER, in words; static. */
const char *said_error(const struct board_frame *f);

/* Whether its voltages can be true: its 5 V rail reads as one on which it runs.
 * A board of before does not tell by itself. */
bool said_measures(const struct said_status *s);

/* What is wrong with the chip, at most two, into codes; how many. */
int said_hello_warnings(const struct said_hello *h, enum reason_code codes[2]);

/* "Mains power is out; battery 12.4 V." */
struct reason said_event_reason(const struct said_event *e);
/* "runs on mains, battery 12.6 V, dongle's power on" */
struct reason said_status_reason(const struct said_status *s);

#endif
