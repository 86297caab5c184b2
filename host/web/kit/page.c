#include "web/kit/page.h"

#include "base/clock.h"
#include "settings/rules.h"
#include "store/db/once.h"
#include "web/kit/asset.h"

#include <stdio.h>
#include <time.h>

const char *
page_tr(const struct page *p, const char *text)
{
    return catalogue_find(p->words, text);
}

static const char *
translation(const void *words, const char *one, const char *many, int64_t n)
{
    return many ? catalogue_plural(words, one, many, n)
                : catalogue_find(words, one);
}

const char *
page_reason(struct page *p, const struct reason *r)
{
    return reason_say(r, translation, p->words, p->said, sizeof(p->said));
}

const char *
page_trn(const struct page *p, const char *one, const char *many, int64_t n)
{
    return catalogue_plural(p->words, one, many, n);
}

const char *
page_time(struct page *p, int64_t ms)
{
    time_t then = (time_t)(ms / 1000), now = (time_t)(clock_now() / 1000);
    struct tm t, today;

    localtime_r(&then, &t);
    localtime_r(&now, &today);
    if (t.tm_year == today.tm_year && t.tm_yday == today.tm_yday)
        snprintf(p->time, sizeof(p->time), "%02d:%02d", t.tm_hour, t.tm_min);
    else
        snprintf(p->time, sizeof(p->time), "%s %02d:%02d",
            page_day(p, ms), t.tm_hour, t.tm_min);
    return p->time;
}

const char *
page_clock(struct page *p, int64_t ms)
{
    time_t then = (time_t)(ms / 1000);
    struct tm t;

    localtime_r(&then, &t);
    snprintf(p->time, sizeof(p->time), "%02d:%02d", t.tm_hour, t.tm_min);
    return p->time;
}

const char *
page_day(struct page *p, int64_t ms)
{
    static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May",
        "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    time_t then = (time_t)(ms / 1000), now = (time_t)(clock_now() / 1000);
    struct tm t, today;
    int n;

    localtime_r(&then, &t);
    localtime_r(&now, &today);
    n = snprintf(p->day, sizeof(p->day), "%d %s", t.tm_mday,
        page_tr(p, months[t.tm_mon]));
    if (t.tm_year != today.tm_year && n > 0 && n < (int)sizeof(p->day))
        snprintf(p->day + n, sizeof(p->day) - (size_t)n, " %d",
            t.tm_year + 1900);
    return p->day;
}

const char *
page_stamp(struct page *p, int64_t ms)
{
    return clock_text(ms, p->time);
}

const char *
page_carry(struct page *p, const char *address)
{
    if (!p->writing)
        return "";
    if (!*address)
        return " form=\"compose\"";
    snprintf(p->carry, sizeof(p->carry), " form=\"compose\" formnovalidate"
        " formaction=\"%s?draft=%lld\"", address, (long long)p->place);
    return p->carry;
}

void
page_csrf(struct page *p)
{
    html_raw(&p->out, "<input type=\"hidden\" name=\"csrf\" value=\"");
    html_text(&p->out, p->caller->csrf);
    html_raw(&p->out, "\">\n<input type=\"hidden\" name=\"by\" value=\"");
    html_text(&p->out, p->caller->who);
    html_raw(&p->out, "\">\n");
}

void
page_once(struct page *p)
{
    char key[ONCE_KEY];

    once_key(key);
    html_raw(&p->out, "<input type=\"hidden\" name=\"once\" value=\"");
    html_text(&p->out, key);
    html_raw(&p->out, "\">\n");
}

const char *
page_helpline(const struct page *p)
{
    return p->rules ? p->rules->config.school.helpline : "";
}

void
page_asset(struct page *p, const char *name)
{
    const struct embed *f = asset_find(name, "");
    char hash[ASSET_HASH] = "";

    if (f)
        asset_hash(f, hash);
    html_raw(&p->out, "/static/");
    html_text(&p->out, name);
    html_raw(&p->out, "?");
    html_raw(&p->out, hash);
}
