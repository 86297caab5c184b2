/* page_whose.c - whose number is this: what staff say of an unknown sender. */
#include "settings/rules.h"
#include "store/inbox/sender.h"
#include "web/page/handlers.h"
#include "web/pages/pages.h"
#include "web/view/talk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *
field(const struct request *q, const char *name)
{
    const char *v = params_get(&q->form, name);

    return v ? v : "";
}

static enum err
read_form(const struct request *q, struct sender_form *f)
{
    const char *proof = field(q, "proof");

    *f = (struct sender_form){ .child = field(q, "child"),
        .class_name = field(q, "class"), .ask = field(q, "ask"),
        .name = field(q, "contact") };
    f->family = params_int(&q->form, "family", INT64_MAX, 0);
    f->guardian = params_int(&q->form, "guardian", INT64_MAX, 0);
    f->person.name = field(q, "name");
    f->person.relation = field(q, "relation");
    f->proof = !strcmp(proof, "person") ? SENDER_IN_PERSON
        : !strcmp(proof, "ask") ? SENDER_ASKED : SENDER_UNPROVED;
    return sender_kind_parse(field(q, "kind"), &f->kind)
            || collect_parse(field(q, "collect"), &f->person.collect)
        ? ERR_INPUT : OK;
}

/* The thread again with what was typed, and why it could not be. */
static void
show_again(struct web *w, const struct request *q, struct response *r,
    enum err why, const struct reason *words)
{
    struct page_list l = { .here = q->id };
    struct page_conversation *c = calloc(1, sizeof(*c));
    enum err e = c ? talk_read(w, q, c) : ERR_MEMORY;
    struct page p;

    if (!e)
        e = talk_list(w, q, &l);
    if (e)
        page_refused(q, r, why, words);
    else {
        c->whose_trouble = reason_or_error(words, why);
        page_start(&p, w, q, page_talk_title(&c->thread));
        pages_inbox(&p, &l, c);
        page_finish(&p, r, reply_status(why));
    }
    talk_list_clear(&l);
    if (c)
        talk_clear(c);
    free(c);
}

static void
go_to(struct response *r, int64_t thread, const char *done)
{
    char path[64];

    snprintf(path, sizeof(path), "/threads/%lld", (long long)thread);
    page_go(r, path, done);
}

/* What was said of a number of this thread. */
static enum err
find_sender(struct web *w, const struct request *q, const struct thread *t,
    struct sender *s)
{
    enum err e = sender_get(w->db,
        params_int(&q->form, "sender", INT64_MAX, 0), s);

    if (!e && (t->family ? s->family != t->family
                         : strcmp(s->number, t->number) != 0))
        e = ERR_NOT_FOUND;
    return e;
}

static void
change(struct web *w, const struct request *q, struct response *r,
    const struct thread *t, bool undo)
{
    int64_t to = t->id;
    struct sender s;
    enum err e = find_sender(w, q, t, &s);

    if (!e)
        e = undo ? sender_undo(w->db, s.id, q->caller.who, &to)
                 : sender_confirm(w->db, s.id, q->caller.who);
    if (!e)
        go_to(r, to, undo ? "unlearnt" : "saved");
    else
        page_refusal(q, r, reply_status(e), e == ERR_NOT_FOUND
                ? "That is not there any more: go back and reload the page."
            : e == ERR_REFUSED && undo ? "That was taken back already."
            : e == ERR_REFUSED ? "This phone asked for no texts."
                               : err_text(e));
}

void
page_thread_whose(struct web *w, const struct request *q, struct response *r)
{
    const char *what = field(q, "do");
    struct reason why = reason_words("Choose what it is first.");
    struct sender_form f;
    struct thread t;
    int64_t id, to;
    enum err e = talk_thread(w, q, &t);

    if (e)
        page_refusal(q, r, reply_status(e), e == ERR_NOT_FOUND
                ? "There is no such thread." : err_text(e));
    else if (!strcmp(what, "undo") || !strcmp(what, "confirm"))
        change(w, q, r, &t, !strcmp(what, "undo"));
    else if ((e = read_form(q, &f)))
        show_again(w, q, r, e, &why);
    else if ((e = sender_settle(w->db, q->id, &f, &q->rules->inbox,
                  q->caller.who, &id, &to, &why)))
        show_again(w, q, r, e, &why);
    else if (f.kind == SENDER_FAMILY || f.kind == SENDER_NEW_FAMILY
        || !page_go_on(w, q, r, &t, "learntnext"))
        go_to(r, to, "learnt");
}
