#include "dongle/dongle_decide.h"

#include <assert.h>

/* What is the same in some states. There is no worker: */
#define ASLEEP                                                                 \
    [EVENT_WAKE] = work_nothing, [EVENT_DUE] = work_settle,                    \
    [EVENT_RELIST] = work_nothing, [EVENT_CUT_ENDED] = work_cut_ended,         \
    [EVENT_CLOSE] = end_for_good, [EVENT_SETTLED] = work_settled,              \
    [EVENT_UNSETTLED] = work_unsettled
/* There is a worker: */
#define AWAKE                                                                  \
    [EVENT_CUT_ENDED] = work_nothing, [EVENT_CLOSE] = end_for_good,            \
    [EVENT_TROUBLE] = end_in_trouble, [EVENT_GONE] = end_gone
/* It has not said who it is; what else it says belongs to no SIM: */
#define UNKNOWN                                                                \
    AWAKE, [EVENT_TIME] = end_hanging, [EVENT_WAKE] = work_nothing,            \
    [EVENT_DUE] = work_settle, [EVENT_RELIST] = work_nothing,                  \
    [EVENT_HANDED] = work_nothing, [EVENT_RESULT] = work_nothing,              \
    [EVENT_PART] = work_nothing, [EVENT_CALL] = work_nothing,                  \
    [EVENT_USSD] = work_nothing, [EVENT_HEALTH] = work_nothing,                \
    [EVENT_REMOVED] = work_nothing, [EVENT_NONSENSE] = work_nothing,           \
    [EVENT_SETTLED] = work_settled, [EVENT_UNSETTLED] = work_unsettled
/* It has: */
#define KNOWN                                                                  \
    AWAKE, [EVENT_RELIST] = work_relist, [EVENT_READY] = work_alive,           \
    [EVENT_PART] = work_part, [EVENT_CALL] = work_call,                        \
    [EVENT_USSD] = work_ussd, [EVENT_HEALTH] = work_health,                    \
    [EVENT_REMOVED] = work_removed, [EVENT_UNSTORED] = work_unstored
/* It has no part in hand: */
#define FREE                                                                   \
    KNOWN, [EVENT_TIME] = work_quiet, [EVENT_HANDED] = work_alive,             \
    [EVENT_RESULT] = work_alive, [EVENT_NONSENSE] = work_nothing,              \
    [EVENT_UNASKED] = end_hanging,                                             \
    [EVENT_SETTLED] = work_settled, [EVENT_UNSETTLED] = work_unsettled
/* It has one: */
#define BUSY                                                                   \
    KNOWN, [EVENT_TIME] = end_hanging, [EVENT_WAKE] = work_wake,               \
    [EVENT_DUE] = work_nothing, [EVENT_HANDED] = work_handed,                  \
    [EVENT_RESULT] = work_result, [EVENT_NONSENSE] = work_garbled

/* The table. A pair that is not in it cannot be. */
static dongle_decision *const table[DONGLE_STATES][EVENTS] = {
    [DONGLE_WAITING] = { ASLEEP, [EVENT_TIME] = work_start },
    [DONGLE_ABSENT] = { ASLEEP, [EVENT_TIME] = work_start },
    [DONGLE_CUT] = { ASLEEP, [EVENT_TIME] = work_start,
        [EVENT_UNCUT] = work_cut_ended },
    [DONGLE_PARKED] = { ASLEEP, [EVENT_TIME] = work_parked },
    [DONGLE_STARTING] = { UNKNOWN, [EVENT_READY] = work_ready,
        [EVENT_REGISTERED] = work_registered,
        [EVENT_UNSTARTED] = end_unstarted },
    [DONGLE_RESETTING] = { UNKNOWN, [EVENT_READY] = work_nothing,
        [EVENT_UNTOLD] = end_untold },
    [DONGLE_LISTING] = { FREE, [EVENT_WAKE] = work_nothing,
        [EVENT_DUE] = work_settle },
    [DONGLE_IDLE] = { FREE, [EVENT_WAKE] = work_wake, [EVENT_DUE] = work_claim,
        [EVENT_CLAIMED] = work_claimed, [EVENT_UNCLAIMED] = work_unclaimed,
        [EVENT_NOTHING_DUE] = work_nothing_due },
    [DONGLE_SENDING] = { BUSY, [EVENT_UNTOLD] = end_untold },
    [DONGLE_HANDED] = { BUSY },
    /* One event follows the other until there is no worker; no time passes. */
    [DONGLE_ENDING] = { [EVENT_READY] = end_heard_nothing,
        [EVENT_TROUBLE] = end_heard_nothing,
        [EVENT_HANDED] = end_heard_handed, [EVENT_RESULT] = end_heard_result,
        [EVENT_PART] = end_heard_part, [EVENT_CALL] = end_heard_call,
        [EVENT_USSD] = end_heard_ussd, [EVENT_HEALTH] = end_heard_nothing,
        [EVENT_REMOVED] = end_heard_nothing,
        [EVENT_NONSENSE] = end_heard_nonsense, [EVENT_SILENCE] = end_silent,
        [EVENT_UNSTORED] = end_unstored, [EVENT_SETTLED] = end_settled,
        [EVENT_UNSETTLED] = end_unsettled, [EVENT_ENDED] = end_recover },
    [DONGLE_CLOSED] = { NULL },
};

bool
dongle_expects(enum dongle_state s, enum dongle_event_kind e)
{
    return table[s][e] != NULL;
}

struct dongle_plan
dongle_next(struct dongle_life *l, const struct dongle_event *ev)
{
    struct dongle_turn t = { .l = l, .ev = ev };

    if (dongle_expects(l->state, ev->kind))
        table[l->state][ev->kind](&t);
    else
        PLAN(&t, DEED_SAY_ODD, .what = (int)ev->kind);
    return t.plan;
}

void
dongle_plan_add(struct dongle_plan *p, struct dongle_deed deed)
{
    assert(p->count < (int)(sizeof(p->deed) / sizeof(p->deed[0])));
    p->deed[p->count++] = deed;
}

/* --- deeds ---------------------------------------------------------------- */

enum dongle_event_kind
dongle_failure(enum dongle_deed_kind k)
{
    static const enum dongle_event_kind fails_as[DEEDS] = {
        [DEED_SPAWN] = EVENT_UNSTARTED,
        [DEED_TELL_START] = EVENT_UNSTARTED,
        [DEED_LISTEN] = EVENT_UNSTARTED,
        [DEED_REGISTER] = EVENT_UNSTARTED,
        [DEED_TELL_SEND] = EVENT_UNTOLD,
        [DEED_TELL_RESET] = EVENT_UNTOLD,
        [DEED_TELL_POLL] = EVENT_UNASKED,
        [DEED_STORE_PART] = EVENT_UNSTORED,
        [DEED_SETTLE] = EVENT_UNSETTLED,
        [DEED_CLAIM] = EVENT_UNCLAIMED,
        [DEED_CUT] = EVENT_UNCUT,
    };

    return fails_as[k];
}

bool
dongle_answers(enum dongle_deed_kind k)
{
    return k == DEED_HEAR_LAST || k == DEED_LOOK || k == DEED_REGISTER
        || k == DEED_SETTLE || k == DEED_CLAIM;
}

/* --- names ---------------------------------------------------------------- */

const char *
dongle_state_name(enum dongle_state s)
{
    static const char *const names[DONGLE_STATES] = { "waiting", "absent",
        "cut", "parked", "starting", "resetting", "listing", "idle", "sending",
        "handed", "ending", "closed" };

    return names[s];
}

const char *
dongle_event_name(enum dongle_event_kind e)
{
    static const char *const names[EVENTS] = { "none", "time", "wake", "due",
        "relist", "cut ended", "close", "ready", "trouble", "handed", "result",
        "part", "call", "ussd", "health", "removed", "nonsense", "gone",
        "registered", "claimed", "nothing due", "settled", "silence", "ended",
        "unstarted", "untold", "unasked", "unstored", "unsettled", "unclaimed",
        "uncut" };

    return names[e];
}
