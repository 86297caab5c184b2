/* setting.h - the settings of board_proto.h, kept in the EEPROM. */
#ifndef NOTEHOME_SETTING_H
#define NOTEHOME_SETTING_H

#include <stdbool.h>
#include <stdint.h>

#include "board_proto.h"

/* After store_start(). What is not stored, or out of range, is as at first. */
void setting_start(void);
uint16_t setting(enum board_setting which);

/* Index by name; BOARD_SETTING_COUNT: there is none. */
enum board_setting setting_find(const char *name);
/* Begins to store a value; it holds from setting_ended() on. One that is as it
 * was is not written. BOARD_ERROR_RANGE, _BUSY (also: ten were written within
 * a minute), _EEPROM: nothing is changed. */
enum board_error setting_set(enum board_setting which, uint32_t value,
                             uint32_t now);
/* True once, when a change has ended; *good: stored, and it holds. */
bool setting_ended(bool *good);

#endif
