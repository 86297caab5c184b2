#include "web/view/summary.h"

#include "base/clock.h"

#include <stdarg.h>
#include <stdio.h>

struct speaker {
    void (*fn)(void *user, enum summary_level level, const char *subject,
        const char *sentence);
    void *user;
};

static void say(const struct speaker *s, enum summary_level level,
    const char *subject, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

static void
say(const struct speaker *s, enum summary_level level, const char *subject,
    const char *fmt, ...)
{
    char text[400];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(text, sizeof(text), fmt, ap);
    va_end(ap);
    s->fn(s->user, level, subject, text);
}

static const char *
strength(int percent)
{
    return percent >= 60 ? "strong" : percent >= 30 ? "good"
        : percent >= 12 ? "weak" : "very weak";
}

static void
say_working(const struct speaker *s, const struct status_modem *m,
    int64_t now)
{
    const struct link_health *h = &m->health;
    const char *operator_name = *h->operator_name ? h->operator_name
                                                  : "the network";

    if (!m->proved || now - m->proved > SUMMARY_PROOF)
        say(s, SUMMARY_WARN, "modem", "%s: started, not proved to work yet",
            m->name);
    else if (h->registered != 1 && h->registered != 5 && h->registered >= 0)
        say(s, SUMMARY_BAD, "modem", "%s: answers, but has no network (try"
            " another place or a longer cable)", m->name);
    else if (h->signal_percent >= 0)
        say(s, h->signal_percent < 12 ? SUMMARY_WARN : SUMMARY_OK, "modem",
            "%s: working on %s, signal %s (%d %%)", m->name, operator_name,
            strength(h->signal_percent), h->signal_percent);
    else
        say(s, SUMMARY_OK, "modem", "%s: working on %s", m->name,
            operator_name);
    if (m->proved && h->sm_size > 0
        && h->sm_used * 100 >= h->sm_size * SUMMARY_FILLING)
        say(s, SUMMARY_WARN, "modem", "%s: the SIM's memory %s (%d of %d);"
            " it is being emptied", m->name, h->sm_used >= h->sm_size
            ? "is full" : "fills up", h->sm_used, h->sm_size);
    if (m->losses >= SUMMARY_LOSSES)
        say(s, SUMMARY_WARN, "modem", "%s: left its USB port %d times within a"
            " day. Too little power? A hub with a supply of its own, a shorter"
            " cable or another port may help", m->name, m->losses);
}

static void
say_modem(const struct speaker *s, const struct status_modem *m, int64_t now)
{
    char words[REASON_SAID];
    const char *why = reason_english(&m->trouble, words);
    const char *colon = *why ? ": " : "";

    switch (m->phase) {
    case STATUS_WORKING:
        say_working(s, m, now);
        break;
    case STATUS_STARTING:
        say(s, SUMMARY_WARN, "modem", "%s: starting%s%s", m->name, colon, why);
        break;
    case STATUS_RECOVERING:
        say(s, SUMMARY_BAD, "modem", "%s: being restarted%s%s", m->name, colon,
            why);
        break;
    case STATUS_ABSENT:
        say(s, SUMMARY_BAD, "modem", "%s: %s", m->name,
            *why ? why : "not plugged in");
        break;
    case STATUS_STOPPED:
        say(s, SUMMARY_BAD, "modem", "%s: stopped, needs you%s%s", m->name,
            colon, why);
        break;
    }
}

static void
say_credit(void *user, bool bad, const char *sentence)
{
    say(user, bad ? SUMMARY_BAD : SUMMARY_WARN, "credit", "%s", sentence);
}

static void
say_queue(const struct speaker *s, const struct overview *o)
{
    if (!o->queued && !o->sending)
        say(s, SUMMARY_OK, "queue", "nothing waits to be sent");
    else
        say(s, SUMMARY_OK, "queue", "%lld to send, %lld being sent",
            (long long)o->queued, (long long)o->sending);
    for (int i = WAIT_NONE + 1; i < OVERVIEW_WAITS; i++)
        if (o->waiting[i])
            say(s, i == WAIT_CREDIT || i == WAIT_DONGLE || i == WAIT_CLOCK
                    ? SUMMARY_BAD : SUMMARY_OK, "queue", "%lld of them: %s",
                (long long)o->waiting[i],
                message_wait_text((enum message_wait)i));
    if (o->unsure)
        say(s, SUMMARY_WARN, "queue", "%lld may have arrived or not: look at"
            " them and decide", (long long)o->unsure);
}

static void
say_disk(const struct speaker *s, const struct summary_facts *f)
{
    double free_gb = (double)f->disk_free / 1e9;

    if (f->disk_fault)
        say(s, SUMMARY_BAD, "disk", "takes no writes (%s): no text is accepted,"
            " and what arrives stays on the SIM; it goes on by itself when the"
            " disk does", err_text(f->disk_fault));
    else if (!f->disk_size)
        say(s, SUMMARY_WARN, "disk", "cannot tell how much room is left");
    else if (f->disk_free < 100 * 1000 * 1000)
        say(s, SUMMARY_BAD, "disk", "almost full: %.0f MB left; make room",
            (double)f->disk_free / 1e6);
    else
        say(s, free_gb < 0.5 ? SUMMARY_WARN : SUMMARY_OK, "disk",
            "%.1f GB left", free_gb);
}

/* Nothing is said of a box that has only just begun. */
static void
say_backup(const struct speaker *s, const struct summary_facts *f)
{
    int64_t since = f->backup_at ? f->backup_at : f->started;

    if (*f->backup_trouble)
        say(s, SUMMARY_BAD, "backup", "%s", f->backup_trouble);
    else if (since && f->now - since > SUMMARY_BACKUP_DAYS * DAY)
        say(s, SUMMARY_WARN, "backup", "none for %d days",
            (int)((f->now - since) / DAY));
    else if (f->backup_at)
        say(s, SUMMARY_OK, "backup", "made and checked %s",
            f->now - f->backup_at < DAY ? "within the last day"
                                        : "in the last days");
}

static void
say_import(const struct speaker *s, const struct import_state *i)
{
    if (i->running)
        say(s, SUMMARY_OK, "import", "%d of %d rows of a class list are in",
            i->done, i->rows);
    else if (i->rows)
        say(s, SUMMARY_WARN, "import", "a class list stopped at %d of %d rows:"
            " import the same list again, the rest comes", i->done, i->rows);
}

void
summary_say(const struct summary_facts *f,
    void (*fn)(void *user, enum summary_level level, const char *subject,
        const char *sentence), void *user)
{
    struct speaker s = { fn, user };

    for (int i = 0; i < f->n_modems; i++)
        say_modem(&s, &f->modems[i], f->now);
    if (!f->n_modems)
        say(&s, SUMMARY_BAD, "modem", "no dongle found: plug one in");
    for (int i = 0; i < f->n_sims; i++)
        sim_credit_say(&f->sims[i], f->now, say_credit, &s);
    say_queue(&s, &f->counts);
    if (f->board.present)
        say(&s, f->board.battery_low ? SUMMARY_BAD
                : f->board.known && !f->board.mains ? SUMMARY_WARN
                                                    : SUMMARY_OK,
            "board", "%s", f->board.words);
    else
        say(&s, SUMMARY_OK, "board", "none (not needed)");
    if (f->clock_unsure || f->now < (int64_t)1700000000 * SECOND)
        say(&s, SUMMARY_BAD, "clock", "the date may be wrong: set it, texts for"
            " later are held until then");
    else
        say(&s, SUMMARY_OK, "clock", "right as far as can be told");
    say_disk(&s, f);
    say_backup(&s, f);
    say_import(&s, &f->import);
}
