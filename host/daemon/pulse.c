#include "daemon/pulse.h"

#include "base/clock.h"
#include "base/log.h"
#include "status/status.h"
#include "store/figures/history.h"

static const int64_t beat_every = 5 * SECOND;
static const int64_t first_row = 45 * SECOND;   /* a dongle has answered then */
static const int64_t row_every = 10 * MINUTE;
static const int64_t fresh = 3 * MINUTE;        /* an older proof is none */

static void
beat(void *user)
{
    struct pulse *p = user;

    status_beat();
    loop_after(p->loop, &p->beat, beat_every, beat, p);
}

static void
write_signals(struct pulse *p, int64_t now)
{
    struct status_modem m[STATUS_MODEMS_MAX];
    int n = status_list(m);
    enum err e = OK;

    for (int i = 0; !e && i < n; i++) {
        bool well = m[i].phase == STATUS_WORKING && now - m[i].proved < fresh;
        struct history_signal s = {
            .at = now,
            .working = well,
            .percent = well ? m[i].health.signal_percent : -1,
            .used = well ? m[i].health.sm_used : -1,
            .size = well ? m[i].health.sm_size : -1,
        };

        if (*m[i].name)
            e = history_add_signal(p->db, m[i].name, &s);
    }
    if (e)
        log_warn("pulse", "signal not written down: %s", err_text(e));
}

static void
write_power(struct pulse *p, int64_t now)
{
    struct status_board board = { 0 };
    struct history_power h = { .at = now };
    enum err e;

    if (p->hooks.board)
        p->hooks.board(p->hooks.user, &board);
    if (!board.present || !board.known || !board.measures)
        return;
    h.mains = board.mains;
    h.battery = (int)board.battery_mv;
    if ((e = history_add_power(p->db, &h)))
        log_warn("pulse", "power not written down: %s", err_text(e));
}

static void
write_row(void *user)
{
    struct pulse *p = user;
    int64_t now = clock_now();

    write_signals(p, now);
    write_power(p, now);
    loop_after(p->loop, &p->write, row_every, write_row, p);
}

void
pulse_start(struct pulse *p, struct loop *loop, struct db *db,
    const struct web_hooks *hooks)
{
    p->loop = loop;
    p->db = db;
    p->hooks = *hooks;
    beat(p);
    loop_after(loop, &p->write, first_row, write_row, p);
}

void
pulse_stop(struct pulse *p)
{
    if (!p->loop)
        return;
    loop_cancel(p->loop, &p->beat);
    loop_cancel(p->loop, &p->write);
}
