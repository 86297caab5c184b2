/* api_tasks.c - calls to make. */
#include "store/thread/task.h"
#include "web/api/api.h"

enum { TASKS_MAX = 200 };

static void
add_task(void *user, const struct task *k)
{
    json_array_append_new(user, json_pack(
        "{s:I, s:I, s:I, s:o, s:o, s:o, s:o, s:i, s:b}", "id",
        (json_int_t)k->id, "message", (json_int_t)k->message, "thread",
        (json_int_t)k->thread, "number", json_text(k->number), "who",
        json_text(k->label), "children", json_text_or_null(k->children), "at",
        json_time(k->at), "calls", k->rings,
        "asked", k->asked));
}

void
api_tasks(struct web *w, const struct request *q, struct response *r)
{
    struct task_filter f = caller_tasks(&q->caller, TASKS_MAX);
    json_t *list = json_array();
    enum err e = task_list(w->db, &f, add_task, list);

    reply_list(r, e, list);
}

static void
note_seen(void *user, const struct task *k)
{
    (void)k;
    *(bool *)user = true;
}

void
api_task_done(struct web *w, const struct request *q, struct response *r)
{
    struct task_filter f = caller_tasks(&q->caller, 1);
    bool seen = false;
    json_t *j = json_body(q, r, "spoke");
    const json_t *spoke;
    enum err e;

    if (!j)
        return;
    spoke = json_object_get(j, "spoke");
    f.id = q->id;
    e = task_list(w->db, &f, note_seen, &seen);
    if (!json_is_boolean(spoke))
        reply_error(r, 400, "Say whether you spoke: {\"spoke\": true}.");
    else if (!e && !seen)
        reply_failure(r, ERR_NOT_FOUND, "There is no such call to make.");
    else if (e || (e = task_done(w->db, q->id, q->caller.who,
            json_is_true(spoke) ? TASK_SPOKE : TASK_NO_ANSWER)))
        reply_failure(r, e, e == ERR_NOT_FOUND
                ? "There is no such call to make." : NULL);
    else
        reply_json(r, 200, json_pack("{s:I}", "id", (json_int_t)q->id));
    json_decref(j);
}
