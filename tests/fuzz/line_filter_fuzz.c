#include "modem/line_filter.h"

#include <stdlib.h>
#include <string.h>

/* A world in which both sides are hostile. Each chunk of input is a byte that
 * says whose it is, a length, and so many bytes. What must hold: Ctrl-Z goes
 * down only after leave was asked and given, AT+CMGD never without leave, and
 * libgammu gets no hexadecimal line that the modem wrote. */
struct world {
    struct line_filter *f;
    int64_t now;
    bool leave, handed, may_delete;
};

static void
to_modem(void *self, const char *bytes, size_t n)
{
    struct world *w = self;

    if (memchr(bytes, 0x1a, n)) {
        if (!w->handed)
            abort();
        w->handed = false;
    }
    if (n >= 7 && !memcmp(bytes, "AT+CMGD", 7) && !w->may_delete)
        abort();
}

static void
to_library(void *self, const char *bytes, size_t n)
{
    static const char air[] = "07915274";   /* no PDU of ours starts so */

    (void)self;
    if (n >= 8 && !memcmp(bytes, "\r\n+CMG", 6)
        && (bytes[6] == 'L' || bytes[6] == 'R')
        && memmem(bytes, n, air, sizeof(air) - 1))
        abort();
}

static bool
event(void *self, const struct filter_event *e)
{
    struct world *w = self;

    if (strlen(e->part.pdu) >= sizeof(e->part.pdu))
        abort();
    if (e->kind == FILTER_HANDED)
        return w->handed = w->leave;
    return true;
}

static void
step(struct world *w, int who, const char *bytes, size_t n)
{
    static const struct link_send part = { .number = "+1", .units = 1,
        .text = { 'a' } };
    struct tpdu t;

    switch (who % 8) {
    case 0:
    case 1:
    case 2:
        filter_from_modem(w->f, bytes, n, w->now);
        break;
    case 3:
    case 4:
        filter_from_library(w->f, bytes, n, w->now);
        break;
    case 5:
        w->now += (int64_t)n * 200;
        if (w->now >= filter_due(w->f))
            filter_tick(w->f, w->now);
        break;
    case 6:
        w->leave = n & 1;
        if (tpdu_build(&part, &t) == OK)
            filter_arm(w->f, &t);
        break;
    default:
        w->may_delete = true;
        filter_allow_delete(w->f, LINK_STORE_SM, (int)n, "0004AB");
        if (filter_ask(w->f, n & 1 ? "AT+COPS?" : "AT", 1000, w->now) != OK)
            filter_sync(w->f, w->now);
        break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct filter_calls calls = { to_modem, to_library, event };
    struct world w = { .now = 1 };
    size_t n;

    if (!(w.f = filter_new(&calls, &w)))
        return 0;
    while (size >= 2) {
        n = data[1] <= size - 2 ? data[1] : size - 2;
        step(&w, data[0], (const char *)data + 2, n);
        data += 2 + n;
        size -= 2 + n;
    }
    filter_free(w.f);
    return 0;
}
