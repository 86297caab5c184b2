/* fake_hal.h - hal.h without a chip, for unit tests of the firmware's parts. */
#ifndef NOTEHOME_FAKE_HAL_H
#define NOTEHOME_FAKE_HAL_H

#include <stdbool.h>
#include <stdint.h>

#include "hal.h"

struct fake_hal {
    uint32_t millis;
    bool     out[HAL_BUZZER + 1];
    bool     in[HAL_HOST_VBUS + 1];
    uint16_t adc[8];
    uint8_t  eeprom[HAL_EEPROM_SIZE];
    long     writes, cut;       /* the supply fails in write number cut */
    bool     dead;
    uint8_t  torn;              /* what the byte becomes then */
    uint8_t  chip[16];          /* the clock chip's registers */
    bool     no_chip;
    uint8_t  cause;
    uint32_t fuses;
    char     sent[4096];        /* text since it was last emptied */
    unsigned length;
};
extern struct fake_hal fake;

/* As when power comes on: mains, battery, dongle and clock are good. */
void fake_start(void);
/* Runs app_tick() at each tick for so many ms. */
void fake_run(uint32_t ms);
/* The same in steps of 100 ms, for days. */
void fake_run_long(uint32_t ms);
/* A whole sentence with this body ("01,ST") to app_byte(). */
void fake_say(const char *body);
/* What was sent since the last call. */
const char *fake_heard(void);

#endif
