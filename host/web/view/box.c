#include "web/view/box.h"

#include "base/log.h"
#include "web/view/summary.h"

static void
keep_worst(void *user, enum summary_level level, const char *subject,
    const struct reason *line)
{
    struct page *p = user;

    (void)subject;
    if ((int)level > p->health) {
        p->health = (int)level;
        p->ill = *line;
    }
}

void
box_read(struct web *w, const struct request *q, struct page *p)
{
    struct summary_facts f;
    enum err e;

    p->health = SUMMARY_OK;
    if (p->caller->role == ROLE_NONE)
        return;
    e = summary_read(w, q, &f);
    summary_say(&f, keep_worst, p);
    if (e) {
        log_warn("web", "cannot tell how the box is: %s", err_text(e));
        if (p->health == SUMMARY_OK)
            p->health = SUMMARY_WARN;
    }
}
