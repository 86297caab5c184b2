#include "dongle/supervisor.h"

#include "base/clock.h"
#include "base/log.h"
#include "dongle/credit_watch.h"
#include "dongle/discover.h"
#include "dongle/dongle.h"
#include "dongle/recorder.h"
#include "ports/usb.h"
#include "settings/rules.h"
#include "status/status.h"
#include "store/db/setting.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

static const int64_t sweep_every = 5 * SECOND;
static const int64_t swept_limit = MINUTE;

/* One dongle with the settings it was opened with. */
struct held {
    struct dongle *dongle;
    struct config_modem want;
};

struct supervisor {
    struct loop *loop;
    struct db *db;
    struct dongle_hooks hooks;
    int wake;                   /* eventfd: the store has something new */
    struct held held[STATUS_MODEMS_MAX];
    int count;
    struct discover *discover;  /* NULL when modems are configured */
    struct loop_timer sweep;
    int64_t look_usb;           /* monotonic: for sticks of no use */
    int64_t swept;              /* monotonic; of the last that went well */
};

static void
take(struct supervisor *s, const struct config_modem *want)
{
    struct held *h = &s->held[s->count];
    enum err e;

    if (s->count == STATUS_MODEMS_MAX)
        return;
    h->want = *want;
    if ((e = dongle_open(s->loop, s->db, want, &s->hooks, &h->dongle)))
        log_error("supervisor", "modem=%s: %s", want->name, err_text(e));
    else
        s->count++;
}

static void
drop(struct supervisor *s, int i)
{
    dongle_close(s->held[i].dongle);
    s->held[i] = s->held[--s->count];
}

/* Runs on the thread that committed. A dongle that is lost (DB_MODEMS) makes
 * work for the others. */
static void
store_changed(void *user, unsigned topics)
{
    struct supervisor *s = user;
    uint64_t one = 1;

    if (topics & (DB_QUEUE | DB_REQUESTS | DB_MODEMS))
        while (write(s->wake, &one, sizeof(one)) < 0 && errno == EINTR)
            ;
}

/* Somebody wants a diary, or no more: who works is told. */
static void
record(void *user)
{
    struct supervisor *s = user;

    for (int i = 0; i < s->count; i++)
        dongle_record(s->held[i].dongle);
}

static void
woken(void *user, unsigned events)
{
    struct supervisor *s = user;
    uint64_t dull;

    (void)events;
    while (read(s->wake, &dull, sizeof(dull)) > 0)
        ;
    credit_watch_wake(s->db);
    recorder_look();
    for (int i = 0; i < s->count; i++)
        dongle_wake(s->held[i].dongle);
}

/* The disk refused a write: does it take one now? Nothing else may come along
 * to find out. */
static void
try_disk(struct supervisor *s)
{
    char at[24];

    snprintf(at, sizeof(at), "%lld", (long long)clock_now());
    if (setting_set(s->db, "house.alive", at) == OK)
        log_info("supervisor", "the disk takes writes again");
}

/* A port that answers and tells nothing gives way to another of its dongle. */
static void
change_mute_ports(struct supervisor *s)
{
    for (int i = s->count - 1; s->discover && i >= 0; i--)
        if (dongle_is_mute(s->held[i].dongle)
            && discover_give_way(s->discover,
                dongle_device(s->held[i].dongle)))
            drop(s, i);
}

static void
sweep(void *user)
{
    struct supervisor *s = user;
    enum err e = queue_sweep(s->db, &rules_current()->queue);
    enum err in = inbox_sweep(s->db, &rules_current()->inbox);

    change_mute_ports(s);
    if (!s->discover && clock_mono() >= s->look_usb) {
        s->look_usb = clock_mono() + MINUTE;
        usb_show_unusable();    /* discover.h does it where it looks */
    }
    if (db_fault(s->db))
        try_disk(s);
    if (e)
        log_error("supervisor", "queue sweep: %s", err_text(e));
    if (in)
        log_error("supervisor", "inbox sweep: %s", err_text(in));
    if ((!e || e == ERR_DISK_FULL) && (!in || in == ERR_DISK_FULL))
        s->swept = clock_mono();
    loop_after(s->loop, &s->sweep, sweep_every, sweep, s);
}

/* --- dongles that are found ----------------------------------------------- */

static bool
found(void *user, const char *device)
{
    struct supervisor *s = user;

    for (int i = 0; i < s->count; i++)
        if (!strcmp(dongle_device(s->held[i].dongle), device)
            && !dongle_absent(s->held[i].dongle))
            return false;
    return true;
}

static bool
serves(void *user, const char *device)
{
    struct supervisor *s = user;

    for (int i = 0; i < s->count; i++)
        if (!strcmp(dongle_device(s->held[i].dongle), device)
            && dongle_serves(s->held[i].dongle))
            return true;
    return false;
}

/* A port that answered, and is not held yet. */
static void
answered(void *user, const char *device)
{
    struct supervisor *s = user;
    struct config_modem want = { 0 };

    for (int i = s->count - 1; i >= 0; i--)
        if (dongle_absent(s->held[i].dongle))
            drop(s, i);         /* the same one comes back by another name */
    strncpy(want.device, device, sizeof(want.device) - 1);
    memcpy(want.pin, rules_current()->config.pin, sizeof(want.pin));
    take(s, &want);
}

/* --- settings ------------------------------------------------------------- */

static bool
is_wanted(const struct held *h, const struct config *c)
{
    for (int i = 0; i < c->modems; i++)
        if (!memcmp(&h->want, &c->modem[i], sizeof(h->want)))
            return true;
    return false;
}

static bool
is_held(const struct supervisor *s, const struct config_modem *want)
{
    for (int i = 0; i < s->count; i++)
        if (!memcmp(&s->held[i].want, want, sizeof(*want)))
            return true;
    return false;
}

/* Dongles that were found start again when the PIN for such ones changed. */
static void
give_pin(struct supervisor *s, const char *pin, size_t n)
{
    for (int i = s->count - 1; i >= 0; i--) {
        struct config_modem want = s->held[i].want;

        if (!memcmp(want.pin, pin, n))
            continue;
        memcpy(want.pin, pin, n);
        drop(s, i);
        take(s, &want);
    }
}

void
supervisor_reload(struct supervisor *s)
{
    const struct config *c = &rules_current()->config;
    enum err e;

    for (int i = s->count - 1; i >= 0; i--)
        if (c->modems ? !is_wanted(&s->held[i], c) : !s->discover)
            drop(s, i);
    for (int i = 0; i < c->modems; i++)
        if (!is_held(s, &c->modem[i]))
            take(s, &c->modem[i]);
    if (c->modems) {
        discover_close(s->discover);
        s->discover = NULL;
    } else if (!s->discover
        && (e = discover_open(s->loop, &s->hooks, found, serves, answered,
            s, &s->discover))) {
        log_error("supervisor", "looking for dongles: %s", err_text(e));
    }
    if (!c->modems)
        give_pin(s, c->pin, sizeof(c->pin));
    for (int i = 0; i < s->count; i++)
        dongle_wake(s->held[i].dongle); /* quiet hours or limits may be over */
}

enum err
supervisor_open(struct loop *loop, struct db *db,
    const struct dongle_hooks *hooks, struct supervisor **out)
{
    struct supervisor *s = calloc(1, sizeof(*s));
    enum err e;

    if (!s)
        return ERR_MEMORY;
    s->loop = loop;
    s->db = db;
    s->hooks = *hooks;
    s->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if ((e = s->wake < 0 ? ERR_IO
                         : loop_watch(loop, s->wake, EPOLLIN, woken, s))) {
        free(s);
        return e;
    }
    db_watch(db, store_changed, s);
    recorder_open(loop, db, record, s);
    supervisor_reload(s);
    sweep(s);
    *out = s;
    return OK;
}

void
supervisor_close(struct supervisor *s)
{
    if (!s)
        return;
    db_unwatch(s->db, store_changed, s);
    discover_close(s->discover);
    while (s->count)
        drop(s, 0);
    recorder_close();
    loop_cancel(s->loop, &s->sweep);
    loop_forget(s->loop, s->wake);
    close(s->wake);
    free(s);
}

/* --- for the companion board ---------------------------------------------- */

void
supervisor_cut_ended(struct supervisor *s, const char *modem, bool proved)
{
    for (int i = 0; i < s->count; i++)
        if (!strcmp(dongle_name(s->held[i].dongle), modem))
            dongle_cut_ended(s->held[i].dongle, proved);
}

bool
supervisor_uses(const struct supervisor *s, const char *path)
{
    char *wanted = realpath(path, NULL);
    bool used = s->discover && discover_asks(s->discover, path);

    for (int i = 0; i < s->count && wanted; i++) {
        char *held = realpath(dongle_device(s->held[i].dongle), NULL);

        used |= held && !strcmp(held, wanted);
        free(held);
    }
    free(wanted);
    return used;
}

const char *
supervisor_only(const struct supervisor *s)
{
    return s->count == 1 ? dongle_name(s->held[0].dongle) : "";
}

bool
supervisor_is_well(const struct supervisor *s)
{
    if (clock_mono() - s->swept > swept_limit)
        return false;
    for (int i = 0; i < s->count; i++)
        if (!dongle_is_watched(s->held[i].dongle))
            return false;
    return true;
}
