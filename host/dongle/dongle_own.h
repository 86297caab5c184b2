/* dongle_own.h - what the files of a dongle share: dongle.c its worker and its
 * work, dongle_hear.c what the worker says, dongle_start.c how a worker begins,
 * dongle_recover.c its deadlines and the way back from trouble. Nobody else
 * includes it. */
#ifndef NOTEHOME_DONGLE_OWN_H
#define NOTEHOME_DONGLE_OWN_H

#include "dongle/dongle.h"
#include "dongle/ladder.h"
#include "status/status.h"
#include "store/queue/queue.h"

#include <sys/stat.h>

struct dongle {
    struct loop *loop;
    struct db *db;
    struct config_modem want;
    const struct dongle_hooks *hooks;
    struct status_modem status;
    pid_t pid;
    pid_t hanging;              /* a worker of before that did not die */
    int fd;                     /* -1: no worker */
    bool ready;                 /* said who it is */
    bool drained;               /* both stores were listed since */
    bool asked;                 /* LINK_POLL is out: last chance */
    struct queue_part part;     /* in hand while part.send.attempt */
    bool handed;                /* its Ctrl-Z was let through */
    struct link_result result;  /* to be settled while result.attempt */
    int vague;                  /* CMS 500 in a row */
    int64_t well_since;         /* monotonic; 0: not well */
    int64_t proved;             /* monotonic; of the last health */
    struct ladder ladder;
    int64_t rung;               /* its row while it is open; 0: none */
    bool gone;                  /* that row is RECOVERY_GONE */
    bool reset;                 /* the next worker is to restart the dongle */
    bool resetting;             /* and was told so */
    bool cutting;               /* its power or its port is, or was just, cut:
                                 * that its node goes is our own doing */
    int64_t parked_until;       /* monotonic */
    struct stat parked_node;    /* the device then; another one starts anew */
    struct loop_timer deadline; /* of the worker, or until the next start */
    struct loop_timer later;    /* when something falls due */
    struct loop_timer relist;   /* what could not be stored is asked for again */
};

/* --- dongle.c ------------------------------------------------------------- */

/* trouble NULL: what was said before still holds. */
void dongle_show(struct dongle *d, enum status_phase phase,
    const char *trouble);
MUST_CHECK enum err dongle_tell(struct dongle *d, enum link_kind kind,
    struct link_message *m);
/* Hears what the worker has said already, ends it, and concludes what that
 * means for the part in hand. */
void dongle_end_worker(struct dongle *d);
/* A loop_timer's function: settles the last part, and hands the worker the next
 * due one, when it has none. */
void dongle_send_next(void *user);
/* Writes the result down; a store that cannot take it is asked again. */
void dongle_settle(struct dongle *d);
/* Hands the worker the next USSD request. */
void dongle_send_ussd(struct dongle *d);

/* --- dongle_hear.c -------------------------------------------------------- */

/* A loop_watch()'s function: the worker said something, or ended. */
void dongle_hear(void *user, unsigned events);
/* What a worker that is to end has said already: a text that was handed over
 * must not be taken for one that was not, and a report that came in no slot is
 * nowhere else. It can say no more, so it lets no further Ctrl-Z pass. */
void dongle_last_words(struct dongle *d);

/* --- dongle_start.c --------------------------------------------------------- */

/* A loop_timer's function: a new worker, where there is a device. */
void dongle_start_worker(void *user);

/* --- dongle_recover.c ----------------------------------------------------- */

/* Ends the worker and takes the next step that the trouble asks for. words:
 * what the worker said. */
void dongle_recover(struct dongle *d, enum link_trouble t, const char *words);
void dongle_restart_after(struct dongle *d, int64_t ms);
/* A loop_timer's function: the worker is overdue. */
void dongle_overdue(void *user);
/* A sign of life: the worker may be quiet for a while again. */
void dongle_alive(struct dongle *d);
/* Tells the worker to restart the dongle; nothing else is asked of it. */
void dongle_reset(struct dongle *d);
/* Settles the step that is open, if one is. */
void dongle_end_rung(struct dongle *d, enum recovery_outcome outcome);
/* It works: settles the step, and counts how often it left its port. */
void dongle_well(struct dongle *d);

#endif
