/* flash.h - new firmware for the board by avrdude, over the same cable. The
 * dongle's power stays on meanwhile. The main thread owns it. */
#ifndef NOTEHOME_FLASH_H
#define NOTEHOME_FLASH_H

#include "base/loop.h"
#include "board_proto.h"

#include <stdbool.h>

struct flash;

/* Writes the Intel HEX file to the board at port, which nobody else has open.
 * It has been checked; it goes in two steps, through two files beside it
 * (FILE.parked, FILE.first), so that it may be cut off. known: as the board
 * said. The speeds that its bootloader may have are tried in turn; at that of
 * the old one the words warn of it. done is called once, from the loop, with
 * how it went in words; *out is gone then. */
MUST_CHECK enum err flash_start(struct loop *loop, const char *port,
    const char *file, enum board_bootloader known,
    void (*done)(void *user, bool good, const char *words),
    void *user, struct flash **out);
/* Ends it unheard; the board may be left without firmware, its bootloader
 * stays. Accepts NULL. */
void flash_cancel(struct flash *f);

#endif
