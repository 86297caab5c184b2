/* jobs.h - work that the thread which serves pages hands on: a commit waits
 * for the disk, a password hash for the processor. Each lane is one thread
 * that takes its jobs in turn; a slow lane does not hold up the others. */
#ifndef NOTEHOME_JOBS_H
#define NOTEHOME_JOBS_H

#include "base/err.h"

#include <stdbool.h>

enum lane {
    LANE_HERE = 0,      /* no job: done on the spot */
    LANE_WRITE = 1,     /* a change that takes one commit */
    LANE_SLOW = 2,      /* searches */
    LANE_LISTS = 3,     /* class lists and backups, which take seconds */
    LANE_HASH = 4,      /* passwords, which strangers can keep busy */
    LANES
};

/* Lives inside what it is about; untouched until run() is called. */
struct job {
    void (*run)(struct job *j); /* from the lane's thread, once */
    struct job *next;
};

struct jobs;

MUST_CHECK enum err jobs_start(struct jobs **out);
/* Every job that is taken is run. False: stopping, it was not taken. */
MUST_CHECK bool jobs_give(struct jobs *j, enum lane lane, struct job *job);
/* Runs what waits, then ends the threads; jobs_give() refuses from now on.
 * Accepts NULL. */
void jobs_stop(struct jobs *j);
/* After jobs_stop(). Accepts NULL. */
void jobs_free(struct jobs *j);

#endif
