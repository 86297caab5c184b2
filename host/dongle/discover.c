#include "dongle/discover.h"

#include "base/clock.h"
#include "base/log.h"
#include "dongle/process.h"
#include "link/link.h"
#include "ports/serial.h"
#include "ports/usb.h"

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

struct port {
    struct serial_port info;
    bool here;                  /* seen in the last look */
    bool used;                  /* it, or another port of its device, serves */
    int64_t ask;                /* monotonic: not before */
};

struct discover {
    struct loop *loop;
    bool (*wanted)(void *user, const char *device);
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
    if (d->count < PORTS && usb_is_candidate(p->usb_vendor, p->usb_product))
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

static void
use_device(struct discover *d, const struct serial_port *p)
{
    for (int i = 0; i < d->count; i++)
        if (d->ports[i].info.usb_bus == p->usb_bus
            && d->ports[i].info.usb_address == p->usb_address)
            d->ports[i].used = true;
}

static void
no_answer(void *user)
{
    struct discover *d = user;

    log_info("discover", "device=%s does not serve", d->asked->info.path);
    d->asked->ask = clock_mono() + ask_again;
    end_probe(d);
    loop_after(d->loop, &d->look, settle, look, d);
}

/* A dongle that only lacks something a person can give. */
static bool
is_a_dongle(const struct link_trouble_report *r)
{
    return r->trouble == LINK_TROUBLE_NO_SIM
        || r->trouble == LINK_TROUBLE_PIN_NEEDED
        || r->trouble == LINK_TROUBLE_PUK;
}

static void
heard(void *user, unsigned events)
{
    struct discover *d = user;
    struct serial_port p = d->asked->info;
    struct link_message m;
    enum err e = link_read(d->fd, &m);

    (void)events;
    if (e == ERR_EMPTY)
        return;
    if (!e && m.kind == LINK_READY) {
        log_info("discover", "device=%s imei=%s answers", p.path,
            m.u.ready.imei);
        use_device(d, &p);
        end_probe(d);
        d->answered(d->user, p.path);
        ask_next(d);
    } else if (!e && m.kind == LINK_TROUBLE && is_a_dongle(&m.u.trouble)) {
        use_device(d, &p);      /* no SIM, a PIN: the worker tells people */
        end_probe(d);
        d->answered(d->user, p.path);
        ask_next(d);
    } else if (e || m.kind == LINK_TROUBLE) {
        no_answer(d);
    }
}

static void
ask_next(struct discover *d)
{
    struct link_message m = { .kind = LINK_START };
    int64_t now = clock_mono();

    if (d->asked)
        return;
    for (int i = 0; i < d->count && !d->asked; i++)
        if (!d->ports[i].used && d->ports[i].ask <= now
            && d->wanted(d->user, d->ports[i].info.path))
            d->asked = &d->ports[i];
    if (!d->asked)
        return;
    m.u.start.version = LINK_VERSION;
    m.u.start.probe = 1;
    snprintf(m.u.start.name, sizeof(m.u.start.name), "probe");
    snprintf(m.u.start.device, sizeof(m.u.start.device), "%s",
        d->asked->info.path);
    loop_after(d->loop, &d->limit, probe_limit, no_answer, d);
    if (process_start(&d->pid, &d->fd) || link_write(d->fd, &m)
        || loop_watch(d->loop, d->fd, EPOLLIN, heard, d))
        no_answer(d);
}

enum err
discover_open(struct loop *loop, bool (*wanted)(void *user, const char *device),
    void (*answered)(void *user, const char *device), void *user,
    struct discover **out)
{
    struct discover *d = calloc(1, sizeof(*d));
    enum err e;

    if (!d)
        return ERR_MEMORY;
    *d = (struct discover){ .loop = loop, .wanted = wanted,
        .answered = answered, .user = user, .fd = -1 };
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
