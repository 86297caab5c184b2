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

/* CRC-32 as board_image_crc(). By hand: what the compiler makes of it takes
 * three times as long, and the host waits for HI. */
static uint32_t
crc_of(uint16_t length)
{
    const uint32_t polynomial = 0xEDB88320u;
    uint32_t crc = 0xFFFFFFFFu;

    for (uint16_t at = 0; at < length; at++) {
        uint8_t bits = 8;

        crc ^= pgm_read_byte(at);
        __asm__("1: lsr %D0\n\tror %C0\n\tror %B0\n\tror %A0\n\t"
                "brcc 2f\n\t"
                "eor %A0,%A2\n\teor %B0,%B2\n\t"
                "eor %C0,%C2\n\teor %D0,%D2\n"
                "2: dec %1\n\tbrne 1b"
                : "+r"(crc), "+r"(bits) : "r"(polynomial));
    }
    return ~crc;
}

bool
hal_image_is_whole(void)
{
    uint16_t length = pgm_read_word(BOARD_IMAGE_AT + BOARD_IMAGE_LENGTH_AT);

    return length <= BOARD_IMAGE_AT
           && crc_of(length) == pgm_read_dword(BOARD_IMAGE_AT
                                               + BOARD_IMAGE_CRC_AT);
}

/* The Nano's own light shines: no other program of ours leaves it on. */
void
hal_park(void)
{
    DDRB |= 1 << DDB5;
    PORTB |= 1 << PORTB5;
    for (;;)
        ;
}

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
