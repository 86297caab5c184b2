/* usb_role.h - which serial port of a USB modem is the one for texts: it must
 * answer, and also tell what happens by itself (+CMTI, +CUSD, +CLIP). Pure. */
#ifndef NOTEHOME_USB_ROLE_H
#define NOTEHOME_USB_ROLE_H

/* How likely that is for an interface of a modem with these ids; more is
 * better. interface and protocol are bInterfaceNumber and bInterfaceProtocol,
 * -1 when they are not known. */
int usb_role_rank(int vendor, int product, int interface, int protocol);

#endif
