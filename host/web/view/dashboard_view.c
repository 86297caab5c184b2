#include "web/view/dashboard_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

void
dashboard_day(int64_t at, char out[16])
{
    time_t s = (time_t)(at / 1000);
    struct tm t;

    localtime_r(&s, &t);
    strftime(out, 16, "%Y-%m-%d", &t);
}

int
dashboard_first(const struct dashboard *d)
{
    int i = 0;

    for (; i < FIGURES_WEEKS; i++) {
        const struct figures_week *k = &d->figures.week[i];

        if (k->reached || k->out || k->in || k->praise || k->concern
            || k->answered)
            break;
    }
    return i;
}

void
dashboard_chart(struct page *p, const struct dashboard *d, bool tone)
{
    enum { LEAST = 4 };
    struct chart c = { .series = tone ? 2 : 1 };
    int i = dashboard_first(d);

    c.title = page_tr(p, tone ? "Praise and concern, week by week"
                              : "Families reached, week by week");
    for (i = i < FIGURES_WEEKS - LEAST ? i : FIGURES_WEEKS - LEAST;
        i < FIGURES_WEEKS; i++) {
        const struct figures_week *k = &d->figures.week[i];

        c.value[0][c.n] = tone ? k->praise : k->reached;
        c.value[1][c.n] = k->concern;
        snprintf(c.label[c.n++], CHART_LABEL, "%s", page_day(p, k->from));
    }
    chart_columns(&p->out, &c);
}

const char *
dashboard_span(struct page *p, int64_t ms)
{
    int64_t minutes = (ms + MINUTE / 2) / MINUTE;

    if (!minutes)
        snprintf(p->time, sizeof(p->time), "%s",
            page_tr(p, "less than a minute"));
    else if (minutes < 60)
        snprintf(p->time, sizeof(p->time), page_trn(p, "%d minute",
            "%d minutes", minutes), (int)minutes);
    else if (minutes < 48 * 60)
        snprintf(p->time, sizeof(p->time), page_tr(p, "%d h %d min"),
            (int)(minutes / 60), (int)(minutes % 60));
    else
        snprintf(p->time, sizeof(p->time), page_trn(p, "%d day", "%d days",
            minutes / 1440), (int)(minutes / 1440));
    return p->time;
}

void
names_keep(void *user, const struct figures_name *n)
{
    struct names *l = user;
    struct figures_name *more;

    if (l->count++ >= NAMES_SHOWN)
        return;
    more = realloc(l->name, (size_t)l->count * sizeof(*more));
    if (!more) {
        l->count--;
        return;
    }
    l->name = more;
    l->name[l->count - 1] = *n;
}
