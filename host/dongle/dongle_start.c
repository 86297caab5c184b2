/* A worker starts, where there is a device. */
#include "dongle/dongle_own.h"

#include "base/clock.h"
#include "dongle/process.h"
#include "dongle/trouble.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* In ms. The worker has tighter deadlines of its own; this one is for a worker
 * that hangs as a whole. */
static const int64_t start_limit = 120 * SECOND;
static const int64_t look_again = 500;  /* for a device node */

static enum err
tell_start(struct dongle *d)
{
    struct link_message m = { 0 };
    struct link_start *s = &m.u.start;
    char real[512];

    if (!realpath(d->want.device, real))
        return ERR_NOT_FOUND;
    s->version = LINK_VERSION;
    s->slow = d->want.slow;
    s->poll_ms = d->want.poll_ms;
    snprintf(s->name, sizeof(s->name), "%s", d->want.name);
    snprintf(s->device, sizeof(s->device), "%.127s", real);
    snprintf(s->connection, sizeof(s->connection), "%s", d->want.connection);
    if (!trouble_pin_is_refused(d->db, d->want.name, d->want.pin)) {
        snprintf(s->pin, sizeof(s->pin), "%s", d->want.pin);
        s->pin_again = trouble_pin_is_another(d->db, d->want.name);
    }
    return dongle_tell(d, LINK_START, &m);
}

void
dongle_start_worker(void *user)
{
    struct dongle *d = user;
    enum err e;

    if (access(d->want.device, F_OK) != 0) {
        if (!d->cutting)
            ladder_well(&d->ladder);    /* a person has it in the hand */
        if (d->status.phase != STATUS_ABSENT || !d->status.trouble[0])
            dongle_show(d, STATUS_ABSENT, trouble_plan(
                LINK_TROUBLE_NO_DEVICE, d->want.device).words);
        dongle_restart_after(d, look_again);
        return;
    }
    if ((e = process_start(&d->pid, &d->fd)) || (e = tell_start(d))
        || (e = loop_watch(d->loop, d->fd, EPOLLIN, dongle_hear, d))) {
        dongle_recover(d, LINK_TROUBLE_OTHER, err_text(e));
        return;
    }
    dongle_show(d, STATUS_STARTING, NULL);
    loop_after(d->loop, &d->deadline, start_limit, dongle_overdue, d);
}
