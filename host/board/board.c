#include "board/board.h"

#include "base/clock.h"
#include "base/log.h"
#include "ports/serial.h"
#include "ports/usb.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHUNNED = 8, PATH = 128, CHANCES = 3 };

/* A port with a board's USB id that did not answer as one: it is left alone
 * after some tries, for opening resets what listens there. */
struct shunned {
    char path[PATH];
    int tries;
    bool here;                  /* seen in the last look */
};

struct board {
    struct loop *loop;
    struct board_hooks hooks;
    struct session_hooks inner;
    char device[PATH];          /* as configured */
    char path[PATH];            /* opened; "" when none is */
    struct serial *port;        /* NULL: none */
    struct session session;
    bool paused, broken;        /* broken: writing failed */
    bool known;                 /* came() was told, went() was not */
    int step;                   /* of the pauses between looks */
    struct loop_timer timer;    /* the next look, or the session's */
    struct shunned shunned[SHUNNED];
};

static void look(void *user);
static void serve(void *user);

/* --- ends ----------------------------------------------------------------- */

static void
hang_up(struct board *b)
{
    struct serial *port = b->port;

    if (!port)
        return;
    loop_forget(b->loop, serial_fd(port));
    loop_cancel(b->loop, &b->timer);
    b->port = NULL;
    b->broken = false;
    session_end(&b->session);
    serial_close(port);
    if (b->known) {
        log_warn("board", "path=%s is gone", b->path);
        b->known = false;
        b->path[0] = '\0';
        b->hooks.went(b->hooks.user);
    }
    b->path[0] = '\0';
}

static void
look_later(struct board *b)
{
    static const int64_t pauses[] = { 1, 2, 5, 10, 30 };
    int last = (int)(sizeof(pauses) / sizeof(pauses[0])) - 1;
    int i = b->step < last ? b->step : last;

    b->step++;
    if (!b->paused)
        loop_after(b->loop, &b->timer, pauses[i] * SECOND, look, b);
}

static void
shun(struct board *b)
{
    struct shunned *s = NULL;

    for (int i = 0; i < SHUNNED; i++)
        if (!strcmp(b->shunned[i].path, b->path))
            s = &b->shunned[i];
    for (int i = 0; i < SHUNNED && !s; i++)
        if (!b->shunned[i].path[0])
            s = &b->shunned[i];
    if (!s || strcmp(b->device, "auto") != 0)
        return;
    memcpy(s->path, b->path, sizeof(s->path));
    s->here = true;
    if (++s->tries == CHANCES)
        log_info("board", "path=%s is no board; left alone until it is"
            " plugged in anew", b->path);
}

static void
lose(struct board *b)
{
    if (!b->known)
        shun(b);
    hang_up(b);
    look_later(b);
}

/* --- the session's side --------------------------------------------------- */

static void
send_bytes(void *user, const char *bytes, size_t n)
{
    struct board *b = user;

    /* What does not fit is asked again, as if it was lost on the way. */
    if (b->port && serial_write(b->port, bytes, n) == ERR_GONE)
        b->broken = true;
}

static bool
healthy(void *user)
{
    struct board *b = user;

    return b->hooks.healthy(b->hooks.user);
}

static void
came(void *user)
{
    struct board *b = user;
    const struct said_hello *h = &b->session.hello;

    log_info("board", "path=%s id=%u protocol=%u.%u firmware=%u hardware=%u"
        " cause=%u", b->path, (unsigned)h->id, (unsigned)h->major,
        (unsigned)h->minor, (unsigned)h->firmware, (unsigned)h->hardware,
        (unsigned)h->cause);
    if (h->major != BOARD_MAJOR)
        log_warn("board", "speaks version %u, we %d: it is watched, nothing"
            " is switched (update its firmware)", (unsigned)h->major,
            BOARD_MAJOR);
    b->known = true;
    b->step = 0;
    b->hooks.came(b->hooks.user);
}

static void
status(void *user)
{
    struct board *b = user;

    b->hooks.status(b->hooks.user);
}

static enum err
event(void *user, const struct said_event *e)
{
    struct board *b = user;

    return b->hooks.event(b->hooks.user, e);
}

static void
serve(void *user)
{
    struct board *b = user;
    int64_t now = clock_mono(), next = session_tick(&b->session, now);

    if (!b->port)
        return;                 /* closed by what it led to */
    if (b->broken || b->session.state == SESSION_LOST)
        lose(b);
    else
        loop_after(b->loop, &b->timer, next > now ? next - now : 1, serve, b);
}

static void
readable(void *user, unsigned events)
{
    struct board *b = user;
    unsigned char bytes[256];
    size_t n = 0;
    enum err e;

    while (!(e = serial_read(b->port, bytes, sizeof(bytes), &n)) && n) {
        session_feed(&b->session, clock_mono(), bytes, n);
        if (!b->port)
            return;
    }
    if (e || (events & (EPOLLHUP | EPOLLERR)))
        lose(b);
    else
        serve(b);
}

/* --- looking for it ------------------------------------------------------- */

struct search {
    struct board *board;
    char best[PATH];
    int tries;                  /* of the best */
};

static int
tries_of(struct board *b, const char *path)
{
    for (int i = 0; i < SHUNNED; i++)
        if (!strcmp(b->shunned[i].path, path)) {
            b->shunned[i].here = true;
            return b->shunned[i].tries;
        }
    return 0;
}

static void
consider(void *user, const struct serial_port *p)
{
    struct search *s = user;
    struct board *b = s->board;
    int tries;

    if (!usb_is_board(p->usb_vendor, p->usb_product)
        || b->hooks.taken(b->hooks.user, p->path))
        return;
    tries = tries_of(b, p->path);
    if (tries < CHANCES && (!s->best[0] || tries < s->tries)) {
        memcpy(s->best, p->path, sizeof(s->best));
        s->tries = tries;
    }
}

/* The port to try now; "" when there is none. */
static void
choose(struct board *b, char out[PATH])
{
    struct search s = { .board = b };

    if (strcmp(b->device, "auto") != 0) {
        memcpy(out, b->device, PATH);
        return;
    }
    for (int i = 0; i < SHUNNED; i++)
        b->shunned[i].here = false;
    if (serial_list(consider, &s))
        log_warn("board", "serial ports cannot be listed");
    for (int i = 0; i < SHUNNED; i++)
        if (!b->shunned[i].here)
            b->shunned[i] = (struct shunned){ .tries = 0 };
    memcpy(out, s.best, PATH);
}

static void
look(void *user)
{
    struct board *b = user;

    choose(b, b->path);
    if (!b->path[0] || serial_open(b->path, BOARD_BAUD, &b->port)) {
        b->path[0] = '\0';
        look_later(b);
        return;
    }
    session_start(&b->session, &b->inner, clock_mono());
    if (loop_watch(b->loop, serial_fd(b->port), EPOLLIN, readable, b))
        lose(b);
    else
        serve(b);
}

/* --- for the daemon ------------------------------------------------------- */

enum err
board_open(struct loop *loop, const char *device,
    const struct board_hooks *hooks, struct board **out)
{
    struct board *b = calloc(1, sizeof(*b));

    if (!b)
        return ERR_MEMORY;
    b->loop = loop;
    b->hooks = *hooks;
    b->inner = (struct session_hooks){ b, send_bytes, healthy, came, status,
        event };
    snprintf(b->device, sizeof(b->device), "%s", device);
    b->paused = !strcmp(device, "none");
    *out = b;
    if (!b->paused)
        look(b);
    return OK;
}

void
board_close(struct board *b)
{
    if (!b)
        return;
    b->known = false;           /* nobody is to hear of it */
    hang_up(b);
    loop_cancel(b->loop, &b->timer);
    free(b);
}

/* Two names of one port. */
static bool
is_same(const char *a, const char *b)
{
    char *first = realpath(a, NULL), *second = realpath(b, NULL);
    bool same = first && second && !strcmp(first, second);

    free(first);
    free(second);
    return same || !strcmp(a, b);
}

bool
board_rules_out(const struct board *b, const char *path)
{
    if (!b || !strcmp(b->path, path))
        return false;
    if (strcmp(b->device, "auto") != 0)
        return !is_same(b->device, path);
    for (int i = 0; i < SHUNNED; i++)
        if (!strcmp(b->shunned[i].path, path))
            return b->shunned[i].tries >= CHANCES;
    return b->known;
}

const struct said_hello *
board_hello(const struct board *b)
{
    return b && b->known ? &b->session.hello : NULL;
}

const struct said_status *
board_status(const struct board *b)
{
    return b && b->known && b->session.has_status ? &b->session.status : NULL;
}

bool
board_obeys(const struct board *b)
{
    return b && b->known && session_understands(&b->session);
}

const char *
board_path(const struct board *b)
{
    return b && b->known ? b->path : "";
}

struct count {
    struct board *board;
    char path[PATH];
    int n;
};

static void
count_port(void *user, const struct serial_port *p)
{
    struct count *c = user;
    struct board *b = c->board;

    if (!usb_is_board(p->usb_vendor, p->usb_product)
        || b->hooks.taken(b->hooks.user, p->path))
        return;
    memcpy(c->path, p->path, sizeof(c->path));
    c->n++;
}

/* One that does not greet may be blank, or half written. */
const char *
board_update_port(struct board *b)
{
    static char only[PATH];
    struct count c = { .board = b };

    if (b->known)
        return b->path;
    if (!strcmp(b->device, "none"))
        return "";
    if (strcmp(b->device, "auto") != 0)
        return b->device;
    if (serial_list(count_port, &c) || c.n != 1)
        return "";
    memcpy(only, c.path, sizeof(only));
    return only;
}

enum err
board_ask(struct board *b, uint16_t command, const char *fields,
    request_done *done, void *user)
{
    enum err e = b && b->port
        ? session_ask(&b->session, command, fields, done, user) : ERR_GONE;

    if (!e)
        loop_after(b->loop, &b->timer, 0, serve, b);
    return e;
}

void
board_pause(struct board *b)
{
    b->paused = true;
    loop_cancel(b->loop, &b->timer);
    hang_up(b);
}

void
board_resume(struct board *b)
{
    b->paused = !strcmp(b->device, "none");
    b->step = 0;
    for (int i = 0; i < SHUNNED; i++)   /* it may be a board now */
        b->shunned[i] = (struct shunned){ .tries = 0 };
    if (!b->paused && !b->port)
        look(b);
}
