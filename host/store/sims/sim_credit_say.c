/* What a person should know of a SIM's credit and life; declared in
 * sim_credit.h. */
#include "store/sims/sim_credit.h"

#include "base/clock.h"

#include <stdio.h>
#include <time.h>

enum { DIES_SOON = 14, DIES_NOW = 3, ENDS_SOON = 3 };    /* days */

int
sim_credit_days(const struct sim_credit *s, int64_t now)
{
    char end[40];
    int64_t at;

    if (!*s->dies)
        return -1;
    snprintf(end, sizeof(end), "%s 23:59", s->dies);
    at = clock_parse(end);
    return at < now ? -1 : (int)((at - now) / DAY);
}

static const char *
in_days(int64_t days, char *out, size_t room)
{
    if (days == 0)
        return "today";
    if (days == 1)
        return "tomorrow";
    snprintf(out, room, "in %d days", (int)days);
    return out;
}

static void
say_level(const struct sim_credit *s, char *out, size_t room)
{
    int64_t a = s->amount < 0 ? -s->amount : s->amount;

    if (s->level == SIM_CREDIT_GONE)
        snprintf(out, room, "%s: no credit is left: top it up", s->name);
    else if (s->has_amount)
        snprintf(out, room, "%s: credit is low, %lld.%02d left: top it up",
            s->name, (long long)(a / 100), (int)(a % 100));
    else
        snprintf(out, room, "%s: credit is low: top it up", s->name);
}

void
sim_credit_say(const struct sim_credit *s, int64_t now,
    void (*fn)(void *user, bool bad, const char *sentence), void *user)
{
    int days = sim_credit_days(s, now);
    char text[240], when[40], why[REASON_SAID];

    if (s->barred && s->level == SIM_CREDIT_FINE) {
        snprintf(text, sizeof(text), "%s: texts wait, %s: top it up or ask the"
            " operator", s->name, reason_say(&s->barred_why, NULL, NULL, why,
                sizeof(why)));
        fn(user, true, text);
    }
    if (s->level != SIM_CREDIT_FINE) {
        say_level(s, text, sizeof(text));
        fn(user, s->level == SIM_CREDIT_GONE, text);
    }
    if (s->ends > now && s->ends - now < (ENDS_SOON + 1) * DAY) {
        snprintf(text, sizeof(text), "%s: its credit ends %s", s->name,
            in_days((s->ends - now) / DAY, when, sizeof(when)));
        fn(user, false, text);
    }
    if (s->bundle_ends > now && s->bundle_ends - now < (ENDS_SOON + 1) * DAY) {
        snprintf(text, sizeof(text), "%s: its bundle ends %s", s->name,
            in_days((s->bundle_ends - now) / DAY, when, sizeof(when)));
        fn(user, false, text);
    }
    if (s->deaf_since) {
        clock_text(s->deaf_since, when);
        snprintf(text, sizeof(text), "%s: sends but does not receive: its text"
            " to itself of %.10s never came back", s->name, when);
        fn(user, true, text);
    }
    if (days >= 0 && days <= DIES_SOON) {
        snprintf(text, sizeof(text), "%s: this SIM dies on %s, %s: use it or"
            " top it up", s->name, s->dies,
            in_days(days, when, sizeof(when)));
        fn(user, days <= DIES_NOW, text);
    }
}
