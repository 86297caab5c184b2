/* page_behaviour.c - events of a class, one of them, and a certificate. */
#include "web/page/handlers.h"
#include "web/pages/pages.h"
#include "web/view/behaviour_view.h"
#include "web/view/talk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char no_event[] = "There is no such event.";

void
page_behaviour(struct web *w, const struct request *q, struct response *r)
{
    struct behaviour_view *v = calloc(1, sizeof(*v));
    enum err e = v ? behaviour_view_read(w->db, q, v) : ERR_MEMORY;
    struct page p;

    if (e)
        page_refusal(q, r, reply_status(e), e == ERR_NOT_FOUND
                ? "There is no such class." : err_text(e));
    else {
        page_start(&p, w, q, "Events");
        pages_behaviour(&p, v);
        page_finish(&p, r, 200);
    }
    if (v)
        behaviour_view_clear(v);
    free(v);
}

void
page_behaviour_one(struct web *w, const struct request *q,
    struct response *r)
{
    struct behaviour_one *o = calloc(1, sizeof(*o));
    enum err e = o ? behaviour_one_read(w->db, q, q->id, o) : ERR_MEMORY;
    struct page p;

    if (e)
        page_refusal(q, r, reply_status(e), e == ERR_NOT_FOUND ? no_event
            : err_text(e));
    else {
        page_start(&p, w, q, "Event");
        pages_behaviour_single(&p, o);
        page_finish(&p, r, 200);
    }
    free(o);
}

void
page_certificate(struct web *w, const struct request *q, struct response *r)
{
    struct behaviour_paper *v = calloc(1, sizeof(*v));
    enum err e = v ? behaviour_paper_read(w->db, q->id, v) : ERR_MEMORY;
    struct page p;

    if (e)
        page_refusal(q, r, reply_status(e), e == ERR_NOT_FOUND
                ? "There is no such child." : err_text(e));
    else {
        page_start(&p, w, q, "Certificate");
        pages_certificate(&p, v, q->id);
        page_finish(&p, r, 200);
    }
    free(v);
}

/* --- taps ----------------------------------------------------------------- */

/* Back to the page that the form stood on, with this event in sight. noted: 0,
 * it is gone. */
static void
go(const struct request *q, struct response *r, int64_t child, int64_t noted,
    const char *done)
{
    const char *from = params_get(&q->form, "from");
    const char *name = params_get(&q->form, "class");
    char to[PARAMS_ADDRESS] = "", id[24];
    bool to_class = from && !strcmp(from, "class") && name;

    if (to_class) {
        params_address("/behaviour", "class", name, to);
        snprintf(id, sizeof(id), "%lld", (long long)params_int(&q->form,
            "event", INT64_MAX, 0));
        params_write(to, sizeof(to), "event", id);
    } else if (from && !strcmp(from, "one") && noted)
        snprintf(to, sizeof(to), "/behaviour/%lld", (long long)noted);
    else
        snprintf(to, sizeof(to), "/children/%lld", (long long)child);
    snprintf(id, sizeof(id), "%lld", (long long)noted);
    if (noted)
        params_write(to, sizeof(to), "noted", id);
    if (*done)
        params_write(to, sizeof(to), "done", done);
    if (strlen(to) + 32 < sizeof(to))
        snprintf(to + strlen(to), 32, to_class ? "#c%lld" : "#events",
            (long long)child);
    reply_redirect(r, to);
}

void
page_behaviour_note(struct web *w, const struct request *q,
    struct response *r)
{
    int64_t child = params_int(&q->form, "child", INT64_MAX, 0), id = 0;
    int64_t kind = params_int(&q->form, "event", INT64_MAX, 0);
    struct reason why = { 0 };
    struct send with = { 0 };
    enum err e;

    talk_settings(q, &with);
    e = behaviour_home_note(w->db, child, kind, &with, &id, &why);
    if (e == ERR_NOT_FOUND)
        page_refusal(q, r, 404, "There is no such child or event any more.");
    else if (e)
        page_refused(q, r, e, &why);
    else
        go(q, r, child, id, "");
}

/* What a button of the event did; *done: the notice. */
static enum err
act(struct web *w, const struct request *q, const char **done,
    struct reason *why)
{
    bool all = q->caller.role == ROLE_ADMIN, went = false;
    struct send with = { 0 };
    int texts = 0;
    enum err e;

    talk_settings(q, &with);
    if (!strcmp(q->segment, "spoke"))
        return behaviour_spoke(w->db, q->id, q->caller.who);
    if (!strcmp(q->segment, "tell")) {
        e = behaviour_home_tell(w->db, q->id, &with, &texts, why);
        *done = texts ? "sent" : "";
        return e == ERR_EXISTS ? OK : e;
    }
    if (!strcmp(q->segment, "undo")) {
        e = behaviour_home_undo(w->db, q->id, q->caller.who, all, &went, why);
        *done = went ? "eventwent" : "eventundone";
        return e;
    }
    return ERR_NOT_FOUND;
}

void
page_behaviour_do(struct web *w, const struct request *q, struct response *r)
{
    struct reason why = { 0 };
    const char *done = "saved";
    struct behaviour b;
    enum err e = behaviour_get(w->db, q->id, &b);

    if (!e)
        e = act(w, q, &done, &why);
    if (e == ERR_NOT_FOUND)
        page_refusal(q, r, 404, no_event);
    else if (e)
        page_refused(q, r, e, &why);
    else
        go(q, r, b.child, strcmp(q->segment, "undo") ? q->id : 0, done);
}

void
page_behaviour_decide(struct web *w, const struct request *q,
    struct response *r)
{
    struct reason why = { 0 };
    struct send with = { 0 };
    struct behaviour b;
    int texts = 0;
    enum err e = behaviour_get(w->db, q->id, &b);

    talk_settings(q, &with);
    if (!e)
        e = behaviour_home_decide(w->db, q->id, params_flag(&q->form, "goes"),
            &with, &texts, &why);
    if (e == ERR_NOT_FOUND)
        page_refusal(q, r, 404, no_event);
    else if (e && e != ERR_EXISTS)
        page_refused(q, r, e, &why);
    else
        go(q, r, b.child, q->id, texts ? "sent" : "saved");
}

/* --- the list, in the settings -------------------------------------------- */

static const char path_list[] = "/settings/events";

static const char *
field(const struct request *q, const char *name)
{
    const char *value = params_get(&q->form, name);

    return value ? value : "";
}

static void
show_list(struct web *w, const struct request *q, struct response *r,
    enum err failed, struct reason why)
{
    struct behaviour_words_view *v = calloc(1, sizeof(*v));
    enum err e = v ? behaviour_words_read(w->db, v) : ERR_MEMORY;
    struct page p;

    if (e)
        page_refusal(q, r, reply_status(e), err_text(e));
    else {
        v->typed[0] = field(q, "name");
        v->typed[1] = failed ? field(q, "language")
                             : q->rules->config.school.language;
        v->typed[2] = field(q, "text");
        v->concern = failed && !params_flag(&q->form, "good");
        why = reason_or_error(&why, failed);
        settings_start(&p, w, q, path_list, &why);
        pages_settings_events(&p, v);
        page_finish(&p, r, failed ? reply_status(failed) : 200);
    }
    free(v);
}

void
page_events(struct web *w, const struct request *q, struct response *r)
{
    show_list(w, q, r, OK, reason_none);
}

void
page_events_set(struct web *w, const struct request *q, struct response *r)
{
    struct reason why = { 0 };
    const bool good = params_flag(&q->form, "good");
    enum err e = behaviour_home_set(w->db, field(q, "name"), &good,
        field(q, "language"), field(q, "text"), q->caller.who, &why);

    if (e)
        show_list(w, q, r, e, why);
    else
        page_go(r, path_list, "saved");
}

void
page_events_remove(struct web *w, const struct request *q, struct response *r)
{
    enum err e = behaviour_kind_remove(w->db, params_int(&q->form, "id",
        INT64_MAX, 0), field(q, "language"), q->caller.who);

    if (e)
        page_refusal(q, r, reply_status(e), e == ERR_NOT_FOUND ? no_event
            : err_text(e));
    else
        page_go(r, path_list, "removed");
}
