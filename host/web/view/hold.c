#include "web/view/hold.h"

#include "base/clock.h"
#include "mapping/mapping.h"
#include "settings/rules.h"
#include "web/view/talk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool
may_hold(const struct thread *t)
{
    return t->waiting && (t->tray == MAPPING_NO_TRAY
        || t->tray == MAPPING_UNKNOWN || t->tray == MAPPING_SHARED);
}

static enum err
read_days(struct db *db, struct hold_view *out)
{
    struct calendar *c = malloc(sizeof(*c));
    enum err e = c ? calendar_read(db, c) : ERR_MEMORY;

    if (!e)
        out->n = holding_days(c, calendar_day(clock_now()), out->days,
            &out->usual);
    free(c);
    return e;
}

static bool
month_first(const struct request *q)
{
    return !strcmp(q->rules->config.school.country, "US");
}

/* The sentence in the language, into out. */
static enum err
say(struct web *w, const struct request *q, enum holding what, int day,
    const char *language, char out[HOLDING_TEXT])
{
    struct holding_words *words = malloc(sizeof(*words));
    enum err e = words ? holding_words(w->db, what, day, month_first(q), words)
                       : ERR_MEMORY;

    if (!e)
        snprintf(out, HOLDING_TEXT, "%s", holding_for(words, language,
            q->rules->config.school.language));
    free(words);
    return e;
}

enum err
hold_read(struct web *w, const struct request *q, const struct thread *t,
    const char *language, struct hold_view *out)
{
    int day;
    enum err e;

    if (!may_hold(t))
        return OK;
    if ((e = read_days(w->db, out)) || !out->n)
        return e;
    day = out->days[out->usual];
    if ((e = say(w, q, HOLDING_HEAD, day, language, out->head)))
        return e;
    return say(w, q, HOLDING_FINDING, day, language, out->finding);
}

/* The day that is named: one of those that are offered. */
static enum err
choose_day(struct db *db, int day, int *by, struct reason *why)
{
    struct hold_view v = { 0 };
    enum err e = read_days(db, &v);

    if (e)
        return e;
    for (int i = 0; i < v.n; i++)
        if (day == v.days[i] || (!day && i == v.usual)) {
            *by = v.days[i];
            return OK;
        }
    return reason_refuse(why, ERR_INPUT, reason_of(REASON_HOLD_DAY));
}

static enum err
queue(struct web *w, const struct request *q, const struct thread *t,
    const struct holding_words *words, int by, const char *once,
    struct reason *why)
{
    struct compose c = { .text = "" };
    struct send s = { 0 };
    struct sent sent;
    enum err e = OK;

    if (!t->tray && (e = talk_answer_to(w->db, t, c.to)))
        return e;
    if (!t->tray && !*c.to)
        return reason_refuse(why, ERR_REFUSED,
            reason_of(REASON_WRITER_TAKES_NONE));
    talk_settings(q, &s);
    talk_address(t, &c, &s);
    s.text = holding_for(words, s.language, s.language);
    s.variants = words->variants;
    s.n_variants = words->n;
    s.holds = by;
    s.once = once;
    if (!(e = send_text(w->db, &s, &sent, why)))
        free(sent.ids);
    return e;
}

enum err
hold_send(struct web *w, const struct request *q, const struct thread *t,
    enum holding what, int day, const char *once, int *by, struct reason *why)
{
    struct holding_words *words;
    enum err e;

    if (!may_hold(t))
        return reason_refuse(why, ERR_REFUSED,
            reason_of(REASON_HOLD_NOBODY_WAITS));
    if ((e = choose_day(w->db, day, by, why)))
        return e;
    if (!(words = malloc(sizeof(*words))))
        return ERR_MEMORY;
    if (!(e = holding_words(w->db, what, *by, month_first(q), words)))
        e = queue(w, q, t, words, *by, once, why);
    free(words);
    return e;
}
