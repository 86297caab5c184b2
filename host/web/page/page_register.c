/* page_register.c - the register of texts out, "did we send this?", and all
 * that is kept of a child or the school as a file. */
#include "web/page/handlers.h"
#include "web/pages/pages.h"
#include "web/view/export_file.h"
#include "web/view/register_view.h"

#include <stdio.h>

static void
refuse(const struct request *q, struct response *r, enum err e)
{
    page_refusal(q, r, reply_status(e), err_text(e));
}

/* False after answering. A day that is none would mean all days. */
static bool
read_wish(struct web *w, const struct request *q, struct response *r,
    struct register_wish *out)
{
    enum err e = register_wish_read(w->db, q, out);

    if (e)
        refuse(q, r, e);
    else if (out->bad_day)
        page_refusal(q, r, 400, "A day is written as 2026-11-23.");
    return !e && !out->bad_day;
}

static void
show(struct web *w, const struct request *q, struct response *r, bool print)
{
    struct register_view v = { .print = print,
        .most = print ? REGISTER_PRINTED : REGISTER_SHOWN };
    enum err e = OK;
    struct page p;

    if (!read_wish(w, q, r, &v.wish))
        return;
    if (print)
        e = register_note(w->db, q->caller.who);
    if (e || (e = register_view_read(w->db, &v)))
        refuse(q, r, e);
    else {
        page_start(&p, w, q, "Sent texts");
        pages_register(&p, &v);
        page_finish(&p, r, 200);
    }
    register_view_clear(&v);
}

void
page_register(struct web *w, const struct request *q, struct response *r)
{
    show(w, q, r, false);
}

void
page_register_print(struct web *w, const struct request *q, struct response *r)
{
    show(w, q, r, true);
}

void
page_register_file(struct web *w, const struct request *q, struct response *r)
{
    struct register_wish wish;
    char *text = NULL;
    enum err e;

    if (!read_wish(w, q, r, &wish))
        return;
    e = register_csv(w->db, &wish, q->caller.who, &text);
    if (e == ERR_REFUSED)
        page_refusal(q, r, 409, "That is too much for one file: choose fewer"
            " days.");
    else if (e)
        refuse(q, r, e);
    else {
        reply_text(r, 200, "text/csv; charset=utf-8", text);
        snprintf(r->file, sizeof(r->file), "sent-texts.csv");
    }
}

void
page_register_check(struct web *w, const struct request *q, struct response *r)
{
    struct register_answer a = { .text = NULL };
    struct page p;

    page_start(&p, w, q, "Did we send this?");
    pages_register_check(&p, &a);
    page_finish(&p, r, 200);
}

void
page_register_ask(struct web *w, const struct request *q, struct response *r)
{
    const char *text = params_get(&q->form, "text");
    struct register_answer a;
    struct page p;
    enum err e = register_ask(w->db, &q->caller, text ? text : "", &a);

    if (e == ERR_INPUT)
        page_refusal(q, r, 400, "That is no text of a phone: it is too long.");
    else if (e)
        refuse(q, r, e);
    else {
        page_start(&p, w, q, "Did we send this?");
        pages_register_check(&p, &a);
        page_finish(&p, r, 200);
    }
    register_view_clear(&a.found);
}

void
page_export(struct web *w, const struct request *q, struct response *r)
{
    const char *why;
    enum err e = export_file_reply(w, q, params_get(&q->query, "child"), r,
        &why);

    if (e)
        page_refusal(q, r, reply_status(e), why ? why : err_text(e));
}
