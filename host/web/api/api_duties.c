/* api_duties.c - whom of the school a family asks for what. */
#include "store/staff/duty.h"
#include "web/api/api.h"

#include <stdio.h>

/* The list as it is now. */
static void
answer(struct web *w, const struct request *q, struct response *r)
{
    struct duty all[DUTY_MAX];
    char text[DUTY_TEXT];
    json_t *list;
    int n;
    enum err e = duty_read(w->db, all, &n);

    if (e) {
        reply_failure(r, e, NULL);
        return;
    }
    duty_text(all, n, q->rules->config.school.name, text);
    list = json_array();
    for (int i = 0; i < n; i++)
        json_array_append_new(list, json_pack("{s:I, s:o, s:o, s:o}", "id",
            (json_int_t)all[i].id, "what", json_text(all[i].what), "who",
            json_text(all[i].who), "how", json_text(all[i].how)));
    reply_json(r, 200, json_pack("{s:o, s:o}", "duties", list, "text",
        json_text(n ? text : "")));
}

void
api_duties(struct web *w, const struct request *q, struct response *r)
{
    answer(w, q, r);
}

void
api_duties_set(struct web *w, const struct request *q, struct response *r)
{
    json_t *j = json_body(q, r, "what who how");
    struct reason why = { 0 };
    struct duty_typed typed;
    bool bad = false;
    enum err e;

    if (!j)
        return;
    typed.what = json_string_of(j, "what", &bad);
    typed.who = json_string_of(j, "who", &bad);
    typed.how = json_string_of(j, "how", &bad);
    if (bad)
        reply_error(r, 400, "Say what, who and how as texts.");
    else if ((e = duty_set(w->db, &typed, q->caller.who, &why)))
        reply_refused(r, e, &why);
    else
        answer(w, q, r);
    json_decref(j);
}

void
api_duties_remove(struct web *w, const struct request *q, struct response *r)
{
    enum err e = duty_remove(w->db, q->id, q->caller.who);

    if (e)
        reply_failure(r, e, e == ERR_NOT_FOUND ? "There is no such line."
                                               : NULL);
    else
        answer(w, q, r);
}
