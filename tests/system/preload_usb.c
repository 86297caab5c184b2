/* preload_usb.so - USB devices to reset, where there are none: /dev/bus/usb lies
 * in the folder USB_NODES, and each device that is reset is a line in the file
 * USB_RESETS. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <linux/usbdevice_fs.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static const char real_nodes[] = "/dev/bus/usb/";

/* Where the path really is; room for 512 bytes in out. */
static const char *
moved(const char *path, char *out)
{
    const char *nodes = getenv("USB_NODES");
    size_t n = sizeof(real_nodes) - 1;

    if (!nodes || strncmp(path, real_nodes, n) != 0)
        return path;
    snprintf(out, 512, "%s/%s", nodes, path + n);
    return out;
}

int
access(const char *path, int mode)
{
    char out[512];

    return REAL(access)(moved(path, out), mode);
}

int
open(const char *path, int flags, ...)
{
    char out[512];
    mode_t mode;
    va_list ap;

    va_start(ap, flags);
    mode = (mode_t)va_arg(ap, int);
    va_end(ap);
    return REAL(open)(moved(path, out), flags, mode);
}

int
ioctl(int fd, unsigned long request, ...)
{
    const char *nodes = getenv("USB_NODES"), *log = getenv("USB_RESETS");
    char name[64], path[512];
    va_list ap;
    void *arg;
    ssize_t n;
    FILE *f;

    va_start(ap, request);
    arg = va_arg(ap, void *);
    va_end(ap);
    if (request != USBDEVFS_RESET || !nodes || !log)
        return REAL(ioctl)(fd, request, arg);
    snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
    n = readlink(name, path, sizeof(path) - 1);
    path[n > 0 ? n : 0] = '\0';
    if (strncmp(path, nodes, strlen(nodes)) != 0 || !(f = fopen(log, "ae")))
        return REAL(ioctl)(fd, request, arg);
    fprintf(f, "%s\n", path + strlen(nodes) + 1);
    fclose(f);
    return 0;
}
