/* ds3231.h - the clock chip at its two pins, for the simulated board. */
#ifndef NOTEHOME_DS3231_H
#define NOTEHOME_DS3231_H

#include <stdbool.h>
#include <stdint.h>

struct ds3231 {
    /* The world's part. */
    int64_t  base_unix;         /* what it showed at ... */
    uint64_t base_us;
    uint8_t  status;            /* register 0Fh: 0x80 is OSF */
    bool     absent;
    int      stuck;             /* holds SDA low for so many clocks more */
    long     clocks;            /* seen, for the tests */
    uint8_t  raw[7];            /* shown instead of a time when raw_on */
    bool     raw_on;
    /* Its own. */
    bool     sda, scl, pull, first, acked, set;
    int      mode, n;
    uint8_t  byte, at, time[7];
};

/* The lines as the chip's surroundings drive them, at us. True: the chip
 * pulls SDA low. */
bool ds3231_lines(struct ds3231 *d, bool sda, bool scl, uint64_t us);

#endif
