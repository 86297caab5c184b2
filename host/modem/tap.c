#include "modem/tap.h"

#include "base/clock.h"

#include <string.h>

void
tap_pass(struct tap *t, bool down, const char *bytes, size_t n)
{
    struct link_message m = { .kind = LINK_SAID };
    struct link_said *s = &m.u.said;

    if (!t->on)
        return;
    s->at = clock_mono();
    s->down = down;
    for (size_t i = 0; i < n; i += (size_t)s->bytes) {
        s->bytes = n - i < sizeof(s->byte) ? (int32_t)(n - i)
                                           : (int32_t)sizeof(s->byte);
        memcpy(s->byte, bytes + i, (size_t)s->bytes);
        if (to_daemon_try(t->out, &m) != OK)
            return;
    }
}
