/* throttle.h - guessing passwords gets slower and slower: after a few failures
 * for one name or from one address, further tries are refused for a while
 * without looking at the password. And one address cannot take all the time
 * there is. In memory, bounded. Any thread. */
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
void throttle_good(const char *key);

enum { THROTTLE_BURST = 1000, THROTTLE_A_SECOND = 200 };
/* Whether one more request from this address is answered: THROTTLE_BURST at
 * once, THROTTLE_A_SECOND over time. */
bool throttle_request(const char *address);

#endif
