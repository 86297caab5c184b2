/* notes.h - what the filter saw, waiting for the worker's thread. Not guarded:
 * the relay's lock is held in each call. */
#ifndef NOTEHOME_NOTES_H
#define NOTEHOME_NOTES_H

#include "modem/line_filter.h"

/* What the filter saw, copied. */
struct relay_note {
    enum filter_event_kind kind;
    struct link_part part;
    char text[2048];
};

struct note_item;

struct notes {
    struct note_item *first, **last;
    int count;
    int fd;                     /* eventfd: readable while there are some */
};

/* False: there is no descriptor left. */
bool notes_start(struct notes *n);
/* One more; beyond some thousand it is dropped, and the next listing shows it
 * again. */
void notes_add(struct notes *n, const struct filter_event *e);
/* The oldest; false when there is none. */
bool notes_take(struct notes *n, struct relay_note *out);
/* Makes the descriptor readable. */
void notes_wake(struct notes *n);

#endif
