#include "modem/notes.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { NOTES_MAX = 4096 };

struct note_item {
    struct note_item *next;
    struct relay_note note;
};

bool
notes_start(struct notes *n)
{
    n->first = NULL;
    n->last = &n->first;
    n->count = 0;
    n->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return n->fd >= 0;
}

void
notes_wake(struct notes *n)
{
    uint64_t one = 1;

    if (write(n->fd, &one, sizeof(one)) < 0)
        return;                 /* full: it is readable anyway */
}

void
notes_add(struct notes *n, const struct filter_event *e)
{
    struct note_item *item;

    if (n->count >= NOTES_MAX || !(item = calloc(1, sizeof(*item))))
        return;
    item->note.kind = e->kind;
    item->note.part = e->part;
    snprintf(item->note.text, sizeof(item->note.text), "%s",
        e->text ? e->text : "");
    *n->last = item;
    n->last = &item->next;
    n->count++;
    notes_wake(n);
}

bool
notes_take(struct notes *n, struct relay_note *out)
{
    struct note_item *item = n->first;
    uint64_t count;

    if (item) {
        *out = item->note;
        n->count--;
        if (!(n->first = item->next))
            n->last = &n->first;
        free(item);
    } else if (read(n->fd, &count, sizeof(count)) < 0) {
        count = 0;              /* it was not raised */
    }
    return item != NULL;
}
