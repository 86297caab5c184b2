/* api_absent.c - the register. */
#include "base/clock.h"
#include "web/api/api.h"
#include "web/view/absent_view.h"
#include "web/view/talk.h"

void
api_absent(struct web *w, const struct request *q, struct response *r)
{
    const char *class_name = params_get(&q->query, "class");
    struct absent_view v = { .class_name = "" };
    enum err e = absent_view_read(w->db, class_name ? class_name : "", &v);
    json_t *rows = json_array();

    for (int i = 0; !e && i < v.n; i++) {
        const struct absent *a = &v.rows[i];

        json_array_append_new(rows, json_pack("{s:I, s:o, s:b, s:b, s:o, s:i}",
            "id", (json_int_t)a->child, "child", json_text(a->name), "absent",
            a->absent, "asked", a->asked, "answer",
            json_text_or_null(a->answer), "days", a->days));
    }
    if (e) {
        json_decref(rows);
        reply_failure(r, e, e == ERR_NOT_FOUND ? "There is no such class."
                                               : NULL);
    } else
        reply_json(r, 200, json_pack("{s:o, s:s, s:i, s:o}", "class",
            json_text_or_null(v.class_name), "day", v.day, "usual", v.usual,
            "children", rows));
    absent_view_clear(&v);
}

enum { CHILDREN_MAX = 250 };

/* The children of a list, or one; false after answering. */
static bool
read_children(struct web *w, const json_t *j, struct response *r,
    const char *class_name, int64_t ids[CHILDREN_MAX], int *n)
{
    const json_t *one;
    size_t i;

    *n = 0;
    if (!json_is_array(j))
        return api_child(w, j, r, 0, class_name, &ids[(*n)++]);
    json_array_foreach(j, i, one)
        if (*n == CHILDREN_MAX
            || !api_child(w, one, r, 0, class_name, &ids[(*n)++])) {
            if (*n == CHILDREN_MAX)
                reply_error(r, 400, "At most %d children.", CHILDREN_MAX);
            return false;
        }
    return true;
}

void
api_absent_tell(struct web *w, const struct request *q, struct response *r)
{
    json_t *j = json_body(q, r, "child class came");
    int64_t ids[CHILDREN_MAX];
    struct absent_sent sent = { 0 };
    struct send with = { 0 };
    char day[ABSENCE_DAY];
    bool bad = false, came;
    int n = 0;
    enum err e = OK;

    if (!j)
        return;
    came = json_flag_of(j, "came", &bad);
    talk_settings(q, &with);
    absence_day(clock_now(), day);
    if (read_children(w, json_object_get(j, "child"), r,
            json_string_of(j, "class", &bad), ids, &n)) {
        e = absent_check_day(&with, &sent.why);
        for (int i = 0; came && !e && i < n; i++)
            e = absent_came(w->db, ids[i], day, with.author);
        if (!e && !came)
            e = absent_tell(w->db, ids, n, &with, &sent);
        if (e == ERR_NOT_FOUND)
            reply_failure(r, e, "There is no such child.");
        else if (e)
            reply_refused(r, e, &sent.why);
        else
            reply_json(r, 200, json_pack("{s:i, s:i, s:o}", "texts",
                sent.texts, "left", sent.left, "question", sent.question
                    ? json_integer(sent.question) : json_null()));
    }
    json_decref(j);
}
