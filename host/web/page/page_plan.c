/* page_plan.c - the plan of a child, and its sheet for a conversation. */
#include "web/page/handlers.h"
#include "web/pages/pages.h"
#include "web/view/plan_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Whether the caller sees the child's plans. False after answering. */
static bool
may(struct web *w, const struct request *q, struct response *r)
{
    bool sees = false;
    enum err e = plan_view_may(w, q, q->id, &sees);

    if (e)
        page_refusal(q, r, reply_status(e), e == ERR_NOT_FOUND
                ? "There is no such child." : err_text(e));
    else if (!sees)
        page_refusal(q, r, 403, plan_view_closed);
    return !e && sees;
}

static void
show(struct web *w, const struct request *q, struct response *r,
    const char *title, void (*pages)(struct page *p, const struct plan_view *v))
{
    struct plan_view *v;
    struct page p;
    enum err e;

    if (!may(w, q, r))
        return;
    v = calloc(1, sizeof(*v));
    e = v ? plan_view_read(w, q->id, v) : ERR_MEMORY;
    if (e)
        page_refusal(q, r, reply_status(e), err_text(e));
    else {
        page_start(&p, w, q, title);
        pages(&p, v);
        page_finish(&p, r, 200);
    }
    if (v)
        plan_view_clear(v);
    free(v);
}

void
page_plan(struct web *w, const struct request *q, struct response *r)
{
    show(w, q, r, "Plan", pages_plan);
}

void
page_plan_sheet(struct web *w, const struct request *q, struct response *r)
{
    show(w, q, r, "Conversation", pages_plan_sheet);
}

static void
change(struct web *w, const struct request *q, struct response *r,
    const char *what)
{
    const struct params *f = &q->form;
    struct plan_wish wish = { .aim = params_get(f, "aim"),
        .review = params_get(f, "review"), .lead = params_get(f, "lead"),
        .words = params_get(f, "words"), .how = params_get(f, "how"),
        .by = params_get(f, "until"), .who = params_get(f, "who"),
        .result = params_get(f, "result"), .day = params_get(f, "day"),
        .outcome = params_get(f, "outcome"),
        .sets_lead = params_get(f, "lead") != NULL,
        .step = params_int(f, "step", INT64_MAX, 0) };
    struct reason why = { 0 };
    char to[60];
    enum err e;

    for (int i = 0; i < PLAN_FIELDS; i++)
        wish.field[i] = params_get(f, plan_fields[i]);
    if (!may(w, q, r))
        return;
    e = plan_wish_do(w, q, q->id, what, &wish, &why);
    snprintf(to, sizeof(to), "/children/%lld/plan", (long long)q->id);
    if (!e)
        page_go(r, to, "saved");
    else if (reason_given(&why))
        page_refused(q, r, e, &why);
    else
        page_refusal(q, r, reply_status(e), e == ERR_NOT_FOUND
                ? "There is no open plan." : err_text(e));
}

void
page_plan_start(struct web *w, const struct request *q, struct response *r)
{
    change(w, q, r, "start");
}

void
page_plan_do(struct web *w, const struct request *q, struct response *r)
{
    change(w, q, r, q->segment);
}
