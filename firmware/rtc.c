#include "rtc.h"

#include "hal.h"

enum { CHIP = 0x68, SECONDS = 0x00, STATUS = 0x0F, OSF = 0x80, HOUR_12 = 0x40,
       CENTURY = 0x80, FIRST_YEAR = 2000 };

#define SECONDS_TO_2000 946684800u

static const uint8_t month_days[12] = { 31, 28, 31, 30, 31, 30,
                                        31, 31, 30, 31, 30, 31 };

/* Every fourth year from 2000 to 2099 is a leap year. */
static uint8_t
days_in(uint8_t year, uint8_t month)
{
    return (uint8_t)(month_days[month] + (month == 1 && year % 4 == 0));
}

static uint8_t
from_bcd(uint8_t bcd)
{
    return (uint8_t)((bcd >> 4) * 10 + (bcd & 15));
}

static uint8_t
to_bcd(uint32_t value)
{
    return (uint8_t)((value / 10) << 4 | value % 10);
}

/* False: the registers hold no time of day the chip can reach by itself. */
static bool
from_registers(const uint8_t *reg, uint32_t *out)
{
    uint8_t year, month, day, hour, minute, second;
    uint16_t days;

    for (uint8_t i = 0; i < 7; i++)
        if ((reg[i] & 15) > 9)
            return false;
    second = from_bcd(reg[0]);
    minute = from_bcd(reg[1]);
    hour = from_bcd(reg[2]);
    day = from_bcd(reg[4]);
    month = from_bcd(reg[5] & (uint8_t)~CENTURY);
    year = from_bcd(reg[6]);
    if ((reg[2] & HOUR_12) || second > 59 || minute > 59 || hour > 23
        || month < 1 || month > 12 || year > 99 || day < 1
        || day > days_in(year, (uint8_t)(month - 1)))
        return false;
    days = (uint16_t)(year * 365u + (year + 3u) / 4u + day - 1u);
    for (uint8_t m = 0; m < month - 1; m++)
        days = (uint16_t)(days + days_in(year, m));
    *out = SECONDS_TO_2000 + days * 86400u
           + (hour * 60u + minute) * (uint32_t)60 + second;
    return true;
}

static void
to_registers(uint32_t unix_time, uint8_t *reg)
{
    uint32_t left = unix_time - SECONDS_TO_2000;
    uint16_t days = (uint16_t)(left / 86400u), year_days;
    uint8_t year = 0, month = 0;

    left %= 86400u;
    reg[0] = to_bcd(left % 60);
    reg[1] = to_bcd(left / 60 % 60);
    reg[2] = to_bcd(left / 3600);
    reg[3] = (uint8_t)((days + 6) % 7 + 1);     /* 2000-01-01: Saturday, 7 */
    while (days >= (year_days = year % 4 ? 365 : 366)) {
        days = (uint16_t)(days - year_days);
        year++;
    }
    while (days >= days_in(year, month))
        days = (uint16_t)(days - days_in(year, month++));
    reg[4] = to_bcd(days + 1u);
    reg[5] = to_bcd(month + 1u);
    reg[6] = to_bcd(year);
}

bool
rtc_read(uint32_t *unix_time, bool *unsure)
{
    uint8_t reg[7], status;

    if (!hal_i2c_read(CHIP, SECONDS, reg, sizeof reg)
        || !hal_i2c_read(CHIP, STATUS, &status, 1))
        return false;
    *unix_time = 0;
    *unsure = !from_registers(reg, unix_time) || *unix_time < RTC_FIRST
              || (status & OSF);
    return true;
}

bool
rtc_set(uint32_t unix_time)
{
    uint8_t reg[7], status;

    to_registers(unix_time, reg);
    if (!hal_i2c_write(CHIP, SECONDS, reg, sizeof reg)
        || !hal_i2c_read(CHIP, STATUS, &status, 1))
        return false;
    status &= (uint8_t)~OSF;
    return hal_i2c_write(CHIP, STATUS, &status, 1);
}
