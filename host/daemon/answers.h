/* answers.h - what staff answered from their own phones is sent on, every
 * second: what came in is committed, and this is its next owner
 * (send/send_alert.h). */
#ifndef NOTEHOME_ANSWERS_H
#define NOTEHOME_ANSWERS_H

#include "base/loop.h"
#include "store/db/db.h"

struct answers {
    struct loop *loop;
    struct db *db;
    struct loop_timer timer;
};

/* From the loop's thread, once settings are in force. */
void answers_start(struct answers *a, struct loop *loop, struct db *db);
void answers_stop(struct answers *a);   /* also where it was not started */

#endif
