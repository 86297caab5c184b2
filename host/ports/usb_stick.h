/* usb_stick.h - what a USB device is by the classes of its interfaces: a modem
 * that is a network card (HiLink, "UFI"), one that is still a disk, or neither.
 * A maker's id alone proves nothing: there are new ones each year. Pure. */
#ifndef NOTEHOME_USB_STICK_H
#define NOTEHOME_USB_STICK_H

#include <stdbool.h>

enum usb_stick { USB_STICK_FINE, USB_STICK_NETWORK, USB_STICK_DISK };

struct usb_stick_face {
    int class, subclass, protocol;      /* bInterfaceClass and so on */
};

/* Whether this maker makes modems. */
bool usb_stick_is_maker(int vendor);

/* What a device of such a maker with these n interfaces is. */
enum usb_stick usb_stick_of(const struct usb_stick_face *face, int n);

#endif
