#include "event.h"

#include "kept.h"
#include "link.h"

void
event_add(enum board_event type, uint8_t args, uint32_t a, uint32_t b,
          uint32_t c)
{
    struct kept_event *e = kept_events.list;

    for (uint8_t i = 0; i < BOARD_EVENTS_KEPT; i++) {
        struct kept_event *o = &kept_events.list[i];

        if (o->n == 0) {
            e = o;
            break;
        }
        if ((int16_t)(o->n - e->n) < 0)
            e = o;              /* the oldest gives way */
    }
    if (++kept_events.latest == 0)
        kept_events.latest = 1;
    *e = (struct kept_event){ .n = kept_events.latest, .type = type,
                              .arg = { a, b, c }, .args = args };
    kept_events_changed();
}

bool
event_acknowledge(uint32_t n)
{
    for (uint8_t i = 0; i < BOARD_EVENTS_KEPT; i++)
        if (n && kept_events.list[i].n == n) {
            kept_events.list[i].n = 0;
            kept_events_changed();
            return true;
        }
    return false;
}

bool
event_waiting(void)
{
    for (uint8_t i = 0; i < BOARD_EVENTS_KEPT; i++)
        if (kept_events.list[i].n)
            return true;
    return false;
}

static bool
tell(const struct kept_event *e)
{
    struct board_writer w;
    char type[3] = { (char)(e->type >> 8), (char)(e->type & 0xFF), 0 };

    board_begin(&w, true, (uint8_t)e->n, BOARD_EVENT);
    board_add(&w, e->n);
    board_add_text(&w, type);
    for (uint8_t i = 0; i < e->args; i++)
        board_add(&w, e->arg[i]);
    return link_send(&w);
}

/* One at each step: it has left the line by the next, so there is always room
 * for an answer to the host. */
void
event_tick(uint32_t now)
{
    for (uint8_t i = 0; i < BOARD_EVENTS_KEPT; i++) {
        struct kept_event *e = &kept_events.list[i];

        if (e->n == 0 || (e->told && now - e->told_at < BOARD_EVENT_MS))
            continue;
        if (tell(e)) {          /* else no room: at the next step */
            e->told = true;
            e->told_at = now;
            kept_events_changed();
        }
        return;
    }
}
