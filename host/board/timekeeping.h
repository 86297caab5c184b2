/* timekeeping.h - is the date right? The system's clock, the board's clock and
 * the newest message, judged together; network time (NTP) wins over all. The
 * network's own time (NITZ) is not to be had through libgammu. */
#ifndef NOTEHOME_TIMEKEEPING_H
#define NOTEHOME_TIMEKEEPING_H

#include "base/err.h"
#include "store/db/db.h"

#include <stdbool.h>
#include <stdint.h>

struct timekeeping_facts {
    int64_t now;                /* the system's clock, UTC ms */
    int64_t newest;             /* of the latest messages, at most from the
                                 * last one on that the network dated alike;
                                 * 0: none */
    bool synchronised;          /* by NTP, as the kernel knows */
    bool board;                 /* the board's clock answered */
    bool board_sure;            /* and never stood still since it was set */
    int64_t board_time;         /* UTC ms */
    bool starting;              /* nothing has been dated by us yet */
};
enum timekeeping_step {
    TIME_FINE,                  /* nothing to do */
    TIME_UNSURE,                /* wrong, and nobody knows better */
    TIME_TAKE,                  /* set the system's clock by the board's */
    TIME_GIVE                   /* set the board's clock by the system's */
};

/* Pure. */
enum timekeeping_step timekeeping_judge(const struct timekeeping_facts *f);

/* now, newest and synchronised of this machine. */
MUST_CHECK enum err timekeeping_look(struct db *db,
    struct timekeeping_facts *f);

/* Sets the system's clock; audited. ERR_REFUSED: not permitted. */
MUST_CHECK enum err timekeeping_set(struct db *db, int64_t to);

/* Notes that the board's clock goes from one time to another: with a word to
 * people when that is far backwards. */
void timekeeping_note_board(struct db *db, const struct timekeeping_facts *f);

#endif
