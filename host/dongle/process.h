/* process.h - starting and ending a notehome-modem process. */
#ifndef NOTEHOME_PROCESS_H
#define NOTEHOME_PROCESS_H

#include "base/err.h"

#include <stdbool.h>
#include <sys/types.h>

/* Starts the worker program with one end of a link as LINK_FD; *fd is ours,
 * non-blocking and close-on-exec. The program is the one beside this one, else
 * the one in ../libexec/notehome. ERR_NOT_FOUND: neither is there. */
MUST_CHECK enum err process_start(pid_t *pid, int *fd);

/* Ends it with SIGKILL, which it is built to survive, and reaps it; closes fd.
 * One that hangs in the kernel (a tty that does not close) is waited for 2 s
 * and reaped by a later call of these: the other dongles go on. Accepts pid 0
 * and fd -1. For the main thread. */
void process_end(pid_t pid, int fd);

/* Whether one that was ended hangs in the kernel still, and may hold its
 * device. Accepts 0. For the main thread. */
bool process_hangs(pid_t pid);

#endif
