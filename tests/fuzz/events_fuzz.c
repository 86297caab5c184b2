/* The filter of what is told as it happens: each byte is a message in some tray,
 * a stream that begins or ends, or one that reads. Whatever happens in which
 * order: no stream without the right hears of the safeguarding tray, no stream
 * hears a word of a message, and what it hears is whole events. */
#include "base/log.h"
#include "mapping/mapping.h"
#include "store/thread/message.h"
#include "store/thread/thread.h"
#include "web/events.h"
#include "quick.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { STREAMS = 8, HEARD = 1 << 16, RUNS_A_STORE = 100, OPS = 200 };

struct stream {
    struct events_client *client;
    bool restricted;
    size_t used;
    char heard[HEARD];
};
static struct stream streams[STREAMS];
static struct db *db;
static struct events *events;

static void
must(int promise)
{
    if (!promise)
        abort();
}

static void
nothing(void *conn)
{
    (void)conn;
}

static bool
is_there(void *conn)
{
    (void)conn;
    return false;
}

static const struct events_hooks hooks = { nothing, nothing, is_there };
static const struct events_right right; /* of this computer */

static void
open_world(void)
{
    static unsigned runs;
    char why[200];

    if (runs++ % RUNS_A_STORE)
        return;
    log_set_level(LOG_ERROR);
    quick_sqlite();
    if (events) {
        events_close(events);
        events_stop(events);
        db_close(db);
    }
    must(!db_open(":memory:", &db, why, sizeof(why)));
    must(!events_start(db, &hooks, &events));
}

static int64_t
add(enum mapping_tray tray)
{
    struct message m = { .direction = MESSAGE_IN, .kind = MESSAGE_TEXT,
        .state = MESSAGE_RECEIVED, .number = "+254700000001", .at = 1,
        .body = (char[]){ "zebra" } };

    must(!db_begin(db));
    must(!thread_of_sender(db, (int)tray, m.number, &m.thread));
    must(!message_add(db, &m));
    must(!db_commit(db));
    return m.id;
}

static void
read_some(struct stream *s, size_t room)
{
    long n;

    if (!s->client)
        return;
    if (room > HEARD - 1 - s->used)
        room = HEARD - 1 - s->used;
    n = room ? events_read(s->client, s->heard + s->used, room) : 0;
    must(n <= (long)room);
    if (n > 0)
        s->heard[s->used += (size_t)n] = '\0';
}

static void
begin(struct stream *s, bool restricted)
{
    if (s->client)
        return;
    s->restricted = restricted;
    s->used = 0;
    *s->heard = '\0';
    must(!events_join(events, s, restricted, &right, &s->client));
}

/* Each event is two lines and an empty one, or a comment. */
static void
check(const struct stream *s)
{
    const char *at = s->heard, *end;

    must(!strstr(s->heard, "zebra"));
    must(s->restricted || !strstr(s->heard, "safeguarding"));
    if (!strncmp(at, "retry: ", 7))
        at = strchr(at, '\n') + 1;
    for (; (end = strstr(at, "\n\n")); at = end + 2)
        must(*at == ':' || (!strncmp(at, "event: ", 7)
            && strstr(at, "\ndata: {") && strstr(at, "\ndata: {") < end
            && end[-1] == '}'));
}

/* Until everything was told: each stream hears of the last message, or that it
 * is to look again. */
static void
settle(void)
{
    char want[40];

    snprintf(want, sizeof(want), "{\"id\":%lld,", (long long)add(
        MAPPING_NOTICES));
    for (int i = 0; i < STREAMS; i++)
        for (int tries = 0; streams[i].client; tries++) {
            struct stream *s = &streams[i];

            must(tries < 20000);
            read_some(s, 500);
            if (strstr(s->heard, want) || s->used == HEARD - 1)
                break;
            usleep(200);
        }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    open_world();
    for (size_t i = 0; i < size && i < OPS; i++) {
        struct stream *s = &streams[data[i] / 8 % STREAMS];

        switch (data[i] % 8) {
        case 5:
        case 6:
            begin(s, data[i] % 8 == 5);
            break;
        case 7:
            read_some(s, data[i]);
            if (data[i] > 250) {
                events_leave(s->client);
                s->client = NULL;
            }
            break;
        default:
            (void)add((enum mapping_tray)(1 + data[i] % 8));
            break;
        }
    }
    settle();
    for (int i = 0; i < STREAMS; i++) {
        check(&streams[i]);
        events_leave(streams[i].client);
        streams[i].client = NULL;
    }
    return 0;
}
