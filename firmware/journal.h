/* journal.h - what happened over the years: counters, and the last-alive
 * record of each minute from which the length of an outage is known. */
#ifndef NOTEHOME_JOURNAL_H
#define NOTEHOME_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>

struct journal {
    uint16_t boots, hangs, host_resets, cycles, cycles_unproved, outages;
    uint32_t longest, latest;       /* s */
    uint32_t latest_began;          /* unix */
};

/* After store_start(). cold: power has been away. */
void journal_start(bool cold, uint8_t cause);
/* To read; to change it, change it and say journal_changed(). */
extern struct journal journal;
void journal_changed(void);

/* What the clock chip says; false: it does not answer, and *unix_time is 0. */
bool journal_clock(uint32_t *unix_time, bool *unsure);
/* How it was when last asked, for the flags of ST. */
bool journal_clock_answers(void);
bool journal_clock_unsure(void);

/* Once a minute asks the clock and writes the last-alive record. */
void journal_tick(uint32_t now);

#endif
