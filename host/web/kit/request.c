#include "web/kit/request.h"

#include "mapping/mapping.h"
#include "settings/rules.h"
#include "store/thread/note.h"
#include "store/thread/task.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void
request_clear(struct request *q)
{
    params_clear(&q->query);
    params_clear(&q->form);
    free(q->body);
    rules_release(q->rules);
    memset(q, 0, sizeof(*q));
}

void
response_clear(struct response *r)
{
    free(r->body);
    if (r->stored)
        close(r->stored);
    memset(r, 0, sizeof(*r));
}

bool
caller_sees_all(const struct caller *c)
{
    return c->role == ROLE_SAFEGUARDING || c->role == ROLE_ADMIN;
}

bool
caller_sees_tray(const struct caller *c, int tray)
{
    return tray == MAPPING_MONEY ? c->role == ROLE_ADMIN
        : tray != MAPPING_SAFEGUARDING || caller_sees_all(c);
}

int64_t
caller_wall(const struct caller *c)
{
    return c->walled ? c->staff : 0;
}

struct note_reader
caller_reads(const struct caller *c)
{
    return (struct note_reader){ .staff = c->staff, .who = c->who,
        .sees_all = caller_sees_all(c) };
}

struct task_filter
caller_tasks(const struct caller *c, int limit)
{
    return (struct task_filter){ .sees_all = caller_sees_all(c),
        .hides_money = !caller_sees_tray(c, MAPPING_MONEY), .limit = limit };
}

void
reply_text(struct response *r, int status, const char *type, char *text)
{
    static const char sorry[] = "out of memory\n";

    free(r->body);
    r->body = text;
    r->bytes = text ? strlen(text) : sizeof(sorry) - 1;
    r->fixed = text ? NULL : sorry;
    r->status = text ? status : 500;
    r->type = text ? type : "text/plain; charset=utf-8";
}

void
reply_redirect(struct response *r, const char *path)
{
    snprintf(r->location, sizeof(r->location), "%s", path);
    r->status = 303;
    r->type = "text/plain; charset=utf-8";
    r->fixed = "";
    r->bytes = 0;
}

/* Browsers drop tabs and line ends from an address and read "\" as "/", so
 * that "/<tab>/else.example" is another site. */
const char *
request_next(const char *next)
{
    if (!next || next[0] != '/' || next[1] == '/'
        || strlen(next) >= sizeof(((struct response *)0)->location))
        return "/";
    for (const char *p = next; *p; p++)
        if (*p <= ' ' || *p >= 0x7f || *p == '\\')
            return "/";
    return next;
}
