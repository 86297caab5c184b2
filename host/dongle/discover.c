#include "dongle/discover.h"

#include "base/clock.h"
#include "base/log.h"
#include "dongle/process.h"
#include "dongle/recorder.h"
#include "link/link.h"
#include "ports/serial.h"
#include "ports/usb.h"
#include "ports/usb_role.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

enum { PORTS = 64 };

static const int64_t look_every = MINUTE;
static const int64_t settle = 300;      /* a dongle's nodes come one by one */
static const int64_t probe_limit = 60 * SECOND;
static const int64_t ask_again = 30 * SECOND; /* a port that did not answer */
static const int64_t board_looks = 5 * SECOND; /* it may still be the board */

struct port {
    struct serial_port info;
    bool here;                  /* seen in the last look */
    bool used;                  /* it, or another port of its device, serves */
    bool answers;               /* it did, and waits for a likelier one */
    bool mute;                  /* it served, and told nothing */
    bool settled;               /* no other port of its device is better */
    int asks;
    int64_t ask;                /* monotonic: not before */
};

enum { ASKS = 2 };              /* a port may be slower than its neighbours */

struct discover {
    struct loop *loop;
    const struct dongle_hooks *hooks;
    bool (*wanted)(void *user, const char *device);
    bool (*serves)(void *user, const char *device);
    void (*answered)(void *user, const char *device);
    void *user;
    int watch;                  /* inotify on /dev */
    struct loop_timer look;
    struct port ports[PORTS];
    int count;
    struct port *asked;         /* being probed */
    pid_t pid;
    int fd;
    struct loop_timer limit;
};

static void ask_next(struct discover *d);

static void
note_port(void *user, const struct serial_port *p)
{
    struct discover *d = user;

    for (int i = 0; i < d->count; i++)
        if (!memcmp(&d->ports[i].info, p, sizeof(*p))) {
            d->ports[i].here = true;
            return;
        }
    if (d->count < PORTS)
        d->ports[d->count++] = (struct port){ .info = *p, .here = true };
}

static void
look(void *user)
{
    struct discover *d = user;
    int kept = 0;

    loop_after(d->loop, &d->look, look_every, look, d);
    if (d->asked)
        return;                 /* the list must not move under the probe */
    for (int i = 0; i < d->count; i++)
        d->ports[i].here = false;
    if (serial_list(note_port, d))
        log_warn("discover", "serial ports cannot be listed");
    for (int i = 0; i < d->count; i++)
        if (d->ports[i].here)
            d->ports[kept++] = d->ports[i];
    d->count = kept;
    usb_show_unusable();
    ask_next(d);
}

static void
dev_changed(void *user, unsigned events)
{
    struct discover *d = user;
    char dull[4096];

    (void)events;
    while (read(d->watch, dull, sizeof(dull)) > 0)
        ;
    loop_after(d->loop, &d->look, settle, look, d);
}

/* --- asking one port ------------------------------------------------------ */

static void
end_probe(struct discover *d)
{
    loop_cancel(d->loop, &d->limit);
    loop_forget(d->loop, d->fd);
    process_end(d->pid, d->fd);
    d->pid = 0;
    d->fd = -1;
    d->asked = NULL;
}

static bool
is_beside(const struct port *a, const struct port *b)
{
    return a->info.usb_bus == b->info.usb_bus
        && a->info.usb_address == b->info.usb_address;
}

static int
rank(const struct port *p)
{
    return usb_role_rank(p->info.usb_vendor, p->info.usb_product,
        p->info.interface, p->info.protocol);
}

/* The likeliest port of that device which answers; NULL: none does. */
static struct port *
best_answer(struct discover *d, const struct port *of)
{
    struct port *best = NULL;

    for (int i = 0; i < d->count; i++) {
        struct port *p = &d->ports[i];

        if (is_beside(p, of) && p->answers && !p->mute
            && (!best || rank(p) >= rank(best)))
            best = p;
    }
    return best;
}

/* Whether a likelier one than best is still to be asked. */
static bool
may_be_beaten(struct discover *d, const struct port *best)
{
    bool may = false;

    for (int i = 0; i < d->count; i++) {
        struct port *p = &d->ports[i];

        if (is_beside(p, best) && !p->answers && !p->mute && p->asks < ASKS
            && rank(p) > rank(best)) {
            p->ask = 0;
            may = true;
        }
    }
    return may;
}

/* The port that told nothing is the only one that answers: it serves for
 * good. */
static void
settle_for_mute(struct discover *d, const struct port *of)
{
    bool all = true;

    for (int i = 0; i < d->count; i++)
        if (is_beside(&d->ports[i], of))
            all &= d->ports[i].mute || d->ports[i].asks >= ASKS;
    for (int i = 0; i < d->count && all; i++)
        if (is_beside(&d->ports[i], of) && d->ports[i].mute) {
            d->ports[i].mute = false;
            d->ports[i].settled = true;
        }
}

/* Takes the likeliest port of that device once nothing likelier may answer. */
static void
decide(struct discover *d, const struct port *of)
{
    struct port *best = best_answer(d, of);
    char path[sizeof(best->info.path)];

    if (!best)
        settle_for_mute(d, of);
    if (!best || may_be_beaten(d, best))
        return;
    for (int i = 0; i < d->count; i++)
        if (is_beside(&d->ports[i], best))
            d->ports[i].used = true;
    memcpy(path, best->info.path, sizeof(path));
    d->answered(d->user, path);
}

static void
no_answer(void *user)
{
    struct discover *d = user;
    struct port *p = d->asked;

    log_info("discover", "device=%s does not serve", p->info.path);
    p->ask = clock_mono() + ask_again;
    end_probe(d);
    decide(d, p);
    loop_after(d->loop, &d->look, settle, look, d);
}

static void
it_answers(struct discover *d)
{
    struct port *p = d->asked;

    p->answers = true;
    end_probe(d);
    decide(d, p);
    ask_next(d);
}

bool
discover_asks(const struct discover *d, const char *device)
{
    return d->asked && !strcmp(d->asked->info.path, device);
}

bool
discover_give_way(struct discover *d, const char *device)
{
    struct port *p = NULL;
    bool others = false;

    for (int i = 0; i < d->count && !p; i++)
        if (!strcmp(d->ports[i].info.path, device))
            p = &d->ports[i];
    if (!p || p->mute || p->settled)
        return false;
    for (int i = 0; i < d->count; i++)
        others |= &d->ports[i] != p && is_beside(&d->ports[i], p)
            && !d->ports[i].mute;
    if (!others)
        return false;
    log_info("discover", "device=%s tells nothing of what comes: the other"
        " ports of this dongle are asked", device);
    for (int i = 0; i < d->count; i++)
        if (is_beside(&d->ports[i], p)) {
            d->ports[i].used = d->ports[i].answers = false;
            d->ports[i].asks = 0;
            d->ports[i].ask = 0;
        }
    p->mute = true;
    loop_after(d->loop, &d->look, settle, look, d);
    return true;
}

/* A dongle that only lacks something a person can give. */
static bool
is_a_dongle(const struct link_trouble_report *r)
{
    return r->trouble == LINK_TROUBLE_NO_SIM
        || r->trouble == LINK_TROUBLE_PIN_NEEDED
        || r->trouble == LINK_TROUBLE_LOCKED
        || r->trouble == LINK_TROUBLE_PUK;
}

static void
heard(void *user, unsigned events)
{
    struct discover *d = user;
    struct link_message m;
    enum err e = link_read(d->fd, &m);

    (void)events;
    if (e == ERR_EMPTY)
        return;
    if (!e && m.kind == LINK_SAID) {
        recorder_hear(d->asked->info.path, &m.u.said);
    } else if (!e && m.kind == LINK_READY) {
        log_info("discover", "device=%s imei=%s answers",
            d->asked->info.path, m.u.ready.imei);
        it_answers(d);
    } else if (!e && m.kind == LINK_TROUBLE && is_a_dongle(&m.u.trouble)) {
        it_answers(d);          /* no SIM, a PIN: the worker tells people */
    } else if (e || m.kind == LINK_TROUBLE) {
        no_answer(d);
    }
}

/* A dongle that came back by its old name serves already, past us: two workers
 * at two ports of one dongle would talk into each other's texts. */
static bool
is_taken(struct discover *d, const struct port *p)
{
    for (int i = 0; i < d->count; i++)
        if (is_beside(&d->ports[i], p)
            && d->serves(d->user, d->ports[i].info.path))
            return true;
    return false;
}

static bool
may_ask(struct discover *d, struct port *p)
{
    if (p->used || p->mute || p->answers || p->ask > clock_mono()
        || access(p->info.path, F_OK) /* its node comes a moment later */
        || !d->wanted(d->user, p->info.path) || is_taken(d, p))
        return false;
    if (!usb_is_board(p->info.usb_vendor, p->info.usb_product)
        || d->hooks->is_no_board(d->hooks->user, p->info.path))
        return true;
    loop_after(d->loop, &d->look, board_looks, look, d);
    return false;
}

/* The likeliest port of the first device that may be asked. */
static struct port *
choose(struct discover *d)
{
    struct port *best = NULL;

    for (int i = 0; i < d->count; i++) {
        struct port *p = &d->ports[i];

        if (best && (!is_beside(p, best) || rank(p) < rank(best)))
            continue;
        if (may_ask(d, p))
            best = p;
    }
    return best;
}

static void
ask_next(struct discover *d)
{
    struct link_message m = { .kind = LINK_START };

    if (d->asked || !(d->asked = choose(d)))
        return;
    d->asked->asks++;
    m.u.start.version = LINK_VERSION;
    m.u.start.probe = 1;
    m.u.start.record = recorder_wants(d->asked->info.path);
    recorder_opened(d->asked->info.path);
    snprintf(m.u.start.name, sizeof(m.u.start.name), "probe");
    snprintf(m.u.start.device, sizeof(m.u.start.device), "%s",
        d->asked->info.path);
    loop_after(d->loop, &d->limit, probe_limit, no_answer, d);
    if (process_start(&d->pid, &d->fd) || link_write(d->fd, &m)
        || loop_watch(d->loop, d->fd, EPOLLIN, heard, d))
        no_answer(d);
}

enum err
discover_open(struct loop *loop, const struct dongle_hooks *hooks,
    bool (*wanted)(void *user, const char *device),
    bool (*serves)(void *user, const char *device),
    void (*answered)(void *user, const char *device), void *user,
    struct discover **out)
{
    struct discover *d = calloc(1, sizeof(*d));
    enum err e;

    if (!d)
        return ERR_MEMORY;
    *d = (struct discover){ .loop = loop, .hooks = hooks, .wanted = wanted,
        .serves = serves, .answered = answered, .user = user, .fd = -1 };
    d->watch = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (d->watch < 0
        || inotify_add_watch(d->watch, "/dev", IN_CREATE | IN_DELETE) < 0
        || loop_watch(loop, d->watch, EPOLLIN, dev_changed, d)) {
        e = ERR_IO;
        discover_close(d);
        return e;
    }
    *out = d;
    look(d);
    return OK;
}

void
discover_close(struct discover *d)
{
    if (!d)
        return;
    end_probe(d);
    loop_cancel(d->loop, &d->look);
    loop_forget(d->loop, d->watch);
    if (d->watch >= 0)
        close(d->watch);
    free(d);
}
