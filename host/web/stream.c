#include "web/stream.h"

#include "web/listen.h"

#include <microhttpd.h>

enum { STREAM_BLOCK = 1024 };

static ssize_t
stream_read(void *cls, uint64_t at, char *out, size_t room)
{
    long n = events_read(cls, out, room);

    (void)at;
    return n < 0 ? MHD_CONTENT_READER_END_OF_STREAM : n;
}

static void
stream_end(void *cls)
{
    events_leave(cls);
}

static void
stream_sleep(void *conn)
{
    MHD_suspend_connection(conn);
}

static void
stream_wake(void *conn)
{
    MHD_resume_connection(conn);
}

static bool
stream_gone(void *conn)
{
    return listen_gone(listen_socket(conn));
}

const struct events_hooks stream_hooks = { stream_sleep, stream_wake,
    stream_gone };

struct MHD_Response *
stream_start(struct events *e, struct MHD_Connection *c, bool restricted,
    const struct events_right *right)
{
    struct events_client *client;
    struct MHD_Response *m;

    if (events_join(e, c, restricted, right, &client))
        return NULL;
    m = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, STREAM_BLOCK,
        stream_read, client, stream_end);
    if (!m)
        events_leave(client);
    return m;
}
