#include "modem/start.h"

#include "base/clock.h"
#include "base/log.h"
#include "modem/announce.h"
#include "modem/confine.h"
#include "modem/pacing.h"
#include "modem/tty.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    CONTACT_MS = 20000,         /* a dongle that was just plugged in starts */
    PROBE_MS = 4000,
    STORAGE_MS = 10000,         /* after a PIN */
    OPEN_TRIES = 3              /* noise may spoil one */
};

static bool
await_start(int link, struct link_start *out)
{
    struct pollfd p = { .fd = link, .events = POLLIN };
    struct link_message m;
    enum err e;

    for (;;) {
        e = link_read(link, &m);
        if (e == OK && m.kind == LINK_START) {
            *out = m.u.start;
            return true;
        }
        if (e == ERR_GONE || e == ERR_IO || (e == OK && m.kind == LINK_STOP)
            || poll(&p, 1, -1) < 0)
            return false;
    }
}

static _Noreturn void
fail(struct dongle *d, enum link_trouble trouble, struct reason why)
{
    struct link_message m = { .kind = LINK_TROUBLE };
    char said[REASON_SAID];

    m.u.trouble.trouble = (int32_t)trouble;
    m.u.trouble.why = why;
    to_daemon_put(d->out, &m);
    to_daemon_drain(d->out, 1000);
    log_warn("start", "modem=%s trouble=%d %s", d->start.name, (int)trouble,
        reason_english(&why, said));
    _exit(1);
}

static void
open_device(struct dongle *d, int *tty)
{
    struct reason why = { 0 };

    switch ((int)tty_open(d->start.device, tty, &why)) {
    case OK:
        return;
    case ERR_NOT_FOUND:
        fail(d, LINK_TROUBLE_NO_DEVICE, why);
    case ERR_BUSY:
        fail(d, LINK_TROUBLE_BUSY, why);
    case ERR_INPUT:
        fail(d, LINK_TROUBLE_NOT_A_MODEM, why);
    default:
        fail(d, LINK_TROUBLE_OTHER, why);
    }
}

static _Noreturn void
no_storage(struct dongle *d, int code)
{
    if (code == 10 || code == 310)
        relay_die(d->relay, LINK_TROUBLE_NO_SIM, reason_of(REASON_NO_SIM));
    if (code == 13 || code == 14 || code == 313 || code == 314 || code == 515)
        relay_die(d->relay, LINK_TROUBLE_NO_SIM,
            reason_of(REASON_SIM_DOES_NOT_START));
    relay_die(d->relay, LINK_TROUBLE_NOT_A_MODEM,
        reason_of(REASON_KEEPS_NO_TEXTS));
}

/* It answers; one that does not list its stores is good if it tells of them. */
static enum err
ask_storage(struct dongle *d, const char *command, struct relay_answer *a)
{
    struct relay_answer now;
    enum err e = relay_ask(d->relay, command, 5000, a);

    return e == ERR_REFUSED && !strcmp(command, "AT+CPMS=?")
            && relay_ask(d->relay, "AT+CPMS?", 5000, &now) == OK ? OK : e;
}

/* Some list a store and refuse to select it; or list none. */
static void
try_stores(struct dongle *d, const char *listed, int64_t until)
{
    static const struct {
        int store;
        const char *name, *select;
    } stores[] = { { LINK_STORE_ME, "ME", "AT+CPMS=\"ME\"" },
        { LINK_STORE_SM, "SM", "AT+CPMS=\"SM\"" } };
    struct timespec pause = { 0, 500000000 };
    struct relay_answer a;
    int tried = 0, hidden = 0;
    enum err e;

    for (size_t i = 0; i < 2; i++) {
        if (strstr(listed, "+CPMS:")
            && !announce_has_store(listed, stores[i].name))
            continue;
        tried++;
        while ((e = relay_ask(d->relay, stores[i].select, 10000, &a))
                   == ERR_REFUSED && clock_mono() < until)
            nanosleep(&pause, NULL);
        if (e != ERR_REFUSED)
            continue;
        hidden++;
        log_info("start", "store=%s cannot be selected", stores[i].name);
        relay_hide_store(d->relay, stores[i].store);
    }
    if (hidden && hidden == tried)
        no_storage(d, a.code);
}

/* Opens the SIM, or ends. */
static void
open_sim(struct dongle *d, int64_t until)
{
    struct reason why = { 0 };
    int trouble = pin_unlock(d->relay, d->start.pin, d->start.pin_again != 0,
        until, &why);

    if (trouble)
        relay_die(d->relay, (enum link_trouble)trouble, why);
}

/* "SIM PIN required", "SIM PUK required". */
static bool
wants_pin(const struct relay_answer *a)
{
    return a->code == 11 || a->code == 12 || a->code == 311 || a->code == 316;
}

/* A dongle without message storage in PDU mode cannot do the work. Until that
 * time it may be starting, whatever it says. */
static void
check_storage(struct dongle *d, int64_t until)
{
    static const char *const asked[] = { "AT+CMGF=0", "AT+CPMS=?" };
    struct timespec pause = { 0, 500000000 };
    struct relay_answer a;
    int again = 0;
    enum err e;

    for (size_t i = 0; i < 2; i++) {
        while ((e = ask_storage(d, asked[i], &a)) == ERR_REFUSED
               && clock_mono() < until) {
            /* A READY of the start was taken for the answer. */
            if (wants_pin(&a) && !again++)
                open_sim(d, until);
            nanosleep(&pause, NULL);
        }
        if (e == ERR_REFUSED)
            no_storage(d, a.code);
    }
    try_stores(d, a.text, until);
    d->reports = announce_has_store(a.text, "SR");
}

/* Everything up to libgammu, past which the dongle is known to answer. */
static void
unlock(struct dongle *d)
{
    struct relay_answer a;
    int64_t until, later;

    if (relay_contact(d->relay, d->start.probe ? PROBE_MS : CONTACT_MS) != OK)
        relay_die(d->relay, LINK_TROUBLE_NO_ANSWER,
            reason_of(REASON_NO_MODEM_ANSWERS));
    if (relay_ask(d->relay, "AT+CMEE=1", 5000, &a) != OK)
        log_debug("start", "errors come without numbers");
    until = clock_mono() + PIN_START_MS;
    open_sim(d, until);
    later = clock_mono() + STORAGE_MS;
    check_storage(d, later > until ? later : until);
    memset(d->start.pin, 0, sizeof(d->start.pin));
    /* A worker that died may have left a USSD session open, TS 27.007 §7.15. */
    if (relay_ask(d->relay, "AT+CUSD=2", 5000, &a) != OK)
        log_debug("start", "no USSD session was open");
    /* At once: a report that comes before it is lost. */
    d->acknowledge = announce_set(d->relay, d->reports);
}

bool
start_read_number(const char *text, char *out, size_t room)
{
    const char *p = strstr(text, "+CNUM:");
    size_t n;

    if (!p || !(p = strstr(p, ",\"")))
        return false;
    p += 2;
    n = strcspn(p, "\"\n");
    if (p[n] != '"' || n < 5 || n >= room
        || (size_t)(*p == '+') + strspn(p + (*p == '+'), "0123456789") != n)
        return false;
    memcpy(out, p, n);
    out[n] = '\0';
    return true;
}

static void
say_ready(struct dongle *d)
{
    struct link_message m = { .kind = LINK_READY };
    struct relay_answer a;

    gammu_identity(d->gammu, &d->ready);
    relay_settle(d->relay);
    if (relay_ask(d->relay, "AT+CNUM", 5000, &a) != OK
        || !start_read_number(a.text, d->ready.number,
            sizeof(d->ready.number)))
        log_debug("start", "the SIM does not know its own number");
    m.u.ready = d->ready;
    to_daemon_put(d->out, &m);
    log_info("start", "modem=%s ready maker=%s model=%s", d->start.name,
        d->ready.maker, d->ready.model);
}

bool
start_dongle(int link, struct dongle *d)
{
    int tty, master, slave;
    char path[64];

    if (!(d->out = to_daemon_new(link)) || !await_start(link, &d->start))
        return false;
    if (d->start.version != LINK_VERSION)
        fail(d, LINK_TROUBLE_OTHER, reason_of(REASON_TWO_VERSIONS));
    pacing_slow(d->start.slow != 0);
    open_device(d, &tty);
    if (tty_pair(&master, &slave, path, sizeof(path)) != OK)
        fail(d, LINK_TROUBLE_OTHER, reason_of(REASON_NO_PTY));
    confine(path);
    if (relay_start(tty, master, link, d->out, &d->relay) != OK)
        fail(d, LINK_TROUBLE_OTHER, reason_of(REASON_NO_PTY));
    relay_record(d->relay, d->start.record != 0);
    unlock(d);
    for (int tries = 1; gammu_open(path, d->start.connection, &d->gammu) != OK;
         tries++) {
        relay_settle(d->relay);
        if (tries == OPEN_TRIES)
            relay_die(d->relay, LINK_TROUBLE_OTHER,
                reason_of(REASON_NOT_STARTED));
    }
    confine_more();
    relay_settle(d->relay);
    gammu_announce(d->gammu);
    say_ready(d);
    return true;
}

void
start_explain(struct dongle *d)
{
    struct reason why = { 0 };
    int trouble = pin_unlock(d->relay, "", false, 0, &why);

    if (!trouble) {
        trouble = LINK_TROUBLE_OTHER;
        why = reason_of(REASON_STORES_NOT_READ);
    }
    relay_die(d->relay, (enum link_trouble)trouble, why);
}
