/* sysclock.h - the computer's clock: by notehome-clock, which has the right to
 * set it, where that is there; else by ourselves. Waits two seconds at most. */
#ifndef NOTEHOME_SYSCLOCK_H
#define NOTEHOME_SYSCLOCK_H

#include <stdbool.h>
#include <stdint.h>

/* Whether the network keeps it (NTP), as the kernel knows. */
bool sysclock_synchronised(void);

/* Sets it, UTC ms. 0, or an errno: EPERM no right, EBUSY the network keeps it,
 * ERANGE no date for a Notehome. */
int sysclock_set(int64_t to);

#endif
