#include "web/view/dongles_view.h"

#include "base/clock.h"

#include <stdio.h>

const char *
dongle_signal(struct page *p, int percent)
{
    const char *word = percent >= 60 ? "strong" : percent >= 30 ? "good"
        : percent >= 12 ? "weak" : "very weak";

    if (percent < 0)
        return page_tr(p, "not known");
    snprintf(p->time, sizeof(p->time), "%s (%d %%)", page_tr(p, word),
        percent);
    return p->time;
}

const char *
dongle_proof(enum sim_proof proof)
{
    switch (proof) {
    case SIM_PROOF_NONE:
        break;
    case SIM_PROOF_WAITING:
        return "its text to itself is on the way";
    case SIM_PROOF_ARRIVED:
        return "its text to itself came back";
    case SIM_PROOF_LOST:
        return "no: its text to itself never came back";
    case SIM_PROOF_UNSENT:
        return "its text to itself was not sent";
    }
    return "not proved yet";
}

void
dongle_chart(struct page *p, const struct dongle_view *v)
{
    struct chart_line l = { .from = v->from, .to = v->now + 1, .top = 100,
        .high = "100 %" };
    char left[64];

    snprintf(left, sizeof(left), "%s", page_day(p, v->from));
    l.title = page_tr(p, "Signal over the last seven days");
    l.left = left;
    l.right = page_tr(p, "now");
    chart_draw_line(&p->out, &l, v->point, v->n_points, 30 * MINUTE);
}

void
power_chart(struct page *p, const struct power_view *v)
{
    struct chart_line l = { .from = v->from, .to = v->now + 1,
        .top = v->most };
    char left[64], high[24];

    snprintf(left, sizeof(left), "%s", page_day(p, v->from));
    snprintf(high, sizeof(high), "%d.%d V", v->most / 1000,
        v->most % 1000 / 100);
    l.title = page_tr(p, "Battery over the last seven days");
    l.left = left;
    l.right = page_tr(p, "now");
    l.high = high;
    chart_draw_line(&p->out, &l, v->point, v->n_points, 30 * MINUTE);
}
