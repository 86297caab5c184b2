#include "board/session.h"

#include "base/log.h"

#include <stdio.h>
#include <string.h>

enum { BUILD = 1 };             /* ours, as in HI; nobody depends on it */

bool
session_understands(const struct session *s)
{
    return s->state == SESSION_TALKING && s->hello.major == BOARD_MAJOR;
}

static void
greeted(void *user, enum err e, const struct board_frame *f)
{
    struct session *s = user;

    s->greeting = false;
    if (e || said_hello(f, &s->hello)) {
        s->state = SESSION_LOST;
        return;
    }
    s->state = SESSION_TALKING;
    s->status_due = s->now;
    s->hooks->came(s->hooks->user);
}

static void
greet(struct session *s)
{
    char fields[40];

    if (s->greeting)
        return;
    snprintf(fields, sizeof(fields), "%d,%d,%d", BOARD_MAJOR, BOARD_MINOR,
        BUILD);
    s->greeting = requests_ask(&s->requests, BOARD_HELLO, fields, greeted, s)
        == OK;
}

static void
hear_event(struct session *s, const struct board_frame *f)
{
    struct said_event e;
    char n[12];
    enum err stored;

    if (said_event(f, &e)) {
        log_warn("board", "an event that makes no sense");
        return;
    }
    stored = s->hooks->event(s->hooks->user, &e);
    snprintf(n, sizeof(n), "%u", (unsigned)e.n);
    if ((stored == OK || stored == ERR_EXISTS) && session_understands(s)
        && requests_ask(&s->requests, BOARD_ACKNOWLEDGE, n, NULL, NULL))
        log_debug("board", "event=%s is told again: much is asked", n);
}

static void
unasked(void *user, const struct board_frame *f)
{
    struct session *s = user;

    if (f->command == BOARD_HELLO)
        greet(s);               /* it booted, and forgot who we are */
    else if (f->command == BOARD_EVENT && s->state == SESSION_TALKING)
        hear_event(s, f);
}

static void
got_status(void *user, enum err e, const struct board_frame *f)
{
    struct session *s = user;

    if (e == ERR_TIMEOUT) {
        s->state = SESSION_LOST;
    } else if (!e && !said_status(f, &s->status)) {
        s->has_status = true;
        s->hooks->status(s->hooks->user);
    }
}

static void
beat(struct session *s)
{
    bool well = s->hooks->healthy(s->hooks->user);

    s->status_due = s->now + BOARD_HEARTBEAT_MS;
    if (requests_ask(&s->requests, well ? BOARD_HEARTBEAT : BOARD_STATUS, "",
            got_status, s))
        log_warn("board", "too much is asked of it");
}

static void
send_on(void *user, const char *bytes, size_t n)
{
    const struct session *s = user;

    s->hooks->send(s->hooks->user, bytes, n);
}

void
session_start(struct session *s, const struct session_hooks *hooks,
    int64_t now)
{
    memset(s, 0, sizeof(*s));
    s->hooks = hooks;
    s->now = s->opened = now;
    requests_start(&s->requests, send_on, unasked, s);
}

void
session_feed(struct session *s, int64_t now, const void *bytes, size_t n)
{
    s->now = now;
    requests_feed(&s->requests, bytes, n);
}

int64_t
session_tick(struct session *s, int64_t now)
{
    int64_t next, own;

    s->now = now;
    if (s->state == SESSION_OPENING && now - s->opened >= BOARD_BOOT_MS)
        greet(s);
    if (s->state == SESSION_TALKING && now >= s->status_due)
        beat(s);
    next = requests_tick(&s->requests, now);
    own = s->state == SESSION_OPENING ? s->opened + BOARD_BOOT_MS
                                      : s->status_due;
    if (s->state == SESSION_LOST)
        return now;
    if (s->state == SESSION_OPENING && s->greeting)
        return next;
    return own < next ? own : next;
}

void
session_end(struct session *s)
{
    s->state = SESSION_LOST;
    requests_drop(&s->requests);
}

static bool
is_frozen(uint16_t command)
{
#define SESSION_FROZEN(n, a, b, frozen) || (frozen && command == BOARD_##n)
    return false BOARD_COMMANDS(SESSION_FROZEN);
}

enum err
session_ask(struct session *s, uint16_t command, const char *fields,
    request_done *done, void *user)
{
    if (s->state != SESSION_TALKING)
        return ERR_GONE;
    if (!session_understands(s) && !is_frozen(command))
        return ERR_REFUSED;
    return requests_ask(&s->requests, command, fields, done, user);
}
