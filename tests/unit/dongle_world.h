/* dongle_world.h - one dongle of the daemon in a world of the test's own: the
 * store, the queue and the link are real; loop, clock, worker and ports are
 * played. What the dongle asks of others is counted (the Makefile wraps it),
 * and the call whose number the test chooses fails. With STEPS in the
 * environment it tells what happens. */
#ifndef NOTEHOME_DONGLE_WORLD_H
#define NOTEHOME_DONGLE_WORLD_H

#include "store_world.h"

#include "air.h"
#include "dongle/dongle.h"
#include "dongle/process.h"
#include "ports/serial.h"
#include "ports/usb.h"
#include "settings/rules.h"
#include "status/status.h"
#include "store/inbox/inbox.h"
#include "store/sims/modems.h"
#include "store/sims/recovery.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { TEXTS = 4, SLOTS = 2, NATURES = 12 };

/* How a worker, with the dongle behind it, behaves. All zero: well. */
struct nature {
    enum link_trouble trouble;  /* says this, and not who it is */
    bool mute;                  /* says nothing at all */
    bool deaf;                  /* lists once, and is mute from then on */
    enum { TEXT_GOES, TEXT_DIES_BEFORE, TEXT_DIES_AFTER, TEXT_HANGS_BEFORE,
        TEXT_HANGS_AFTER, TEXT_GARBLED, TEXT_VAGUE, TEXT_FULL } text; /* each
                                 * hand-over; FULL: the first */
};

static UNUSED struct {
    struct db *db;
    struct dongle *dongle;
    char device[40];
    int fds;                    /* open before it began */
    /* the loop */
    struct loop_timer *timers;
    int watched;                /* descriptor; -1: none */
    void (*heard)(void *user, unsigned events);
    void *user;
    bool woken;
    /* the worker */
    int end;                    /* its end of the link; -1: no worker */
    const struct nature *natures;
    int workers;                /* that were started */
    bool ready, silent;
    int64_t list_at;
    /* the world behind it */
    bool has_board, has_usb;
    struct link_part slot[SLOTS];
    bool full[SLOTS];
    int64_t text[TEXTS];        /* messages, by the last digit of the number */
    int texts, air[TEXTS];      /* times on the air */
    bool proved[TEXTS];         /* the worker said that it was sent */
    int told, sends, parked;    /* told: texts that the worker has to read */
    bool cutting;               /* its power is off now */
    /* faults */
    bool armed;                 /* steps are counted, and may fail */
    int step, fail_at;          /* -1: none */
    bool disk_full;             /* the step that fails fills the disk */
    int64_t full_until;
    const char *failed;         /* what failed */
} w;

static UNUSED void
tell(const char *what, const char *more)
{
    if (getenv("STEPS"))
        printf("# %8.3f %s %s\n", (double)(world_now - DAWN) / SECOND, what,
            more);
}

/* Whether this call is the one to fail. */
static UNUSED bool
fails(const char *what, bool disk)
{
    bool now = w.armed && w.step++ == w.fail_at;

    if (!w.armed)
        return false;
    tell(what, now ? "FAILS" : "");
    if (now) {
        w.failed = what;
        if (w.disk_full)
            w.full_until = world_now + 2 * MINUTE;
    }
    return (now && !w.disk_full) || (disk && world_now < w.full_until);
}

#define WRAP(name, disk, params, args)                                         \
    enum err __real_##name params;                                             \
    enum err __wrap_##name params;                                             \
    enum err __wrap_##name params                                              \
    {                                                                          \
        return fails(#name, disk) ? ERR_DISK_FULL : __real_##name args;        \
    }

WRAP(db_begin, true, (struct db *db), (db))
WRAP(queue_settle, false, (struct db *db, const struct link_result *r),
    (db, r))
WRAP(queue_claim, false, (struct db *db, const char *imsi, const char *modem,
    const struct queue_rules *rules, struct queue_part *out, int64_t *next),
    (db, imsi, modem, rules, out, next))
WRAP(modems_ready, false, (struct db *db, const struct link_ready *r,
    const char *country, const char *name, const char *device, char *out,
    size_t room), (db, r, country, name, device, out, room))
WRAP(modems_lost, false, (struct db *db, const char *imsi), (db, imsi))
WRAP(modems_ussd_claim, false, (struct db *db, const char *imsi,
    struct link_ussd *out), (db, imsi, out))
WRAP(modems_ussd_settle, false, (struct db *db, const struct link_ussd *u),
    (db, u))
WRAP(recovery_begin, false, (struct db *db, const char *modem,
    enum recovery_rung rung, const struct reason *why, int64_t *id),
    (db, modem, rung, why, id))
WRAP(recovery_end, false, (struct db *db, int64_t id,
    enum recovery_outcome o), (db, id, o))
WRAP(recovery_count, false, (struct db *db, const char *modem,
    enum recovery_rung rung, int64_t since, int *count),
    (db, modem, rung, since, count))
WRAP(inbox_receive, false, (struct db *db, const char *imsi,
    const char *modem, const struct link_part *part,
    const struct inbox_rules *rules, bool *again),
    (db, imsi, modem, part, rules, again))
WRAP(inbox_removed, false, (struct db *db, const char *imsi,
    const struct link_stored *part), (db, imsi, part))
WRAP(inbox_call, false, (struct db *db, const char *imsi, const char *modem,
    const char *number, const struct inbox_rules *rules),
    (db, imsi, modem, number, rules))

/* A commit that fails has changed nothing. */
enum err __real_db_end(struct db *db, enum err e);
enum err __wrap_db_end(struct db *db, enum err e);
enum err
__wrap_db_end(struct db *db, enum err e)
{
    return __real_db_end(db, fails("db_end", true) ? ERR_DISK_FULL : e);
}

enum err __real_link_write(int fd, const struct link_message *m);
enum err __wrap_link_write(int fd, const struct link_message *m);
enum err
__wrap_link_write(int fd, const struct link_message *m)
{
    char kind[24];

    snprintf(kind, sizeof(kind), "link_write %d", m->kind);
    w.told += m->kind == LINK_SEND;
    return fails(kind, false) ? ERR_BUSY : __real_link_write(fd, m);
}

char *__real_realpath(const char *path, char *out);
char *__wrap_realpath(const char *path, char *out);
char *
__wrap_realpath(const char *path, char *out)
{
    return fails("realpath", false) ? NULL : __real_realpath(path, out);
}

void __wrap_log_line(enum log_level level, const char *where, const char *fmt,
    ...);
void
__wrap_log_line(enum log_level level, const char *where, const char *fmt, ...)
{
    char text[400];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(text, sizeof(text), fmt, ap);
    va_end(ap);
    if (level <= LOG_INFO)
        tell(where, text);
}

/* --- the loop ------------------------------------------------------------- */

enum err
loop_watch(struct loop *l, int fd, unsigned events,
    void (*fn)(void *user, unsigned events), void *user)
{
    (void)l;
    (void)events;
    if (fails("loop_watch", false))
        return ERR_MEMORY;
    w.watched = fd;
    w.heard = fn;
    w.user = user;
    return OK;
}

void
loop_forget(struct loop *l, int fd)
{
    (void)l;
    if (fd >= 0 && fd == w.watched)
        w.watched = -1;
}

void
loop_cancel(struct loop *l, struct loop_timer *t)
{
    struct loop_timer **at = &w.timers;

    (void)l;
    while (*at && *at != t)
        at = &(*at)->next;
    if (*at)
        *at = t->next;
    t->at = 0;
}

void
loop_after(struct loop *l, struct loop_timer *t, int64_t ms,
    void (*fn)(void *user), void *user)
{
    loop_cancel(l, t);
    *t = (struct loop_timer){ clock_mono() + ms, fn, user, w.timers };
    w.timers = t;
}

/* --- the worker ----------------------------------------------------------- */

static UNUSED const struct nature *
nature(void)
{
    int i = w.workers - 1;

    return &w.natures[i < NATURES ? i : NATURES - 1];
}

enum err
process_start(pid_t *pid, int *fd)
{
    if (fails("process_start", false))
        return ERR_IO;
    CHECK(w.end < 0);           /* never two at a time */
    CHECK_INT(link_pair(fd, &w.end), OK);
    *pid = 1000 + w.workers++;
    w.ready = w.silent = false;
    w.list_at = INT64_MAX;
    return OK;
}

static UNUSED void
worker_dies(void)
{
    if (w.end >= 0)
        close(w.end);
    w.end = -1;
    w.list_at = INT64_MAX;
}

bool
process_hangs(pid_t pid)
{
    (void)pid;
    return false;
}

static UNUSED enum err
worker_says(struct link_message *m, enum link_kind kind)
{
    m->kind = kind;
    return w.end >= 0 ? __real_link_write(w.end, m) : ERR_GONE;
}

static UNUSED void
worker_lists(void)
{
    struct link_message m = { 0 };

    w.list_at = clock_mono() + 15 * SECOND;
    for (int i = 0; i < SLOTS; i++)
        if (w.full[i]) {
            m.u.part = w.slot[i];
            (void)!worker_says(&m, LINK_PART);
        }
    memset(&m, 0, sizeof(m));
    m.u.health = (struct link_health){ .signal_percent = 60, .registered = 1,
        .listed = 1 };
    (void)!worker_says(&m, LINK_HEALTH);
}

static UNUSED void
worker_starts(void)
{
    struct link_message m = { .u.ready = { .imei = "350000000000001",
        .imsi = NORTH, .maker = "huawei", .model = "E173" } };

    if (nature()->mute)
        return;
    if (nature()->trouble) {
        m = (struct link_message){ .u.trouble = {
            .trouble = nature()->trouble,
            .why = reason_words("as the test wants it") } };
        (void)!worker_says(&m, LINK_TROUBLE);
        worker_dies();
        return;
    }
    (void)!worker_says(&m, LINK_READY);
    w.ready = true;
    worker_lists();
    w.silent = nature()->deaf;
    if (w.silent)
        w.list_at = INT64_MAX;
}

/* From Ctrl-Z on it is on the air, which waits for LINK_HANDED. */
static UNUSED void
worker_sends(const struct link_send *s)
{
    struct link_message m = { .u.handed = { s->attempt } };
    int i = s->number[strlen(s->number) - 1] - '0', how = nature()->text;

    if (w.sends++ && how == TEXT_FULL)
        how = TEXT_GOES;
    if (how == TEXT_DIES_BEFORE)
        worker_dies();
    if (how == TEXT_DIES_BEFORE || how == TEXT_HANGS_BEFORE) {
        w.silent = true;
        w.list_at = INT64_MAX;
        return;
    }
    if (how != TEXT_FULL) {
        if (how == TEXT_GARBLED ? send(w.end, "?", 1, MSG_NOSIGNAL) != 1
                : worker_says(&m, LINK_HANDED) != OK)
            return;             /* its last words are said */
        w.air[i]++;
        tell("worker", "Ctrl-Z");
    }
    if (how == TEXT_DIES_AFTER || how == TEXT_GARBLED)
        worker_dies();
    if (how == TEXT_DIES_AFTER || how == TEXT_GARBLED
        || how == TEXT_HANGS_AFTER) {
        w.silent = true;
        w.list_at = INT64_MAX;
        return;
    }
    m = (struct link_message){ .u.result = { .attempt = s->attempt,
        .outcome = LINK_SENT, .reference = 7, .code = -1 } };
    if (how == TEXT_VAGUE || how == TEXT_FULL)
        m.u.result = (struct link_result){ .attempt = s->attempt,
            .outcome = how == TEXT_FULL ? LINK_NOT_SENT : LINK_REFUSED,
            .reference = -1, .error = LINK_ERROR_CMS,
            .code = how == TEXT_FULL ? 322 : 500 };
    else
        w.proved[i] = true;
    (void)!worker_says(&m, LINK_RESULT);
}

static UNUSED void
worker_removes(const struct link_stored *s)
{
    struct link_message m = { .u.stored = *s };
    char sql[100 + LINK_PDU_MAX];

    for (int i = 0; i < SLOTS; i++)
        if (w.full[i] && !strcmp(w.slot[i].pdu, s->pdu)) {
            snprintf(sql, sizeof(sql), "SELECT count(*) FROM part_in"
                " WHERE pdu = '%s'", s->pdu);
            CHECK_INT(world_number(w.db, sql), 1);
            w.full[i] = false;
            (void)!worker_says(&m, LINK_REMOVED);
        }
}

/* Hears one thing from the daemon; false: there is nothing. */
static UNUSED bool
worker_turn(void)
{
    struct link_message m;
    enum err e = w.end >= 0 ? link_read(w.end, &m) : ERR_EMPTY;

    if (e == ERR_GONE)
        worker_dies();
    if (e)
        return false;
    if (m.kind == LINK_RESET)
        worker_dies();
    else if (m.kind == LINK_START)
        worker_starts();
    else if (w.silent || !w.ready)
        return true;
    else if (m.kind == LINK_SEND)
        worker_sends(&m.u.send);
    else if (m.kind == LINK_STORED)
        worker_removes(&m.u.stored);
    else if (m.kind == LINK_POLL)
        worker_lists();
    else if (m.kind == LINK_USSD) {
        m.u.ussd.status = 0;
        snprintf(m.u.ussd.text, sizeof(m.u.ussd.text), "KES 12");
        (void)!worker_says(&m, LINK_USSD_REPLY);
    }
    return true;
}

/* It goes on until it is killed. */
void
process_end(pid_t pid, int fd)
{
    while (pid > 0 && worker_turn())
        ;
    if (fd >= 0)
        close(fd);
    if (pid > 0)
        worker_dies();
}

/* --- ports and board ------------------------------------------------------ */

bool
usb_may_reset(const char *device)
{
    (void)device;
    return w.has_usb;
}

enum err
usb_reset(const char *device)
{
    (void)device;
    return fails("usb_reset", false) ? ERR_IO : OK;
}

enum err
serial_list(void (*fn)(void *user, const struct serial_port *p), void *user)
{
    (void)fn;
    (void)user;
    return OK;
}

static UNUSED bool
can_cut(void *user, const char *modem)
{
    (void)user;
    (void)modem;
    return w.has_board;
}

static UNUSED bool
cut(void *user, const char *modem, const struct reason *why)
{
    (void)user;
    (void)modem;
    (void)why;
    if (fails("cut", false))
        return false;
    w.cutting = true;
    return true;
}

static UNUSED void
parked(void *user, const char *modem, const struct reason *why)
{
    (void)user;
    (void)modem;
    (void)why;
    w.parked++;
}

static const struct dongle_hooks world_hooks = { NULL, can_cut, cut, NULL,
    parked };

/* --- the world turns ------------------------------------------------------ */

static UNUSED void
store_changed(void *user, unsigned topics)
{
    (void)user;
    w.woken |= (topics & (DB_QUEUE | DB_REQUESTS | DB_MODEMS)) != 0;
}

/* Nothing happens any more now: it is as late as when something does. */
static UNUSED void
time_goes_on(void)
{
    struct loop_timer *first = w.timers;

    CHECK(first);               /* an open dongle always waits for something */
    for (struct loop_timer *t = w.timers; t; t = t->next)
        if (t->at < first->at)
            first = t;
    if (w.list_at < first->at) {
        if (w.list_at > world_now)
            world_at(w.list_at);
        worker_lists();
        return;
    }
    if (first->at > world_now)
        world_at(first->at);
    loop_cancel(NULL, first);
    first->fn(first->user);
}

static UNUSED void
turn(void)
{
    struct pollfd p = { w.watched, POLLIN, 0 };

    if (w.cutting) {
        w.cutting = false;
        dongle_cut_ended(w.dongle, true);
    } else if (worker_turn()) {
        return;
    } else if (w.watched >= 0 && poll(&p, 1, 0) > 0) {
        w.heard(w.user, EPOLLIN);
    } else if (w.woken) {
        w.woken = false;
        dongle_wake(w.dongle);
    } else {
        time_goes_on();
    }
    CHECK(w.timers);
}

#endif
