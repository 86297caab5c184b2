/* Decisions from the moment that a worker is of no more use: its last words,
 * what they mean for the part in hand, and the way back from trouble. */
#include "dongle/dongle_decide.h"

#include "base/clock.h"

#include <stdio.h>

/* In ms. */
static const int64_t cut_limit = 100 * SECOND;  /* 60 s off at most */
static const int64_t look_parked = 2 * SECOND;
static const int64_t after_reset = 5 * SECOND;
static const int64_t well_after = 10 * MINUTE;  /* forgets its troubles */
static const int64_t settle_again = SECOND;
static const int64_t store_again = 10 * SECOND; /* a part that found no room */

void
end_rung(struct dongle_turn *t, enum recovery_outcome outcome)
{
    PLAN(t, DEED_END_RUNG, .what = (int)outcome);
    t->l->gone = false;
}

/* --- it is of no more use ------------------------------------------------- */

/* Before it is killed its last words are heard: a text that was handed over
 * must not be taken for one that was not, and a report that came in no slot is
 * nowhere else. */
static void
hush(struct dongle_turn *t)
{
    t->l->from = t->l->state;
    t->l->state = DONGLE_ENDING;
    PLAN(t, DEED_HUSH);
    PLAN(t, DEED_HEAR_LAST);
}

void
end_worker(struct dongle_turn *t, enum link_trouble trouble,
    const struct reason *words)
{
    struct dongle_life *l = t->l;

    if (l->state == DONGLE_RESETTING) { /* that it ends was to come */
        hush(t);
        return;
    }
    l->was_well = l->well_since != 0;
    if (l->was_well && t->ev->now - l->well_since > well_after)
        ladder_well(&l->ladder);
    l->well_since = 0;
    l->trouble = trouble;
    l->why = trouble_plan(trouble, words);
    if (trouble == LINK_TROUBLE_PIN_WRONG)
        PLAN(t, DEED_NOTE_PIN);
    hush(t);
}

/* What the trouble is, with what the worker does not know: that its PIN was
 * withheld, for it was refused before; that the program which holds the device
 * is a worker of ours that hangs in the kernel, so nobody can stop it and only
 * climbing helps. */
static enum link_trouble
see_through(const struct dongle_event *ev)
{
    if (ev->trouble == LINK_TROUBLE_PIN_NEEDED && ev->pin)
        return LINK_TROUBLE_PIN_WRONG;
    if (ev->trouble == LINK_TROUBLE_BUSY && ev->hangs)
        return LINK_TROUBLE_SILENT;
    return ev->trouble;
}

void
end_in_trouble(struct dongle_turn *t)
{
    enum link_trouble trouble = see_through(t->ev);

    end_worker(t, trouble, trouble == t->ev->trouble ? &t->ev->words
                                                     : &reason_none);
}

void
end_unstarted(struct dongle_turn *t)
{
    end_worker(t, LINK_TROUBLE_OTHER, &t->ev->words);
}

void
end_untold(struct dongle_turn *t)
{
    struct reason deaf = reason_of(REASON_TAKES_NO_MESSAGE);

    end_worker(t, LINK_TROUBLE_OTHER, &deaf);
}

void
end_gone(struct dongle_turn *t)
{
    struct reason ended = reason_of(REASON_ENDED_UNEXPECTEDLY);

    end_worker(t, LINK_TROUBLE_OTHER, &ended);
}

void
end_hanging(struct dongle_turn *t)
{
    PLAN(t, DEED_SAY_HANGS);
    end_worker(t, LINK_TROUBLE_SILENT, &reason_none);
}

void
end_for_good(struct dongle_turn *t)
{
    t->l->closing = true;
    hush(t);
}

/* --- its last words ------------------------------------------------------- */

void
end_heard_nothing(struct dongle_turn *t)
{
    PLAN(t, DEED_HEAR_LAST);
}

void
end_heard_handed(struct dongle_turn *t)
{
    if (t->l->attempt && t->ev->attempt == t->l->attempt)
        t->l->from = DONGLE_HANDED;
    PLAN(t, DEED_HEAR_LAST);
}

/* It may have been LINK_HANDED. */
void
end_heard_nonsense(struct dongle_turn *t)
{
    if (t->l->attempt)
        t->l->from = DONGLE_HANDED;
    PLAN(t, DEED_HEAR_LAST);
}

void
end_heard_result(struct dongle_turn *t)
{
    if (t->l->attempt && t->ev->result.attempt == t->l->attempt) {
        t->l->result = t->ev->result;
        t->l->attempt = 0;
    }
    PLAN(t, DEED_HEAR_LAST);
}

/* It had said who it is. */
static bool
was_ready(const struct dongle_life *l)
{
    return l->from == DONGLE_LISTING || l->from == DONGLE_IDLE
        || l->from == DONGLE_SENDING || l->from == DONGLE_HANDED;
}

void
end_heard_part(struct dongle_turn *t)
{
    if (was_ready(t->l)) {
        PLAN(t, DEED_STORE_PART);
        PLAN(t, DEED_TELL_STORED);
    }
    PLAN(t, DEED_HEAR_LAST);
}

void
end_unstored(struct dongle_turn *t)
{
    PLAN(t, DEED_RELIST_AFTER, .ms = store_again);
    PLAN(t, DEED_HEAR_LAST);
}

void
end_heard_call(struct dongle_turn *t)
{
    if (was_ready(t->l))
        PLAN(t, DEED_KEEP_CALL);
    PLAN(t, DEED_HEAR_LAST);
}

void
end_heard_ussd(struct dongle_turn *t)
{
    PLAN(t, DEED_KEEP_USSD);
    PLAN(t, DEED_HEAR_LAST);
}

/* --- what that means ------------------------------------------------------ */

/* The worker said nothing more of the part in hand: what is proved, and no
 * more. */
static void
conclude(struct dongle_life *l)
{
    if (!l->attempt)
        return;
    l->result = (struct link_result){
        .attempt = l->attempt,
        .outcome = l->from == DONGLE_HANDED ? LINK_UNKNOWN : LINK_NOT_SENT,
        .reference = -1,
        .error = LINK_ERROR_NONE,
        .code = -1,
    };
    l->attempt = 0;
}

static void
leave(struct dongle_turn *t)
{
    if (was_ready(t->l))
        PLAN(t, DEED_LOSE_SIM);
    if (!t->l->closing) {
        PLAN(t, DEED_LOOK);
        return;
    }
    end_rung(t, RECOVERY_LEFT);
    PLAN(t, DEED_RELEASE);
    t->l->state = DONGLE_CLOSED;
}

void
end_silent(struct dongle_turn *t)
{
    conclude(t->l);
    PLAN(t, DEED_KILL);
    if (t->l->result.attempt)
        PLAN(t, DEED_SETTLE, .ms = settle_again);
    else
        leave(t);
}

void
end_settled(struct dongle_turn *t)
{
    t->l->result.attempt = 0;
    leave(t);
}

void
end_unsettled(struct dongle_turn *t)
{
    PLAN(t, DEED_DUE_AFTER, .ms = t->ev->ms);
    leave(t);
}

/* --- the way back --------------------------------------------------------- */

/* A new worker starts at the end of the cut, or at this deadline when that
 * never comes. */
static void
cut(struct dongle_turn *t)
{
    t->l->state = DONGLE_CUT;
    t->l->ours = true;
    t->l->shown = reason_of(REASON_BEING_CUT);
    PLAN(t, DEED_SHOW, .what = STATUS_RECOVERING, .words = &t->l->shown);
    PLAN(t, DEED_TIMER, .ms = cut_limit);
    PLAN(t, DEED_CUT);
}

static void
park(struct dongle_turn *t, int64_t pause)
{
    struct dongle_life *l = t->l;

    l->state = DONGLE_PARKED;
    l->parked_until = t->ev->now + pause;
    l->shown = reason_number(REASON_DOES_NOT_COME_BACK,
        (pause + MINUTE - 1) / MINUTE);
    PLAN(t, DEED_SHOW, .what = STATUS_RECOVERING, .words = &l->shown);
    PLAN(t, DEED_TIMER, .ms = look_parked);
    PLAN(t, DEED_PARK);
}

/* The next step after one more trouble that climbing may cure. */
static void
climb(struct dongle_turn *t)
{
    struct dongle_life *l = t->l;
    struct ladder_step step = ladder_next(&l->ladder, l->trouble,
        t->ev->means, t->ev->now);

    PLAN(t, DEED_BEGIN_RUNG, .what = (int)step.rung);
    PLAN(t, DEED_SHOW, .what = l->why.phase, .words = &l->why.words);
    switch (step.rung) {
    case RECOVERY_WORKER:
    case RECOVERY_RESET:
        l->reset = step.rung == RECOVERY_RESET;
        PLAN(t, DEED_TIMER, .ms = step.pause);
        break;
    case RECOVERY_USB:
        l->ours = true;         /* the node may go and come */
        PLAN(t, DEED_RESET_PORT);
        PLAN(t, DEED_TIMER, .ms = after_reset);
        break;
    case RECOVERY_POWER:
        cut(t);
        break;
    case RECOVERY_PARKED:
        park(t, step.pause);
        break;
    case RECOVERY_GONE:
        break;                  /* nothing that one does */
    }
}

/* A person, time or nothing helps, but no climbing. */
static void
wait_for_help(struct dongle_turn *t)
{
    struct dongle_life *l = t->l;

    if (l->trouble == LINK_TROUBLE_NO_DEVICE) {
        l->state = DONGLE_ABSENT;
        l->gone = l->was_well;
    }
    if (l->gone)
        PLAN(t, DEED_BEGIN_RUNG, .what = RECOVERY_GONE);
    PLAN(t, DEED_SHOW, .what = l->why.phase, .words = &l->why.words);
    PLAN(t, DEED_TIMER, .ms = l->why.pause);
}

void
end_recover(struct dongle_turn *t)
{
    struct dongle_life *l = t->l;
    bool climbs = ladder_climbs(l->trouble);

    l->state = DONGLE_WAITING;
    if (l->from == DONGLE_RESETTING) {
        PLAN(t, DEED_TIMER, .ms = after_reset);
        return;
    }
    end_rung(t, climbs ? RECOVERY_FAILED : RECOVERY_LEFT);
    l->reset = l->ours = false;
    PLAN(t, DEED_SAY_TROUBLE);
    if (climbs)
        climb(t);
    else
        wait_for_help(t);
}
