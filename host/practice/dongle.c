#include "practice/dongle.h"

#include "base/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GO_AWAY_MS = 50, SR_SLOTS = 10 };

static void
plug_later(void *owner)
{
    struct dongle *d = owner;

    if (!d->port && dongle_plug(d, ""))
        log_error("dongle", "name=%s cannot come back", d->name);
}

static void
go_away(void *owner)
{
    struct dongle *d = owner;

    dongle_unplug(d);
    if (d->boot_path[0])
        snprintf(d->path, sizeof(d->path), "%s", d->boot_path);
    d->plug_timer.fire = plug_later;
    if (loop_after(d->loop, &d->plug_timer, d->boot_ms))
        log_error("dongle", "name=%s stays away: out of memory", d->name);
}

void
dongle_restart(struct dongle *d)
{
    d->plug_timer.fire = go_away;
    if (loop_after(d->loop, &d->plug_timer, GO_AWAY_MS))
        log_error("dongle", "name=%s: out of memory", d->name);
}

void
dongle_replug(struct dongle *d, int64_t ms, const char *path)
{
    dongle_unplug(d);
    if (*path)
        snprintf(d->path, sizeof(d->path), "%s", path);
    d->plug_timer.fire = plug_later;
    if (loop_after(d->loop, &d->plug_timer, ms))
        log_error("dongle", "name=%s stays away: out of memory", d->name);
}

static void
noise(void *owner)
{
    struct dongle *d = owner;
    int64_t mean = d->noise_ms;

    if (mean <= 0)
        return;
    if (d->at.curc && dongle_has_service(d))
        at_unasked(d, "^RSSI:%d", d->rssi);
    if (loop_after(d->loop, &d->noise_timer,
            mean / 2 + faults_roll(&d->faults, (unsigned)mean + 1)))
        log_error("dongle", "name=%s: out of memory", d->name);
}

void
dongle_noise(struct dongle *d, int64_t mean_ms)
{
    d->noise_ms = mean_ms;
    loop_cancel(d->loop, &d->noise_timer);
    d->noise_timer.fire = noise;
    if (mean_ms > 0 && loop_after(d->loop, &d->noise_timer, mean_ms))
        log_error("dongle", "name=%s: out of memory", d->name);
}

static void
input(void *owner, const uint8_t *p, size_t len)
{
    struct dongle_port *from = owner;

    if (from->role == MODEL_DEAF)
        return;
    from->dongle->speaking = from;
    at_input(from->dongle, p, len);
}

static void
closed(void *owner)
{
    struct dongle *d = ((struct dongle_port *)owner)->dongle;

    if (d->silent && d->silent_till_reopen)
        d->silent = false;
}

static void
deaf(void *owner, const uint8_t *p, size_t len)
{
    (void)owner;
    (void)p;
    (void)len;
}

static void
nothing(void *owner)
{
    (void)owner;
}

static void
air_port(struct dongle *d, const char *state)
{
    struct jsonl *j = air_start(d->air, "port");

    jsonl_text(j, "dongle", d->name);
    jsonl_text(j, "state", state);
    jsonl_text(j, "path", d->path);
    air_end(d->air);
}

static void
close_ports(struct dongle *d)
{
    for (int i = 0; i < MODEL_PORTS; i++) {
        port_close(d->ports[i].port);
        d->ports[i].port = NULL;
    }
    port_close(d->diag);
    d->port = d->diag = NULL;
}

static enum err
open_ports(struct dongle *d)
{
    const struct port_user diag = { deaf, nothing, d };
    char path[PATH_MAX];
    enum err e = OK;

    for (int i = 0; i < model_ports(d->model) && !e; i++) {
        const struct port_user user = { input, closed, &d->ports[i] };

        d->ports[i].dongle = d;
        d->ports[i].role = d->model->port[i].role;
        model_port_path(path, sizeof(path), d->path, i);
        e = port_open(d->loop, path, &user, &d->ports[i].port);
    }
    if (!e && d->diag_path[0])
        e = port_open(d->loop, d->diag_path, &diag, &d->diag);
    d->speaking = &d->ports[model_main(d->model)];
    d->port = d->speaking->port;
    if (e)
        close_ports(d);
    return e;
}

enum err
dongle_plug(struct dongle *d, const char *path)
{
    enum err e;

    if (d->port)
        return ERR_EXISTS;
    loop_cancel(d->loop, &d->plug_timer);
    if (*path)
        snprintf(d->path, sizeof(d->path), "%s", path);
    if ((e = open_ports(d)))
        return e;
    at_reset(&d->at);
    d->at.csms = d->model->habits & MODEL_PHASE_2 ? d->model->csms : 0;
    d->at.mem[0] = d->at.mem[1] = d->at.mem[2] =
        dongle_store_named(d->model->get);
    d->silent = false;
    d->radio = true;
    if (d->card == CARD_READY && d->pin[0])
        d->card = CARD_PIN;
    air_port(d, "plugged");
    dongle_start(d);
    dongle_service_changed(d, false);
    return OK;
}

void
dongle_unplug(struct dongle *d)
{
    loop_cancel(d->loop, &d->plug_timer);
    loop_cancel(d->loop, &d->at.timer);
    loop_cancel(d->loop, &d->at.ussd_timer);
    if (!d->port)
        return;
    network_hang_up(d->network, &d->line);
    dongle_stop(d);
    close_ports(d);
    air_port(d, "unplugged");
}

/* The 15th digit of an IMEI, 3GPP TS 23.003 annex B (Luhn). */
static char
check_digit(const char *digits)
{
    int sum = 0;

    for (int i = 0; i < 14; i++) {
        int v = digits[i] - '0';

        if (i % 2)
            v = v * 2 > 9 ? v * 2 - 9 : v * 2;
        sum += v;
    }
    return (char)('0' + (10 - sum % 10) % 10);
}

static void
name_things(struct dongle *d, const struct dongle_plan *plan)
{
    unsigned n = (unsigned)plan->index % DONGLES_MAX;

    snprintf(d->name, sizeof(d->name), "d%u", n + 1);
    snprintf(d->imei, sizeof(d->imei), "35824005%06u", 111111 + n);
    d->imei[14] = check_digit(d->imei);
    snprintf(d->imsi, sizeof(d->imsi), "63999%010u", 1000001 + n);
    snprintf(d->iccid, sizeof(d->iccid), "8925499%012u", 1000001 + n);
    snprintf(d->path, sizeof(d->path), "%s", plan->path);
    snprintf(d->home, sizeof(d->home), "%s", plan->path);
    if (plan->diag)
        snprintf(d->diag_path, sizeof(d->diag_path), "%s", plan->diag);
    snprintf(d->pin, sizeof(d->pin), "%s", plan->pin);
    snprintf(d->puk, sizeof(d->puk), "12345678");
    snprintf(d->line.number, sizeof(d->line.number), "%s", plan->number);
    snprintf(d->line.smsc, sizeof(d->line.smsc), "%s", plan->smsc);
}

enum err
dongle_new(struct loop *l, struct air *a, struct network *n,
    const struct dongle_plan *plan, struct dongle **out)
{
    struct dongle *d = calloc(1, sizeof(*d));
    enum err e;

    if (!d)
        return ERR_MEMORY;
    d->model = plan->model ? plan->model : model_table;
    d->replay = plan->replay;
    d->loop = l;
    d->air = a;
    d->network = n;
    name_things(d, plan);
    faults_seed(&d->faults, plan->seed + (uint64_t)plan->index);
    d->coverage = d->storage = true;
    d->rssi = 20;
    d->card = d->pin[0] ? CARD_PIN : CARD_READY;
    d->pin_tries = 3;
    d->puk_tries = 10;
    d->boot_ms = 3000;
    d->ussd_ms = 300;
    d->plug_timer.owner = d->noise_timer.owner = d->memory_timer.owner = d;
    d->memory_timer.fire = dongle_memory_alert;
    d->start_timer.owner = d->idle_timer.owner = d->ack_timer.owner = d;
    d->line.name = d->name;
    d->line.take = dongle_take;
    d->line.ring = dongle_ring;
    d->line.owner = d;
    e = slots_make(&d->store[STORE_SM], plan->sm_slots);
    if (!e)
        e = slots_make(&d->store[STORE_ME], plan->me_slots);
    if (!e)
        e = slots_make(&d->store[STORE_SR], SR_SLOTS);
    network_join(n, &d->line);
    if (!e)
        e = dongle_plug(d, "");
    *out = d;
    return e;
}

void
dongle_free(struct dongle *d)
{
    if (!d)
        return;
    dongle_unplug(d);
    loop_cancel(d->loop, &d->noise_timer);
    loop_cancel(d->loop, &d->memory_timer);
    at_clear(d);
    for (int i = 0; i < STORES; i++)
        slots_clear(&d->store[i]);
    free(d);
}
