/* What a family says by itself: while it starts, and later for no reason. */
#include "practice/dongle.h"

#include "base/log.h"

#include <stdio.h>
#include <string.h>

enum { FIRST_LINE_MS = 200, ACK_MS = 8000 };

bool
dongle_is_starting(const struct dongle *d)
{
    return loop_mono(d->loop) < d->ready_at;
}

/* Says the line that *text begins with; the next one, or NULL. */
static const char *
say_line(struct dongle *d, const char *text)
{
    size_t n = strcspn(text, "\n");

    at_unasked(d, "%.*s", (int)n, text);
    return text[n] ? text + n + 1 : NULL;
}

static void
after(struct dongle *d, struct loop_timer *t, int64_t ms)
{
    if (loop_after(d->loop, t, ms))
        log_error("dongle", "name=%s: out of memory", d->name);
}

static void
next_idle(void *owner)
{
    struct dongle *d = owner;

    for (const char *p = d->model->idle; p;)
        p = say_line(d, p);
    after(d, &d->idle_timer, d->model->idle_ms);
}

static void
next_start(void *owner)
{
    struct dongle *d = owner;
    int64_t left = d->ready_at - loop_mono(d->loop);

    if (d->next_line) {
        d->next_line = say_line(d, d->next_line);
        after(d, &d->start_timer, d->next_line ? FIRST_LINE_MS
                : left > 0                     ? left
                                               : 0);
        return;
    }
    if (left > 0)
        after(d, &d->start_timer, left);
    else
        dongle_service_changed(d, false);
}

void
dongle_start(struct dongle *d)
{
    d->ready_at = loop_mono(d->loop) + d->model->ready_ms;
    d->unacknowledged = false;
    d->next_line = d->model->start;
    d->start_timer.fire = next_start;
    d->idle_timer.fire = next_idle;
    if (d->model->ready_ms)
        after(d, &d->start_timer, FIRST_LINE_MS);
    if (d->model->idle)
        after(d, &d->idle_timer, d->model->idle_ms);
}

void
dongle_stop(struct dongle *d)
{
    loop_cancel(d->loop, &d->start_timer);
    loop_cancel(d->loop, &d->idle_timer);
    loop_cancel(d->loop, &d->ack_timer);
    d->unacknowledged = false;
}

/* Nobody took it: the dongle announces nothing any more, TS 27.005 §4.7. */
static void
not_acknowledged(void *owner)
{
    struct dongle *d = owner;

    memset(d->at.cnmi, 0, sizeof(d->at.cnmi));
    dongle_acknowledged(d, false);
}

bool
dongle_await_ack(struct dongle *d)
{
    if (!d->at.csms)
        return false;
    d->unacknowledged = true;
    d->ack_timer.fire = not_acknowledged;
    after(d, &d->ack_timer, ACK_MS);
    return true;
}

void
dongle_acknowledged(struct dongle *d, bool taken)
{
    loop_cancel(d->loop, &d->ack_timer);
    d->unacknowledged = false;
    if (taken)
        network_acknowledged(d->network, &d->line);
    else
        after(d, &d->memory_timer, ACK_MS);
}

int
at_starting(struct dongle *d, bool texts)
{
    const struct model *m = d->model;

    if (!texts && m->habits & MODEL_WORDS) {
        at_say(d, "+CME ERROR: SIM failure");
        return AT_SILENT;
    }
    if (texts)
        return m->text_busy ? AT_CMS + m->text_busy : AT_ERROR;
    return m->sim_busy ? AT_CME + m->sim_busy : AT_ERROR;
}
