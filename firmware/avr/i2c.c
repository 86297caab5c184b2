/* i2c.c - I2C by hand on SDA and SCL (NXP UM10204), 50 to 100 kHz. The lines
 * are pulled up outside: low is driven, high is let go. Every wait ends. */
#include <avr/io.h>
#include <util/delay.h>

#include "hal.h"
#include "pins.h"

#define LINE(name, port, bit)                                                 \
    static inline void low_##name(void) { DDR##port |= 1 << bit; }            \
    static inline void free_##name(void)                                      \
    {                                                                         \
        DDR##port &= (uint8_t)~(1 << bit);                                    \
    }                                                                         \
    static inline bool is_##name(void) { return PIN##port & (1 << bit); }
PINS_OPEN_DRAIN(LINE)

enum { HALF_US = 5, STRETCH = 100, RECOVERY_CLOCKS = 9, READ = 1 };

static void
half(void)
{
    _delay_us(HALF_US);
}

/* Lets SCL go and waits for it; false: the chip holds it for ever. */
static bool
clock_up(void)
{
    free_SCL();
    half();
    for (uint8_t i = 0; i < STRETCH && !is_SCL(); i++)
        half();
    return is_SCL();
}

static bool
send_bit(bool bit)
{
    bool up;

    if (bit)
        free_SDA();
    else
        low_SDA();
    half();
    up = clock_up();
    low_SCL();
    return up;
}

static bool
take_bit(bool *bit)
{
    bool up;

    free_SDA();
    half();
    up = clock_up();
    *bit = is_SDA();
    low_SCL();
    return up;
}

/* From a free bus, or as a repeated start. */
static bool
start(void)
{
    free_SDA();
    half();
    if (!clock_up() || !is_SDA())
        return false;
    low_SDA();
    half();
    low_SCL();
    return true;
}

static void
stop(void)
{
    low_SDA();
    half();
    clock_up();
    free_SDA();
    half();
}

/* False: no acknowledge. */
static bool
send(uint8_t byte)
{
    bool nack = true;

    for (uint8_t mask = 0x80; mask; mask >>= 1)
        if (!send_bit(byte & mask))
            return false;
    return take_bit(&nack) && !nack;
}

static bool
take(uint8_t *byte, bool last)
{
    bool bit;

    *byte = 0;
    for (uint8_t i = 0; i < 8; i++) {
        if (!take_bit(&bit))
            return false;
        *byte = (uint8_t)(*byte << 1 | bit);
    }
    return send_bit(last);      /* acknowledge each but the last */
}

/* A chip that was left in the middle of a byte holds SDA low until it has
 * been clocked to its end (UM10204, 3.1.16). */
static bool
bus_free(void)
{
    PORTC &= (uint8_t)~(1 << PORTC4 | 1 << PORTC5);
    free_SDA();
    free_SCL();
    half();
    for (uint8_t i = 0; i < RECOVERY_CLOCKS && !is_SDA(); i++) {
        low_SCL();
        half();
        if (!clock_up())
            return false;
    }
    if (!is_SDA() || !is_SCL())
        return false;
    low_SCL();
    half();
    stop();
    return true;
}

static bool
write_from(uint8_t chip, uint8_t reg, const uint8_t *bytes, uint8_t n)
{
    bool good = start() && send((uint8_t)(chip << 1)) && send(reg);

    while (good && n--)
        good = send(*bytes++);
    return good;
}

static bool
read_into(uint8_t chip, uint8_t reg, uint8_t *bytes, uint8_t n)
{
    bool good = write_from(chip, reg, bytes, 0) && start()
                && send((uint8_t)(chip << 1 | READ));

    while (good && n--)
        good = take(bytes++, n == 0);
    return good;
}

bool
hal_i2c_read(uint8_t chip, uint8_t reg, uint8_t *bytes, uint8_t n)
{
    bool good = ((is_SDA() && is_SCL()) || bus_free())
                && read_into(chip, reg, bytes, n);

    stop();
    return good;
}

bool
hal_i2c_write(uint8_t chip, uint8_t reg, const uint8_t *bytes, uint8_t n)
{
    bool good = ((is_SDA() && is_SCL()) || bus_free())
                && write_from(chip, reg, bytes, n);

    stop();
    return good;
}
