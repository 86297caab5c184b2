#include "ports/usb.h"
#include "ports/usb_role.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char root[] = "/tmp/notehome-usb-XXXXXX";

static void
shell(const char *command)
{
    char line[600];

    snprintf(line, sizeof(line), "cd %s && %s", root, command);
    CHECK_INT(system(line), 0);
}

TEST(the_usb_device_behind_a_serial_port_is_found)
{
    char want[100], got[200] = "", device[100];

    CHECK(mkdtemp(root));
    shell("mkdir -p sys/class/tty sys/devices/usb1/1-1/1-1:1.0/ttyUSB7/tty"
        " && touch ttyUSB7 ttyS7 && mkdir sys/class/tty/ttyUSB7"
        " && ln -s ../../../devices/usb1/1-1/1-1:1.0/ttyUSB7"
        "  sys/class/tty/ttyUSB7/device"
        " && echo 1 >sys/devices/usb1/1-1/busnum"
        " && echo 12 >sys/devices/usb1/1-1/devnum");
    snprintf(device, sizeof(device), "%s/ttyUSB7", root);
    snprintf(want, sizeof(want), "%s/dev/bus/usb/001/012", root);
    CHECK(usb_node(root, device, got, sizeof(got)) == OK);
    CHECK_TEXT(got, want);
    snprintf(device, sizeof(device), "%s/ttyS7", root);
    CHECK(usb_node(root, device, got, sizeof(got)) == ERR_NOT_FOUND);
    CHECK(usb_node(root, "/nowhere", got, sizeof(got)) == ERR_NOT_FOUND);
    shell("rm -rf sys ttyUSB7 ttyS7");
    CHECK_INT(rmdir(root), 0);
}

TEST(the_boards_chips_are_no_dongles)
{
    CHECK(usb_is_board(0x1a86, 0x7523));
    CHECK(!usb_is_board(0x12d1, 0x1001));
    CHECK(usb_is_board(0x067b, 0x2303));
    CHECK(!usb_is_board(0x12d1, 0x1001));
}

TEST(a_pty_is_never_reset)
{
    CHECK(!usb_may_reset("/dev/ptmx"));
    CHECK(usb_reset("/dev/ptmx") == ERR_NOT_FOUND);
}

TEST(the_interface_of_a_serial_port_is_read)
{
    char device[100];
    int number = 0, protocol = 0;

    strcpy(root, "/tmp/notehome-usb-XXXXXX");
    CHECK(mkdtemp(root));
    shell("mkdir -p sys/class/tty sys/devices/usb1/1-1/1-1:1.2/ttyUSB7"
        " && touch ttyUSB7 ttyACM0"
        " && ln -s ../../../devices/usb1/1-1/1-1:1.2/ttyUSB7"
        "  sys/class/tty/ttyUSB7-device"
        " && mkdir sys/class/tty/ttyUSB7 sys/class/tty/ttyACM0"
        " && ln -s ../../../devices/usb1/1-1/1-1:1.2/ttyUSB7"
        "  sys/class/tty/ttyUSB7/device"
        " && ln -s ../../../devices/usb1/1-1/1-1:1.2"
        "  sys/class/tty/ttyACM0/device"
        " && echo 02 >sys/devices/usb1/1-1/1-1:1.2/bInterfaceNumber"
        " && echo 12 >sys/devices/usb1/1-1/1-1:1.2/bInterfaceProtocol");
    for (int i = 0; i < 2; i++) {
        snprintf(device, sizeof(device), "%s/%s", root,
            i ? "ttyACM0" : "ttyUSB7");
        usb_interface(root, device, &number, &protocol);
        CHECK_INT(number, 2);
        CHECK_INT(protocol, 0x12);
    }
    usb_interface(root, "/nowhere", &number, &protocol);
    CHECK_INT(number, -1);
    shell("rm -rf sys ttyUSB7 ttyACM0");
    CHECK_INT(rmdir(root), 0);
}

TEST(the_port_for_texts_is_known_or_said_or_the_last)
{
    CHECK(usb_role_rank(0x1e0e, 0x9001, 2, 0xff)
        > usb_role_rank(0x1e0e, 0x9001, 3, 0xff));
    CHECK(usb_role_rank(0x2c7c, 0x0125, 2, 0)
        > usb_role_rank(0x2c7c, 0x0125, 3, 0));
    CHECK(usb_role_rank(0x12d1, 0x1506, 1, 0x02)
        > usb_role_rank(0x12d1, 0x1506, 3, 0x14));
    CHECK(usb_role_rank(0x1111, 1, 3, 0xff) > usb_role_rank(0x1111, 1, 2, 2));
    CHECK(usb_role_rank(0x1111, 1, 0, 0xff)
        >= usb_role_rank(0x1111, 1, -1, -1));
}
