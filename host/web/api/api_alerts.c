/* api_alerts.c - alerts on staff's own phones, person by person. */
#include "settings/rules.h"
#include "web/api/api.h"
#include "web/view/alerts_view.h"

#include <stdio.h>
#include <string.h>

static json_t *
person_json(const struct alert_person *p)
{
    char digest[8], from[8], to[8], quiet[20] = "";

    if (p->quiet_from != p->quiet_to)
        snprintf(quiet, sizeof(quiet), "%s-%s",
            alerts_time(p->quiet_from, from), alerts_time(p->quiet_to, to));
    return json_pack("{s:o, s:o, s:b, s:o, s:s, s:s, s:s, s:b, s:s}",
        "name", json_text(p->name), "phone", json_text_or_null(p->number),
        "proved", p->proved, "classes", json_lines(p->classes), "at_once",
        alert_at_once_name(p->at_once), "digest",
        alerts_time(p->digest, digest), "quiet", quiet, "answers", p->answers,
        "state", alerts_state(p));
}

static void
add_person(void *user, const struct alert_person *p)
{
    json_array_append_new(user, person_json(p));
}

void
api_alerts(struct web *w, const struct request *q, struct response *r)
{
    json_t *list = json_array();
    enum err e = alert_list(w->db, add_person, list);

    (void)q;
    reply_list(r, e, list);
}

/* "classes": ["4B", "5A"]; left as it is where it is not there. */
static bool
read_classes(const json_t *j, struct alert_person *p)
{
    json_t *list = json_object_get(j, "classes"), *one;
    size_t i, n = 0;

    if (!list)
        return true;
    *p->classes = '\0';
    if (!json_is_array(list))
        return false;
    json_array_foreach(list, i, one) {
        const char *name = json_string_value(one);

        if (!name || strchr(name, '\n')
            || n + strlen(name) + 2 > sizeof(p->classes))
            return false;
        n += (size_t)sprintf(p->classes + n, "%s%s", n ? "\n" : "", name);
    }
    return true;
}

/* The members that are there, over what is known; false after answering. */
static bool
read_form(const json_t *j, struct response *r, struct alert_person *p)
{
    bool bad = false;
    const char *phone = json_string_of(j, "phone", &bad);
    const char *once = json_string_of(j, "at_once", &bad);

    if (json_object_get(j, "phone"))
        snprintf(p->number, sizeof(p->number), "%s", phone);
    if (json_object_get(j, "at_once")
        && alert_at_once_parse(once, &p->at_once))
        reply_error(r, 400, "at_once is nothing, urgent or each.");
    else if (json_object_get(j, "digest")
        && alerts_parse_time(json_string_of(j, "digest", &bad), -1,
            &p->digest))
        reply_error(r, 400, "digest is a time, 16:30, or empty.");
    else if (json_object_get(j, "quiet")
        && alerts_parse_hours(json_string_of(j, "quiet", &bad),
            &p->quiet_from, &p->quiet_to))
        reply_error(r, 400, "quiet is 20:00-06:30, or empty.");
    else if (!read_classes(j, p))
        reply_error(r, 400, "classes are a list of their names.");
    else if (bad)
        reply_error(r, 400, "answers is true or false, all else is text.");
    else
        return true;
    return false;
}

static void
answer(struct web *w, struct response *r, enum err e, int64_t staff,
    const struct reason *why)
{
    struct alert_person p;

    if (!e)
        e = alert_get(w->db, staff, &p);
    if (!e)
        reply_json(r, 200, person_json(&p));
    else
        reply_refused(r, e, why);
}

/* Both, or none of them. */
static enum err
save(struct web *w, const struct request *q, const struct alert_person *p,
    bool answers, struct reason *why)
{
    enum err e = db_begin(w->db);

    if (e)
        return e;
    e = alert_save(w->db, p, &q->rules->alert, q->caller.who, why);
    if (!e && answers != p->answers)
        e = alert_allow(w->db, p->staff, answers, q->caller.who);
    return db_end(w->db, e);
}

/* The person of the path; false after answering. */
static bool
find(struct web *w, const struct request *q, struct response *r,
    struct alert_person *p)
{
    enum err e = alert_find(w->db, q->segment, p);
    struct reason why = staff_why(e);

    if (e)
        reply_refused(r, e, &why);
    return !e;
}

void
api_alert(struct web *w, const struct request *q, struct response *r)
{
    json_t *j = json_body(q, r, "phone classes at_once digest quiet answers");
    struct reason why = { 0 };
    struct alert_person p;
    bool bad = false, answers;

    if (j && find(w, q, r, &p)) {
        answers = json_object_get(j, "answers")
            ? json_flag_of(j, "answers", &bad) : p.answers;
        if (bad)
            reply_error(r, 400, "answers is true or false.");
        else if (read_form(j, r, &p))
            answer(w, r, save(w, q, &p, answers, &why), p.staff, &why);
    }
    json_decref(j);
}

void
api_alert_code(struct web *w, const struct request *q, struct response *r)
{
    struct reason why = { 0 };
    struct alert_person p;

    if (find(w, q, r, &p))
        answer(w, r, alert_ask(w->db, p.staff, &q->rules->alert, &why),
            p.staff, &why);
}

void
api_alert_prove(struct web *w, const struct request *q, struct response *r)
{
    json_t *j = json_body(q, r, "code");
    struct reason why = { 0 };
    struct alert_person p;
    bool bad = false;
    const char *code = j ? json_string_of(j, "code", &bad) : "";

    if (j && bad)
        reply_error(r, 400, "code is text.");
    else if (j && find(w, q, r, &p))
        answer(w, r, alert_prove(w->db, p.staff, code, q->caller.who, &why),
            p.staff, &why);
    json_decref(j);
}
