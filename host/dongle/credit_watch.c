#include "dongle/credit_watch.h"

#include "base/clock.h"
#include "base/log.h"
#include "dongle/sim_watch.h"
#include "status/status.h"
#include "store/sims/sim_credit.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static const int64_t first_look = 45 * SECOND;  /* a dongle has answered then */
static const int64_t look_every = MINUTE;
static const int64_t refused_apart = 30 * MINUTE;
enum { MORNING = 6 * 60, DIES_SOON = 14, DIES_NOW = 3 };

struct look {
    struct db *db;
    const struct rules *rules;
    int64_t now, opened;        /* opened: when today's work began; 0: not
                                 * yet */
    struct sim_credit sim[STATUS_MODEMS_MAX];
    int count;
};

/* When quiet hours ended today; 0 while they last. */
static int64_t
opening(const struct rules *rules, int64_t now)
{
    const struct queue_rules *q = &rules->queue;
    bool quiet = q->quiet_from != q->quiet_to;
    int from = quiet ? q->quiet_to : MORNING, minute;
    time_t at = (time_t)(now / SECOND);
    struct tm t;

    localtime_r(&at, &t);
    minute = t.tm_hour * 60 + t.tm_min;
    if (minute < from || (quiet && q->quiet_from > from
            && minute >= q->quiet_from))
        return 0;
    t.tm_hour = from / 60;
    t.tm_min = from % 60;
    t.tm_sec = 0;
    t.tm_isdst = -1;
    return (int64_t)mktime(&t) * SECOND;
}

static void
collect(void *user, const struct sim_credit *s)
{
    struct look *l = user;

    if (l->count < STATUS_MODEMS_MAX)
        l->sim[l->count++] = *s;
}

static enum err
ask(struct look *l, const struct sim_credit *s)
{
    int64_t since = s->refused ? l->now - refused_apart : l->opened;

    return s->working && since ? sim_credit_ask(l->db, s->imsi, since) : OK;
}

/* --- the keeper ----------------------------------------------------------- */

struct words {
    char text[500];
};

static void
add_words(void *user, bool bad, const struct reason *line)
{
    struct words *w = user;
    char said[REASON_SAID];
    size_t n = strlen(w->text);

    (void)bad;
    snprintf(w->text + n, sizeof(w->text) - n, "%s%s.", n ? " " : "",
        reason_english(line, said));
}

/* A bundle ends today or tomorrow, which nobody told the keeper yet. */
static bool
is_bundle_news(const struct look *l, const struct sim_credit *s)
{
    return sim_credit_bundle_soon(s, l->now)
        && s->bundle_told != s->bundle_ends;
}

/* Tells the keeper of this SIM. Low credit is told each day, the SIM's end
 * once fourteen and once three days before, that of a bundle once. */
static enum err
tell(struct look *l, const struct sim_credit *s)
{
    const struct config *c = &l->rules->config;
    struct words w = { "" };
    struct reason why = { 0 };
    char text[700], expiry[sizeof(s->expiry_told)], said[REASON_SAID];
    struct queue_request r = { .number = c->keeper, .text = text,
        .priority = PRIORITY_NORMAL, .expires = l->now + 12 * HOUR,
        .author = "notehome" };
    int days = sim_credit_days(s, l->now);
    int64_t id;
    enum err e;

    snprintf(expiry, sizeof(expiry), "%s", s->expiry_told);
    if (days >= 0 && days <= DIES_SOON)
        snprintf(expiry, sizeof(expiry), "%.10s %d", s->dies,
            days <= DIES_NOW ? DIES_NOW : DIES_SOON);
    if (!strcmp(expiry, s->expiry_told) && s->level == SIM_CREDIT_FINE
        && !s->barred && !is_bundle_news(l, s))
        return OK;
    sim_credit_say(s, l->now, add_words, &w);
    snprintf(text, sizeof(text), "Notehome, %s: %s", c->school.name, w.text);
    e = queue_add(l->db, &r, &l->rules->queue, &id, &why);
    if (e)
        log_warn("credit", "the keeper is not told: %s",
            reason_given(&why) ? reason_english(&why, said)
                               : err_text(e));
    return sim_credit_set_told(l->db, s->imsi, expiry, s->bundle_ends);
}

enum err
credit_watch_look(struct db *db, const struct rules *rules)
{
    struct look l = { .db = db, .rules = rules, .now = clock_now() };
    enum err e = sim_credit_ask_wanted(db);

    if (!e)
        e = sim_credit_list(db, collect, &l);
    if (rules->queue.clock_unsure)
        return e;
    l.opened = opening(rules, l.now);
    for (int i = 0; !e && i < l.count; i++) {
        const struct sim_credit *s = &l.sim[i];

        e = ask(&l, s);
        if (!e && rules->config.keeper[0] && l.opened
            && (s->told < l.opened || s->told > l.now + DAY
                || is_bundle_news(&l, s)))
            e = tell(&l, s);
    }
    return e;
}

void
credit_watch_wake(struct db *db)
{
    enum err e = sim_credit_ask_wanted(db);

    if (e)
        log_warn("credit", "not asked for: %s", err_text(e));
}

static void
look(void *user)
{
    struct credit_watch *w = user;
    enum err e = credit_watch_look(w->db, rules_current());

    if (e)
        log_warn("credit", "not looked after: %s", err_text(e));
    if ((e = sim_watch_look(w->db, rules_current())))
        log_warn("life", "not looked after: %s", err_text(e));
    loop_after(w->loop, &w->look, look_every, look, w);
}

void
credit_watch_start(struct credit_watch *w, struct loop *loop, struct db *db)
{
    w->loop = loop;
    w->db = db;
    loop_after(loop, &w->look, first_look, look, w);
}

void
credit_watch_soon(struct credit_watch *w)
{
    if (w->loop)
        loop_after(w->loop, &w->look, SECOND, look, w);
}

void
credit_watch_stop(struct credit_watch *w)
{
    if (w->loop)
        loop_cancel(w->loop, &w->look);
}
