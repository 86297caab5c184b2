/* api_tasks.c - calls to make. */
#include "store/thread/task.h"
#include "web/api/api.h"

enum { TASKS_MAX = 200 };

struct tasks {
    json_t *list;
    const struct caller *caller;
};

static void
add_task(void *user, const struct task *k)
{
    struct tasks *t = user;

    if (caller_sees_tray(t->caller, k->tray))
        json_array_append_new(t->list, json_pack(
            "{s:I, s:I, s:I, s:o, s:o, s:o, s:i, s:b}", "id",
            (json_int_t)k->id, "message", (json_int_t)k->message, "thread",
            (json_int_t)k->thread, "number", json_text(k->number), "who",
            json_text(k->label), "at", json_time(k->at), "calls", k->rings,
            "asked", k->asked));
}

void
api_tasks(struct web *w, const struct request *q, struct response *r)
{
    struct tasks t = { json_array(), &q->caller };
    enum err e = task_list(w->db, 0, TASKS_MAX, add_task, &t);

    if (!e)
        reply_json(r, 200, t.list);
    else {
        json_decref(t.list);
        reply_failure(r, e, NULL);
    }
}

struct sought {
    int64_t id;
    const struct caller *caller;
    bool seen;
};

static void
seek(void *user, const struct task *k)
{
    struct sought *s = user;

    s->seen = s->seen
        || (k->id == s->id && caller_sees_tray(s->caller, k->tray));
}

void
api_task_done(struct web *w, const struct request *q, struct response *r)
{
    struct sought s = { q->id, &q->caller, false };
    json_t *j = json_body(q, r, "spoke");
    const json_t *spoke;
    enum err e;

    if (!j)
        return;
    spoke = json_object_get(j, "spoke");
    e = task_list(w->db, 0, TASKS_MAX, seek, &s);
    if (!json_is_boolean(spoke))
        reply_error(r, 400, "Say whether you spoke: {\"spoke\": true}.");
    else if (!e && !s.seen)
        reply_failure(r, ERR_NOT_FOUND, "There is no such call to make.");
    else if (e || (e = task_done(w->db, q->id, q->caller.who,
            json_is_true(spoke) ? TASK_SPOKE : TASK_NO_ANSWER)))
        reply_failure(r, e, e == ERR_NOT_FOUND
                ? "There is no such call to make." : NULL);
    else
        reply_json(r, 200, json_pack("{s:I}", "id", (json_int_t)q->id));
    json_decref(j);
}
