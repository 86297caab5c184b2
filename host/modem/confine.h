/* confine.h - what is taken from the worker once its dongle is open (sandbox):
 * capabilities, network, files, other processes, new programs. A dongle, a text
 * or libgammu that takes the worker over has the dongle and the link, no more.
 *
 * Where the kernel lacks a part the rest holds, the log says what is missing,
 * and the worker goes on: a school needs its texts. Nothing here can be undone
 * by the process. */
#ifndef NOTEHOME_CONFINE_H
#define NOTEHOME_CONFINE_H

/* Before the second thread is started: of all files only pty (a path) can be
 * opened from now on. */
void confine(const char *pty);

/* After libgammu has opened its pty, for all threads: nothing can be opened and
 * no thread started any more. */
void confine_more(void);

#endif
