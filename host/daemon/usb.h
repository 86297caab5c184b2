/* usb.h - what USB ids tell: which serial ports may be dongles, and which
 * sticks can never serve. */
#ifndef NOTEHOME_USB_H
#define NOTEHOME_USB_H

#include <stdbool.h>

/* Whether a serial port with these ids may be a dongle: all but the chips that
 * the companion board uses. */
bool usb_is_candidate(int vendor, int product);
/* Whether it may be the board: one of those chips. */
bool usb_is_board(int vendor, int product);

/* Looks through /sys/bus/usb/devices for sticks that show no modem port (a
 * network card, a disk) and tells people through status.h what to do. */
void usb_show_unusable(void);

#endif
