#include "board/serial.h"

#include <libserialport.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 64 };

static int
by_path(const void *a, const void *b)
{
    return strcmp(((const struct serial_port *)a)->path,
        ((const struct serial_port *)b)->path);
}

/* False for a port that is no USB device. */
static bool
describe(struct sp_port *port, struct serial_port *out)
{
    memset(out, 0, sizeof(*out));
    snprintf(out->path, sizeof(out->path), "%s", sp_get_port_name(port));
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
