#include "web/health.h"

#include "base/clock.h"
#include "mapping/mapping.h"
#include "status/status.h"
#include "store/figures/figures.h"
#include "store/figures/overview.h"
#include "web/events.h"
#include "web/kit/html.h"
#include "web/kit/inside.h"
#include "web/kit/json.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/statvfs.h>

static const char plain[] = "text/plain; version=0.0.4; charset=utf-8";
static const int64_t proof = 5 * MINUTE;
static const int64_t loop_silence = 30 * SECOND;

static void line(struct html *h, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static void
line(struct html *h, const char *fmt, ...)
{
    char text[300];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(text, sizeof(text), fmt, ap);
    va_end(ap);
    html_raw(h, text);
    html_raw(h, "\n");
}

/* --- is all well? --------------------------------------------------------- */

/* Nothing is written to find out: whoever asks without end must not wear the
 * card out. The daemon's own writes show what the disk takes, and after one
 * that was refused the supervisor tries until it takes one again. */
static bool
store_writes(const struct web *w, const struct request *q)
{
    struct statvfs v;

    if (db_fault(w->db))
        return false;
    return statvfs(q->rules->config.data, &v)
        || (!(v.f_flag & ST_RDONLY) && v.f_bavail > 0);
}

static bool
some_dongle_works(void)
{
    struct status_modem m[STATUS_MODEMS_MAX];
    int n = status_list(m);

    for (int i = 0; i < n; i++)
        if (m[i].phase == STATUS_WORKING && clock_now() - m[i].proved < proof)
            return true;
    return false;
}

void
web_healthz(struct web *w, const struct request *q, struct response *r)
{
    int64_t age = status_beat_age();
    bool store = store_writes(w, q), loop = age >= 0 && age < loop_silence,
        dongle = some_dongle_works();
    struct html h = { 0 };

    line(&h, "%s store: %s", store ? "ok" : "bad",
        store ? "takes writes" : "takes no writes: is the disk full?");
    line(&h, "%s loop: %s", loop ? "ok" : "bad",
        loop ? "turns" : "stands still: restart notehomed");
    line(&h, "%s dongle: %s", dongle ? "ok" : "bad",
        dongle ? "one answered in the last minutes"
               : "none answered in the last minutes");
    reply_text(r, store && loop && dongle ? 200 : 503, plain, html_take(&h));
}

/* --- figures -------------------------------------------------------------- */

static void
kind(struct html *h, const char *name, const char *type, const char *help)
{
    line(h, "# HELP notehome_%s %s", name, help);
    line(h, "# TYPE notehome_%s %s", name, type);
}

/* A label's value; " \ and line ends are escaped. */
static const char *
label(const char *text, char *out, size_t room)
{
    size_t n = 0;

    for (; *text && n + 3 < room; text++) {
        if (*text == '"' || *text == '\\')
            out[n++] = '\\';
        out[n++] = *text == '\n' ? ' ' : *text;
    }
    out[n] = '\0';
    return out;
}

static void
add_state(void *user, enum message_direction direction,
    enum message_state state, int64_t n)
{
    line(user, "notehome_messages{direction=\"%s\",state=\"%s\"} %" PRId64,
        direction == MESSAGE_IN ? "in" : "out", message_state_name(state), n);
}

static void
put_counts(struct html *h, const struct overview *o)
{
    char name[40];

    kind(h, "queue", "gauge", "Messages out that are not final.");
    line(h, "notehome_queue{state=\"queued\"} %" PRId64, o->queued);
    line(h, "notehome_queue{state=\"sending\"} %" PRId64, o->sending);
    line(h, "notehome_queue{state=\"unsure\"} %" PRId64, o->unsure);
    kind(h, "unread", "gauge", "Threads with unread messages, by tray.");
    line(h, "notehome_unread{tray=\"\"} %" PRId64, o->unread);
    for (int t = MAPPING_NOTICES; t <= MAPPING_LAST; t++)
        line(h, "notehome_unread{tray=\"%s\"} %" PRId64,
            label(mapping_tray_name((enum mapping_tray)t), name,
                sizeof(name)), o->tray[t]);
}

static void
put_modems(struct html *h)
{
    struct status_modem m[STATUS_MODEMS_MAX];
    char name[80];
    int n = status_list(m);

    kind(h, "modem_working", "gauge", "1: the dongle works.");
    for (int i = 0; i < n; i++)
        line(h, "notehome_modem_working{modem=\"%s\"} %d",
            label(m[i].name, name, sizeof(name)),
            m[i].phase == STATUS_WORKING);
    kind(h, "modem_signal_percent", "gauge", "Signal, 0 to 100.");
    for (int i = 0; i < n; i++)
        if (m[i].proved && m[i].health.signal_percent >= 0)
            line(h, "notehome_modem_signal_percent{modem=\"%s\"} %d",
                label(m[i].name, name, sizeof(name)),
                m[i].health.signal_percent);
    kind(h, "modem_proved_seconds", "gauge", "Since its last answer.");
    for (int i = 0; i < n; i++)
        if (m[i].proved)
            line(h, "notehome_modem_proved_seconds{modem=\"%s\"} %" PRId64,
                label(m[i].name, name, sizeof(name)),
                (clock_now() - m[i].proved) / SECOND);
    kind(h, "modem_restarts_total", "counter", "Since the program started.");
    for (int i = 0; i < n; i++)
        line(h, "notehome_modem_restarts_total{modem=\"%s\"} %d",
            label(m[i].name, name, sizeof(name)), m[i].restarts);
}

static void
put_process(struct html *h, struct web *w, const struct request *q)
{
    struct statvfs v;

    kind(h, "up_seconds", "gauge", "Since the program started.");
    line(h, "notehome_up_seconds %" PRId64,
        (clock_mono() - w->started) / SECOND);
    kind(h, "commits_total", "counter", "Commits since the program started.");
    line(h, "notehome_commits_total %" PRId64, db_commits(w->db));
    kind(h, "scanned_rows_total", "counter",
        "Rows read without an index since the program started.");
    line(h, "notehome_scanned_rows_total %" PRId64, db_scanned(w->db));
    kind(h, "event_clients", "gauge", "Open event streams.");
    line(h, "notehome_event_clients %d", events_count(w->events));
    kind(h, "loop_age_seconds", "gauge", "Since the main loop last turned.");
    line(h, "notehome_loop_age_seconds %.3f",
        (double)status_beat_age() / (double)SECOND);
    if (!statvfs(q->rules->config.data, &v)) {
        kind(h, "disk_free_bytes", "gauge", "Room left for the data.");
        line(h, "notehome_disk_free_bytes %" PRIu64,
            (uint64_t)v.f_bavail * (uint64_t)v.f_frsize);
    }
}

void
web_metrics(struct web *w, const struct request *q, struct response *r)
{
    struct html h = { 0 };
    struct overview o = { 0 };
    enum err e = overview_read(w->db, &o);

    kind(&h, "info", "gauge", "The version, always 1.");
    line(&h, "notehome_info{version=\"%s\"} 1", VERSION);
    kind(&h, "messages", "gauge", "All messages, by direction and state.");
    if (!e)
        e = figures_states(w->db, add_state, &h);
    put_counts(&h, &o);
    put_modems(&h);
    put_process(&h, w, q);
    if (!e)
        reply_text(r, 200, plain, html_take(&h));
    else {
        free(html_take(&h));
        reply_failure(r, e, NULL);
    }
}
