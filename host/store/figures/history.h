/* history.h - how signal and power were over the last weeks. */
#ifndef NOTEHOME_HISTORY_H
#define NOTEHOME_HISTORY_H

#include "store/db/db.h"

struct history_signal {
    int64_t at;                 /* UTC ms */
    bool working;               /* it answered just before */
    int percent;                /* of signal; -1 unknown */
    int used, size;             /* messages on the SIM; -1 unknown */
};
struct history_power {
    int64_t at;
    bool mains;
    int battery;                /* mV */
};

/* Adds a row; of one moment the last counts. Rows older than five weeks go. */
MUST_CHECK enum err history_add_signal(struct db *db, const char *modem,
    const struct history_signal *s);
MUST_CHECK enum err history_add_power(struct db *db,
    const struct history_power *p);

/* The rows since `from` (UTC ms), in order of time. */
MUST_CHECK enum err history_signals(struct db *db, const char *modem,
    int64_t from, void (*fn)(void *user, const struct history_signal *s),
    void *user);
MUST_CHECK enum err history_powers(struct db *db, int64_t from,
    void (*fn)(void *user, const struct history_power *p), void *user);

#endif
