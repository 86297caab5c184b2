/* dongles_view.h - what pages/dongle*.html show. */
#ifndef NOTEHOME_DONGLES_VIEW_H
#define NOTEHOME_DONGLES_VIEW_H

#include "status/errand.h"
#include "status/status.h"
#include "store/figures/board_log.h"
#include "store/figures/history.h"
#include "store/figures/overview.h"
#include "store/sims/diaries.h"
#include "store/sims/recovery.h"
#include "store/sims/sim_credit.h"
#include "store/sims/sim_life.h"
#include "web/kit/chart.h"
#include "web/kit/page.h"
#include "web/view/board_errand.h"

enum { DONGLE_DAYS = 7, DONGLE_POINTS = 1100, DONGLE_RUNGS = 20,
    DONGLE_EVENTS = 25 };

/* One day of signal. */
struct signal_day {
    int64_t from;               /* UTC ms */
    int rows, working, sum, least; /* least -1: none; sum over `heard` rows */
    int heard;
};
struct dongle_view {
    int place;                  /* on the page, from 1 */
    struct status_modem modem;
    struct overview_sim sim;    /* imsi "": not known */
    struct chart_point point[DONGLE_POINTS];
    int n_points;
    struct signal_day day[DONGLE_DAYS]; /* the last is today */
    struct recovery rung[DONGLE_RUNGS];
    int n_rungs;
    int64_t from, now;
};
struct power_view {
    struct status_board board;
    struct errand_told told;    /* what was asked of it last */
    struct chart_point point[DONGLE_POINTS];
    int n_points, most;         /* mV */
    struct board_log_row event[DONGLE_EVENTS];
    int n_events;
    int64_t from, now;
};

struct diary_view {
    const struct status_modem *modem;
    int modems;
    bool some;                  /* there is one */
    struct diary_row last;
};

/* "good (52 %)" in the page's language; in p->time. */
const char *dongle_signal(struct page *p, int percent);
/* What its text to itself proved, in English; static. */
const char *dongle_proof(enum sim_proof proof);
void dongle_chart(struct page *p, const struct dongle_view *v);
void power_chart(struct page *p, const struct power_view *v);

#endif
