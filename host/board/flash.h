/* flash.h - new firmware for the board by avrdude, over the same cable. The
 * dongle's power stays on meanwhile. The main thread owns it. */
#ifndef NOTEHOME_FLASH_H
#define NOTEHOME_FLASH_H

#include "base/loop.h"

#include <stdbool.h>

struct flash;

/* Writes the Intel HEX file to the board at port, which nobody else has open.
 * The two bootloader speeds in use are tried in turn. done is called once, from
 * the loop, with how it went in words; *out is gone then. */
MUST_CHECK enum err flash_start(struct loop *loop, const char *port,
    const char *file, void (*done)(void *user, bool good, const char *words),
    void *user, struct flash **out);
/* Ends it unheard; the board may be left without firmware, its bootloader
 * stays. Accepts NULL. */
void flash_cancel(struct flash *f);

#endif
