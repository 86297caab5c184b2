/* part_in.h - a part of a text as it came in (table part_in): how far it is. */
#ifndef NOTEHOME_PART_IN_H
#define NOTEHOME_PART_IN_H

/* How far a part has come. On disk: never reuse a number. */
enum part_in_state {
    PART_NEW = 0,               /* raw; nothing was made of it yet */
    PART_WAITING = 1,           /* read; its text is not shown yet */
    PART_SHOWN = 2,             /* in a message */
    PART_COPY = 3,              /* says what another part said already */
    PART_OURS = 4               /* of a text that was sent from this SIM */
};
/* The same numbers in SQL: as in store/thread/message.h. */
#define PART_IS_NEW "state = 0"
#define PART_IS_WAITING "state = 1"
#define PART_IS_SHOWN "state = 2"
#define PART_IS_COPY "state = 3"
#define PART_IS_OURS "state = 4"
#define PART_IS_UNSEEN "state IN (0, 1)"        /* NEW, WAITING */
#define PART_IS_READ "state IN (1, 2)"          /* WAITING, SHOWN */

#endif
