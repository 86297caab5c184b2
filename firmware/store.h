/* store.h - records in the EEPROM.
 * Each kind has a ring of slots; a record is a count (2 bytes), its content,
 * and a CRC-16 over kind, count and content, and goes where the oldest one
 * was. Whenever the supply fails, the newest whole record is the one before
 * or the one that was being written. Bytes are written one a tick, none
 * while the 5 V rail is under BOARD_RAIL_MIN_MV. */
#ifndef NOTEHOME_STORE_H
#define NOTEHOME_STORE_H

#include <stdbool.h>
#include <stdint.h>

/* Numbers and places are in boards in use: never change them. */
enum store_kind { STORE_ALIVE, STORE_SETTINGS, STORE_COUNTERS, STORE_KINDS };

enum { STORE_ALIVE_SIZE = 4, STORE_SETTINGS_SIZE = 36,
       STORE_COUNTERS_SIZE = 28 };

/* Finds the newest whole record of each kind. At boot. */
void store_start(void);
/* Its content into bytes; false: there is none. */
bool store_load(enum store_kind kind, uint8_t *bytes);
/* Has content written, from the next tick on; what waits is replaced.
 * bytes are copied. */
void store_save(enum store_kind kind, const uint8_t *bytes);
bool store_busy(enum store_kind kind);
/* How the latest save of that kind ended; good when not busy. */
bool store_succeeded(enum store_kind kind);
/* Gives up a save that waits or runs. The record before stays. */
void store_abandon(enum store_kind kind);
/* Some record was not read back as written, since boot. */
bool store_faulty(void);
/* Writes one byte at most. At every tick. */
void store_tick(void);

#endif
