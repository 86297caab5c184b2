#include "web/page/handlers.h"

#include "settings/rules.h"
#include "web/kit/languages.h"
#include "web/pages/pages.h"
#include "web/view/box.h"
#include "web/view/news.h"

#include <string.h>

static const char html_type[] = "text/html; charset=utf-8";

/* A refusal (w NULL) may be read by anybody. */
static const char *
school_of(const struct page *p, const struct web *w)
{
    const char *name = w && p->rules ? p->rules->config.school.name : "";

    return *name ? name : "Notehome";
}

/* In the language that the reader chose, else the browser's, else the
 * school's. */
static void
speak(struct page *p, const struct request *q)
{
    const struct language *l = q->language;

    if (!l && q->rules)
        l = languages_find(q->rules->config.school.language);
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
    p->rules = q->rules;
    p->title = page_tr(p, title);
    p->school = school_of(p, w);
    p->caller = &q->caller;
    p->path = q->path;
    p->turn = q->turn;
    p->notice = page_notice(params_get(&q->query, "done"));
    if (w) {
        news_read(w, p);
        if (!p->knows_box)
            box_read(w, q, p);
    }
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
page_start_known(struct page *p, struct web *w, const struct request *q,
    const char *title, int health, const struct reason *ill)
{
    memset(p, 0, sizeof(*p));
    p->knows_box = true;
    p->health = health;
    p->ill = *ill;
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
page_news(struct web *w, const struct request *q, struct response *r)
{
    struct page p = { .caller = &q->caller };

    speak(&p, q);
    news_read(w, &p);
    box_read(w, q, &p);
    pages_news(&p);
    pages_dot(&p);
    pages_health(&p);
    reply_text(r, 200, html_type, html_take(&p.out));
}

static void
refuse_with(const struct request *q, struct response *r, int status,
    const struct reason *why)
{
    struct page p;

    page_start(&p, NULL, q, "Notehome");
    pages_refusal(&p, page_reason(&p, why), status);
    page_finish(&p, r, status);
}

void
page_refusal(const struct request *q, struct response *r, int status,
    const char *why)
{
    struct reason words = reason_words(why);

    refuse_with(q, r, status, &words);
}

void
page_refused(const struct request *q, struct response *r, enum err e,
    const struct reason *why)
{
    if (reason_given(why))
        refuse_with(q, r, reply_status(e), why);
    else
        page_refusal(q, r, reply_status(e), err_text(e));
}
