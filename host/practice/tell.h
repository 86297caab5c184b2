/* tell.h - one command to a practice network that runs, from a shell. */
#ifndef NOTEHOME_PRACTICE_TELL_H
#define NOTEHOME_PRACTICE_TELL_H

/* Sends command to the control socket and prints the answer's lines. Returns
 * the exit status: 0 "ok", 1 "error" or a connection that broke, 3 nobody
 * listens there. */
int tell(const char *socket_path, const char *command);

#endif
