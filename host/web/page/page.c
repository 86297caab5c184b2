#include "web/page/page.h"

#include "base/clock.h"
#include "base/embed.h"
#include "settings/rules.h"
#include "store/db/once.h"
#include "web/kit/languages.h"
#include "web/kit/say.h"
#include "web/pages.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static const char html_type[] = "text/html; charset=utf-8";

static const char *
keep_school(struct page *p, struct web *w)
{
    struct config c;

    if (!w)
        return "Notehome";
    web_config(w, &c);
    snprintf(p->school_name, sizeof(p->school_name), "%s", c.school.name);
    return *p->school_name ? p->school_name : "Notehome";
}

/* In the language that the reader chose, else the browser's, else the
 * school's. */
static void
speak(struct page *p, const struct request *q)
{
    const struct rules *rules = rules_current();
    const struct language *l = q->language;

    if (!l && rules)
        l = languages_find(rules->config.school.language);
    if (!l)
        l = languages_at(0);
    p->lang = l->code;
    p->dir = l->dir;
    p->words = l->words;
}

const char *
page_helpline(void)
{
    const struct rules *rules = rules_current();

    return rules ? rules->config.school.helpline : "";
}

static void
start(struct page *p, struct web *w, const struct request *q,
    const char *title)
{
    speak(p, q);
    p->title = page_tr(p, title);
    p->school = keep_school(p, w);
    p->caller = &q->caller;
    p->path = q->path;
    p->turn = q->turn;
    p->notice = page_notice(params_get(&q->query, "done"));
    pages_head(p);
}

void
page_start(struct page *p, struct web *w, const struct request *q,
    const char *title)
{
    memset(p, 0, sizeof(*p));
    start(p, w, q, title);
}

void
page_start_writing(struct page *p, struct web *w, const struct request *q,
    const char *title, int64_t place)
{
    memset(p, 0, sizeof(*p));
    p->writing = true;
    p->place = place;
    start(p, w, q, title);
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
page_finish(struct page *p, struct response *r, int status)
{
    pages_foot(p);
    reply_text(r, status, html_type, html_take(&p->out));
}

const char *
page_tr(const struct page *p, const char *text)
{
    return catalogue_find(p->words, text);
}

const char *
page_say(struct page *p, const char *text)
{
    return say(p->words, text, p->said, sizeof(p->said));
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

void
page_once(struct page *p)
{
    char key[ONCE_KEY];

    once_key(key);
    html_raw(&p->out, "<input type=\"hidden\" name=\"once\" value=\"");
    html_text(&p->out, key);
    html_raw(&p->out, "\">\n");
}

void
page_refusal(const struct request *q, struct response *r, int status,
    const char *why)
{
    struct page p;

    page_start(&p, NULL, q, "Notehome");
    pages_refusal(&p, page_say(&p, why), status);
    page_finish(&p, r, status);
}

/* --- embedded files ------------------------------------------------------- */

enum { ASSETS_MAX = 32, HASH_HEX = 16 };

static const struct {
    const char *end, *type;
} types[] = {
    { ".css", "text/css; charset=utf-8" },
    { ".js", "text/javascript; charset=utf-8" },
    { ".svg", "image/svg+xml" },
    { ".png", "image/png" },
    { ".ico", "image/x-icon" },
    { ".webmanifest", "application/manifest+json" },
};

static const char *
type_of(const char *name)
{
    const char *dot = strrchr(name, '.');

    for (size_t i = 0; dot && i < sizeof(types) / sizeof(types[0]); i++)
        if (!strcmp(dot, types[i].end))
            return types[i].type;
    return NULL;
}

static const struct embed *
find_asset(const char *name, const char *end)
{
    char path[128];

    snprintf(path, sizeof(path), "web/static/%s%s", name, end);
    return embed_find(path);
}

/* The first bytes of its BLAKE2b in hex. */
static void
hash_of(const struct embed *f, char out[HASH_HEX + 1])
{
    unsigned char h[crypto_generichash_BYTES];

    crypto_generichash(h, sizeof(h), f->bytes,
        (unsigned long long)(f->end - f->bytes), NULL, 0);
    sodium_bin2hex(out, HASH_HEX + 1, h, HASH_HEX / 2);
}

void
page_asset(struct page *p, const char *name)
{
    const struct embed *f = find_asset(name, "");
    char hash[HASH_HEX + 1] = "";

    if (f)
        hash_of(f, hash);
    html_raw(&p->out, "/static/");
    html_text(&p->out, name);
    html_raw(&p->out, "?");
    html_raw(&p->out, hash);
}

void
page_static(struct web *w, const struct request *q, struct response *r)
{
    const char *type = type_of(q->segment);
    const struct embed *f = type ? find_asset(q->segment, "") : NULL;
    const struct embed *packed;

    (void)w;
    if (!f) {
        page_refusal(q, r, 404, "There is no such file.");
        return;
    }
    if (q->packed && (packed = find_asset(q->segment, ".gz"))) {
        f = packed;
        r->encoding = "gzip";
    }
    r->status = 200;
    r->type = type;
    r->fixed = f->bytes;
    r->bytes = (size_t)(f->end - f->bytes);
    /* with the hash in the address it never changes */
    r->cache = q->query.count ? "public, max-age=31536000, immutable"
                              : "no-cache";
}
