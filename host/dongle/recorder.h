/* recorder.h - keeps the diary of a dongle that somebody asked for
 * (store/sims/diaries.h): what workers hear, in memory, until its time is over
 * or it is full; then its clean text goes to the store. There is one of it. The
 * main thread owns it. Before recorder_open() nothing is recorded. */
#ifndef NOTEHOME_RECORDER_H
#define NOTEHOME_RECORDER_H

#include "base/loop.h"
#include "link/link.h"
#include "store/db/db.h"

/* changed(): what recorder_wants() says has changed. */
void recorder_open(struct loop *loop, struct db *db,
    void (*changed)(void *user), void *user);
/* What is being recorded is lost; its time goes on after a start. */
void recorder_close(void);
/* The store has something new: begins or ends. */
void recorder_look(void);

/* Whether what passes at this port is to be recorded, from the first byte. */
bool recorder_wants(const char *device);
/* A worker is about to open it. */
void recorder_opened(const char *device);
void recorder_hear(const char *device, const struct link_said *said);

#endif
