#include "practice/dongle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* One dongle for all runs, as a pty costs milliseconds; all the rest is new
 * each time. */
static struct dongle *
fresh_dongle(struct loop *l, struct air *a, struct network *n)
{
    static struct dongle *d;
    char path[64];
    const struct dongle_plan plan = { .path = path, .pin = "", .seed = 1,
        .number = "+254700000001", .smsc = "+254700000000", .sm_slots = 3,
        .me_slots = 3 };

    snprintf(path, sizeof(path), "/tmp/sim-at-fuzz.%d", (int)getpid());
    if (!d) {
        if (dongle_new(l, a, n, &plan, &d))
            abort();
        return d;
    }
    d->air = a;
    d->network = n;
    d->mr = 0;
    d->card = CARD_READY;
    d->pin[0] = '\0';
    snprintf(d->line.smsc, sizeof(d->line.smsc), "%s", plan.smsc);
    for (int store = 0; store < STORES; store++)
        for (int i = 0; i < d->store[store].total; i++)
            slots_erase(&d->store[store], i);
    network_join(n, &d->line);
    if (!d->port && dongle_plug(d, ""))
        abort();
    d->radio = true;
    at_reset(&d->at);
    return d;
}

/* Whatever is typed at the port, the dongle stays in one piece, and after
 * ESC CR it answers AT again. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t end[] = "\033\rAT\r";
    static struct loop *loop;
    struct network *network;
    struct dongle *d;
    struct air *air;

    if ((!loop && loop_new(&loop)) || air_open(loop, NULL, &air)
        || network_new(loop, air, &network))
        abort();
    d = fresh_dongle(loop, air, network);
    at_input(d, data, size);
    loop_skip(loop, 1000);
    at_input(d, end, sizeof(end) - 1);
    if (d->port && (d->at.mode != AT_COMMAND || d->at.len))
        abort();
    loop_cancel(loop, &d->plug_timer);
    loop_cancel(loop, &d->memory_timer);
    loop_cancel(loop, &d->at.timer);
    loop_cancel(loop, &d->at.ussd_timer);
    network_free(network);
    air_close(air);
    return 0;
}
