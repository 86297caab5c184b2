/* page_practice.c - phones to learn with, where the dongle is notehome-sim:
 * what a parent sees and types, with nobody's money. */
#include "web/page/handlers.h"
#include "web/pages/pages.h"
#include "web/view/practice_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool
is_on(const struct request *q, struct response *r)
{
    if (practice_is_on(&q->rules->config))
        return true;
    page_refusal(q, r, 404, "There are no practice phones here: this is the"
                            " real network, or the practice dongle is off.");
    return false;
}

static void
keep_known(void *user, const struct figures_name *n)
{
    struct practice_list *l = user;

    for (int i = 0; i < l->n_known; i++)
        if (!strcmp(l->known[i].detail, n->detail))
            return;             /* two guardians, one phone */
    if (l->n_known < PRACTICE_PHONES)
        l->known[l->n_known++] = *n;
}

static enum err
read_phones(struct web *w, const struct config *c, struct practice_list *l)
{
    struct practice_phone all[PRACTICE_PHONES];
    int n = 0;
    enum err e;

    if ((e = figures_phones(w->db, "", 0, keep_known, l))
        || (e = practice_phones(c, all, PRACTICE_PHONES, &n)))
        return e;
    for (int i = 0; i < n; i++) {
        bool known = false;

        for (int k = 0; k < l->n_known; k++)
            known = known || !strcmp(l->known[k].detail, all[i].number);
        if (!known)
            l->other[l->n_other++] = all[i];
    }
    return OK;
}

void
page_practice(struct web *w, const struct request *q, struct response *r)
{
    struct practice_list *l = calloc(1, sizeof(*l));
    const char *number = params_get(&q->query, "number");
    char to[96];
    struct page p;
    enum err e = ERR_MEMORY;

    if (l && is_on(q, r)) {
        if (number && *number && strspn(number, "+0123456789")
                == strlen(number) && strlen(number) < 24) {
            snprintf(to, sizeof(to), "/practice/%s", number);
            reply_redirect(r, to);
        } else if (!(e = read_phones(w, &q->rules->config, l))) {
            page_start(&p, w, q, "Practice phones");
            pages_practice(&p, l);
            page_finish(&p, r, 200);
        } else {
            page_refusal(q, r, reply_status(e), err_text(e));
        }
    }
    free(l);
}

static void
show_phone(struct web *w, const struct request *q, struct response *r,
    struct practice_screen *s)
{
    struct practice_list *l = calloc(1, sizeof(*l));
    enum err e = practice_inbox(&q->rules->config, q->segment, s->text,
        PRACTICE_TEXTS, &s->n_texts);
    struct page p;

    snprintf(s->number, sizeof(s->number), "%s", q->segment);
    if (l && !figures_phones(w->db, "", 0, keep_known, l))
        for (int i = 0; i < l->n_known; i++)
            if (!strcmp(l->known[i].detail, s->number))
                snprintf(s->owner, sizeof(s->owner), "%s", l->known[i].name);
    free(l);
    if (e && e != ERR_NOT_FOUND) {
        page_refusal(q, r, reply_status(e), err_text(e));
        return;
    }
    page_start(&p, w, q, "Practice phones");
    pages_practice_phone(&p, s);
    page_finish(&p, r, 200);
}

void
page_practice_phone(struct web *w, const struct request *q,
    struct response *r)
{
    const char *done = params_get(&q->query, "done");
    struct practice_screen *s = calloc(1, sizeof(*s));

    if (s && is_on(q, r)) {
        s->said = !done ? "" : !strcmp(done, "rang")
            ? "It rang once and hung up: free for the caller."
            : !strcmp(done, "texted") ? "Sent. It costs the parent one text."
            : "";
        show_phone(w, q, r, s);
    }
    free(s);
}

void
page_practice_do(struct web *w, const struct request *q, struct response *r)
{
    const char *typed = params_get(&q->form, "text");
    const char *key = params_get(&q->form, "key");
    const char *last = params_get(&q->form, "last");
    struct practice_screen *s = calloc(1, sizeof(*s));
    const struct config *c = &q->rules->config;
    char to[128];
    enum err e = OK;

    if (!s || !is_on(q, r)) {
        free(s);
        return;
    }
    s->said = "";
    if (params_get(&q->form, "ring")) {
        e = practice_ring(c, q->segment);
        snprintf(to, sizeof(to), "/practice/%s?done=rang", q->segment);
    } else if (key && *key && typed) {
        practice_key(typed, *key, last && *last == *key, s->typed,
            sizeof(s->typed));
        s->last[0] = *key;
        show_phone(w, q, r, s);
        free(s);
        return;
    } else {
        e = practice_text(c, q->segment, typed ? typed : "");
        snprintf(to, sizeof(to), "/practice/%s?done=texted", q->segment);
    }
    if (e)
        page_refusal(q, r, reply_status(e), e == ERR_INPUT
                ? "Type a text first." : err_text(e));
    else
        reply_redirect(r, to);
    free(s);
}
