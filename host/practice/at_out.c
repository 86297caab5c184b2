/* What leaves by the port: answers, and lines nobody asked for. */
#include "practice/at.h"
#include "practice/dongle.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BUFFER_MAX = 1 << 20 };

void
at_buffer_add(struct at_buffer *b, const char *text, size_t len)
{
    if (b->len + len + 64 > b->room) {
        size_t room = (b->len + len + 64) * 2;
        char *more = room > BUFFER_MAX ? NULL : realloc(b->text, room);

        if (!more)
            return;             /* nobody reads: the rest is lost */
        b->text = more;
        b->room = room;
    }
    memcpy(b->text + b->len, text, len);
    b->len += len;
}

__attribute__((format(printf, 2, 0))) static void
buffer_line(struct at_buffer *b, const char *fmt, va_list ap)
{
    char line[2048];
    int n = vsnprintf(line + 2, sizeof(line) - 4, fmt, ap);

    if (n < 0)
        return;
    if (n > (int)sizeof(line) - 5)
        n = (int)sizeof(line) - 5;
    memcpy(line, "\r\n", 2);
    memcpy(line + 2 + n, "\r\n", 2);
    at_buffer_add(b, line, (size_t)n + 4);
}

void
at_flush(struct dongle *d)
{
    struct at *at = &d->at;

    if (at->mode == AT_COMMAND && !at->len && at->held.len) {
        at_buffer_add(&at->out, at->held.text, at->held.len);
        at->held.len = 0;
    }
    if (at->out.len && d->port && !d->silent)
        port_write(d->speaking->port, at->out.text, at->out.len);
    at->out.len = 0;
}

void
at_say(struct dongle *d, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    buffer_line(&d->at.answer, fmt, ap);
    va_end(ap);
}

void
at_go_on(struct dongle *d, const char *fmt, ...)
{
    struct at_buffer *b = &d->at.answer;
    size_t at = b->len;
    va_list ap;

    va_start(ap, fmt);
    buffer_line(b, fmt, ap);
    va_end(ap);
    if (b->len > at + 2) {
        b->len -= 2;
        memmove(b->text + at, b->text + at + 2, b->len - at);
    }
}

void
at_unasked(struct dongle *d, const char *fmt, ...)
{
    struct at *at = &d->at;
    bool elsewhere = d->speaking->port != d->port;
    bool wait = !elsewhere && (at->mode == AT_PROMPT || at->len);
    struct at_buffer line = { 0 };
    va_list ap;

    if (!d->port || d->silent)
        return;
    va_start(ap, fmt);
    buffer_line(wait ? &at->held : elsewhere ? &line : &at->out, fmt, ap);
    va_end(ap);
    if (elsewhere)
        port_write(d->port, line.text, line.len);
    else if (!wait)
        at_flush(d);
    free(line.text);
}
