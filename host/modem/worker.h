/* worker.h - one dongle's worker: does what the packets on the link ask, and
 * brings in what the dongle has. Holds no data and may be killed at any time.
 *
 * Both stores are emptied before anything is sent; a message leaves its slot
 * only after the daemon said that it is on disk. */
#ifndef NOTEHOME_WORKER_H
#define NOTEHOME_WORKER_H

/* Works until the daemon says LINK_STOP or closes the link. Returns the exit
 * status; on trouble the process ends inside. */
int worker_run(int link);

#endif
