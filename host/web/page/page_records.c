/* page_records.c - who did what, and what the program says about itself. */
#include "web/kit/when.h"
#include "web/page/handlers.h"
#include "web/pages/pages.h"
#include "web/view/records_view.h"

#include <stdio.h>
#include <stdlib.h>

static void
keep_row(void *user, const struct audit_row *r)
{
    struct records *v = user;

    if (v->count < RECORDS_SHOWN)
        v->row[v->count++] = *r;
    else
        v->older = v->row[v->count - 1].id;
}

static void
read_filter(const struct request *q, struct records *v)
{
    const char *who = params_get(&q->query, "who");
    const char *action = params_get(&q->query, "action");
    const char *day = params_get(&q->query, "day");

    snprintf(v->filter.who, sizeof(v->filter.who), "%s", who ? who : "");
    snprintf(v->filter.action, sizeof(v->filter.action), "%s",
        action ? action : "");
    snprintf(v->day, sizeof(v->day), "%s", day ? day : "");
    v->filter.until = when_day(v->day, true);
    v->filter.before = params_int(&q->query, "before", INT64_MAX, 0);
    v->filter.limit = RECORDS_SHOWN + 1;
}

void
page_records(struct web *w, const struct request *q, struct response *r)
{
    struct records *v = calloc(1, sizeof(*v));
    enum err e = ERR_MEMORY;
    struct page p;

    if (v) {
        read_filter(q, v);
        v->lines = log_recent(v->line, RECORDS_LINES);
        e = audit_list(w->db, &v->filter, keep_row, v);
    }
    if (e)
        page_refusal(q, r, reply_status(e), err_text(e));
    else {
        page_start(&p, w, q, "Records");
        pages_records(&p, v);
        page_finish(&p, r, 200);
    }
    free(v);
}
