#include "web/page.h"

#include "daemon/clock.h"
#include "daemon/embed.h"
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

void
page_start(struct page *p, struct web *w, const struct request *q,
    const char *title)
{
    memset(p, 0, sizeof(*p));
    p->title = title;
    p->school = keep_school(p, w);
    p->lang = "en";
    p->dir = "ltr";
    p->caller = &q->caller;
    p->path = q->path;
    p->notice = page_notice(params_get(&q->query, "done"));
    pages_head(p);
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
    (void)p;
    return text;
}

const char *
page_time(struct page *p, int64_t ms)
{
    time_t then = (time_t)(ms / 1000), now = (time_t)(clock_now() / 1000);
    struct tm t, today;

    localtime_r(&then, &t);
    localtime_r(&now, &today);
    strftime(p->time, sizeof(p->time),
        t.tm_year != today.tm_year ? "%-d %b %Y %H:%M"
        : t.tm_yday != today.tm_yday ? "%-d %b %H:%M" : "%H:%M", &t);
    return p->time;
}

const char *
page_stamp(struct page *p, int64_t ms)
{
    return clock_text(ms, p->time);
}

void
page_refusal(const struct request *q, struct response *r, int status,
    const char *why)
{
    struct page p;

    page_start(&p, NULL, q, "Notehome");
    pages_refusal(&p, why);
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
find_asset(const char *name)
{
    char path[128];

    snprintf(path, sizeof(path), "web/static/%s", name);
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
    const struct embed *f = find_asset(name);
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
    const struct embed *f = type ? find_asset(q->segment) : NULL;

    (void)w;
    if (!f) {
        page_refusal(q, r, 404, "There is no such file.");
        return;
    }
    r->status = 200;
    r->type = type;
    r->fixed = f->bytes;
    r->bytes = (size_t)(f->end - f->bytes);
    /* with the hash in the address it never changes */
    r->cache = q->query.count ? "public, max-age=31536000, immutable"
                              : "no-cache";
}
