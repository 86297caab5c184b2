/* dashboard_view.h - what pages/dashboard*.html show. */
#ifndef NOTEHOME_DASHBOARD_VIEW_H
#define NOTEHOME_DASHBOARD_VIEW_H

#include "base/clock.h"
#include "store/figures/figures.h"
#include "store/figures/promise_kept.h"
#include "web/kit/chart.h"
#include "web/kit/page.h"
#include "web/view/class_list.h"

enum { NAMES_SHOWN = 200 };

/* A list by name; count may be more than are kept. */
struct names {
    struct figures_name *name;  /* owned; NAMES_SHOWN at most */
    int count;
};

/* A figures_fn that keeps n in the struct names at user. */
void names_keep(void *user, const struct figures_name *n);

enum { DASHBOARD_ALARMS = 8 };

struct dashboard {
    struct {
        bool bad;
        struct reason line;
    } alarm[DASHBOARD_ALARMS];  /* credit and the life of the SIMs */
    int n_alarms;
    char class_name[64];        /* "": the whole school */
    struct class_list classes;
    int64_t now, at, from, to;  /* the week shown */
    bool newest;                /* it is the present one */
    struct figures figures;
    struct promise_kept_both promise;
    struct names unreached;     /* for 14 days */
    int unreached_30;           /* of those, for 30 */
    struct names failing, opted_out, without_text;
};

/* "2026-11-23", local. */
void dashboard_day(int64_t at, char out[16]);
/* Which week is the first with anything in it; FIGURES_WEEKS: none has. */
int dashboard_first(const struct dashboard *d);
/* Draws the weeks from that one on, four at least: families reached, or praise and concern. */
void dashboard_chart(struct page *p, const struct dashboard *d, bool tone);
/* "35 minutes", "3 h 20 min", "4 days"; in p->time. */
const char *dashboard_span(struct page *p, int64_t ms);

#endif
