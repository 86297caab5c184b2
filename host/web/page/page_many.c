/* page_many.c - several conversations of the inbox at once: read, closed, or
 * given to somebody. Each as its own page would, as far as the list showed
 * it. */
#include "store/thread/desk.h"
#include "web/page/handlers.h"
#include "web/view/talk.h"

#include <string.h>

/* "12.345": a thread, and the newest message that its row was made of. */
static enum err
do_one(struct web *w, const struct request *q, const char *chosen)
{
    const char *what = params_get(&q->form, "do"), *who = q->caller.who;
    struct request one = *q;
    struct thread t;
    int64_t upto;
    enum err e;

    if (!what || !params_pair(chosen, &one.id, &upto))
        return ERR_NOT_FOUND;
    if ((e = talk_thread(w, &one, &t)))
        return e;
    if (!strcmp(what, "read"))
        return thread_seen(w->db, t.id, upto, who);
    if (!strcmp(what, "assign"))
        return desk_assign(w->db, t.id, params_int(&q->form, "staff",
            INT64_MAX, 0), who);
    /* A safeguarding matter is closed with its outcome alone. */
    if (strcmp(what, "close") != 0 || t.tray == MAPPING_SAFEGUARDING)
        return ERR_NOT_FOUND;
    return desk_close(w->db, t.id, upto, who);
}

void
page_inbox_many(struct web *w, const struct request *q, struct response *r)
{
    const char *view = params_get(&q->query, "view");
    const char *class_name = params_get(&q->query, "class");
    const char *what = params_get(&q->form, "do");
    char path[200] = "/inbox";
    int done = 0, left = 0;

    if (what && !strcmp(what, "file")) {
        page_inbox_file(w, q, r);
        return;
    }
    for (int i = 0; i < q->form.count; i++) {
        enum err e;

        if (strcmp(q->form.item[i].name, "thread") != 0)
            continue;
        e = do_one(w, q, q->form.item[i].value);
        if (e && e != ERR_NOT_FOUND) {
            page_refusal(q, r, reply_status(e), err_text(e));
            return;
        }
        done += !e;
        left += e == ERR_NOT_FOUND;
    }
    if (view)
        params_write(path, sizeof(path), "view", view);
    if (class_name)
        params_write(path, sizeof(path), "class", class_name);
    page_go(r, path, left ? "someleft" : done ? "saved" : "nonechosen");
}
