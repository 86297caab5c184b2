/* usb.h - what USB ids tell: which serial ports may be dongles, and which
 * sticks can never serve. */
#ifndef NOTEHOME_USB_H
#define NOTEHOME_USB_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

/* Whether a serial port with these ids may be a dongle: all but the chips that
 * the companion board uses. */
bool usb_is_candidate(int vendor, int product);
/* Whether it may be the board: one of those chips. */
bool usb_is_board(int vendor, int product);

/* The node of the USB device behind a serial port, "/dev/bus/usb/001/005", into
 * out; root is "" but in tests. ERR_NOT_FOUND: it is not on USB. */
MUST_CHECK enum err usb_node(const char *root, const char *device, char *out,
    size_t room);

/* Whether usb_reset() may work. */
bool usb_may_reset(const char *device);
/* Resets the USB device behind a serial port, as if it was plugged in anew; its
 * node may go and come. May take a second. */
MUST_CHECK enum err usb_reset(const char *device);

/* Looks through /sys/bus/usb/devices for sticks that show no modem port (a
 * network card, a disk) and tells people through status.h what to do. */
void usb_show_unusable(void);

#endif
