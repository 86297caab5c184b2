/* throttle.h - counters of what fails: after a few failures under one key
 * further tries wait, longer each time (back-off); guess.h says whose. And one
 * address cannot take all the time there is (rate limit). In memory, bounded.
 * Any thread. */
#ifndef NOTEHOME_THROTTLE_H
#define NOTEHOME_THROTTLE_H

#include <stdbool.h>
#include <stdint.h>

enum { THROTTLE_FREE = 5 };     /* failures that cost nothing */

/* Milliseconds until key may try again; 0: now. */
int64_t throttle_wait(const char *key);
/* A try failed: the next may come after 1 s, doubled each time up to 5 min,
 * once THROTTLE_FREE are used up. Forgotten after an hour of peace. */
void throttle_failed(const char *key);
/* The same with another number of failures that cost nothing, at least 0. */
void throttle_failed_after(const char *key, int costless);
/* The failures under key that count. */
int throttle_failures(const char *key);
void throttle_good(const char *key);
/* Forgives every key that begins like this. */
void throttle_forgive(const char *begin);

enum { THROTTLE_BURST = 1000, THROTTLE_A_SECOND = 200 };
/* Whether one more request from this address is answered: THROTTLE_BURST at
 * once, THROTTLE_A_SECOND over time. */
bool throttle_request(const char *address);

#endif
