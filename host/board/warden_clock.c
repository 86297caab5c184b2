#include "base/clock.h"
#include "base/log.h"
#include "board/warden_own.h"
#include "board/timekeeping.h"
#include "settings/rules.h"

#include <stdio.h>

static const int64_t look_every = MINUTE;
static const int64_t ask_every = HOUR;

static void
set_unsure(struct warden *w, bool unsure)
{
    if (unsure == atomic_load(&w->clock_unsure))
        return;
    atomic_store(&w->clock_unsure, unsure);
    if (unsure)
        log_error("clock", "the date looks wrong: texts for later are held"
            " until it is set");
    else
        log_info("clock", "the date is right as far as can be told");
    if (rules_set_clock_unsure(unsure))
        log_error("clock", "out of memory");
    db_touch(w->db, DB_QUEUE | DB_MODEMS);
}

static void
was_set(void *user, enum err e, const struct board_frame *f)
{
    (void)user;
    if (e)
        log_warn("clock", "the board's clock was not set: %s",
            e == ERR_REFUSED ? said_error(f) : err_text(e));
}

static void
give(struct warden *w, const struct timekeeping_facts *f)
{
    char unix_time[24];

    snprintf(unix_time, sizeof(unix_time), "%lld",
        (long long)(f->now / SECOND));
    if (f->now > 0
        && board_ask(w->board, BOARD_TIME, unix_time, was_set, NULL) == OK)
        timekeeping_note_board(w->db, f);
}

static void
judge(struct warden *w, struct timekeeping_facts *f)
{
    enum err e = timekeeping_look(w->db, f);

    if (e) {
        log_warn("clock", "cannot tell whether the date is right: %s",
            err_text(e));
        return;
    }
    f->starting = f->board && !w->clock_started;
    w->clock_started |= f->board;
    switch (timekeeping_judge(f)) {
    case TIME_FINE:
        set_unsure(w, false);
        break;
    case TIME_UNSURE:
        set_unsure(w, true);
        break;
    case TIME_TAKE:
        set_unsure(w, timekeeping_set(w->db, f->board_time) != OK);
        break;
    case TIME_GIVE:
        set_unsure(w, false);
        give(w, f);
        break;
    }
}

static void
got_time(void *user, enum err e, const struct board_frame *f)
{
    struct timekeeping_facts facts = { .board = true };
    struct warden *w = user;
    uint32_t unix_time;
    bool unsure;

    if (e || said_time(f, &unix_time, &unsure))
        return;                 /* no clock chip, or gone */
    facts.board_sure = !unsure;
    facts.board_time = (int64_t)unix_time * SECOND;
    judge(w, &facts);
}

void
warden_clock_ask(struct warden *w)
{
    w->clock_asked = clock_mono();
    if (board_ask(w->board, BOARD_TIME, "", got_time, w))
        log_debug("clock", "the board is not asked for the time");
}

/* Each minute: somebody may have set the date, or NTP has. */
static void
look(void *user)
{
    struct timekeeping_facts facts = { .board = false };
    struct warden *w = user;

    loop_after(w->loop, &w->clock_timer, look_every, look, w);
    if (board_hello(w->board)) {
        if (atomic_load(&w->clock_unsure)
            || clock_mono() - w->clock_asked > ask_every)
            warden_clock_ask(w);
        return;
    }
    judge(w, &facts);
}

void
warden_clock_start(struct warden *w)
{
    look(w);
}

void
warden_clock_stop(struct warden *w)
{
    loop_cancel(w->loop, &w->clock_timer);
}
