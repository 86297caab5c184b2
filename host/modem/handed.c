#include "modem/handed.h"

#include "base/clock.h"
#include "modem/announce.h"

enum { UNTAKEN_MS = 40000 };    /* for the daemon to keep it */

void
handed_start(struct handed *h)
{
    *h = (struct handed){ .due = INT64_MAX };
}

void
handed_saw(struct handed *h, struct dongle *d, const struct link_part *p)
{
    struct link_message m = { .kind = LINK_PART };

    m.u.part = *p;
    to_daemon_put(d->out, &m);  /* it is nowhere else */
    if (!d->acknowledge)
        return;
    h->due = clock_mono() + UNTAKEN_MS;
    h->waits = p->damaged && !h->spared;
    h->spared = h->waits;
}

void
handed_stored(struct handed *h, const struct dongle *d)
{
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
    } else {
        return false;
    }
    return true;
}
