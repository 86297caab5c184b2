/* page_whom.c - whom of the school a family asks for what. */
#include "store/staff/duty.h"
#include "store/thread/draft.h"
#include "web/page/handlers.h"
#include "web/pages/pages.h"
#include "web/view/compose.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char path_here[] = "/whom";
static const struct duty_typed nothing = { 0 };

/* typed stays in the form when it is refused. */
static void
show(struct web *w, const struct request *q, struct response *r,
    struct duty_typed typed, enum err failed, struct reason why)
{
    struct duty all[DUTY_MAX];
    char text[DUTY_TEXT];
    struct page p;
    int n;
    enum err e = duty_read(w->db, all, &n);

    if (e) {
        page_refusal(q, r, reply_status(e), err_text(e));
        return;
    }
    duty_text(all, n, q->rules->config.school.name, text);
    page_start(&p, w, q, "Whom to ask");
    why = reason_or_error(&why, failed);
    pages_whom(&p, all, n, text, &typed, &why);
    page_finish(&p, r, failed ? reply_status(failed) : 200);
}

void
page_whom(struct web *w, const struct request *q, struct response *r)
{
    show(w, q, r, nothing, OK, reason_none);
}

void
page_whom_set(struct web *w, const struct request *q, struct response *r)
{
    struct reason why = { 0 };
    const struct duty_typed typed = { params_get(&q->form, "what"),
        params_get(&q->form, "who"), params_get(&q->form, "how") };
    enum err e = duty_set(w->db, &typed, q->caller.who, &why);

    if (e)
        show(w, q, r, typed, e, why);
    else
        page_go(r, path_here, "saved");
}

void
page_whom_remove(struct web *w, const struct request *q, struct response *r)
{
    enum err e = duty_remove(w->db, q->id, q->caller.who);

    if (e)
        show(w, q, r, nothing, e, reason_none);
    else
        page_go(r, path_here, "removed");
}

/* The list behind what the caller began to write to many. */
static enum err
add_to_draft(struct web *w, const struct request *q, const char *text)
{
    struct compose c;
    char *kept = NULL;
    enum err e = draft_get(w->db, q->caller.staff, 0, &kept);
    size_t n;

    if (e)
        return e;
    compose_load(kept, &c);
    free(kept);
    n = strlen(c.text);
    if (n + 1 + strlen(text) >= sizeof(c.text))
        return ERR_INPUT;
    if (!strstr(c.text, text))
        snprintf(c.text + n, sizeof(c.text) - n, "%s%s", n ? "\n" : "", text);
    c.no_answer = !*c.ask;      /* a question wants its answers */
    return page_draft_keep(w, q, 0, &c);
}

void
page_whom_write(struct web *w, const struct request *q, struct response *r)
{
    struct duty all[DUTY_MAX];
    char text[DUTY_TEXT];
    int n;
    enum err e = duty_read(w->db, all, &n);

    if (!e && n) {
        duty_text(all, n, q->rules->config.school.name, text);
        e = add_to_draft(w, q, text);
    }
    if (e)
        show(w, q, r, nothing, e, reason_words(e == ERR_INPUT
                ? "You began a long text to many already: send or empty it"
                  " first." : ""));
    else
        reply_redirect(r, "/tell");
}
