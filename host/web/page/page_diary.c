/* page_diary.c - the diary of a dongle: asked for, ended, fetched. */
#include "status/status.h"
#include "store/sims/diaries.h"
#include "web/page/handlers.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

void
page_diary_ask(struct web *w, const struct request *q, struct response *r)
{
    const char *modem = params_get(&q->form, "modem");
    struct reason why = { 0 };
    int64_t id;
    enum err e;

    if (modem && *modem && !status_has(modem)) {
        why = reason_of(REASON_DIARY_NO_DONGLE);
        page_refused(q, r, ERR_NOT_FOUND, &why);
        return;
    }
    e = diaries_ask(w->db, modem ? modem : "", DIARY_SECONDS, q->caller.who,
        &id, &why);
    if (e)
        page_refused(q, r, e, &why);
    else
        reply_redirect(r, "/dongles#diary");
}

void
page_diary_stop(struct web *w, const struct request *q, struct response *r)
{
    enum err e = diaries_stop(w->db);

    if (e && e != ERR_EMPTY)    /* it ended by itself */
        page_refusal(q, r, reply_status(e), err_text(e));
    else
        reply_redirect(r, "/dongles#diary");
}

void
page_diary(struct web *w, const struct request *q, struct response *r)
{
    struct reason why = reason_of(REASON_DIARY_NOT_YET);
    struct diary_row d;
    char *text = NULL, day[16];
    enum err e = diaries_text(w->db, &text);
    struct tm t;

    if (!e && (e = diaries_last(w->db, &d)))
        free(text);
    if (e == ERR_EMPTY) {
        page_refused(q, r, ERR_NOT_FOUND, &why);
        return;
    }
    if (e) {
        page_refusal(q, r, reply_status(e), err_text(e));
        return;
    }
    localtime_r(&(time_t){ (time_t)(d.began / 1000) }, &t);
    strftime(day, sizeof(day), "%Y-%m-%d", &t);
    reply_text(r, 200, "text/plain; charset=utf-8", text);
    snprintf(r->file, sizeof(r->file), "dongle-diary-%s.txt", day);
}
