/* Decisions while a dongle starts, works, or waits for its next worker. */
#include "dongle/dongle_decide.h"

#include "base/clock.h"

/* In ms. The worker has tighter deadlines of its own; these are for one that
 * hangs as a whole. */
static const int64_t start_limit = 120 * SECOND;
static const int64_t reset_limit = 30 * SECOND;
static const int64_t send_limit = 150 * SECOND; /* +CMGS may take 120 */
static const int64_t quiet_limit = 150 * SECOND; /* then it is asked */
static const int64_t answer_limit = 60 * SECOND;
static const int64_t look_absent = 500;         /* for a device node */
static const int64_t look_parked = 2 * SECOND;
static const int64_t not_cut = MINUTE;
static const int64_t settle_again = SECOND;
static const int64_t claim_again = 5 * SECOND;
static const int64_t store_again = 10 * SECOND; /* a part that found no room */
enum { VAGUE = 3 };             /* refusals without a reason in a row */

void
work_nothing(struct dongle_turn *t)
{
    (void)t;
}

/* --- no worker ------------------------------------------------------------ */

static void
find_no_device(struct dongle_turn *t)
{
    struct dongle_life *l = t->l;

    if (!l->ours)
        ladder_well(&l->ladder);        /* a person has it in the hand */
    if (l->state != DONGLE_ABSENT) {
        l->why = trouble_plan(LINK_TROUBLE_NO_DEVICE, &reason_none);
        PLAN(t, DEED_SHOW, .what = l->why.phase, .words = &l->why.words);
    }
    l->state = DONGLE_ABSENT;
    PLAN(t, DEED_TIMER, .ms = look_absent);
}

void
work_start(struct dongle_turn *t)
{
    if (!t->ev->present) {
        find_no_device(t);
        return;
    }
    t->l->state = DONGLE_STARTING;
    PLAN(t, DEED_SPAWN);
    PLAN(t, DEED_TELL_START);
    PLAN(t, DEED_LISTEN);
    PLAN(t, DEED_SHOW, .what = STATUS_STARTING, .words = NULL);
    PLAN(t, DEED_TIMER, .ms = start_limit);
}

void
work_parked(struct dongle_turn *t)
{
    bool over = t->ev->now >= t->l->parked_until;

    if (!over && !t->ev->replugged) {
        PLAN(t, DEED_TIMER, .ms = look_parked);
        return;
    }
    if (!over)
        ladder_well(&t->l->ladder);     /* a person had it in the hand */
    work_start(t);
}

void
work_cut_ended(struct dongle_turn *t)
{
    if (!t->l->ours)
        return;
    if (t->l->state == DONGLE_CUT)
        t->l->state = DONGLE_WAITING;
    PLAN(t, DEED_SAY_CUT, .what = t->ev->proved);
    PLAN(t, DEED_TIMER, .ms = t->ev->proved ? 0 : not_cut);
}

/* --- it says who it is ---------------------------------------------------- */

void
work_ready(struct dongle_turn *t)
{
    if (!t->l->reset) {
        PLAN(t, DEED_REGISTER);
        return;
    }
    t->l->reset = false;
    t->l->state = DONGLE_RESETTING;
    PLAN(t, DEED_TIMER, .ms = reset_limit);
    PLAN(t, DEED_TELL_RESET);
}

/* A sign of life: it may be quiet for a while again. The deadline of a part in
 * hand stays. */
void
work_alive(struct dongle_turn *t)
{
    t->l->asked = false;
    if (!t->l->attempt)
        PLAN(t, DEED_TIMER, .ms = quiet_limit);
}

void
work_registered(struct dongle_turn *t)
{
    t->l->state = DONGLE_LISTING;
    PLAN(t, DEED_SHOW, .what = STATUS_STARTING, .words = &reason_none);
    work_alive(t);
}

void
work_quiet(struct dongle_turn *t)
{
    if (t->l->asked) {
        end_hanging(t);
        return;
    }
    t->l->asked = true;
    PLAN(t, DEED_TELL_POLL);
    PLAN(t, DEED_TIMER, .ms = answer_limit);
}

/* --- texts out ------------------------------------------------------------ */

void
work_wake(struct dongle_turn *t)
{
    PLAN(t, DEED_READ_NAME);
    PLAN(t, DEED_ASK_USSD);
    if (t->l->state == DONGLE_IDLE)
        PLAN(t, DEED_CLAIM);
}

void
work_claim(struct dongle_turn *t)
{
    PLAN(t, DEED_CLAIM);
}

void
work_claimed(struct dongle_turn *t)
{
    t->l->result.attempt = 0;
    t->l->attempt = t->ev->attempt;
    t->l->state = DONGLE_SENDING;
    PLAN(t, DEED_TIMER, .ms = send_limit);
    PLAN(t, DEED_TELL_SEND);
}

void
work_nothing_due(struct dongle_turn *t)
{
    t->l->result.attempt = 0;
    if (t->ev->ms)
        PLAN(t, DEED_DUE_AFTER, .ms = t->ev->ms);
}

void
work_unclaimed(struct dongle_turn *t)
{
    PLAN(t, DEED_DUE_AFTER, .ms = claim_again);
    if (t->l->result.attempt)
        PLAN(t, DEED_SETTLE, .ms = claim_again);
}

void
work_settle(struct dongle_turn *t)
{
    if (t->l->result.attempt)
        PLAN(t, DEED_SETTLE, .ms = settle_again);
}

void
work_settled(struct dongle_turn *t)
{
    t->l->result.attempt = 0;
}

void
work_unsettled(struct dongle_turn *t)
{
    PLAN(t, DEED_DUE_AFTER, .ms = t->ev->ms);
}

void
work_handed(struct dongle_turn *t)
{
    work_alive(t);
    if (t->ev->attempt == t->l->attempt)
        t->l->state = DONGLE_HANDED;
}

void
work_garbled(struct dongle_turn *t)
{
    t->l->state = DONGLE_HANDED;
}

/* "No reason" again and again is a dongle that is stuck: it is brought back. */
static bool
is_stuck(struct dongle_life *l, bool vague)
{
    l->vague = vague ? l->vague + 1 : 0;
    if (l->vague < VAGUE)
        return false;
    l->vague = 0;
    return true;
}

void
work_result(struct dongle_turn *t)
{
    const struct link_result *r = &t->ev->result;
    bool cms = r->outcome != LINK_SENT && r->error == LINK_ERROR_CMS;
    bool mine = r->attempt == t->l->attempt;
    struct reason stuck = reason_of(REASON_REFUSES_ALL);

    if (mine) {
        t->l->result = *r;
        t->l->attempt = 0;
        t->l->state = DONGLE_IDLE;
    }
    work_alive(t);
    if (!mine)
        return;
    if (cms && r->code == 322)
        PLAN(t, DEED_RELIST);   /* its memory is emptied at once */
    if (is_stuck(t->l, cms && r->code == 500))
        end_worker(t, LINK_TROUBLE_OTHER, &stuck);
    else
        PLAN(t, DEED_CLAIM);
}

/* --- what else it says ---------------------------------------------------- */

void
work_part(struct dongle_turn *t)
{
    work_alive(t);
    PLAN(t, DEED_STORE_PART);
    PLAN(t, DEED_TELL_STORED);
}

void
work_unstored(struct dongle_turn *t)
{
    PLAN(t, DEED_RELIST_AFTER, .ms = store_again);
}

void
work_relist(struct dongle_turn *t)
{
    PLAN(t, DEED_RELIST);
}

void
work_call(struct dongle_turn *t)
{
    work_alive(t);
    PLAN(t, DEED_KEEP_CALL);
}

void
work_ussd(struct dongle_turn *t)
{
    work_alive(t);
    PLAN(t, DEED_KEEP_USSD);
    PLAN(t, DEED_ASK_USSD);
}

void
work_removed(struct dongle_turn *t)
{
    work_alive(t);
    PLAN(t, DEED_KEEP_REMOVED);
}

/* Both stores were listed: it works, and the rung that is open brought it
 * back. */
static void
is_well(struct dongle_turn *t)
{
    struct dongle_life *l = t->l;

    if (l->state == DONGLE_LISTING) {
        l->state = DONGLE_IDLE;
        PLAN(t, DEED_SAY_WORKING);
    }
    l->ours = false;
    end_rung(t, l->gone ? RECOVERY_BACK : RECOVERY_HELPED);
    PLAN(t, DEED_COUNT_LOSSES, .what = !l->well_since);
    if (!l->well_since)
        l->well_since = t->ev->now;
    PLAN(t, DEED_SHOW, .what = STATUS_WORKING, .words = &reason_none);
}

void
work_health(struct dongle_turn *t)
{
    work_alive(t);
    PLAN(t, DEED_KEEP_HEALTH);
    if (t->ev->listed)
        is_well(t);
    else
        PLAN(t, DEED_SHOW_HEALTH);
    if (t->l->state != DONGLE_LISTING)
        work_wake(t);
}
