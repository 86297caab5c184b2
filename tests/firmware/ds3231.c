#include "ds3231.h"

#include <string.h>
#include <time.h>

enum { IDLE, ADDRESS, REGISTER, WRITE, READ };

static uint8_t
bcd(int value)
{
    return (uint8_t)(value / 10 << 4 | value % 10);
}

static int
plain(uint8_t value)
{
    return (value >> 4) * 10 + (value & 15);
}

/* The time registers are copied when a transfer starts, as in the chip. */
static void
latch(struct ds3231 *d, uint64_t us)
{
    time_t now = (time_t)(d->base_unix + (int64_t)((us - d->base_us) / 1000000));
    struct tm t;

    gmtime_r(&now, &t);
    d->time[0] = bcd(t.tm_sec);
    d->time[1] = bcd(t.tm_min);
    d->time[2] = bcd(t.tm_hour);
    d->time[3] = (uint8_t)(t.tm_wday + 1);
    d->time[4] = bcd(t.tm_mday);
    d->time[5] = bcd(t.tm_mon + 1);
    d->time[6] = bcd(t.tm_year % 100);
    if (d->raw_on)
        memcpy(d->time, d->raw, sizeof d->time);
}

static void
set_time(struct ds3231 *d, uint64_t us)
{
    struct tm t = { .tm_sec = plain(d->time[0]), .tm_min = plain(d->time[1]),
                    .tm_hour = plain(d->time[2]), .tm_mday = plain(d->time[4]),
                    .tm_mon = plain(d->time[5]) - 1,
                    .tm_year = plain(d->time[6]) + 100 };

    d->base_unix = timegm(&t);
    d->base_us = us;
    d->raw_on = false;
    d->set = false;
}

static uint8_t
register_read(struct ds3231 *d)
{
    uint8_t at = d->at++;

    return at < 7 ? d->time[at] : at == 0x0F ? d->status : 0;
}

static void
register_write(struct ds3231 *d, uint8_t value)
{
    uint8_t at = d->at++;

    if (at < 7) {
        d->time[at] = value;
        d->set = true;
    } else if (at == 0x0F) {
        /* OSF can be cleared, not set. */
        d->status = (uint8_t)((value & 0x7F) | (d->status & value & 0x80));
    }
}

/* A byte has come in; the answer is whether to acknowledge it. */
static bool
received(struct ds3231 *d)
{
    switch (d->mode) {
    case ADDRESS:
        if (d->byte >> 1 != 0x68) {
            d->mode = IDLE;
            return false;
        }
        d->mode = d->byte & 1 ? READ : REGISTER;
        return true;
    case REGISTER:
        d->at = d->byte;
        d->mode = WRITE;
        return true;
    default:
        register_write(d, d->byte);
        return true;
    }
}

static void
load(struct ds3231 *d)
{
    d->byte = register_read(d);
    d->n = 0;
    d->pull = !(d->byte & 0x80);
}

static void
clock_fell(struct ds3231 *d)
{
    if (d->first) {             /* the end of the start condition */
        d->first = false;
        return;
    }
    d->n++;
    if (d->mode == READ && d->acked) {          /* sending */
        if (d->n < 8) {
            d->pull = !(d->byte >> (7 - d->n) & 1);
        } else if (d->n == 8) {
            d->pull = false;
        } else if (d->sda) {                    /* no acknowledge: done */
            d->mode = IDLE;
        } else {
            load(d);
        }
        return;
    }
    if (d->n == 8) {
        d->pull = received(d);
    } else if (d->n == 9) {
        d->pull = false;
        d->n = 0;
        d->byte = 0;
        if (d->mode == READ) {
            d->acked = true;
            load(d);
        }
    }
}

bool
ds3231_lines(struct ds3231 *d, bool sda, bool scl, uint64_t us)
{
    bool was_sda = d->sda, was_scl = d->scl;

    d->scl = scl;
    if (d->absent)
        return false;
    if (was_scl && !scl)
        d->clocks++;
    if (d->stuck > 0) {
        d->stuck -= was_scl && !scl;
        d->mode = IDLE;
        d->pull = false;
        d->sda = false;
        return d->stuck > 0;
    }
    if (was_scl && !scl && d->mode != IDLE)
        clock_fell(d);
    d->sda = sda && !d->pull;
    if (was_scl && scl && was_sda && !d->sda) {         /* start */
        d->mode = ADDRESS;
        d->n = 0;
        d->byte = 0;
        d->first = true;
        d->acked = d->pull = false;
        latch(d, us);
    } else if (was_scl && scl && !was_sda && d->sda) {  /* stop */
        if (d->set)
            set_time(d, us);
        d->mode = IDLE;
        d->pull = false;
    } else if (!was_scl && scl && d->mode != IDLE && d->n < 8
               && (d->mode != READ || !d->acked)) {
        d->byte = (uint8_t)(d->byte << 1 | d->sda);     /* receiving */
    }
    return d->pull;
}
