#include "ports/usb.h"
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
    CHECK(!usb_is_candidate(0x1a86, 0x7523));
    CHECK(!usb_is_board(0x12d1, 0x1001));
    CHECK(usb_is_candidate(0x12d1, 0x1001));
}

TEST(a_pty_is_never_reset)
{
    CHECK(!usb_may_reset("/dev/ptmx"));
    CHECK(usb_reset("/dev/ptmx") == ERR_NOT_FOUND);
}
