/* port.h - a pty that behaves like the serial port of a USB dongle.
 *
 * Programs open the symbolic link; opening, closing and reopening harms
 * nothing, and each close is noticed. port_close() is the pulled plug: who
 * holds the port gets a hang-up. Output for nobody is dropped, as a USB
 * serial port does. */
#ifndef NOTEHOME_PRACTICE_PORT_H
#define NOTEHOME_PRACTICE_PORT_H

#include "practice/loop.h"

struct port;

struct port_user {
    void (*input)(void *owner, const uint8_t *p, size_t len);
    void (*closed)(void *owner);    /* the last opener went away */
    void *owner;
};

/* Makes the pty and the link (replacing an older link, nothing else).
 * ERR_EXISTS: path is there and no symbolic link. */
MUST_CHECK enum err port_open(struct loop *l, const char *path,
    const struct port_user *user, struct port **out);
/* Hangs up and removes the link; accepts NULL. */
void port_close(struct port *p);

/* Sends now or as soon as the other side reads; beyond 256 KiB of backlog
 * the rest is dropped. */
void port_write(struct port *p, const void *data, size_t len);

#endif
