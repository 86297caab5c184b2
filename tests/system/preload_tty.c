/* preload_tty - lets a pty pass as a serial port with libserialport, unchanged:
 * a pty has no modem lines, so ioctls about those, which fail with ENOTTY, are
 * answered as by a port where nothing is set. For LD_PRELOAD. */
#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
#include <sys/ioctl.h>

int
ioctl(int fd, unsigned long request, ...)
{
    static int (*real)(int fd, unsigned long request, void *arg);
    va_list ap;
    void *arg;
    int got;

    va_start(ap, request);
    arg = va_arg(ap, void *);
    va_end(ap);
    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "ioctl");
    got = real(fd, request, arg);
    if (got == 0 || errno != ENOTTY)
        return got;
    switch (request) {
    case TIOCMGET:
        *(int *)arg = 0;
        return 0;
    case TIOCMBIS:
    case TIOCMBIC:
    case TIOCMSET:
        return 0;
    default:
        return got;
    }
}
