/* boot.c - what starts this chip: its fuses, and the bootloader as far as it
 * may be read. */
#include <avr/boot.h>
#include <avr/io.h>
#include <avr/pgmspace.h>
#include <util/atomic.h>

#include "hal.h"
#include "board_proto.h"

/* High fuse: 0 is on. Lock bits: 0 keeps us from reading the bootloader. */
enum { BOOT_RESET = 1 << 0, BOOT_SIZE = 3 << 1, SMALLEST = 3 << 1,
       OLD_ONES = 1 << 1, MAY_READ = 1 << 5 };
/* Optiboot's version stands in the last word; from 4 on it has one. */
enum { VERSION_AT = 0x7FFE, FLASH_END = 0x8000, SMALLEST_BYTES = 512,
       FIRST = 4, LAST = 15 };

uint32_t
hal_fuses(void)
{
    uint32_t all = 0;

    for (uint8_t i = 4; i--;)
        ATOMIC_BLOCK(ATOMIC_RESTORESTATE)
            all = all << 8 | boot_lock_fuse_bits_get(i);
    return all;
}

enum board_bootloader
hal_bootloader(uint32_t fuses)
{
    uint8_t high = BOARD_FUSE(fuses, 3), size = high & BOOT_SIZE, major;
    uint16_t start = (uint16_t)(FLASH_END
                                - (SMALLEST_BYTES << (3 - (size >> 1))));

    if (high & BOOT_RESET)
        return BOARD_BOOTLOADER_NONE;
    /* By its room alone: the old one needs 2 kB and nobody made it less. */
    if (!(BOARD_FUSE(fuses, 1) & MAY_READ))
        return size == SMALLEST ? BOARD_BOOTLOADER_OPTIBOOT
             : size <= OLD_ONES ? BOARD_BOOTLOADER_OLD
                                : BOARD_BOOTLOADER_UNKNOWN;
    major = pgm_read_byte(VERSION_AT + 1);
    if (major >= FIRST && major <= LAST)
        return BOARD_BOOTLOADER_OPTIBOOT;
    if (pgm_read_word(start) == 0xFFFF)
        return BOARD_BOOTLOADER_NONE;
    return size <= OLD_ONES ? BOARD_BOOTLOADER_OLD : BOARD_BOOTLOADER_UNKNOWN;
}
