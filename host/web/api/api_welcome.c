/* api_welcome.c - the first text to families that had none. */
#include "send/welcome.h"
#include "web/api/api.h"
#include "web/view/talk.h"

#include <stdlib.h>

static json_t *
look_json(const struct welcome *v)
{
    return json_pack("{s:i, s:i, s:i, s:o}", "phones", v->phones, "parts",
        v->parts, "most", v->most, "text", json_text_or_null(v->text));
}

void
api_welcome(struct web *w, const struct request *q, struct response *r)
{
    const char *class_name = params_get(&q->query, "class");
    struct reason why = { 0 };
    struct send with = { 0 };
    struct welcome v;
    enum err e;

    talk_settings(q, &with);
    e = welcome_look(w->db, &with, class_name ? class_name : "", &v, &why);
    if (e)
        reply_refused(r, e, &why);
    else
        reply_json(r, 200, look_json(&v));
}

void
api_welcome_send(struct web *w, const struct request *q, struct response *r)
{
    json_t *j = json_body(q, r, "class");
    struct reason why = { 0 };
    struct send with = { 0 };
    struct sent sent = { 0 };
    struct welcome v;
    bool bad = false;
    const char *class_name;
    enum err e;

    if (!j)
        return;
    class_name = json_string_of(j, "class", &bad);
    talk_settings(q, &with);
    e = bad ? ERR_INPUT : welcome_look(w->db, &with, class_name, &v, &why);
    if (!e) {                   /* as for any text to many */
        with.approval = q->caller.staff
            && send_needs_approval(&with, q->rules->config.alone,
                v.phones, q->caller.role == ROLE_ADMIN);
        e = welcome_send(w->db, &with, class_name, &sent, &why);
    }
    json_decref(j);
    free(sent.ids);
    if (bad)
        reply_error(r, 400, "class is a text.");
    else if (e)
        reply_refused(r, e, &why);
    else
        reply_json(r, 201, json_pack("{s:i, s:i, s:I}", "phones", sent.count,
            "skipped", sent.skipped, "batch", (json_int_t)sent.batch));
}
