#include "dongle/recorder.h"

#include "base/clock.h"
#include "base/log.h"
#include "diary/diary.h"
#include "ports/serial.h"
#include "status/status.h"
#include "store/sims/diaries.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct recorder {
    struct loop *loop;
    struct db *db;
    void (*changed)(void *user);
    void *user;
    struct loop_timer end;
    struct diary *diary;        /* NULL: none is kept */
    int64_t id;                 /* of its row */
    char device[128];           /* "": all */
} recorder;

/* The ports of USB, when one of them is first heard. */
struct ports {
    struct serial_port port[DIARY_PORTS];
    int n;
};

static void
read_port(void *user, const struct serial_port *p)
{
    struct ports *all = user;

    if (all->n < DIARY_PORTS)
        all->port[all->n++] = *p;
}

static int
add_port(struct diary *d, const char *path, const struct serial_port *p)
{
    return diary_port(d, path, p->usb_vendor, p->usb_product, p->protocol,
        p->interface);
}

/* The port with what USB tells of it, and the others of its dongle. */
static int
port_of(struct diary *d, const char *device)
{
    static const struct serial_port unknown = { .usb_vendor = -1,
        .usb_product = -1, .interface = -1, .protocol = -1 };
    int known = diary_find_port(d, device), at;
    const struct serial_port *own = &unknown;
    struct ports all = { .n = 0 };
    char *real;

    if (known >= 0)
        return known;
    real = realpath(device, NULL);
    if (serial_list(read_port, &all))
        log_debug("recorder", "serial ports cannot be listed");
    for (int i = 0; i < all.n; i++)
        if (!strcmp(all.port[i].path, device)
            || (real && !strcmp(all.port[i].path, real)))
            own = &all.port[i];
    free(real);
    at = add_port(d, device, own);
    for (int i = 0; i < all.n && own != &unknown; i++)
        if (&all.port[i] != own && all.port[i].usb_bus == own->usb_bus
            && all.port[i].usb_address == own->usb_address)
            (void)add_port(d, all.port[i].path, &all.port[i]);
    return at;
}

/* Who the dongles and their SIMs are must not stand there. */
static void
name_secrets(struct diary *d)
{
    struct status_modem m[STATUS_MODEMS_MAX];
    int n = status_list(m);

    for (int i = 0; i < n; i++) {
        diary_secret(d, m[i].imei);
        diary_secret(d, m[i].imsi);
    }
}

static void
finish(void *user)
{
    struct recorder *r = user;
    struct diary *d = r->diary;
    char *text = NULL;
    enum err e;

    if (!d)
        return;
    loop_cancel(r->loop, &r->end);
    r->diary = NULL;
    name_secrets(d);
    if (!(e = diary_write(d, &text)))
        e = diaries_keep(r->db, r->id, text);
    if (e)
        log_error("recorder", "the diary is lost: %s", err_text(e));
    else
        log_info("recorder", "diary of %zu bytes", strlen(text));
    free(text);
    diary_free(d);
    r->changed(r->user);
}

static void
begin(const struct diary_row *row)
{
    struct recorder *r = &recorder;
    struct status_modem m[STATUS_MODEMS_MAX];
    int n = status_list(m);
    int64_t left = row->ends - clock_now();

    if (left > DIARY_SECONDS_MOST * SECOND)
        left = DIARY_SECONDS_MOST * SECOND;
    r->device[0] = '\0';
    for (int i = 0; i < n && *row->modem; i++)
        if (!strcmp(m[i].name, row->modem))
            snprintf(r->device, sizeof(r->device), "%s", m[i].device);
    if (!(r->diary = diary_new(clock_mono()))) {
        log_error("recorder", "no memory for a diary");
        return;
    }
    r->id = row->id;
    loop_after(r->loop, &r->end, left > 0 ? left : 0, finish, r);
    r->changed(r->user);
}

void
recorder_look(void)
{
    struct recorder *r = &recorder;
    struct diary_row row;
    enum err e = r->loop ? diaries_last(r->db, &row) : ERR_EMPTY;

    if (e && e != ERR_EMPTY)
        log_warn("recorder", "diaries are not read: %s", err_text(e));
    if (e || !row.kept)
        return;
    if (!r->diary)
        begin(&row);
    else if (row.ends <= clock_now())
        finish(r);
}

void
recorder_open(struct loop *loop, struct db *db, void (*changed)(void *user),
    void *user)
{
    recorder = (struct recorder){ .loop = loop, .db = db, .changed = changed,
        .user = user };
    recorder_look();
}

void
recorder_close(void)
{
    if (recorder.loop)
        loop_cancel(recorder.loop, &recorder.end);
    diary_free(recorder.diary);
    recorder = (struct recorder){ 0 };
}

bool
recorder_wants(const char *device)
{
    return recorder.diary
        && (!*recorder.device || !strcmp(recorder.device, device));
}

void
recorder_opened(const char *device)
{
    struct recorder *r = &recorder;

    if (recorder_wants(device)
        && !diary_add(r->diary, clock_mono(), port_of(r->diary, device),
            DIARY_OPENED, "", 0))
        finish(r);
}

void
recorder_hear(const char *device, const struct link_said *s)
{
    struct recorder *r = &recorder;

    if (!recorder_wants(device) || s->bytes < 1 || s->bytes > LINK_SAID_MAX)
        return;
    if (!diary_add(r->diary, s->at, port_of(r->diary, device),
            s->down ? DIARY_DOWN : DIARY_UP, s->byte, (size_t)s->bytes))
        finish(r);
}
