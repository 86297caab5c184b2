#include "modem/mailbox.h"

#include "base/clock.h"
#include "base/log.h"

#include <stdlib.h>
#include <string.h>

enum {
    SLOTS_MAX = 2000,
    DAMAGED_SIGHTS = 3,         /* before an unusable line is believed */
    GIVE_AGAIN_MS = 5000        /* the daemon had no room on its disk,
                                 * perhaps */
};

enum slot_state {
    SLOT_DOUBTFUL,              /* an unusable line, not seen often enough */
    SLOT_NEW,                   /* to be given to the daemon */
    SLOT_REPORTED,
    SLOT_STORED                 /* on the daemon's disk, to be freed */
};

struct slot {
    struct link_part part;
    enum slot_state state;
    int location;               /* -1 not known */
    int sights;
    int fails;
    int64_t due;                /* REPORTED: to be given again if seen then;
                                 * STORED: to be freed */
    bool seen;                  /* by the listing under way */
};

struct mailbox {
    const struct mailbox_calls *calls;
    void *self;
    struct slot *slot;
    int count, room;
    int arrivals;
};

struct mailbox *
mailbox_new(const struct mailbox_calls *calls, void *self)
{
    struct mailbox *box = calloc(1, sizeof(*box));

    if (!box)
        return NULL;
    box->calls = calls;
    box->self = self;
    return box;
}

void
mailbox_free(struct mailbox *box)
{
    if (!box)
        return;
    free(box->slot);
    free(box);
}

static struct slot *
find(struct mailbox *box, int store, int index)
{
    for (int i = 0; i < box->count; i++)
        if (box->slot[i].part.store == store
            && box->slot[i].part.index == index)
            return &box->slot[i];
    return NULL;
}

static struct slot *
add(struct mailbox *box)
{
    struct slot *more, *s;

    if (box->count == box->room) {
        if (box->room >= SLOTS_MAX
            || !(more = realloc(box->slot,
                     (size_t)(box->room + 32) * sizeof(*more))))
            return NULL;
        box->slot = more;
        box->room += 32;
    }
    s = &box->slot[box->count++];
    memset(s, 0, sizeof(*s));
    s->location = -1;
    return s;
}

static void
drop(struct mailbox *box, struct slot *s)
{
    *s = box->slot[--box->count];
}

static void
tell_removed(struct mailbox *box, const struct slot *s)
{
    struct link_stored gone = { .store = s->part.store,
        .index = s->part.index };

    if (s->state != SLOT_STORED)
        return;
    strcpy(gone.pdu, s->part.pdu);
    box->calls->removed(box->self, &gone);
}

void
mailbox_saw(struct mailbox *box, const struct link_part *p)
{
    struct slot *s = find(box, p->store, p->index);

    if (!s && !(s = add(box)))
        return;
    s->seen = true;
    if (!strcmp(s->part.pdu, p->pdu) && s->part.damaged == p->damaged
        && s->part.store) {
        if (s->state == SLOT_DOUBTFUL && ++s->sights >= DAMAGED_SIGHTS)
            s->state = SLOT_NEW;
        if (s->state == SLOT_REPORTED && clock_mono() >= s->due)
            s->state = SLOT_NEW;
        return;
    }
    if (s->part.store && s->state >= SLOT_REPORTED && p->damaged
        && s->sights++ < DAMAGED_SIGHTS)
        return;                 /* noise, most likely: look again */
    tell_removed(box, s);
    s->part = *p;
    s->state = p->damaged ? SLOT_DOUBTFUL : SLOT_NEW;
    s->sights = 1;
    s->fails = 0;
    s->due = 0;
    box->arrivals++;
}

void
mailbox_listed(struct mailbox *box, int store, bool whole)
{
    for (int i = box->count - 1; i >= 0; i--) {
        struct slot *s = &box->slot[i];

        if (s->part.store != store)
            continue;
        if (whole && !s->seen) {
            tell_removed(box, s);
            drop(box, s);
        } else {
            s->seen = false;
        }
    }
}

void
mailbox_located(struct mailbox *box, int store, int index, int location)
{
    struct slot *s = find(box, store, index);

    if (s)
        s->location = location;
}

void
mailbox_stored(struct mailbox *box, const struct link_stored *stored)
{
    struct slot *s = find(box, stored->store, stored->index);

    if (s && strcmp(s->part.pdu, stored->pdu)) {
        box->calls->removed(box->self, stored);   /* something else is there */
        return;
    }
    if (!s) {                   /* from before: the next listing decides */
        if (!(s = add(box)))
            return;
        s->part.store = stored->store;
        s->part.index = stored->index;
        strcpy(s->part.pdu, stored->pdu);
    }
    s->state = SLOT_STORED;
    s->due = 0;
}

bool
mailbox_report(struct mailbox *box)
{
    for (int i = 0; i < box->count; i++) {
        if (box->slot[i].state != SLOT_NEW)
            continue;
        if (!box->calls->part(box->self, &box->slot[i].part))
            return false;
        box->slot[i].state = SLOT_REPORTED;
        box->slot[i].due = clock_mono() + GIVE_AGAIN_MS;
    }
    return true;
}

bool
mailbox_next_removal(struct mailbox *box, int64_t now, struct link_stored *out,
                   int *location)
{
    for (int i = 0; i < box->count; i++) {
        struct slot *s = &box->slot[i];

        if (s->state != SLOT_STORED || s->location < 0 || s->due > now)
            continue;
        out->store = s->part.store;
        out->index = s->part.index;
        strcpy(out->pdu, s->part.pdu);
        *location = s->location;
        return true;
    }
    return false;
}

void
mailbox_freed(struct mailbox *box, const struct link_stored *stored, bool freed,
            int64_t now)
{
    struct slot *s = find(box, stored->store, stored->index);
    int64_t pause;

    if (!s || strcmp(s->part.pdu, stored->pdu))
        return;                 /* another message is there by now */
    if (freed) {
        tell_removed(box, s);
        drop(box, s);
        return;
    }
    if (s->fails++ == 3)
        log_warn("mailbox", "store=%d index=%d cannot be freed; its message is "
            "safe", stored->store, stored->index);
    pause = s->fails < 3 ? 0 : s->fails < 10 ? 5 * SECOND : 5 * MINUTE;
    s->due = now + pause;
}

int64_t
mailbox_due(const struct mailbox *box)
{
    int64_t due = INT64_MAX;

    for (int i = 0; i < box->count; i++)
        if (box->slot[i].state == SLOT_STORED && box->slot[i].location >= 0
            && box->slot[i].due < due)
            due = box->slot[i].due;
    return due;
}

bool
mailbox_doubts(const struct mailbox *box)
{
    for (int i = 0; i < box->count; i++)
        if (box->slot[i].state == SLOT_DOUBTFUL)
            return true;
    return false;
}

int
mailbox_arrivals(struct mailbox *box)
{
    int n = box->arrivals;

    box->arrivals = 0;
    return n;
}

int
mailbox_count(const struct mailbox *box)
{
    return box->count;
}
