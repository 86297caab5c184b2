#include "web/view/summary.h"

#include "base/clock.h"
#include "web/kit/guess.h"
#include "web/kit/tls.h"

#include <stdio.h>

struct speaker {
    summary_fn *fn;
    void *user;
};

static void
say(const struct speaker *s, enum summary_level level, const char *subject,
    struct reason line)
{
    s->fn(s->user, level, subject, &line);
}

static struct reason
two_numbers(struct reason r, int64_t a, int64_t b)
{
    reason_add_number(&r, a);
    reason_add_number(&r, b);
    return r;
}

static enum reason_code
strength(int percent)
{
    return percent >= 60 ? REASON_SIGNAL_STRONG
        : percent >= 30  ? REASON_SIGNAL_GOOD
        : percent >= 12  ? REASON_SIGNAL_WEAK
                         : REASON_SIGNAL_VERY_WEAK;
}

/* The network it works on, and how well. */
static struct reason
working(const struct status_modem *m)
{
    const struct link_health *h = &m->health;
    struct reason r = reason_text(h->signal_percent >= 0
        ? REASON_WORKING_SIGNAL : REASON_WORKING, m->name);
    struct reason network = reason_of(REASON_THE_NETWORK);
    struct reason signal = reason_of(strength(h->signal_percent));

    if (*h->operator_name)
        reason_add_text(&r, h->operator_name);
    else
        reason_add_reason(&r, &network);
    if (h->signal_percent >= 0) {
        reason_add_reason(&r, &signal);
        reason_add_number(&r, h->signal_percent);
    }
    return r;
}

static void
say_working(const struct speaker *s, const struct status_modem *m,
    int64_t now)
{
    const struct link_health *h = &m->health;

    if (!m->proved || now - m->proved > SUMMARY_PROOF)
        say(s, SUMMARY_WARN, "modem",
            reason_text(REASON_STARTED_UNPROVED, m->name));
    else if (!link_registered(h) && h->registered >= 0)
        say(s, SUMMARY_BAD, "modem",
            reason_text(h->locked ? REASON_LOCKED_NO_NETWORK
                                  : REASON_HAS_NO_NETWORK, m->name));
    else
        say(s, h->signal_percent >= 0 && h->signal_percent < 12 ? SUMMARY_WARN
                                                                : SUMMARY_OK,
            "modem", working(m));
    if (m->proved && h->sm_size > 0
        && h->sm_used * 100 >= h->sm_size * SUMMARY_FILLING)
        say(s, SUMMARY_WARN, "modem", two_numbers(reason_text(
            h->sm_used >= h->sm_size ? REASON_MEMORY_FULL
                                     : REASON_MEMORY_FILLS, m->name),
            h->sm_used, h->sm_size));
    if (m->losses >= SUMMARY_LOSSES) {
        struct reason left = reason_text(REASON_LEFT_PORT, m->name);

        reason_add_number(&left, m->losses);
        say(s, SUMMARY_WARN, "modem", left);
    }
}

/* Its name, and its trouble where it has one. */
static struct reason
troubled(const struct status_modem *m, enum reason_code with,
    enum reason_code without)
{
    bool more = reason_given(&m->trouble);
    struct reason r = reason_text(more ? with : without, m->name);

    if (more)
        reason_add_reason(&r, &m->trouble);
    return r;
}

static void
say_modem(const struct speaker *s, const struct status_modem *m, int64_t now)
{
    switch (m->phase) {
    case STATUS_WORKING:
        say_working(s, m, now);
        break;
    case STATUS_STARTING:
        say(s, SUMMARY_WARN, "modem",
            troubled(m, REASON_STARTING_FOR, REASON_STARTING));
        break;
    case STATUS_RECOVERING:
        say(s, SUMMARY_BAD, "modem",
            troubled(m, REASON_RESTARTED_FOR, REASON_RESTARTED));
        break;
    case STATUS_ABSENT:
        say(s, SUMMARY_BAD, "modem",
            troubled(m, REASON_OF, REASON_NOT_PLUGGED_IN));
        break;
    case STATUS_STOPPED:
        say(s, SUMMARY_BAD, "modem",
            troubled(m, REASON_STOPPED_FOR, REASON_STOPPED));
        break;
    }
}

static void
say_credit(void *user, bool bad, const struct reason *line)
{
    say(user, bad ? SUMMARY_BAD : SUMMARY_WARN, "credit", *line);
}

static void
say_queue(const struct speaker *s, const struct overview *o)
{
    if (!o->queued && !o->sending)
        say(s, SUMMARY_OK, "queue", reason_of(REASON_NOTHING_WAITS));
    else
        say(s, SUMMARY_OK, "queue", two_numbers(reason_of(REASON_WAITING),
            o->queued, o->sending));
    for (int i = WAIT_NONE + 1; i < OVERVIEW_WAITS; i++) {
        struct reason r = reason_number(REASON_OF_THEM, o->waiting[i]);

        reason_add_words(&r, message_wait_text((enum message_wait)i));
        if (o->waiting[i])
            say(s, i == WAIT_CREDIT || i == WAIT_DONGLE || i == WAIT_CLOCK
                    ? SUMMARY_BAD
                : i == WAIT_DECISION || i == WAIT_CEILING
                        || i == WAIT_LOW_CREDIT
                    ? SUMMARY_WARN : SUMMARY_OK, "queue", r);
    }
    if (o->unsure)
        say(s, SUMMARY_WARN, "queue", reason_number(REASON_UNSURE,
            o->unsure));
}

static void
say_disk(const struct speaker *s, const struct summary_facts *f)
{
    double free_gb = (double)f->disk_free / 1e9;
    struct reason fault = reason_of(REASON_TAKES_NO_WRITES);
    char text[24];

    if (f->disk_fault) {
        reason_add_words(&fault, err_text(f->disk_fault));
        say(s, SUMMARY_BAD, "disk", fault);
    } else if (!f->disk_size)
        say(s, SUMMARY_WARN, "disk", reason_of(REASON_ROOM_UNKNOWN));
    else if (f->disk_free < 100 * 1000 * 1000) {
        snprintf(text, sizeof(text), "%.0f", (double)f->disk_free / 1e6);
        say(s, SUMMARY_BAD, "disk", reason_text(REASON_ALMOST_FULL, text));
    } else {
        snprintf(text, sizeof(text), "%.1f", free_gb);
        say(s, free_gb < 0.5 ? SUMMARY_WARN : SUMMARY_OK, "disk",
            reason_text(REASON_ROOM_LEFT, text));
    }
}

/* Nothing is said of a box that has only just begun. */
static void
say_backup(const struct speaker *s, const struct summary_facts *f)
{
    int64_t since = f->backup_at ? f->backup_at : f->started;

    if (reason_given(&f->backup_trouble))
        say(s, SUMMARY_BAD, "backup", f->backup_trouble);
    else if (since && f->now - since > SUMMARY_BACKUP_DAYS * DAY)
        say(s, SUMMARY_WARN, "backup",
            reason_number(REASON_NO_BACKUP, (f->now - since) / DAY));
    else if (f->backup_at)
        say(s, SUMMARY_OK, "backup", reason_of(f->now - f->backup_at < DAY
            ? REASON_BACKUP_FRESH : REASON_BACKUP_RECENT));
}

static void
say_import(const struct speaker *s, const struct import_state *i)
{
    if (i->running)
        say(s, SUMMARY_OK, "import",
            two_numbers(reason_of(REASON_IMPORT_RUNS), i->done, i->rows));
    else if (i->rows)
        say(s, SUMMARY_WARN, "import",
            two_numbers(reason_of(REASON_IMPORT_STOPPED), i->done, i->rows));
}

static void
say_board(const struct speaker *s, const struct status_board *b)
{
    if (b->present)
        say(s, b->battery_low || (b->known && !b->measures) ? SUMMARY_BAD
                : b->known && (!b->mains || b->service) ? SUMMARY_WARN
                                                        : SUMMARY_OK, "board",
            b->words);
    else
        say(s, SUMMARY_OK, "board", reason_of(REASON_NO_BOARD));
}

static void
say_tls(const struct speaker *s, const struct summary_facts *f)
{
    int64_t left = f->tls_until - f->now;

    if (!f->tls_until || f->clock_unsure || left > TLS_WARN_DAYS * DAY)
        return;
    if (left <= 0)
        say(s, SUMMARY_BAD, "tls", reason_of(REASON_TLS_ENDED));
    else
        say(s, SUMMARY_WARN, "tls",
            reason_number(REASON_TLS_ENDS, (left + DAY - 1) / DAY));
}

static void
say_guesses(const struct speaker *s, const struct summary_facts *f)
{
    struct reason r = reason_number(REASON_SOMEBODY_GUESSES, f->guesses);

    reason_add_text(&r, f->guesser);
    if (f->guesses >= GUESS_TOLD)
        say(s, SUMMARY_WARN, "sign-in", r);
}

void
summary_say(const struct summary_facts *f, summary_fn *fn, void *user)
{
    struct speaker s = { fn, user };

    for (int i = 0; i < f->n_modems; i++)
        say_modem(&s, &f->modems[i], f->now);
    if (!f->n_modems)
        say(&s, SUMMARY_BAD, "modem", reason_of(REASON_NO_DONGLE));
    for (int i = 0; i < f->n_sims; i++)
        if (f->sims[i].resting)
            say(&s, SUMMARY_WARN, "modem",
                reason_text(REASON_NETWORK_REFUSES, f->sims[i].name));
    for (int i = 0; i < f->n_sims; i++)
        sim_credit_say(&f->sims[i], f->now, say_credit, &s);
    say_queue(&s, &f->counts);
    say_board(&s, &f->board);
    if (f->clock_unsure || f->now < (int64_t)1700000000 * SECOND)
        say(&s, SUMMARY_BAD, "clock", reason_of(REASON_DATE_WRONG));
    else
        say(&s, SUMMARY_OK, "clock", reason_of(REASON_DATE_RIGHT));
    say_disk(&s, f);
    say_backup(&s, f);
    say_import(&s, &f->import);
    say_tls(&s, f);
    say_guesses(&s, f);
}
