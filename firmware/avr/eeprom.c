/* eeprom.c - the EEPROM, byte by byte, without waiting. */
#include <avr/eeprom.h>
#include <avr/io.h>
#include <util/atomic.h>

#include "hal.h"

uint8_t
hal_eeprom_read(uint16_t at)
{
    return eeprom_read_byte((const uint8_t *)at);
}

bool
hal_eeprom_ready(void)
{
    return eeprom_is_ready();
}

void
hal_eeprom_write(uint16_t at, uint8_t byte)
{
    EEAR = at;
    EEDR = byte;
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
        EECR = 1 << EEMPE;      /* EEPE must follow within four cycles */
        EECR |= 1 << EEPE;
    }
}
