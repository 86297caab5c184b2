#include "web/view/news.h"

#include "base/log.h"
#include "store/figures/overview.h"
#include "store/thread/wall.h"
#include "web/kit/inside.h"

#include <stdio.h>

void
news_read(struct web *w, struct page *p)
{
    struct overview_news n = { 0 };
    struct wall_news own = { 0 };
    enum err e;

    if (p->caller->role == ROLE_NONE)
        return;
    if (p->caller->walled)
        e = wall_news(w->db, p->caller->staff, &own);
    else
        e = overview_news(w->db, caller_sees_all(p->caller), &n);
    if (e)
        log_warn("web", "cannot count what is new: %s", err_text(e));
    p->fresh = n.unread + own.messages;
    p->waiting = n.waiting + own.waiting;
}

const char *
news_label(struct page *p)
{
    p->time[0] = '\0';
    if (p->fresh)
        snprintf(p->time, sizeof(p->time),
            page_trn(p, "%d new", "%d new", p->fresh), (int)p->fresh);
    else if (p->waiting)
        snprintf(p->time, sizeof(p->time), page_trn(p, "%d waiting",
            "%d waiting", p->waiting), (int)p->waiting);
    return p->time;
}
