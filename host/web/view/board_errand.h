/* board_errand.h - what a person may ask of the board, from page or API. */
#ifndef NOTEHOME_BOARD_ERRAND_H
#define NOTEHOME_BOARD_ERRAND_H

#include "status/errand.h"
#include "store/db/db.h"

/* Checks and asks it, for who, audited. name: a setting; of a calibration what
 * is measured: battery, adaptor or rail. *fault says what is wrong, NULL: as
 * the error says. ERR_INPUT, ERR_BUSY, ERR_GONE. */
MUST_CHECK enum err board_errand(struct db *db, const char *who,
    struct errand *what, const char *name, int64_t *id, const char **fault);

/* The names of the board's settings: how many, and one of them; static. */
int board_settings(void);
const char *board_setting(int i);

#endif
