/* page_dongles.c - each dongle and the board: how they are, how they were, and
 * what was done about it. */
#include "base/clock.h"
#include "web/page/handlers.h"
#include "web/pages/pages.h"
#include "web/view/board_errand.h"
#include "web/view/dongles_view.h"
#include "web/view/menus_view.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static void
keep_signal(void *user, const struct history_signal *s)
{
    struct dongle_view *v = user;
    struct signal_day *d = NULL;

    if (v->n_points < DONGLE_POINTS)
        v->point[v->n_points++] = (struct chart_point){ s->at, s->percent };
    for (int i = 0; i < DONGLE_DAYS; i++)
        if (s->at >= v->day[i].from)
            d = &v->day[i];
    if (!d)
        return;
    d->rows++;
    d->working += s->working;
    if (s->percent >= 0) {
        d->sum += s->percent;
        d->heard++;
        if (d->least < 0 || s->percent < d->least)
            d->least = s->percent;
    }
}

static void
keep_rung(void *user, const struct recovery *r)
{
    struct dongle_view *v = user;

    if (v->n_rungs < DONGLE_RUNGS)
        v->rung[v->n_rungs++] = *r;
}

static void
keep_sim(void *user, const struct overview_sim *s)
{
    struct dongle_view *v = user;

    if (!strcmp(s->imsi, v->modem.imsi))
        v->sim = *s;
}

/* Local midnight, `days` before today's. */
static int64_t
midnight(int64_t now, int days)
{
    time_t s = (time_t)(now / 1000);
    struct tm t;

    localtime_r(&s, &t);
    t.tm_mday -= days;
    t.tm_hour = t.tm_min = t.tm_sec = 0;
    t.tm_isdst = -1;
    return (int64_t)mktime(&t) * 1000;
}

static enum err
read_dongle(struct web *w, const struct status_modem *m, struct dongle_view *v)
{
    enum err e;

    memset(v, 0, sizeof(*v));
    v->modem = *m;
    v->now = clock_now();
    for (int i = 0; i < DONGLE_DAYS; i++)
        v->day[i] = (struct signal_day){ .least = -1,
            .from = midnight(v->now, DONGLE_DAYS - 1 - i) };
    v->from = v->day[0].from;
    if ((e = history_signals(w->db, m->name, v->from, keep_signal, v))
        || (e = overview_sims(w->db, keep_sim, v)))
        return e;
    return recovery_list(w->db, m->name, DONGLE_RUNGS, keep_rung, v);
}

static void
keep_power(void *user, const struct history_power *h)
{
    struct power_view *v = user;

    if (v->n_points == DONGLE_POINTS)
        return;
    v->point[v->n_points++] = (struct chart_point){ h->at, h->battery };
    if (h->battery > v->most)
        v->most = h->battery;
}

static void
keep_event(void *user, const struct board_log_row *r)
{
    struct power_view *v = user;

    if (v->n_events < DONGLE_EVENTS)
        v->event[v->n_events++] = *r;
}

static enum err
read_power(struct web *w, struct power_view *v)
{
    enum err e;

    if (w->hooks.board)
        w->hooks.board(w->hooks.user, &v->board);
    errand_latest(&v->told);
    v->now = clock_now();
    v->from = midnight(v->now, DONGLE_DAYS - 1);
    v->most = 1;
    if ((e = history_powers(w->db, v->from, keep_power, v)))
        return e;
    return board_log_list(w->db, DONGLE_EVENTS, keep_event, v);
}

static enum err
show_diary(struct page *p, struct web *w, const struct status_modem *m, int n)
{
    struct diary_view v = { .modem = m, .modems = n };
    enum err e = diaries_last(w->db, &v.last);

    if (e && e != ERR_EMPTY)
        return e;
    v.some = !e;
    pages_diary(p, &v);
    return OK;
}

void
page_dongles(struct web *w, const struct request *q, struct response *r)
{
    struct status_modem m[STATUS_MODEMS_MAX];
    struct dongle_view *v = calloc(1, sizeof(*v));
    struct sim_menus *menus = calloc(1, sizeof(*menus));
    struct power_view *power = calloc(1, sizeof(*power));
    int n = status_list(m);
    enum err e = v && menus && power ? read_power(w, power) : ERR_MEMORY;
    struct page p = { 0 };

    if (!e) {
        page_start(&p, w, q, "Dongles");
        pages_dongles(&p, n);
        for (int i = 0; !e && i < n; i++)
            if (!(e = read_dongle(w, &m[i], v))
                && !(e = menus_of_sim(w, m[i].imsi, menus))) {
                v->place = i + 1;
                pages_dongle(&p, v);
                pages_dongle_menus(&p, menus);
            }
        pages_power(&p, power);
        pages_dongles_help(&p);
        pages_dongles_models(&p);
        if (q->caller.role >= ROLE_ADMIN)
            e = show_diary(&p, w, m, n);
    }
    if (!e)
        page_finish(&p, r, 200);
    else {
        free(html_take(&p.out));
        page_refusal(q, r, reply_status(e), err_text(e));
    }
    free(v);
    free(menus);
    free(power);
}

/* Volts as a person types them ("12.6"), seconds, or a setting's number. */
static uint32_t
read_value(enum errand_kind kind, const char *text)
{
    double value = strtod(text, NULL);

    if (!(value > 0) || value > 100000)
        return 0;
    return kind == ERRAND_SET ? (uint32_t)value
                              : (uint32_t)(value * 1000 + 0.5);
}

void
page_board_do(struct web *w, const struct request *q, struct response *r)
{
    const char *kind = params_get(&q->form, "do");
    const char *name = params_get(&q->form, "name");
    const char *value = params_get(&q->form, "value"), *fault = NULL;
    struct errand what = { .kind = errand_kind(kind ? kind : "") };
    int64_t id;
    enum err e;

    what.value = what.kind == ERRAND_SERVICE
        ? params_flag(&q->form, "value") : read_value(what.kind,
            value ? value : "");
    e = board_errand(w->db, q->caller.who, &what, name ? name : "", &id,
        &fault);
    if (!e)
        page_go(r, "/dongles", "board");
    else
        page_refusal(q, r, reply_status(e), fault ? fault : err_text(e));
}
