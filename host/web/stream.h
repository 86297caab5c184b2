/* stream.h - an event stream (events.h) on a connection of the HTTP library. */
#ifndef NOTEHOME_STREAM_H
#define NOTEHOME_STREAM_H

#include "web/events.h"

struct MHD_Connection;
struct MHD_Response;

/* How the connection of a stream sleeps; for events_start(). */
extern const struct events_hooks stream_hooks;

/* The answer that tells what happens until the stream ends, or the right does.
 * NULL: too many are open, or Notehome is stopping. */
struct MHD_Response *stream_start(struct events *e, struct MHD_Connection *c,
    bool restricted, const struct events_right *right);

#endif
