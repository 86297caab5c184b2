#include "modem/relay.h"

#include "base/clock.h"
#include "base/log.h"
#include "modem/pacing.h"
#include "modem/pending.h"
#include "modem/tap.h"
#include "modem/tty.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { DRAIN_BEFORE_EXIT_MS = 1000 };

struct relay {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int tty, master, link;
    int wake;                   /* eventfd: to the thread */
    struct to_daemon *out;
    struct line_filter *filter;
    struct pending to_tty, to_master;
    struct notes notes;
    struct tap tap;
    bool contacted;
    /* the part that is being sent */
    int64_t attempt;
    bool sending, handed, went;
    /* the question under way */
    bool asking;
    struct relay_answer *answer;
};

static void
raise_event(int fd)
{
    uint64_t one = 1;

    if (write(fd, &one, sizeof(one)) < 0)
        return;                 /* full: it is readable anyway */
}

/* --- the way out -------------------------------------------------------- */
static void
report(struct relay *r, const struct link_result *result)
{
    struct link_message m = { .kind = LINK_RESULT };

    if (!r->sending)
        return;
    m.u.result = *result;
    m.u.result.attempt = r->attempt;
    r->sending = false;
    r->went = result->outcome == LINK_SENT;
    to_daemon_put(r->out, &m);
    pthread_cond_broadcast(&r->changed);
}

/* With the lock held. */
static _Noreturn void
die(struct relay *r, enum link_trouble trouble, struct reason why)
{
    struct link_message m = { .kind = LINK_TROUBLE };
    struct link_result lost = { .outcome = r->handed ? LINK_UNKNOWN
                                                     : LINK_NOT_SENT,
        .reference = -1, .code = -1 };
    char said[REASON_SAID];

    report(r, &lost);
    m.u.trouble.trouble = (int32_t)trouble;
    m.u.trouble.why = why;
    to_daemon_put(r->out, &m);
    to_daemon_drain(r->out, DRAIN_BEFORE_EXIT_MS);
    log_warn("relay", "trouble=%d %s", (int)trouble,
        reason_english(&why, said));
    _exit(1);
}

void
relay_die(struct relay *r, enum link_trouble trouble, struct reason why)
{
    pthread_mutex_lock(&r->lock);
    die(r, trouble, why);
}

/* --- bytes --------------------------------------------------------------- */
static void
to_modem(void *self, const char *bytes, size_t n)
{
    struct relay *r = self;

    tap_pass(&r->tap, true, bytes, n);
    pending_add(&r->to_tty, bytes, n);
}

static void
to_library(void *self, const char *bytes, size_t n)
{
    struct relay *r = self;

    pending_add(&r->to_master, bytes, n);
}

static void
push_both(struct relay *r)
{
    if (!pending_write(r->tty, &r->to_tty))
        die(r, LINK_TROUBLE_NO_DEVICE, reason_of(REASON_PULLED_OUT));
    if (!pending_write(r->master, &r->to_master))
        r->to_master.n = 0;
}

/* --- events --------------------------------------------------------------- */
static void
take_answer(struct relay *r, const struct filter_event *e)
{
    const char *p = e->text + strspn(e->text, "\r\n");
    size_t n = 0;

    if (!r->asking)
        return;
    r->answer->answered = e->answered;
    r->answer->error = e->error;
    r->answer->code = e->code;
    for (; *p && n < sizeof(r->answer->text) - 1; p++)
        if (*p != '\r')
            r->answer->text[n++] = *p;
    r->answer->text[n] = '\0';
    r->asking = false;
    pthread_cond_broadcast(&r->changed);
}

/* Ctrl-Z wants to pass: the daemon hears of it first. */
static bool
hand_over(struct relay *r)
{
    struct link_message m = { .kind = LINK_HANDED };

    m.u.handed.attempt = r->attempt;
    if (!r->sending || to_daemon_now(r->out, &m) != OK)
        return false;
    r->handed = true;
    return true;
}

static bool
event(void *self, const struct filter_event *e)
{
    struct relay *r = self;

    switch (e->kind) {
    case FILTER_HANDED:
        return hand_over(r);
    case FILTER_RESULT:
        if (e->result.outcome == LINK_NOT_SENT && e->result.code == 304)
            log_error("relay", "attempt=%lld libgammu built another message "
                "than was asked for: held back", (long long)r->attempt);
        report(r, &e->result);
        break;
    case FILTER_ANSWER:
        take_answer(r, e);
        break;
    case FILTER_SILENT:
        die(r, r->contacted ? LINK_TROUBLE_SILENT : LINK_TROUBLE_NO_ANSWER,
            reason_of(r->contacted ? REASON_ANSWERS_NO_MORE
                                   : REASON_NO_MODEM_ANSWERS));
    case FILTER_NO_PROMPT:
        if (!pacing_is_slow())
            log_warn("relay", "no prompt came: pauses at full length from now");
        pacing_slow(true);
        break;
    case FILTER_ENTRY:
    case FILTER_LISTED:
    case FILTER_DIRECT:
    case FILTER_ARRIVED:
    case FILTER_RING:
    case FILTER_RING_ENDED:
    case FILTER_USSD:
        notes_add(&r->notes, e);
        break;
    }
    return true;
}

/* --- the thread ----------------------------------------------------------- */
static int
time_left(struct relay *r)
{
    int64_t left, due = filter_due(r->filter);

    if (due == INT64_MAX)
        return -1;
    left = due - clock_mono();
    return left < 0 ? 0 : left > 60000 ? 60000 : (int)left;
}

static void
read_tty(struct relay *r)
{
    char bytes[4096];
    ssize_t n = read(r->tty, bytes, sizeof(bytes));

    if (n > 0) {
        tap_pass(&r->tap, false, bytes, (size_t)n);
        filter_from_modem(r->filter, bytes, (size_t)n, clock_mono());
    } else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
        die(r, LINK_TROUBLE_NO_DEVICE, reason_of(REASON_PULLED_OUT));
    }
}

static void
read_master(struct relay *r)
{
    char bytes[2048];
    ssize_t n = read(r->master, bytes, sizeof(bytes));

    if (n > 0)
        filter_from_library(r->filter, bytes, (size_t)n, clock_mono());
}

static void *
run(void *self)
{
    struct relay *r = self;
    uint64_t count;

    pthread_mutex_lock(&r->lock);
    for (;;) {
        struct pollfd p[4] = {
            { .fd = r->tty, .events = POLLIN | (r->to_tty.n ? POLLOUT : 0) },
            { .fd = r->master,
                .events = POLLIN | (r->to_master.n ? POLLOUT : 0) },
            { .fd = r->wake, .events = POLLIN },
            { .fd = r->link, .events = to_daemon_empty(r->out) ? 0 : POLLOUT },
        };
        int ms = time_left(r);

        pthread_mutex_unlock(&r->lock);
        if (poll(p, 4, ms) < 0 && errno != EINTR)
            abort();
        pthread_mutex_lock(&r->lock);
        if (p[3].revents & (POLLHUP | POLLERR))
            _exit(0);           /* nobody to work for */
        if (p[2].revents && read(r->wake, &count, sizeof(count)) < 0)
            count = 0;
        if (p[0].revents & POLLIN)
            read_tty(r);
        else if (p[0].revents & (POLLHUP | POLLERR | POLLNVAL))
            die(r, LINK_TROUBLE_NO_DEVICE, reason_of(REASON_PULLED_OUT));
        if (p[1].revents & POLLIN)
            read_master(r);
        if (clock_mono() >= filter_due(r->filter))
            filter_tick(r->filter, clock_mono());
        push_both(r);
        if (p[3].revents & POLLOUT && to_daemon_flush(r->out))
            notes_wake(&r->notes);
        if (filter_idle(r->filter))
            pthread_cond_broadcast(&r->changed);
    }
    return NULL;
}

enum err
relay_start(int tty, int master, int link, struct to_daemon *out,
            struct relay **relay)
{
    static const struct filter_calls calls = { to_modem, to_library, event };
    struct relay *r = calloc(1, sizeof(*r));
    pthread_condattr_t attr;
    pthread_t thread;

    if (!r || !(r->filter = filter_new(&calls, r))) {
        free(r);
        return ERR_MEMORY;
    }
    pthread_mutex_init(&r->lock, NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&r->changed, &attr);
    r->tty = tty;
    r->master = master;
    r->link = link;
    r->out = out;
    r->tap.out = out;
    r->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (r->wake < 0 || !notes_start(&r->notes)
        || pthread_create(&thread, NULL, run, r)) {
        filter_free(r->filter);
        free(r);
        return ERR_IO;
    }
    *relay = r;
    return OK;
}

/* --- for the worker's thread ---------------------------------------------- */
int
relay_fd(struct relay *r)
{
    return r->notes.fd;
}

bool
relay_take(struct relay *r, struct relay_note *out)
{
    bool took;

    pthread_mutex_lock(&r->lock);
    took = notes_take(&r->notes, out);
    pthread_mutex_unlock(&r->lock);
    return took;
}

void
relay_record(struct relay *r, bool on)
{
    pthread_mutex_lock(&r->lock);
    r->tap.on = on;
    pthread_mutex_unlock(&r->lock);
}

/* Waits until the thread changed something; with the lock held. */
static void
wait_change(struct relay *r)
{
    struct timespec ts;

    clock_gettime(CLOCK_MONOTONIC, &ts);
    ts.tv_sec++;
    pthread_cond_timedwait(&r->changed, &r->lock, &ts);
}

void
relay_settle(struct relay *r)
{
    pthread_mutex_lock(&r->lock);
    while (!filter_idle(r->filter))
        wait_change(r);
    pthread_mutex_unlock(&r->lock);
}

enum err
relay_ask(struct relay *r, const char *command, int ms,
          struct relay_answer *out)
{
    enum err e;

    memset(out, 0, sizeof(*out));
    out->code = -1;
    pthread_mutex_lock(&r->lock);
    while (!filter_idle(r->filter))
        wait_change(r);
    r->asking = true;
    r->answer = out;
    e = filter_ask(r->filter, command, ms, clock_mono());
    raise_event(r->wake);
    while (e == OK && r->asking)
        wait_change(r);
    r->asking = false;
    pthread_mutex_unlock(&r->lock);
    if (e != OK)
        return e;
    return !out->answered                     ? ERR_TIMEOUT
           : out->error == LINK_ERROR_NONE    ? OK
                                              : ERR_REFUSED;
}

/* Another program may have left it silent (ATQ1), with results in numbers
 * (ATV0), or, behind a serial chip, at another speed (AT+IPR): V.250 §6.2. */
static enum err
call(struct relay *r, int n)
{
    struct relay_answer a;
    int way = n % 6;

    if (n)
        tty_speed(r->tty, way > 1 ? way - 1 : 0);
    pthread_mutex_lock(&r->lock);
    filter_escape(r->filter, clock_mono());
    pthread_mutex_unlock(&r->lock);
    return relay_ask(r, way == 1 ? "ATQ0V1E1" : "AT", way > 1 ? 700 : 1500, &a);
}

enum err
relay_contact(struct relay *r, int ms)
{
    int64_t end = clock_mono() + ms;
    struct relay_answer a;
    enum err e = ERR_TIMEOUT;

    for (int n = 0; e == ERR_TIMEOUT && (n == 0 || clock_mono() < end); n++)
        e = call(r, n);
    if (e == ERR_TIMEOUT)
        return ERR_TIMEOUT;
    if (relay_ask(r, "ATE1", 3000, &a) == ERR_TIMEOUT)
        log_debug("relay", "ATE1 is not answered");
    pthread_mutex_lock(&r->lock);
    filter_sync(r->filter, clock_mono());
    raise_event(r->wake);
    while (!filter_idle(r->filter))
        wait_change(r);
    r->contacted = true;
    pthread_mutex_unlock(&r->lock);
    return OK;
}

void
relay_arm(struct relay *r, int64_t attempt, const struct tpdu *t)
{
    pthread_mutex_lock(&r->lock);
    r->attempt = attempt;
    r->sending = true;
    r->handed = r->went = false;
    filter_arm(r->filter, t);
    pthread_mutex_unlock(&r->lock);
}

bool
relay_finish_send(struct relay *r)
{
    bool went;

    struct link_result none = { .outcome = LINK_NOT_SENT, .reference = -1,
        .code = -1 };

    pthread_mutex_lock(&r->lock);
    if (filter_disarm(r->filter))
        report(r, &none);
    while (r->sending)
        wait_change(r);
    went = r->went;
    pthread_mutex_unlock(&r->lock);
    return went;
}

void
relay_allow_delete(struct relay *r, int store, int index, const char *pdu)
{
    pthread_mutex_lock(&r->lock);
    filter_allow_delete(r->filter, store, index, pdu);
    pthread_mutex_unlock(&r->lock);
}

bool
relay_shows(struct relay *r, const char *pdu)
{
    bool shows;

    pthread_mutex_lock(&r->lock);
    shows = filter_shows(r->filter, pdu);
    pthread_mutex_unlock(&r->lock);
    return shows;
}

void
relay_hide_store(struct relay *r, int store)
{
    pthread_mutex_lock(&r->lock);
    filter_hide_store(r->filter, store);
    pthread_mutex_unlock(&r->lock);
}

int
relay_store(struct relay *r)
{
    int store;

    pthread_mutex_lock(&r->lock);
    store = filter_store(r->filter);
    pthread_mutex_unlock(&r->lock);
    return store;
}

int
relay_library_store(struct relay *r)
{
    int store;

    pthread_mutex_lock(&r->lock);
    store = filter_library_store(r->filter);
    pthread_mutex_unlock(&r->lock);
    return store;
}

struct relay_memory
relay_memory(struct relay *r, int store)
{
    struct relay_memory m;

    pthread_mutex_lock(&r->lock);
    filter_memory(r->filter, store, &m.used, &m.size);
    pthread_mutex_unlock(&r->lock);
    return m;
}
