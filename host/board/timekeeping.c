#include "board/timekeeping.h"

#include "base/clock.h"
#include "base/log.h"
#include "board/sysclock.h"
#include "store/db/audit.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/* No Notehome ran before this: 14 November 2023. */
static const int64_t earliest = (int64_t)1700000000 * SECOND;
static const int64_t slack = 5 * MINUTE;        /* messages dated ahead */
static const int64_t behind = MINUTE;           /* a clock that lost time */
static const int64_t drift = 2 * SECOND;
static const int64_t far_back = 5 * MINUTE;
/* A text takes as long. No longer than slack: what was sent while a machine
 * that wakes in the past was off must not seem to agree. */
static const int64_t agrees = 5 * MINUTE;
static const int64_t looks = 100;               /* parts that are looked at */

static int64_t
apart(int64_t a, int64_t b)
{
    return a > b ? a - b : b - a;
}

static bool
is_possible(int64_t t, int64_t newest)
{
    return t >= earliest && t + slack >= newest;
}

enum timekeeping_step
timekeeping_judge(const struct timekeeping_facts *f)
{
    bool give = f->board && (!f->board_sure
        || apart(f->now, f->board_time) > drift);
    bool better = f->board && f->board_sure
        && is_possible(f->board_time, f->newest);

    if (f->synchronised && f->now >= earliest)
        return give ? TIME_GIVE : TIME_FINE;
    if (!is_possible(f->now, f->newest))
        return better ? TIME_TAKE : TIME_UNSURE;
    /* A machine without a clock of its own wakes where it fell asleep. */
    if (f->starting && better && f->board_time > f->now + behind)
        return TIME_TAKE;
    return f->board && !f->board_sure ? TIME_GIVE : TIME_FINE;
}

/* A text that the network dated as this clock did proves the clock right: what
 * came before it and is dated later was dated wrong, and does not count. */
enum err
timekeeping_look(struct db *db, struct timekeeping_facts *f)
{
    struct query q = query_start(db, "SELECT max(at) FROM"
        " (SELECT at FROM message WHERE id >= coalesce((SELECT message"
        "   FROM part_in WHERE id > (SELECT max(id) FROM part_in) - :looks"
        "    AND message IS NOT NULL AND abs(at - stamp) <= :agrees"
        "   ORDER BY id DESC LIMIT 1), 0) ORDER BY id DESC LIMIT 1000)");

    query_int(&q, ":looks", looks);
    query_int(&q, ":agrees", agrees);
    f->synchronised = sysclock_synchronised();
    f->now = clock_now();
    f->newest = query_row(&q) ? query_get_int(&q, 0) : 0;
    return query_end(&q);
}

/* The move, for the audit log. */
static void
note(struct db *db, const char *what, int64_t from, int64_t to)
{
    char a[CLOCK_TEXT], b[CLOCK_TEXT], detail[3 * CLOCK_TEXT];

    snprintf(detail, sizeof(detail), "%s to %s", clock_text(from, a),
        clock_text(to, b));
    log_warn("clock", "%s set from %s", what, detail);
    if (audit_add(db, "notehome", "clock.set", what, detail))
        log_warn("clock", "not written into the audit log");
}

enum err
timekeeping_set(struct db *db, int64_t to)
{
    int64_t from = clock_now();
    int fault = sysclock_set(to);

    if (fault) {
        log_error("clock", "the system's clock cannot be set from the board:"
            " %s (set the date, or start notehome-clock.socket)",
            strerror(fault));
        return ERR_REFUSED;
    }
    note(db, "system", from, to);
    return OK;
}

void
timekeeping_note_board(struct db *db, const struct timekeeping_facts *f)
{
    if (f->board_sure && f->board_time - f->now > far_back)
        note(db, "board", f->board_time, f->now);
    else
        log_info("clock", "the board's clock is set by the system's");
}
