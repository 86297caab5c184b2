/* dongle_decide.h - the decisions that stand in the cells of dongle_table.c:
 * dongle_work.c has those while a dongle starts, works or waits, dongle_end.c
 * those from the end of its worker to the next. Nobody else includes it. */
#ifndef NOTEHOME_DONGLE_DECIDE_H
#define NOTEHOME_DONGLE_DECIDE_H

#include "dongle/dongle_table.h"

/* One event in one state, and what is decided. */
struct dongle_turn {
    struct dongle_life *l;
    const struct dongle_event *ev;
    struct dongle_plan plan;
};
typedef void dongle_decision(struct dongle_turn *t);

/* Adds a deed to the plan; what is not named is 0. */
#define PLAN(t, ...)                                                           \
    dongle_plan_add(&(t)->plan, (struct dongle_deed){ .kind = __VA_ARGS__ })
void dongle_plan_add(struct dongle_plan *p, struct dongle_deed deed);

/* --- dongle_work.c -------------------------------------------------------- */

dongle_decision work_nothing;
dongle_decision work_start;     /* a worker, where there is a device */
dongle_decision work_parked;    /* looks whether its time has come */
dongle_decision work_cut_ended;
dongle_decision work_ready;
dongle_decision work_registered;
dongle_decision work_alive;     /* it says what means nothing now */
dongle_decision work_quiet;     /* asks, once, whether it lives */
dongle_decision work_wake;
dongle_decision work_claim;
dongle_decision work_claimed;
dongle_decision work_unclaimed;
dongle_decision work_nothing_due;
dongle_decision work_settle;    /* what could not be written down before */
dongle_decision work_settled;
dongle_decision work_unsettled;
dongle_decision work_handed;
dongle_decision work_garbled;   /* what cannot be read may have been that */
dongle_decision work_result;
dongle_decision work_part;
dongle_decision work_unstored;
dongle_decision work_relist;
dongle_decision work_call;
dongle_decision work_ussd;
dongle_decision work_removed;
dongle_decision work_health;

/* --- dongle_end.c --------------------------------------------------------- */

/* The worker is of no more use. words: more than the trouble says. */
void end_worker(struct dongle_turn *t, enum link_trouble trouble,
    const struct reason *words);
/* Settles the rung that is open, if one is. */
void end_rung(struct dongle_turn *t, enum recovery_outcome outcome);

dongle_decision end_in_trouble;
dongle_decision end_unstarted;
dongle_decision end_untold;
dongle_decision end_gone;
dongle_decision end_hanging;
dongle_decision end_for_good;
dongle_decision end_heard_nothing;
dongle_decision end_heard_handed;
dongle_decision end_heard_result;
dongle_decision end_heard_part;
dongle_decision end_heard_call;
dongle_decision end_heard_ussd;
dongle_decision end_heard_nonsense;
dongle_decision end_unstored;
dongle_decision end_silent;
dongle_decision end_settled;
dongle_decision end_unsettled;
dongle_decision end_recover;    /* it is gone: what now? */

#endif
