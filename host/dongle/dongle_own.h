/* dongle_own.h - what the files that act share: dongle.c turns what happens
 * into events and asks the table, dongle_act.c does each deed, dongle_worker.c
 * those on the worker, dongle_store.c those on the store. Calls go this way
 * only: no deed makes an event but by its answer. Nobody else includes it. */
#ifndef NOTEHOME_DONGLE_OWN_H
#define NOTEHOME_DONGLE_OWN_H

#include "dongle/dongle.h"
#include "dongle/dongle_table.h"
#include "status/status.h"
#include "store/queue/queue.h"

#include <sys/stat.h>

/* What the loop calls; each makes an event. */
struct dongle_calls {
    void (*time)(void *user);
    void (*due)(void *user);
    void (*relist)(void *user);
    void (*hear)(void *user, unsigned events);
};

struct dongle {
    struct loop *loop;
    struct db *db;
    struct config_modem want;
    const struct dongle_hooks *hooks;
    const struct dongle_calls *calls;
    struct dongle_life life;    /* the table's */
    struct status_modem status;
    pid_t pid;
    pid_t hanging;              /* a worker of before that did not die */
    int fd;                     /* -1: no worker */
    struct link_message heard;  /* what the worker said last */
    struct queue_part part;     /* that was claimed last */
    int64_t proved;             /* monotonic; of the last health */
    int64_t rung;               /* its row while it is open; 0: none */
    struct stat parked_node;    /* the device then; another one starts anew */
    struct loop_timer deadline; /* of the worker, or until the next start */
    struct loop_timer later;    /* when something falls due */
    struct loop_timer relist;   /* what could not be stored is listed again */
};

/* Does one deed. An error only of those that break the plan; an answer, where
 * there is one, goes into *answer. */
MUST_CHECK enum err dongle_act(struct dongle *d,
    const struct dongle_deed *deed, struct dongle_event *answer);

/* --- dongle_worker.c ------------------------------------------------------ */

/* What d->heard means to the table. */
struct dongle_event dongle_heard(const struct dongle *d);

MUST_CHECK enum err dongle_tell(struct dongle *d, enum link_kind kind,
    struct link_message *m);

MUST_CHECK enum err dongle_spawn(struct dongle *d);
MUST_CHECK enum err dongle_tell_start(struct dongle *d);
MUST_CHECK enum err dongle_tell_send(struct dongle *d);
MUST_CHECK enum err dongle_tell_poll(struct dongle *d);
MUST_CHECK enum err dongle_tell_reset(struct dongle *d);
void dongle_tell_stored(struct dongle *d);
void dongle_relist(struct dongle *d);
void dongle_hush(struct dongle *d);
MUST_CHECK enum err dongle_hear_last(struct dongle *d,
    struct dongle_event *answer);
void dongle_kill(struct dongle *d);

/* --- dongle_store.c ------------------------------------------------------- */

MUST_CHECK enum err dongle_register(struct dongle *d,
    struct dongle_event *answer);
MUST_CHECK enum err dongle_settle(struct dongle *d,
    struct dongle_event *answer);
MUST_CHECK enum err dongle_claim(struct dongle *d,
    struct dongle_event *answer);
MUST_CHECK enum err dongle_store_part(struct dongle *d);
void dongle_keep_removed(struct dongle *d);
void dongle_keep_call(struct dongle *d);
void dongle_keep_ussd(struct dongle *d);
void dongle_ask_ussd(struct dongle *d);
void dongle_read_name(struct dongle *d);
void dongle_note_pin(struct dongle *d);
void dongle_lose_sim(struct dongle *d);
void dongle_begin_rung(struct dongle *d, const struct dongle_deed *deed);
void dongle_end_rung(struct dongle *d, const struct dongle_deed *deed);
void dongle_count_losses(struct dongle *d, const struct dongle_deed *deed);

#endif
