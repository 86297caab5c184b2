/* serial.h - serial ports of this machine (libserialport ends here). */
#ifndef NOTEHOME_SERIAL_H
#define NOTEHOME_SERIAL_H

#include "daemon/err.h"

struct serial_port {
    char path[128];             /* "/dev/ttyUSB0" */
    int usb_vendor, usb_product; /* USB ids */
    int usb_bus, usb_address;   /* ports of one device share them */
};

/* Calls fn for each USB serial port, by path; *p is valid for the call only.
 * Opens none of them. */
MUST_CHECK enum err serial_list(
    void (*fn)(void *user, const struct serial_port *p), void *user);

#endif
