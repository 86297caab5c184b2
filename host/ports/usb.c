#include "ports/usb.h"

#include "base/log.h"
#include "status/status.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/usbdevice_fs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

struct known {
    int vendor, product;
    const char *words;
};

/* The chips of the companion board's USB connection. */
static const struct known boards[] = {
    { 0x1a86, 0x7523, "CH340" },
    { 0x0403, 0x6001, "FT232" },
    { 0x10c4, 0xea60, "CP2102" },
    { 0x067b, 0x2303, "PL2303" },
    { 0x2341, 0x0043, "Arduino Uno" },
};

struct stick {
    int vendor, product;
    enum reason_code why;
};

static const struct stick unusable[] = {
    { 0x12d1, 0x14db, REASON_NETWORK_CARD },
    { 0x12d1, 0x14dc, REASON_NETWORK_CARD },
    { 0x12d1, 0x1f01, REASON_DISK_MODE },
    { 0x12d1, 0x1446, REASON_DISK_MODE },
    { 0x12d1, 0x14fe, REASON_DISK_MODE },
    { 0x12d1, 0x1505, REASON_DISK_MODE },
    { 0x12d1, 0x1520, REASON_DISK_MODE },
    { 0x19d2, 0x1405, REASON_NETWORK_CARD },
    { 0x19d2, 0x2000, REASON_DISK_MODE },
    { 0x19d2, 0x1225, REASON_DISK_MODE },
    { 0x1bbb, 0x0195, REASON_NETWORK_CARD },
    { 0x1bbb, 0xf000, REASON_DISK_MODE },
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

bool
usb_is_board(int vendor, int product)
{
    for (size_t i = 0; i < COUNT(boards); i++)
        if (boards[i].vendor == vendor && boards[i].product == product)
            return true;
    return false;
}

static int
read_id(const char *device, const char *file)
{
    char path[400];
    unsigned id = 0;
    FILE *f;

    snprintf(path, sizeof(path), "/sys/bus/usb/devices/%s/%s", device, file);
    f = fopen(path, "re");
    if (!f)
        return -1;
    if (fscanf(f, "%4x", &id) != 1)
        id = 0;
    fclose(f);
    return (int)id;
}

static void
show(const struct stick *s, bool here)
{
    struct status_modem m = { .phase = STATUS_STOPPED };
    char id[24];

    snprintf(m.name, sizeof(m.name), "usb-%04x-%04x", s->vendor, s->product);
    snprintf(id, sizeof(id), "%04x:%04x", (unsigned)s->vendor,
        (unsigned)s->product);
    m.trouble = reason_text(s->why, id);
    if (here)
        status_set(&m);
    else
        status_remove(m.name);
}

void
usb_show_unusable(void)
{
    bool here[COUNT(unusable)] = { false };
    DIR *dir = opendir("/sys/bus/usb/devices");
    struct dirent *entry;

    while (dir && (entry = readdir(dir))) {
        int vendor, product;
        if (entry->d_name[0] == '.' || strchr(entry->d_name, ':'))
            continue;
        vendor = read_id(entry->d_name, "idVendor");
        product = read_id(entry->d_name, "idProduct");
        for (size_t i = 0; i < COUNT(unusable); i++)
            here[i] |= unusable[i].vendor == vendor
                && unusable[i].product == product;
    }
    if (dir)
        closedir(dir);
    for (size_t i = 0; i < COUNT(unusable); i++)
        show(&unusable[i], here[i]);
}

/* --- resets --------------------------------------------------------------- */

/* Two hex digits in a file of a folder under /sys; -1: there are none. */
static int
read_hex(const char *folder, const char *file)
{
    char path[PATH_MAX + 32];
    unsigned n = 0;
    int got;
    FILE *f;

    snprintf(path, sizeof(path), "%s/%s", folder, file);
    if (!(f = fopen(path, "re")))
        return -1;
    got = fscanf(f, "%2x", &n);
    fclose(f);
    return got == 1 ? (int)n : -1;
}

/* A small number in a file of a folder under /sys; 0: there is none. */
static int
read_number(const char *folder, const char *file)
{
    char path[PATH_MAX + 16];
    int n = 0;
    FILE *f;

    snprintf(path, sizeof(path), "%s/%s", folder, file);
    if (!(f = fopen(path, "re")))
        return 0;
    if (fscanf(f, "%3d", &n) != 1)
        n = 0;
    fclose(f);
    return n;
}

/* The folder in /sys of what is behind a serial port, named as the kernel does,
 * or NULL; free() it. */
static char *
port_folder(const char *root, const char *path)
{
    const char *slash = strrchr(path, '/');
    char link[PATH_MAX];

    if (!slash)
        return NULL;
    snprintf(link, sizeof(link), "%s/sys/class/tty/%s/device", root, slash + 1);
    return realpath(link, NULL);
}

void
usb_interface(const char *root, const char *device, int *number, int *protocol)
{
    char *folder = port_folder(root, device), *slash;

    *number = *protocol = -1;
    /* The port's folder is the interface (ACM), or lies in it. */
    for (int up = 0; up < 2 && folder && *number < 0; up++) {
        *number = read_hex(folder, "bInterfaceNumber");
        *protocol = read_hex(folder, "bInterfaceProtocol");
        if (*number < 0 && (slash = strrchr(folder, '/')) && slash > folder)
            *slash = '\0';
    }
    free(folder);
}

enum err
usb_node(const char *root, const char *device, char *out, size_t room)
{
    char *real = realpath(device, NULL), *folder, *slash;
    enum err e = ERR_NOT_FOUND;

    folder = real ? port_folder(root, real) : NULL;
    free(real);
    if (!folder)
        return e;
    /* The port, its interface, then the device. */
    for (int up = 0; up < 4 && e; up++) {
        int bus = read_number(folder, "busnum");
        int number = read_number(folder, "devnum");

        if (bus > 0 && number > 0) {
            snprintf(out, room, "%s/dev/bus/usb/%03d/%03d", root, bus, number);
            e = OK;
        } else if ((slash = strrchr(folder, '/')) && slash > folder) {
            *slash = '\0';
        }
    }
    free(folder);
    return e;
}

bool
usb_may_reset(const char *device)
{
    char node[PATH_MAX];

    return usb_node("", device, node, sizeof(node)) == OK
        && access(node, W_OK) == 0;
}

enum err
usb_reset(const char *device)
{
    char node[PATH_MAX];
    enum err e = usb_node("", device, node, sizeof(node));
    int fd;

    if (e)
        return e;
    if ((fd = open(node, O_WRONLY | O_CLOEXEC)) < 0)
        return ERR_REFUSED;
    if (ioctl(fd, USBDEVFS_RESET, 0) < 0) {
        log_warn("usb", "node=%s reset: %s", node, strerror(errno));
        e = ERR_IO;
    }
    close(fd);
    return e;
}
