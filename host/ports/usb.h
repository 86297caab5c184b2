/* usb.h - what USB tells of a device: whether it may be the board, where it is,
 * and which sticks can never serve. */
#ifndef NOTEHOME_USB_H
#define NOTEHOME_USB_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

/* Whether a serial port with these ids may be the companion board: one of the
 * chips that it uses. Modems without an id of their own (SIM800, M95) use them
 * too, so a port that is no board is asked as a dongle. */
bool usb_is_board(int vendor, int product);

/* The node of the USB device behind a serial port, "/dev/bus/usb/001/005", into
 * out; root is "" but in tests. ERR_NOT_FOUND: it is not on USB. */
MUST_CHECK enum err usb_node(const char *root, const char *device, char *out,
    size_t room);

/* bInterfaceNumber and bInterfaceProtocol of a serial port that device is the
 * kernel's name of, -1 where they are not known; root is "" but in tests. */
void usb_interface(const char *root, const char *device, int *number,
    int *protocol);

/* Whether usb_reset() may work. */
bool usb_may_reset(const char *device);
/* Resets the USB device behind a serial port, as if it was plugged in anew; its
 * node may go and come. May take a second. */
MUST_CHECK enum err usb_reset(const char *device);

/* Looks through /sys/bus/usb/devices for sticks that show no modem port (a
 * network card, a disk) and tells people through status.h what to do. */
void usb_show_unusable(void);

#endif
