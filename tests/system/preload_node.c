/* preload_node - a link to a pty, or a name without a node, passes as a serial
 * port in /dev with libserialport 0.1.2, unchanged: that takes the real path of
 * each port in /sys, and lists none when one of them has no node. A real port is
 * its own real path. Our programs let realpath() find the room. For LD_PRELOAD. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

char *
realpath(const char *path, char *out)
{
    static char *(*real)(const char *path, char *out);

    if (out && strncmp(path, "/dev/ttyUSB", 11) == 0)
        return strcpy(out, path);
    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "realpath");
    return real(path, out);
}

char *__realpath_chk(const char *path, char *out, size_t room);

/* As a library that was built with _FORTIFY_SOURCE calls it. */
char *
__realpath_chk(const char *path, char *out, size_t room)
{
    (void)room;
    return realpath(path, out);
}
