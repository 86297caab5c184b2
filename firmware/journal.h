/* journal.h - what happened over the years: counters, and the last-alive
 * record of each minute from which the length of an outage is known. */
#ifndef NOTEHOME_JOURNAL_H
#define NOTEHOME_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>

/* What is known of the host when power comes on. In the EEPROM. */
enum journal_host { JOURNAL_NO_HOST, JOURNAL_BEATS, JOURNAL_TURNED_OFF };

struct journal {
    uint16_t boots, hangs, host_resets, cycles, cycles_unproved, outages;
    uint32_t longest, latest;       /* s */
    uint32_t latest_began;          /* unix */
    uint8_t  host;                  /* enum journal_host */
};

/* After store_start(). cold: power has been away. */
void journal_start(bool cold, uint8_t cause);
/* To read; to change it, change it and say journal_changed(). */
extern struct journal journal;
void journal_changed(void);
/* Written only when it differs. */
void journal_host(enum journal_host is);

/* What the clock chip says; false: it does not answer, and *unix_time is 0. */
bool journal_clock(uint32_t *unix_time, bool *unsure);
/* It was set: an outage is counted by the time it has from now on. */
void journal_clock_set(uint32_t unix_time);
/* How it was when last asked, for the flags of ST. */
bool journal_clock_answers(void);
bool journal_clock_unsure(void);

/* Once a minute asks the clock and writes the last-alive record. */
void journal_tick(uint32_t now);

#endif
