#include "send/prompt_home.h"

#include "base/clock.h"
#include "store/db/once.h"
#include "store/figures/figures.h"
#include "store/figures/term.h"
#include "store/thread/calendar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EXCEPT_MAX = 400, TURNS = 4 };

struct telling {
    struct db *db;
    const struct prompt_wish *wish;
    struct prompt prompt;
    struct prompt_words words[PROMPT_LANGUAGES];
    struct send_variant variants[PROMPT_LANGUAGES];
    int n;                      /* of both */
    struct send_facts facts;
    struct send_fact *one;      /* owned: the children of the class */
    int room;
    struct send send;
    struct calendar calendar;
    char *except[EXCEPT_MAX];   /* owned: their Monday is in the holidays */
    int n_except;
    enum err e;
};

static void
close_(struct telling *t)
{
    for (int i = 0; t && i < t->n_except; i++)
        free(t->except[i]);
    if (t)
        free(t->one);
    free(t);
}

/* --- words and children --------------------------------------------------- */

static void
keep_words(void *user, const struct prompt_words *w)
{
    struct telling *t = user;

    if (t->n == PROMPT_LANGUAGES)
        return;
    t->words[t->n] = *w;
    t->variants[t->n] = (struct send_variant){ t->words[t->n].language,
        t->words[t->n].body };
    t->n++;
}

static void
keep_child(void *user, int64_t child)
{
    struct telling *t = user;

    if (t->facts.n == t->room) {
        int room = t->room ? 2 * t->room : 64;
        struct send_fact *more = realloc(t->one, (size_t)room * sizeof(*more));

        if (!more) {
            t->e = ERR_MEMORY;
            return;
        }
        t->one = more;
        t->room = room;
    }
    t->one[t->facts.n++] = (struct send_fact){ .child = child };
}

/* In the school's language, else in English, else the first. */
static const char *
fallback(const struct telling *t)
{
    const char *best = t->n ? t->variants[0].text : "";
    int most = 0;

    for (int i = 0; i < t->n; i++) {
        int fit = 2 * send_fits(t->variants[i].language, t->send.language);

        if (!fit)
            fit = send_fits(t->variants[i].language, "en") != 0;
        if (fit > most) {
            most = fit;
            best = t->variants[i].text;
        }
    }
    return best;
}

/* Makes *out, which close_() frees whatever comes back. */
static enum err
open_(struct db *db, const struct prompt_wish *w, const struct send *with,
    struct telling **out)
{
    struct telling *t = calloc(1, sizeof(*t));
    enum err e;

    if (!t) {
        *out = NULL;
        return ERR_MEMORY;
    }
    *out = t;
    t->db = db;
    t->wish = w;
    t->send = *with;
    if ((e = prompt_get(db, w->prompt, "", w->class_name, &t->prompt))
        || (e = prompt_words_of(db, w->prompt, keep_words, t))
        || (e = prompt_children(db, w->class_name, keep_child, t))
        || (e = t->e) || (e = calendar_read(db, &t->calendar)))
        return e;
    t->facts.one = t->one;
    t->facts.together = true;
    t->send.class_name = w->class_name;
    t->send.text = fallback(t);
    t->send.variants = t->variants;
    t->send.n_variants = t->n;
    t->send.facts = &t->facts;
    t->send.tone = t->prompt.asks ? TONE_QUESTION : TONE_INFORMATION;
    t->send.no_answer = !t->prompt.asks;
    t->send.except = (const char *const *)t->except;
    return OK;
}

/* --- when ----------------------------------------------------------------- */

/* The day on which what is sent now arrives: behind the quiet hours. */
static int
day_of(const struct telling *t)
{
    int64_t at = clock_now(), until;

    for (int i = 0; i < TURNS
        && (until = queue_quiet_until(t->send.rules, at)); i++)
        at = until;
    return calendar_day(at);
}

/* Whether the day is in the holidays; their name, or the date, into out. */
static bool
in_holidays(const struct telling *t, int day, char *out, size_t room)
{
    const char *name;
    char date[12];

    if (!calendar_is_holiday(&t->calendar, day, &name))
        return false;
    snprintf(out, room, "%s", *name ? name : calendar_text(day, date));
    return true;
}

struct showing {
    struct telling *t;
    struct prompt_look *out;
    void (*fn)(void *user, const struct send_copy *c);
    void *user;
    bool monday_off;            /* next Monday is in the holidays */
};

/* A phone whose Monday is in the holidays gets it neither now nor then. */
static void
on_copy(void *user, const struct send_copy *c)
{
    struct showing *s = user;
    struct telling *t = s->t;

    if (c->monday && s->monday_off && !t->wish->holidays) {
        s->out->skipped++;
        if (t->n_except == EXCEPT_MAX
            || !(t->except[t->n_except] = strdup(c->number)))
            t->e = ERR_MEMORY;
        else
            t->n_except++;
        return;
    }
    s->out->phones++;
    s->out->parts += c->parts;
    s->out->monday += c->monday;
    if (s->fn)
        s->fn(s->user, c);
}

static enum err
look(struct telling *t, struct prompt_look *out,
    void (*fn)(void *user, const struct send_copy *c), void *user,
    struct reason *why)
{
    struct showing s = { t, out, fn, user, false };
    int monday = calendar_day(figures_monday(clock_now(), -1)), skipped = 0;
    struct term term;
    char name[80];
    enum err e = term_read(t->db, &term);

    if (e)
        return e;
    out->prompt = t->prompt;
    out->before = t->prompt.used && t->prompt.used >= term.began;
    out->holiday = in_holidays(t, day_of(t), out->day, sizeof(out->day));
    s.monday_off = in_holidays(t, monday, name, sizeof(name));
    out->send = t->send;
    e = send_preview(t->db, &t->send, on_copy, &s, &skipped, why);
    out->skipped += skipped;
    return e ? e : t->e;
}

enum err
prompt_home_look(struct db *db, const struct prompt_wish *w,
    const struct send *with, struct prompt_look *out,
    void (*fn)(void *user, const struct send_copy *c), void *user,
    struct reason *why)
{
    struct telling *t;
    enum err e = open_(db, w, with, &t);

    *out = (struct prompt_look){ 0 };
    *why = reason_none;
    if (!e)
        e = look(t, out, fn, user, why);
    out->send = (struct send){ .priority = out->send.priority,
        .tone = out->send.tone };       /* nothing borrowed */
    close_(t);
    return e;
}

/* --- sending -------------------------------------------------------------- */

static enum err
check(const struct telling *t, const struct prompt_look *l,
    struct reason *why)
{
    char date[12];

    if (l->holiday && !t->wish->holidays)
        return reason_refuse(why, ERR_REFUSED,
            reason_text(REASON_PROMPT_HOLIDAY, l->day));
    if (l->before && !t->wish->again)
        return reason_refuse(why, ERR_REFUSED, reason_text(REASON_PROMPT_AGAIN,
            calendar_text(calendar_day(t->prompt.used), date)));
    if (!l->phones)
        return reason_refuse(why, ERR_REFUSED,
            reason_of(REASON_NOBODY_REACHED));
    return OK;
}

/* All of it; needs a transaction. */
static enum err
send_all(struct telling *t, struct sent *out, struct reason *why)
{
    enum err e;

    t->send.n_except = t->n_except;
    for (int i = 0; i < t->facts.n; i++)
        t->one[i] = (struct send_fact){ .child = t->one[i].child };
    e = send_text(t->db, &t->send, out, why);
    return e ? e : prompt_used(t->db, &t->prompt, t->wish->class_name,
        out->batch, t->send.author);
}

enum err
prompt_home_send(struct db *db, const struct prompt_wish *w,
    const struct send *with, struct sent *out, struct reason *why)
{
    struct prompt_look l = { 0 };
    struct sent sent = { 0 };
    struct telling *t;
    enum err e = open_(db, w, with, &t);

    *why = reason_none;
    *out = sent;
    if (!e && !(e = once_check(db, with->once, &out->batch))
        && !(e = look(t, &l, NULL, NULL, why)) && !(e = check(t, &l, why))
        && !(e = db_begin(db))) {
        if (!(e = db_end(db, send_all(t, &sent, why))))
            *out = sent;
        else
            free(sent.ids);
    }
    close_(t);
    return e;
}
