/* calendar.h - on which days there is school, and the day by which a family was
 * promised an answer. Days are local and counted from 1970-01-01 on, so that no
 * change of the clocks in spring or autumn moves one. */
#ifndef NOTEHOME_CALENDAR_H
#define NOTEHOME_CALENDAR_H

#include "store/db/db.h"

enum { CALENDAR_SPANS = 400, CALENDAR_PROMISE = 3, CALENDAR_PROMISE_MAX = 30 };

/* These numbers are on disk: never reuse one. */
enum calendar_kind { CALENDAR_OFF = 1, CALENDAR_TERM = 2 };

struct calendar_span {
    int64_t id;                 /* 0: the term of the week's round */
    enum calendar_kind kind;
    int first, last;            /* days, both belong to it */
    char name[64];
};

struct calendar {
    int promise;                /* school days until an answer; 0: none */
    int week;                   /* with school: bit 0 is Sunday */
    int terms_from, terms_to;   /* days that the terms tell of; 0, -1: none */
    int n;
    struct calendar_span spans[CALENDAR_SPANS];
};

/* The newest spans. 35 KB: not for the stack of a deep call. */
MUST_CHECK enum err calendar_read(struct db *db, struct calendar *out);

/* The day of a moment (UTC ms), and the moment at which a day begins. Pure but
 * for the zone of TZ. */
int calendar_day(int64_t at);
int64_t calendar_starts(int day);
/* "2026-12-12" as a day; 0: it is none. text ends, or *end (may be NULL) is set
 * behind it. */
int calendar_day_of(const char *text, const char **end);
/* Writes "2026-12-12" into out, 12 bytes; returns it. */
const char *calendar_text(int day, char *out);

/* Whether there is school. Between two terms there is none; before the first
 * and after the last that is known each week is like the next. Pure. */
bool calendar_is_school(const struct calendar *c, int day);
/* Whether the day is in the holidays: off, or between two terms; a Sunday of
 * the term is not. *name: of the days that are off, "" where they have none; of
 * c. Pure. */
bool calendar_is_holiday(const struct calendar *c, int day,
    const char **name);
/* How many days with school come after `from`, up to `to`. Pure. */
int calendar_count(const struct calendar *c, int from, int to);
/* The last day of the promise for what came on `day`, which does not count
 * itself, whether there was school or not; 0: nothing is promised. A calendar
 * without a school day for a year has it in a year. Pure. */
int calendar_due(const struct calendar *c, int day);

/* promise: school days, 0..CALENDAR_PROMISE_MAX; -1: as it was. week: digits of
 * the school days, "12345", Sunday is 0; NULL: as it was. Audited. Touches
 * DB_THREADS. ERR_INPUT: neither can be, and nothing is set. */
MUST_CHECK enum err calendar_set(struct db *db, int promise, const char *week,
    const char *who);
/* Adds what the lines say, all or nothing: "2026-12-12 Jamhuri Day",
 * "2026-12-05 2027-01-03 Holidays", "term 2027-01-04 2027-04-09 Term 1"; commas
 * may stand for blanks, and 12.12.2026 for 2026-12-12. A line that is known
 * gets its name anew. *added: how many were new. Audited. ERR_INPUT: why says
 * which line, and what of it. */
MUST_CHECK enum err calendar_add(struct db *db, const char *lines,
    const char *who, int *added, struct reason *why);
/* ERR_NOT_FOUND: no such span. Audited. */
MUST_CHECK enum err calendar_remove(struct db *db, int64_t id,
    const char *who);

#endif
