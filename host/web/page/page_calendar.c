/* page_calendar.c - on which days there is school, and how many of them an
 * answer may take. */
#include "store/thread/calendar.h"
#include "web/page/handlers.h"
#include "web/pages/pages.h"

#include <stdio.h>
#include <stdlib.h>

static const char path_here[] = "/settings/calendar";

static const char *
typed(const struct request *q)
{
    const char *lines = params_get(&q->form, "lines");

    return lines ? lines : "";
}

static void
show(struct web *w, const struct request *q, struct response *r,
    enum err failed, struct reason why)
{
    struct calendar *c = malloc(sizeof(*c));
    enum err e = c ? calendar_read(w->db, c) : ERR_MEMORY;
    struct page p;

    if (e)
        page_refusal(q, r, reply_status(e), err_text(e));
    else {
        why = reason_or_error(&why, failed);
        settings_start(&p, w, q, path_here, &why);
        pages_settings_calendar(&p, c, failed ? typed(q) : "");
        page_finish(&p, r, failed ? reply_status(failed) : 200);
    }
    free(c);
}

void
page_calendar(struct web *w, const struct request *q, struct response *r)
{
    show(w, q, r, OK, reason_none);
}

void
page_calendar_save(struct web *w, const struct request *q, struct response *r)
{
    char week[8], *to = week, box[16];
    enum err e;

    for (int day = 0; day < 7; day++) {
        snprintf(box, sizeof(box), "day-%d", day);
        if (params_get(&q->form, box))
            *to++ = (char)('0' + day);
    }
    *to = '\0';
    e = calendar_set(w->db, (int)params_int(&q->form, "promise",
        CALENDAR_PROMISE_MAX, CALENDAR_PROMISE_MAX + 1), week, q->caller.who);
    if (e)
        show(w, q, r, e, reason_words(e == ERR_INPUT
                ? "Say 0 to 30 school days, and leave a day with school."
                : ""));
    else
        page_go(r, path_here, "saved");
}

void
page_calendar_add(struct web *w, const struct request *q, struct response *r)
{
    struct reason why = { 0 };
    int added;
    enum err e = calendar_add(w->db, typed(q), q->caller.who, &added, &why);

    if (e)
        show(w, q, r, e, why);
    else
        page_go(r, path_here, "saved");
}

void
page_calendar_remove(struct web *w, const struct request *q,
    struct response *r)
{
    enum err e = calendar_remove(w->db, params_int(&q->form, "id", INT64_MAX,
        0), q->caller.who);

    if (e)
        show(w, q, r, e, reason_none);
    else
        page_go(r, path_here, "removed");
}
