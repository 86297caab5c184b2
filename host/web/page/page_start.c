#include "web/page/handlers.h"

#include "settings/rules.h"
#include "web/kit/languages.h"
#include "web/pages/pages.h"

#include <stdio.h>
#include <string.h>

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

void
page_finish(struct page *p, struct response *r, int status)
{
    pages_foot(p);
    reply_text(r, status, html_type, html_take(&p->out));
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
