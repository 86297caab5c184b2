/* page_dashboard.c - how well the school reaches its families, by class and
 * week, and who is left out, by name. */
#include "base/clock.h"
#include "store/sims/sim_credit.h"
#include "web/page/handlers.h"
#include "web/pages/pages.h"
#include "web/view/dashboard_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* "2026-11-23" as a moment of that day; now when it is none, or to come. */
static int64_t
read_day(const char *text, int64_t now)
{
    struct tm t = { .tm_hour = 12, .tm_isdst = -1 };
    int64_t at;

    if (!text || sscanf(text, "%4d-%2d-%2d", &t.tm_year, &t.tm_mon,
            &t.tm_mday) != 3 || t.tm_year < 1971 || t.tm_year > 9999
        || t.tm_mon < 1 || t.tm_mon > 12 || t.tm_mday < 1 || t.tm_mday > 31)
        return now;
    t.tm_year -= 1900;
    t.tm_mon -= 1;
    at = (int64_t)mktime(&t) * 1000;
    return at < now ? at : now;
}

static void
keep_alarm(void *user, bool bad, const struct reason *line)
{
    struct dashboard *d = user;

    if (d->n_alarms == DASHBOARD_ALARMS)
        return;
    d->alarm[d->n_alarms].bad = bad;
    d->alarm[d->n_alarms++].line = *line;
}

static void
keep_sim(void *user, const struct sim_credit *s)
{
    sim_credit_say(s, clock_now(), keep_alarm, user);
}

static enum err
read_dashboard(struct web *w, const struct request *q, struct dashboard *d)
{
    const char *class_name = params_get(&q->query, "class");
    int64_t now = clock_now();
    enum err e;

    snprintf(d->class_name, sizeof(d->class_name), "%s",
        class_name ? class_name : "");
    d->at = read_day(params_get(&q->query, "week"), now);
    d->from = figures_monday(d->at, 0);
    d->to = figures_monday(d->at, -1);
    if ((e = sim_credit_list(w->db, keep_sim, d)))
        return e;
    d->newest = d->to > now;
    if ((e = class_list_read(w->db, &d->classes))
        || (e = figures_read(w->db, d->class_name, d->at, &d->figures))
        || (e = promise_kept_both(w->db, d->class_name, &d->promise))
        || (e = figures_unreached(w->db, d->class_name, now - 14 * DAY,
                names_keep, &d->unreached))
        || (e = figures_phones(w->db, d->class_name, PHONE_FAILING, names_keep,
                &d->failing))
        || (e = figures_phones(w->db, d->class_name, PHONE_OPTED_OUT,
                names_keep, &d->opted_out)))
        return e;
    for (int i = 0; i < d->unreached.count && i < NAMES_SHOWN; i++)
        d->unreached_30 += d->unreached.name[i].at < now - 30 * DAY;
    d->now = now;
    return figures_without_text(w->db, d->class_name, d->from, d->to,
        names_keep, &d->without_text);
}

void
page_dashboard(struct web *w, const struct request *q, struct response *r)
{
    struct dashboard *d = calloc(1, sizeof(*d));
    enum err e = d ? read_dashboard(w, q, d) : ERR_MEMORY;
    struct page p;

    if (e)
        page_refusal(q, r, reply_status(e), err_text(e));
    else {
        page_start(&p, w, q, "Dashboard");
        pages_dashboard(&p, d);
        page_finish(&p, r, 200);
    }
    if (d) {
        free(d->unreached.name);
        free(d->failing.name);
        free(d->opted_out.name);
        free(d->without_text.name);
    }
    free(d);
}
