/* talk_flow.c - how messages follow each other: in days, and one text to
 * several phones as one. */
#include "web/view/talk.h"

#include "base/clock.h"
#include "store/thread/calendar.h"

#include <stdio.h>
#include <string.h>

/* Rows of one text are written in one transaction. */
enum { TOGETHER = 10 * 1000 };

static bool
is_same_text(const struct message *a, const struct message *b)
{
    return a->direction == MESSAGE_OUT && b->direction == MESSAGE_OUT
        && a->batch == b->batch && a->question == b->question
        && a->holds == b->holds && a->tone == b->tone
        && strcmp(a->number, b->number) != 0 && !strcmp(a->body, b->body)
        && !strcmp(a->author, b->author) && !strcmp(a->child, b->child)
        && b->at >= a->at && b->at - a->at < TOGETHER;
}

int
page_also(const struct page_conversation *c, const struct message *m)
{
    int n = 0;

    if (!c)
        return 0;
    while (m + n + 1 < c->messages + c->n_messages && is_same_text(m, m + n + 1)
        && is_same_text(m + n, m + n + 1))
        n++;
    return n;
}

bool
page_new_day(const struct page_conversation *c, const struct message *m)
{
    return m == c->messages || calendar_day(m[-1].at) != calendar_day(m->at);
}

const char *
page_day_name(struct page *p, int64_t at, char *out)
{
    int day = calendar_day(at), today = calendar_day(clock_now());

    if (day != today && day != today - 1)
        return page_weekday(p, day, out);
    snprintf(out, 80, "%s", page_tr(p, day == today ? "Today" : "Yesterday"));
    return out;
}
