/* page_prompts.c - talk at home: a prompt for a class, and the cards of what
 * families answered. */
#include "base/clock.h"
#include "web/kit/languages.h"
#include "web/page/handlers.h"
#include "web/pages/pages.h"
#include "web/view/prompts_view.h"
#include "web/view/talk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char no_prompt[] = "There is no such class or prompt.";
static const char no_card[] = "There is no such question or answer any more.";

static const char *
field(const struct request *q, const char *name)
{
    const char *value = params_get(&q->form, name);

    return value ? value : "";
}

/* Of the page: that of the request, else the school's. */
static const char *
language_of(const struct request *q)
{
    return q->language ? q->language->code : q->rules->config.school.language;
}

void
page_prompts(struct web *w, const struct request *q, struct response *r)
{
    struct prompts_view *v = calloc(1, sizeof(*v));
    enum err e = v ? prompts_view_read(w->db, q, language_of(q), v)
                   : ERR_MEMORY;
    struct page p;

    if (e)
        page_refusal(q, r, reply_status(e), e == ERR_NOT_FOUND ? no_prompt
            : err_text(e));
    else {
        page_start(&p, w, q, "Talk at home");
        pages_prompts(&p, v);
        page_finish(&p, r, 200);
    }
    if (v)
        prompts_view_clear(v);
    free(v);
}

/* Back to the bank of the class. */
static void
go(const struct request *q, struct response *r, const char *done)
{
    char to[PARAMS_ADDRESS];

    page_go(r, params_address("/prompts", "class", field(q, "class"), to),
        done);
}

/* --- sending -------------------------------------------------------------- */

static void
keep_nothing(void *user, const struct send_copy *c)
{
    (void)user;
    (void)c;
}

/* Whether so many phones want a second person. */
static enum err
ask_approval(struct web *w, const struct request *q,
    const struct prompt_wish *wish, struct send *with, struct reason *why)
{
    struct prompt_look look;
    enum err e = prompt_home_look(w->db, wish, with, &look, keep_nothing, NULL,
        why);

    with->approval = !e && send_needs_approval(&look.send,
        q->rules->config.alone, look.phones, q->caller.role == ROLE_ADMIN);
    return e;
}

void
page_prompts_send(struct web *w, const struct request *q, struct response *r)
{
    struct prompt_wish wish = {
        .prompt = params_int(&q->form, "prompt", INT64_MAX, 0),
        .class_name = field(q, "class"),
        .holidays = params_flag(&q->form, "holidays"),
        .again = params_flag(&q->form, "again") };
    struct sent sent = { 0 };
    struct reason why = { 0 };
    struct send with = { 0 };
    char to[64];
    enum err e;

    talk_settings(q, &with);
    with.once = params_get(&q->form, "once");
    with.undo = clock_now() + MINUTE;
    e = ask_approval(w, q, &wish, &with, &why);
    if (!e)
        e = prompt_home_send(w->db, &wish, &with, &sent, &why);
    free(sent.ids);
    if (e == ERR_NOT_FOUND && !reason_given(&why))
        page_refusal(q, r, 404, no_prompt);
    else if (e && e != ERR_EXISTS)      /* sent twice, goes once */
        page_refused(q, r, e, &why);
    else {
        snprintf(to, sizeof(to), "/tell/%lld", (long long)sent.batch);
        reply_redirect(r, to);
    }
}

/* --- the bank ------------------------------------------------------------- */

void
page_prompts_set(struct web *w, const struct request *q, struct response *r)
{
    struct prompt p = { .asks = params_flag(&q->form, "asks") };
    struct reason why = { 0 };
    enum err e = OK;

    if (strlen(field(q, "name")) < sizeof(p.name))
        snprintf(p.name, sizeof(p.name), "%s", field(q, "name"));
    if (!prompt_place_of(field(q, "place"), &p.place)
        || !prompt_grade_of(field(q, "grade"), &p.grade))
        e = reason_refuse(&why, ERR_INPUT, reason_of(REASON_PROMPT_WORDS));
    if (!e)
        e = prompt_set(w->db, &p, field(q, "language"), field(q, "text"),
            q->caller.who, &why);
    if (e)
        page_refused(q, r, e, &why);
    else
        go(q, r, "saved");
}

void
page_prompts_hide(struct web *w, const struct request *q, struct response *r)
{
    enum err e = prompt_hide(w->db, q->id, params_flag(&q->form, "hidden"),
        q->caller.who);

    if (e)
        page_refusal(q, r, reply_status(e), e == ERR_NOT_FOUND ? no_prompt
            : err_text(e));
    else
        go(q, r, "saved");
}

void
page_prompts_remove(struct web *w, const struct request *q,
    struct response *r)
{
    enum err e = prompt_remove(w->db, q->id, q->caller.who);

    if (e)
        page_refusal(q, r, reply_status(e), e == ERR_NOT_FOUND ? no_prompt
            : err_text(e));
    else
        go(q, r, "removed");
}

/* --- cards ---------------------------------------------------------------- */

/* refused: why what was typed is no card; none: nothing was. */
static void
show_cards(struct web *w, const struct request *q, struct response *r,
    bool print, const struct reason *refused)
{
    struct cards_view *v = calloc(1, sizeof(*v));
    enum err e = v ? cards_view_read(w->db, q, language_of(q), v)
                   : ERR_MEMORY;
    struct page p;

    if (e)
        page_refusal(q, r, reply_status(e), e == ERR_NOT_FOUND ? no_card
            : err_text(e));
    else {
        v->why = *refused;
        v->message = params_int(&q->form, "message", INT64_MAX, 0);
        v->child = params_int(&q->form, "child", INT64_MAX, 0);
        v->typed = field(q, "text");
        page_start(&p, w, q, "Cards");
        if (print)
            pages_cards_print(&p, v);
        else
            pages_cards(&p, v);
        page_finish(&p, r, reason_given(refused) ? 400 : 200);
    }
    if (v)
        cards_view_clear(v);
    free(v);
}

void
page_cards(struct web *w, const struct request *q, struct response *r)
{
    show_cards(w, q, r, false, &reason_none);
}

void
page_cards_print(struct web *w, const struct request *q, struct response *r)
{
    show_cards(w, q, r, true, &reason_none);
}

void
page_cards_do(struct web *w, const struct request *q, struct response *r)
{
    int64_t message = params_int(&q->form, "message", INT64_MAX, 0);
    const char *what = field(q, "do");
    struct reason why = { 0 };
    char to[64];
    enum err e;

    if (!strcmp(what, "leave"))
        e = card_leave(w->db, q->id, message, q->caller.who);
    else if (!strcmp(what, "again"))
        e = card_again(w->db, q->id, message, q->caller.who);
    else
        e = card_put(w->db, q->id, message, params_int(&q->form, "child",
            INT64_MAX, 0), field(q, "text"), q->caller.who, &why);
    snprintf(to, sizeof(to), "/cards/%lld", (long long)q->id);
    if (e == ERR_INPUT)
        show_cards(w, q, r, false, &why);
    else if (e)
        page_refusal(q, r, reply_status(e), e == ERR_NOT_FOUND ? no_card
            : err_text(e));
    else
        page_go(r, to, "saved");
}
