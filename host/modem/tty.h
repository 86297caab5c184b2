/* tty.h - the dongle's serial port and the pty that libgammu opens instead. */
#ifndef NOTEHOME_TTY_H
#define NOTEHOME_TTY_H

#include "base/err.h"
#include "text/reason.h"

#include <stddef.h>

/* Opens path for this program alone (flock; TIOCEXCL but for a pty), raw at
 * 115200. ERR_NOT_FOUND: no such node; ERR_BUSY: another program has it;
 * ERR_REFUSED: no permission; ERR_INPUT: it is no serial port; ERR_IO: anything
 * else. On an error, why says what is wrong. */
MUST_CHECK enum err tty_open(const char *path, int *fd, struct reason *why);

/* Sets the n-th speed that boards with a serial chip are met at: 0 115200, then
 * 9600, 57600, 19200, 38400, and round again. */
void tty_speed(int fd, int n);

/* A raw pty: its master, non-blocking; its slave, to be kept open so that the
 * master never hangs up; and the slave's path. */
MUST_CHECK enum err tty_pair(int *master, int *slave, char *path, size_t room);

#endif
