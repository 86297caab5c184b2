/* page_alerts.c - what a person's own phone is texted. */
#include "settings/rules.h"
#include "web/page/handlers.h"
#include "web/pages/pages.h"
#include "web/view/alerts_view.h"

#include <stdio.h>
#include <string.h>

static const char path[] = "/account/alerts";

/* form: what was typed and refused, to go on with; NULL: as it is kept. */
static void
show(struct web *w, const struct request *q, struct response *r, int status,
    const struct reason *why, const struct alert_person *form)
{
    struct alerts_view v = { .why = *why };
    enum err e = alerts_read(w->db, q->caller.staff,
        q->rules->config.school.country, &v);
    struct page p;

    if (e) {
        page_refusal(q, r, reply_status(e), e == ERR_NOT_FOUND
                ? "This is for people who are signed in." : err_text(e));
        return;
    }
    if (form) {
        snprintf(v.typed, sizeof(v.typed), "%s", form->number);
        memcpy(v.person.classes, form->classes, sizeof(v.person.classes));
        v.person.at_once = form->at_once;
        v.person.digest = form->digest;
        v.person.quiet_from = form->quiet_from;
        v.person.quiet_to = form->quiet_to;
    }
    page_start(&p, w, q, "Alerts on your own phone");
    pages_alerts(&p, &v);
    page_finish(&p, r, status);
}

void
page_alerts(struct web *w, const struct request *q, struct response *r)
{
    show(w, q, r, 200, &reason_none, NULL);
}

static const char *
field(const struct request *q, const char *name)
{
    const char *v = params_get(&q->form, name);

    return v ? v : "";
}

/* All ticked boxes, one a line. */
static enum err
read_classes(const struct request *q, char out[ALERT_CLASSES])
{
    size_t n = 0;

    *out = '\0';
    for (int i = 0; i < q->form.count; i++) {
        const char *value = q->form.item[i].value;

        if (strcmp(q->form.item[i].name, "class") != 0 || !*value)
            continue;
        if (n + strlen(value) + 2 > ALERT_CLASSES)
            return ERR_INPUT;
        n += (size_t)sprintf(out + n, "%s%s", n ? "\n" : "", value);
    }
    return OK;
}

static enum err
read_form(const struct request *q, struct alert_person *p, struct reason *why)
{
    enum err e;

    *p = (struct alert_person){ .staff = q->caller.staff };
    snprintf(p->number, sizeof(p->number), "%s", field(q, "phone"));
    if ((e = read_classes(q, p->classes)))
        return reason_refuse(why, e, reason_of(REASON_MANY_WORDS));
    if (alert_at_once_parse(field(q, "at_once"), &p->at_once)
        || alerts_parse_time(field(q, "digest"), -1, &p->digest)
        || alerts_parse_time(field(q, "from"), 0, &p->quiet_from)
        || alerts_parse_time(field(q, "until"), 0, &p->quiet_to))
        return reason_refuse(why, ERR_INPUT, reason_of(REASON_TIME_AS));
    if (!*field(q, "from") || !*field(q, "until"))
        p->quiet_from = p->quiet_to = 0;
    return OK;
}

static void
save(struct web *w, const struct request *q, struct response *r)
{
    struct alert_person p;
    struct reason why = { 0 };
    enum err e = read_form(q, &p, &why);

    if (!e)
        e = alert_save(w->db, &p, &q->rules->alert, q->caller.who, &why);
    if (!e) {
        page_go(r, path, "saved");
        return;
    }
    why = reason_or_error(&why, e);
    show(w, q, r, reply_status(e), &why, &p);
}

void
page_alerts_do(struct web *w, const struct request *q, struct response *r)
{
    struct reason why = { 0 };
    enum err e;

    if (!q->caller.staff)
        e = ERR_NOT_FOUND;
    else if (!strcmp(q->segment, "save")) {
        save(w, q, r);
        return;
    } else if (!strcmp(q->segment, "prove"))
        e = alert_prove(w->db, q->caller.staff, field(q, "code"),
            q->caller.who, &why);
    else
        e = strcmp(q->segment, "code") != 0 ? ERR_NOT_FOUND
            : alert_ask(w->db, q->caller.staff, &q->rules->alert, &why);
    if (!e) {
        page_go(r, path, "saved");
        return;
    }
    why = reason_or_error(&why, e);
    show(w, q, r, reply_status(e), &why, NULL);
}
