#include "ports/usb_stick.h"

#include <stddef.h>

bool
usb_stick_is_maker(int vendor)
{
    /* Huawei, ZTE, TCL, Qualcomm's customers, SIMCom, Quectel, Sierra, Telit,
     * u-blox, Option, Novatel, Longcheer, D-Link, TP-Link, Fibocom, Haier,
     * BandRich, Cinterion, GCT, MediaTek, Spreadtrum. */
    static const int makers[] = { 0x12d1, 0x19d2, 0x1bbb, 0x05c6, 0x1e0e,
        0x2c7c, 0x1199, 0x1bc7, 0x1546, 0x0af0, 0x1410, 0x1c9e, 0x2001, 0x2357,
        0x2cb7, 0x201e, 0x1a8d, 0x1e2d, 0x1076, 0x0e8d, 0x1782 };

    for (size_t i = 0; i < sizeof(makers) / sizeof(makers[0]); i++)
        if (makers[i] == vendor)
            return true;
    return false;
}

static bool
is(const struct usb_stick_face *f, int class, int subclass, int protocol)
{
    return f->class == class && f->subclass == subclass
        && (protocol < 0 || f->protocol == protocol);
}

enum usb_stick
usb_stick_of(const struct usb_stick_face *face, int n)
{
    bool network = false, disk = n > 0;

    for (int i = 0; i < n; i++) {
        const struct usb_stick_face *f = &face[i];

        /* A serial port, or one of the maker's own kind that may be it. */
        if (is(f, 0x02, 0x02, -1) || f->class == 0xff)
            return USB_STICK_FINE;
        network |= is(f, 0x02, 0x06, -1) || is(f, 0x02, 0x0d, -1)
            || is(f, 0x02, 0x0e, -1) || is(f, 0xe0, 0x01, 0x03)
            || is(f, 0xef, 0x04, 0x01);
        disk &= f->class == 0x08;
    }
    return network ? USB_STICK_NETWORK : disk ? USB_STICK_DISK
                                             : USB_STICK_FINE;
}
