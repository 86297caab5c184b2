/* clock_door.h - what notehomed and notehome-clock say to each other, over a
 * socket of packets: a wish, and its answer. */
#ifndef NOTEHOME_CLOCK_DOOR_H
#define NOTEHOME_CLOCK_DOOR_H

#include <stdint.h>

#define CLOCK_DOOR "/run/notehome-clock.sock"

struct clock_wish {
    int64_t to;                 /* seconds since 1970; 0: only tell */
};

struct clock_answer {
    int32_t error;              /* errno of the setting; 0 well */
    int32_t synchronised;       /* by the network (NTP), as the kernel knows */
};

#endif
