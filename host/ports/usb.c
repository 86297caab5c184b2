#include "ports/usb.h"

#include "base/log.h"
#include "ports/usb_stick.h"
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

/* Those whose ids are enough, should the system not show their interfaces. */
static const struct {
    int vendor, product;
    enum usb_stick stick;
} known[] = {
    { 0x12d1, 0x14db, USB_STICK_NETWORK },
    { 0x12d1, 0x14dc, USB_STICK_NETWORK },
    { 0x12d1, 0x1f01, USB_STICK_DISK }, { 0x12d1, 0x1446, USB_STICK_DISK },
    { 0x12d1, 0x14fe, USB_STICK_DISK }, { 0x12d1, 0x1505, USB_STICK_DISK },
    { 0x12d1, 0x1520, USB_STICK_DISK }, { 0x19d2, 0x1405, USB_STICK_NETWORK },
    { 0x19d2, 0x2000, USB_STICK_DISK }, { 0x19d2, 0x1225, USB_STICK_DISK },
    { 0x1bbb, 0x0195, USB_STICK_NETWORK }, { 0x1bbb, 0xf000, USB_STICK_DISK },
};

enum { SHOWN = 8, FACES = 16 };

/* What people were told of; for the main thread alone. */
static struct {
    int vendor, product;
    bool here;
} shown[SHOWN];

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

/* Reads the interfaces of a device, which stand beside it as "1-1:1.0". */
static int
read_faces(DIR *dir, const char *device, struct usb_stick_face face[FACES])
{
    size_t len = strlen(device);
    struct dirent *entry;
    int n = 0;

    rewinddir(dir);
    while (n < FACES && (entry = readdir(dir)))
        if (!strncmp(entry->d_name, device, len) && entry->d_name[len] == ':')
            face[n++] = (struct usb_stick_face){
                read_id(entry->d_name, "bInterfaceClass"),
                read_id(entry->d_name, "bInterfaceSubClass"),
                read_id(entry->d_name, "bInterfaceProtocol") };
    return n;
}

static enum usb_stick
stick_of(DIR *dir, const char *device, int vendor, int product)
{
    struct usb_stick_face face[FACES];
    int n = usb_stick_is_maker(vendor) ? read_faces(dir, device, face) : 0;

    if (n)
        return usb_stick_of(face, n);
    for (size_t i = 0; i < COUNT(known); i++)
        if (known[i].vendor == vendor && known[i].product == product)
            return known[i].stick;
    return USB_STICK_FINE;
}

static enum reason_code
why_of(enum usb_stick stick)
{
    if (stick == USB_STICK_NETWORK)
        return REASON_NETWORK_CARD;
    return access("/usr/sbin/usb_modeswitch", X_OK) == 0
               ? REASON_DISK_MODE_STILL
               : REASON_DISK_MODE;
}

static void
name_of(int vendor, int product, char *out, size_t room)
{
    snprintf(out, room, "usb-%04x-%04x", (unsigned)vendor, (unsigned)product);
}

/* Its place in shown[], or a free one for 0, 0; -1: there is none. */
static int
place_of(int vendor, int product)
{
    for (int i = 0; i < SHOWN; i++)
        if (shown[i].vendor == vendor && shown[i].product == product)
            return i;
    return -1;
}

static void
show(int vendor, int product, enum usb_stick stick)
{
    struct status_modem m = { .phase = STATUS_STOPPED };
    char id[24];
    int i = place_of(vendor, product);

    if (i < 0 && (i = place_of(0, 0)) < 0)
        return;
    shown[i].vendor = vendor;
    shown[i].product = product;
    shown[i].here = true;
    name_of(vendor, product, m.name, sizeof(m.name));
    snprintf(id, sizeof(id), "%04x:%04x", (unsigned)vendor, (unsigned)product);
    m.trouble = reason_text(why_of(stick), id);
    status_set(&m);
}

/* Those that are gone are told of no more. */
static void
forget_gone(void)
{
    char name[32];

    for (int i = 0; i < SHOWN; i++)
        if (shown[i].vendor && !shown[i].here) {
            name_of(shown[i].vendor, shown[i].product, name, sizeof(name));
            status_remove(name);
            shown[i].vendor = shown[i].product = 0;
        }
}

enum { DEVICES = 64 };

void
usb_show_unusable(void)
{
    char device[DEVICES][32];
    DIR *dir = opendir("/sys/bus/usb/devices");
    struct dirent *entry;
    int n = 0;

    for (int i = 0; i < SHOWN; i++)
        shown[i].here = false;
    while (dir && n < DEVICES && (entry = readdir(dir)))
        if (entry->d_name[0] != '.' && !strchr(entry->d_name, ':'))
            snprintf(device[n++], sizeof(device[0]), "%.31s", entry->d_name);
    for (int i = 0; i < n; i++) {
        int vendor = read_id(device[i], "idVendor");
        int product = read_id(device[i], "idProduct");
        enum usb_stick stick = stick_of(dir, device[i], vendor, product);

        if (stick != USB_STICK_FINE)
            show(vendor, product, stick);
    }
    if (dir)
        closedir(dir);
    forget_gone();
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
