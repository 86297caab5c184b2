/* page_write.c - a text to one child's home: who, by a few letters; then the
 * conversation with its family, the child named. */
#include "store/thread/thread.h"
#include "store/thread/wall.h"
#include "web/page/handlers.h"
#include "web/pages/pages.h"
#include "web/view/write_view.h"

#include <stdio.h>
#include <stdlib.h>

static void
show(struct web *w, const struct request *q, struct response *r,
    const char *words, enum err failed)
{
    struct write_view v;
    struct page p;
    enum err e = write_view_read(w->db, words,
        caller_wall(&q->caller), &v);

    if (failed == ERR_NOT_FOUND)
        v.why = reason_words("That child is not there any more: look again.");
    else
        v.why = reason_or_error(&v.why, failed ? failed : e);
    page_start(&p, w, q, "A text to one child's home");
    pages_write(&p, &v);
    page_finish(&p, r, failed || e ? reply_status(failed ? failed : e) : 200);
}

void
page_write(struct web *w, const struct request *q, struct response *r)
{
    show(w, q, r, params_get(&q->query, "q"), OK);
}

enum err
page_family_thread(struct db *db, int64_t family, int64_t *thread)
{
    struct family f;
    enum err e = db_begin(db);

    if (e)
        return e;
    if (!(e = family_get(db, family, &f)))
        e = thread_of_family(db, f.id, thread);
    return db_end(db, e);
}

void
page_write_to(struct web *w, const struct request *q, struct response *r)
{
    int64_t family, child, thread = 0, wall = caller_wall(&q->caller);
    bool sees = params_pair(params_get(&q->form, "child"), &family, &child);
    char to[96];
    enum err e = sees && wall
        ? wall_sees(w->db, wall, WALL_A_FAMILY, family, &sees) : OK;

    if (!e)
        e = sees ? page_family_thread(w->db, family, &thread) : ERR_NOT_FOUND;

    if (e) {
        show(w, q, r, "", e);
        return;
    }
    snprintf(to, sizeof(to), "/threads/%lld?child=%lld#compose",
        (long long)thread, (long long)child);
    reply_redirect(r, to);
}
