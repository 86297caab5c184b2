#include "ports/serial.h"

#include "base/log.h"
#include "ports/usb.h"

#include <errno.h>
#include <fcntl.h>
#include <libserialport.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

enum { MOST = 64 };

static int
by_path(const void *a, const void *b)
{
    return strverscmp(((const struct serial_port *)a)->path,
        ((const struct serial_port *)b)->path);
}

/* False for a port that is no USB device. */
static bool
describe(struct sp_port *port, struct serial_port *out)
{
    memset(out, 0, sizeof(*out));
    snprintf(out->path, sizeof(out->path), "%s", sp_get_port_name(port));
    usb_interface("", out->path, &out->interface, &out->protocol);
    return sp_get_port_transport(port) == SP_TRANSPORT_USB
        && sp_get_port_usb_vid_pid(port, &out->usb_vendor, &out->usb_product)
            == SP_OK
        && sp_get_port_usb_bus_address(port, &out->usb_bus,
               &out->usb_address) == SP_OK;
}

enum err
serial_list(void (*fn)(void *user, const struct serial_port *p), void *user)
{
    struct serial_port found[MOST];
    struct sp_port **all;
    int n = 0;

    if (sp_list_ports(&all) != SP_OK)
        return ERR_IO;
    for (int i = 0; all[i] && n < MOST; i++)
        n += describe(all[i], &found[n]);
    sp_free_port_list(all);
    qsort(found, (size_t)n, sizeof(found[0]), by_path);
    for (int i = 0; i < n; i++)
        fn(user, &found[i]);
    return OK;
}

/* --- one port ------------------------------------------------------------- */

struct serial {
    struct sp_port *port;
    int fd;                     /* libserialport's; closed with it */
    bool open;
};

static enum err
configure(struct sp_port *port, int baud)
{
    struct sp_port_config *c;
    enum err e = ERR_IO;

    if (sp_new_config(&c) != SP_OK)
        return ERR_MEMORY;
    if (sp_set_config_baudrate(c, baud) == SP_OK
        && sp_set_config_bits(c, 8) == SP_OK
        && sp_set_config_parity(c, SP_PARITY_NONE) == SP_OK
        && sp_set_config_stopbits(c, 1) == SP_OK
        && sp_set_config_flowcontrol(c, SP_FLOWCONTROL_NONE) == SP_OK
        && sp_set_config(port, c) == SP_OK)
        e = OK;
    sp_free_config(c);
    return e;
}

/* Its name in the system: libserialport 0.1.1 takes no links. */
static enum err
find(const char *path, struct sp_port **out)
{
    char *real = realpath(path, NULL);
    enum err e = ERR_NOT_FOUND;

    if (real && sp_get_port_by_name(real, out) == SP_OK)
        e = OK;
    free(real);
    return e;
}

static enum err
take_port(struct serial *s, const char *path, int baud)
{
    enum err e = find(path, &s->port);

    if (e)
        return e;
    if (sp_open(s->port, SP_MODE_READ_WRITE) != SP_OK)
        return errno == EBUSY ? ERR_BUSY : ERR_IO;
    s->open = true;
    if (sp_get_port_handle(s->port, &s->fd) != SP_OK
        || fcntl(s->fd, F_SETFD, FD_CLOEXEC) < 0
        || ioctl(s->fd, TIOCEXCL) < 0)
        return ERR_IO;
    return configure(s->port, baud);
}

enum err
serial_open(const char *path, int baud, struct serial **out)
{
    struct serial *s = calloc(1, sizeof(*s));
    enum err e = s ? take_port(s, path, baud) : ERR_MEMORY;

    if (e == ERR_IO || e == ERR_BUSY)
        log_warn("serial", "path=%s: %s", path, strerror(errno));
    if (e)
        serial_close(s);
    else
        *out = s;
    return e;
}

void
serial_close(struct serial *s)
{
    if (!s)
        return;
    if (s->open) {
        ioctl(s->fd, TIOCNXCL);
        sp_close(s->port);
    }
    if (s->port)
        sp_free_port(s->port);
    free(s);
}

int
serial_fd(const struct serial *s)
{
    return s->fd;
}

enum err
serial_read(struct serial *s, void *bytes, size_t room, size_t *n)
{
    enum sp_return got = sp_nonblocking_read(s->port, bytes, room);

    if (got < 0 || (got == 0 && sp_input_waiting(s->port) < 0))
        return ERR_GONE;
    *n = (size_t)got;
    return OK;
}

enum err
serial_write(struct serial *s, const void *bytes, size_t n)
{
    enum sp_return put = sp_nonblocking_write(s->port, bytes, n);

    if (put < 0)
        return ERR_GONE;
    return (size_t)put == n ? OK : ERR_BUSY;
}
