#include "ports/usb_stick.h"
#include "test.h"

TEST(a_stick_is_told_by_its_interfaces)
{
    static const struct {
        struct usb_stick_face face[5];
        int n;
        enum usb_stick want;
    } rows[] = {
        /* E3372h: CDC-ether and data; and with its disk beside it. */
        { { { 0x02, 0x06, 0 }, { 0x0a, 0, 0 } }, 2, USB_STICK_NETWORK },
        { { { 0x02, 0x06, 0 }, { 0x0a, 0, 0 }, { 0x08, 0x06, 0x50 } }, 3,
            USB_STICK_NETWORK },
        /* UFI sticks: RNDIS. */
        { { { 0xe0, 0x01, 0x03 }, { 0x0a, 0, 0 } }, 2, USB_STICK_NETWORK },
        { { { 0xef, 0x04, 0x01 }, { 0x0a, 0, 0 } }, 2, USB_STICK_NETWORK },
        { { { 0x02, 0x0d, 0 }, { 0x0a, 0, 1 } }, 2, USB_STICK_NETWORK },
        /* Not switched yet: a disk, some with a slot for a card. */
        { { { 0x08, 0x06, 0x50 } }, 1, USB_STICK_DISK },
        { { { 0x08, 0x06, 0x50 }, { 0x08, 0x06, 0x50 } }, 2, USB_STICK_DISK },
        /* Modems, with a disk or a network card beside their ports. */
        { { { 0xff, 0x01, 0x01 }, { 0xff, 0x01, 0x02 }, { 0x08, 0x06, 0x50 } },
            3, USB_STICK_FINE },
        { { { 0xe0, 0x01, 0x03 }, { 0xff, 0xff, 0xff } }, 2, USB_STICK_FINE },
        { { { 0x02, 0x02, 0x01 }, { 0x02, 0x06, 0 } }, 2, USB_STICK_FINE },
        /* A Bluetooth dongle, a hub, nothing known. */
        { { { 0xe0, 0x01, 0x01 } }, 1, USB_STICK_FINE },
        { { { 0x09, 0, 0 } }, 1, USB_STICK_FINE },
        { { { 0, 0, 0 } }, 0, USB_STICK_FINE },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        CHECK_INT(usb_stick_of(rows[i].face, rows[i].n), rows[i].want);
    CHECK(usb_stick_is_maker(0x12d1) && usb_stick_is_maker(0x19d2));
    CHECK(!usb_stick_is_maker(0x0781));     /* who makes memory sticks */
}
