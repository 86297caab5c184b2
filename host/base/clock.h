/* clock.h - the time. Stored times are UTC milliseconds; waiting is measured
 * on the monotonic clock, which no change of the date moves. */
#ifndef NOTEHOME_CLOCK_H
#define NOTEHOME_CLOCK_H

#include <stdint.h>

#define SECOND ((int64_t)1000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

/* UTC milliseconds since 1970. */
int64_t clock_now(void);

/* Milliseconds since some fixed moment; never jumps, never goes back. */
int64_t clock_mono(void);

/* For tests: both clocks stand at ms until the next call; 0 lets them run. */
void clock_fake(int64_t ms);

/* Writes ms as RFC 3339 with the local zone's offset
 * ("2026-11-21T08:00:00+03:00") into out, at least CLOCK_TEXT bytes; returns
 * out. The zone is TZ's. */
enum { CLOCK_TEXT = 32 };
const char *clock_text(int64_t ms, char *out);

/* Reads RFC 3339, "YYYY-MM-DD HH:MM[:SS]" in local time or "HH:MM" (its next
 * occurrence) into UTC ms; 0 when it is none of these. */
int64_t clock_parse(const char *text);

#endif
