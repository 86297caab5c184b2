/* presence.h - who is answering a thread right now, so that two do not. In
 * memory, for a minute after each sign of life. Any thread may call. */
#ifndef NOTEHOME_PRESENCE_H
#define NOTEHOME_PRESENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PRESENCE_LIFE = 60 * 1000 };     /* ms */

/* who writes there. True when that is news to others. */
bool presence_note(int64_t thread, const char *who);
/* They sent it, or gave up. */
void presence_end(int64_t thread, const char *who);
/* Somebody other than `me` who writes there; "" nobody. */
void presence_other(int64_t thread, const char *me, char *out, size_t room);

#endif
