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

static struct reason
in_days(int64_t days)
{
    return days == 0 ? reason_of(REASON_TODAY)
        : days == 1  ? reason_of(REASON_TOMORROW)
                     : reason_number(REASON_IN_DAYS, days);
}

const char *
sim_credit_amount(int64_t hundredths, char out[SIM_CREDIT_TEXT])
{
    int64_t a = hundredths < 0 ? -hundredths : hundredths;

    snprintf(out, SIM_CREDIT_TEXT, "%s%lld.%02d", hundredths < 0 ? "-" : "",
        (long long)(a / 100), (int)(a % 100));
    return out;
}

static struct reason
level(const struct sim_credit *s)
{
    char left[SIM_CREDIT_TEXT];
    struct reason r;

    if (s->level == SIM_CREDIT_GONE)
        return reason_text(REASON_CREDIT_GONE, s->name);
    if (!s->has_amount)
        return reason_text(REASON_CREDIT_LOW, s->name);
    r = reason_text(REASON_CREDIT_LOW_LEFT, s->name);
    reason_add_text(&r, sim_credit_amount(s->amount, left));
    return r;
}

static void
say_with(const struct sim_credit *s, bool bad, enum reason_code code,
    struct reason more, sim_credit_fn *fn, void *user)
{
    struct reason r = reason_text(code, s->name);

    reason_add_reason(&r, &more);
    fn(user, bad, &r);
}

static void
say_deaf(const struct sim_credit *s, sim_credit_fn *fn, void *user)
{
    struct reason r = reason_text(REASON_SIM_IS_DEAF, s->name);
    char when[40];

    clock_text(s->deaf_since, when);
    when[10] = '\0';            /* the day */
    reason_add_text(&r, when);
    fn(user, true, &r);
}

static void
say_death(const struct sim_credit *s, int days, sim_credit_fn *fn, void *user)
{
    struct reason r = reason_text(REASON_SIM_DIES, s->name);
    struct reason when = in_days(days);

    reason_add_text(&r, s->dies);
    reason_add_reason(&r, &when);
    fn(user, days <= DIES_NOW, &r);
}

bool
sim_credit_bundle_soon(const struct sim_credit *s, int64_t now)
{
    return s->bundle_ends > now - DAY && s->bundle_ends < now + 2 * DAY;
}

static void
say_bundle(const struct sim_credit *s, int64_t now, sim_credit_fn *fn,
    void *user)
{
    struct reason r;

    if (s->bundle_ends > now && s->bundle_ends - now < (ENDS_SOON + 1) * DAY) {
        say_with(s, false, REASON_BUNDLE_ENDS,
            in_days((s->bundle_ends - now) / DAY), fn, user);
    } else if (s->bundle_ends && sim_credit_bundle_soon(s, now)) {
        r = reason_text(REASON_BUNDLE_ENDED, s->name);
        fn(user, false, &r);
    }
}

void
sim_credit_say(const struct sim_credit *s, int64_t now, sim_credit_fn *fn,
    void *user)
{
    int days = sim_credit_days(s, now);
    struct reason r;

    if (s->barred && s->level == SIM_CREDIT_FINE)
        say_with(s, true, REASON_SIM_BARS, s->barred_why, fn, user);
    if (s->level != SIM_CREDIT_FINE) {
        r = level(s);
        fn(user, s->level == SIM_CREDIT_GONE, &r);
    }
    if (s->ends > now && s->ends - now < (ENDS_SOON + 1) * DAY)
        say_with(s, false, REASON_CREDIT_ENDS, in_days((s->ends - now) / DAY),
            fn, user);
    say_bundle(s, now, fn, user);
    if (s->deaf_since)
        say_deaf(s, fn, user);
    if (days >= 0 && days <= DIES_SOON)
        say_death(s, days, fn, user);
}
