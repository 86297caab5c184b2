/* api_flood.c - too many texts: a number is blocked, what says the same set
 * aside. */
#include "store/thread/flood.h"
#include "store/thread/thread.h"
#include "web/api/api.h"

/* The thread of the path; false after answering. */
static bool
get(struct web *w, const struct request *q, struct response *r,
    struct thread *t)
{
    enum err e = thread_get(w->db, q->id, t);

    if (e)
        reply_failure(r, e, e == ERR_NOT_FOUND ? "There is no such thread."
                                               : NULL);
    return !e && !api_hidden(q, r, t->tray);
}

void
api_aside(struct web *w, const struct request *q, struct response *r)
{
    struct thread t;
    int count = 0;
    enum err e;

    if (!get(w, q, r, &t))
        return;
    if (!(e = flood_aside(w->db, q->id, q->caller.who, &count)))
        reply_json(r, 200, json_pack("{s:i}", "closed", count));
    else
        reply_failure(r, e, e == ERR_REFUSED
            ? t.tray ? "A safeguarding matter is closed with its outcome alone."
                     : "It is a family's thread: close it by itself." : NULL);
}

void
api_block(struct web *w, const struct request *q, struct response *r)
{
    struct thread t;
    json_t *j, *on;
    bool block;
    enum err e;

    if (!get(w, q, r, &t) || !(j = json_body(q, r, "on")))
        return;
    on = json_object_get(j, "on");
    block = json_is_true(on);
    if (!json_is_boolean(on))
        reply_error(r, 400, "Say {\"on\": true} or false.");
    else if (!(e = t.tray ? flood_block(w->db, t.number, block, q->caller.who)
                          : ERR_REFUSED))
        reply_json(r, 200, json_pack("{s:o, s:b}", "number",
            json_text(t.number), "blocked", block));
    else
        reply_failure(r, e, e == ERR_REFUSED
                ? "A family has this number: it cannot be blocked." : NULL);
    json_decref(j);
}
