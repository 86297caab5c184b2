#include "modem/handed.h"

#include "base/clock.h"
#include "modem/announce.h"

#include <string.h>

enum {
    UNTAKEN_MS = 40000,         /* for the daemon to keep it */
    AGAIN_MS = 10000            /* it found no room on the disk */
};

void
handed_start(struct handed *h)
{
    memset(h, 0, sizeof(*h));
    h->due = h->again = INT64_MAX;
}

static void
give(struct handed *h, struct dongle *d)
{
    struct link_message m = { .kind = LINK_PART };

    for (int i = 0; i < h->parts; i++) {
        m.u.part = h->part[i];
        if (to_daemon_try(d->out, &m) != OK)
            break;
    }
    h->again = clock_mono() + AGAIN_MS;
}

int64_t
handed_due(const struct handed *h)
{
    return h->again < h->due ? h->again : h->due;
}

void
handed_saw(struct handed *h, struct dongle *d, const struct link_part *p)
{
    struct link_message m = { .kind = LINK_PART };

    m.u.part = *p;
    to_daemon_put(d->out, &m);  /* it is nowhere else */
    if (h->parts < HANDED_MAX)
        h->part[h->parts++] = *p;
    if (h->again == INT64_MAX)
        h->again = clock_mono() + AGAIN_MS;
    if (!d->acknowledge)
        return;
    h->due = clock_mono() + UNTAKEN_MS;
    h->waits = p->damaged && !h->spared;
    h->spared = h->waits;
}

void
handed_stored(struct handed *h, const struct dongle *d,
    const struct link_stored *s)
{
    for (int i = 0; i < h->parts; i++)
        if (!strcmp(h->part[i].pdu, s->pdu)) {
            memmove(h->part + i, h->part + i + 1,
                (size_t)(--h->parts - i) * sizeof(*h->part));
            break;
        }
    if (!h->parts)
        h->again = INT64_MAX;
    h->taken = d->acknowledge && !h->waits;
}

bool
handed_work(struct handed *h, struct dongle *d, int64_t now)
{
    if (h->taken) {
        h->taken = false;
        h->due = INT64_MAX;
        announce_taken(d->relay);
    } else if (now >= h->due) {
        /* The network gives it again, and the dongle has ended AT+CNMI. */
        h->due = INT64_MAX;
        d->acknowledge = announce_set(d->relay, d->reports);
    } else if (now >= h->again) {
        give(h, d);
    } else {
        return false;
    }
    return true;
}
