/* serial.h - serial ports of this machine (libserialport ends here). */
#ifndef NOTEHOME_SERIAL_H
#define NOTEHOME_SERIAL_H

#include "base/err.h"

#include <stddef.h>

struct serial_port {
    char path[128];             /* "/dev/ttyUSB0" */
    int usb_vendor, usb_product; /* USB ids */
    int usb_bus, usb_address;   /* ports of one device share them */
    int interface, protocol;    /* of USB; -1: not known */
};

/* Calls fn for each USB serial port, by path, ttyUSB2 before
 * ttyUSB10; *p is valid for the call only.
 * Opens none of them. */
MUST_CHECK enum err serial_list(
    void (*fn)(void *user, const struct serial_port *p), void *user);

struct serial;

/* Opens path, or what it links to, for us alone, 8N1 at baud, without flow
 * control. ERR_NOT_FOUND: there is no such port; ERR_BUSY: another program has
 * it; ERR_IO. Nothing here ever waits. */
MUST_CHECK enum err serial_open(const char *path, int baud,
    struct serial **out);
void serial_close(struct serial *s);    /* accepts NULL */

/* To be watched for input; a hang-up on it means that the port is gone. */
int serial_fd(const struct serial *s);

/* What is there, up to room bytes; *n may become 0. ERR_GONE: the port was
 * pulled out. libserialport 0.1.1 reads "nothing" from a port that is gone, so
 * its other calls are asked too. */
MUST_CHECK enum err serial_read(struct serial *s, void *bytes, size_t room,
    size_t *n);
/* Hands n bytes to the system; ERR_BUSY: they did not all fit. ERR_GONE. */
MUST_CHECK enum err serial_write(struct serial *s, const void *bytes,
    size_t n);

#endif
