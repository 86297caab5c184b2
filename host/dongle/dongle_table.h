/* dongle_table.h - the life of a dongle as a state machine: for each state and
 * each event what follows. A decision without an act, as ladder.h is: no I/O,
 * no clock, no store. Time and facts come in with the event, what is to be done
 * goes out as deeds; dongle_act.c does them, and what a deed answers, or that
 * it failed, is the next event. */
#ifndef NOTEHOME_DONGLE_TABLE_H
#define NOTEHOME_DONGLE_TABLE_H

#include "dongle/ladder.h"
#include "dongle/trouble.h"
#include "link/link.h"

enum dongle_state {
    /* There is no worker; */
    DONGLE_WAITING,             /* one starts in a while */
    DONGLE_ABSENT,              /* no device either: it is looked for */
    DONGLE_CUT,                 /* the board cuts the power */
    DONGLE_PARKED,              /* nothing helped: it is left alone for long */
    /* There is one; */
    DONGLE_STARTING,            /* it has not said who it is */
    DONGLE_RESETTING,           /* it is to restart the dongle, then to end */
    DONGLE_LISTING,             /* it has not listed both stores */
    DONGLE_IDLE,                /* it works and has no part in hand */
    DONGLE_SENDING,             /* it has one, surely not handed over */
    DONGLE_HANDED,              /* that one's Ctrl-Z was let through, or may
                                 * have been */
    DONGLE_ENDING,              /* it is to end: its last words are heard */
    DONGLE_CLOSED,              /* for good */
    DONGLE_STATES
};

enum dongle_event_kind {
    EVENT_NONE,
    /* from outside */
    EVENT_TIME,                 /* the deadline has come: present, replugged */
    EVENT_WAKE,                 /* the store has something new */
    EVENT_DUE,                  /* something may have become due */
    EVENT_RELIST,               /* what found no room is to be listed again */
    EVENT_CUT_ENDED,            /* the board is done: proved */
    EVENT_CLOSE,                /* the end, asked for by the owner */
    /* what the worker says */
    EVENT_READY,
    EVENT_TROUBLE,              /* trouble, words, pin, hangs */
    EVENT_HANDED,               /* attempt */
    EVENT_RESULT,               /* result */
    EVENT_PART,
    EVENT_CALL,
    EVENT_USSD,
    EVENT_HEALTH,               /* listed */
    EVENT_REMOVED,
    EVENT_NONSENSE,             /* what cannot be read */
    EVENT_GONE,                 /* it ended without a word */
    /* what a deed answers */
    EVENT_REGISTERED,           /* by DEED_REGISTER */
    EVENT_CLAIMED,              /* by DEED_CLAIM: attempt */
    EVENT_NOTHING_DUE,          /* by DEED_CLAIM: ms */
    EVENT_SETTLED,              /* by DEED_SETTLE */
    EVENT_SILENCE,              /* by DEED_HEAR_LAST: it said no more */
    EVENT_ENDED,                /* by DEED_LOOK: means */
    /* a deed failed */
    EVENT_UNSTARTED,            /* no worker, or none that is of use: words */
    EVENT_UNTOLD,               /* it takes no order */
    EVENT_UNASKED,              /* it takes no question either */
    EVENT_UNSTORED,             /* a part from it; it keeps that */
    EVENT_UNSETTLED,            /* life.result: ms, when to try again */
    EVENT_UNCLAIMED,
    EVENT_UNCUT,                /* the board cannot now */
    EVENTS
};

/* What there is to do. *Breaks*: when it fails, the rest of the plan is left
 * out, and the event that dongle_failure() names follows. *Answers*: an event
 * follows; it is the last of its plan. Others cope: they log what failed. */
enum dongle_deed_kind {
    /* the worker */
    DEED_SPAWN,                 /* breaks */
    DEED_TELL_START,            /* breaks */
    DEED_LISTEN,                /* hears it from now on; breaks */
    DEED_TELL_SEND,             /* the part that was claimed; breaks */
    DEED_TELL_POLL,             /* does it live? breaks */
    DEED_TELL_RESET,            /* breaks */
    DEED_RELIST,                /* asks it to list both stores */
    DEED_HUSH,                  /* hears it no more, but for its last words: it
                                 * lets no further Ctrl-Z pass */
    DEED_HEAR_LAST,             /* answers what it said, or EVENT_SILENCE */
    DEED_KILL,
    DEED_LOOK,                  /* answers what can be done to the dongle */
    /* moments, each after ms; a later one takes the place of the one before */
    DEED_TIMER,                 /* EVENT_TIME */
    DEED_DUE_AFTER,             /* EVENT_DUE */
    DEED_RELIST_AFTER,          /* EVENT_RELIST */
    /* the store */
    DEED_REGISTER,              /* who it is; answers, breaks */
    DEED_SETTLE,                /* life.result; answers, breaks. ms: when to
                                 * try again */
    DEED_CLAIM,                 /* life.result, and the next part, in one
                                 * commit; answers, breaks */
    DEED_STORE_PART,            /* breaks */
    DEED_TELL_STORED,           /* that part may be removed */
    DEED_KEEP_REMOVED,
    DEED_KEEP_CALL,
    DEED_KEEP_USSD,             /* the answer to a code */
    DEED_ASK_USSD,              /* the next code */
    DEED_READ_NAME,             /* staff may have given it another */
    DEED_NOTE_PIN,              /* that it was refused */
    DEED_LOSE_SIM,              /* its SIM does not answer any more */
    DEED_BEGIN_RUNG,            /* what: enum recovery_rung; for life.why */
    DEED_END_RUNG,              /* what: enum recovery_outcome */
    DEED_COUNT_LOSSES,          /* what: 1 even if there were none */
    /* the dongle */
    DEED_RESET_PORT,
    DEED_CUT,                   /* for life.why; breaks */
    DEED_PARK,                  /* for life.why; looks what device it is */
    /* what people see */
    DEED_KEEP_HEALTH,
    DEED_SHOW,                  /* what: enum status_phase; words, NULL: what
                                 * was said before still holds */
    DEED_SHOW_HEALTH,           /* nothing else is new */
    DEED_SAY_WORKING,
    DEED_SAY_HANGS,
    DEED_SAY_TROUBLE,           /* life.why */
    DEED_SAY_CUT,               /* what: 1 when it is proved */
    DEED_SAY_ODD,               /* what: the event, which cannot be */
    DEED_RELEASE,               /* timers, and its place in the status */
    DEEDS
};

struct dongle_deed {
    enum dongle_deed_kind kind;
    int64_t ms;
    int what;
    const struct reason *words; /* of DEED_SHOW: static, or in the life */
};

struct dongle_plan {
    struct dongle_deed deed[12]; /* in this order */
    int count;
};

struct dongle_event {
    enum dongle_event_kind kind;
    int64_t now;                /* monotonic ms; always set */
    bool present;               /* the device node is there */
    bool replugged;             /* it is another one than at DEED_PARK */
    bool proved;                /* its supply was seen to fall */
    bool listed;                /* both stores were listed just now */
    enum link_trouble trouble;
    struct reason words;
    bool pin;                   /* the configuration has one */
    bool hangs;                 /* a worker of before did not die */
    int64_t attempt;
    int64_t ms;                 /* until something falls due; 0: unknown */
    struct link_result result;
    struct ladder_means means;
};

/* All that the decisions rest on. Zeroed at first: DONGLE_WAITING. */
struct dongle_life {
    enum dongle_state state;
    enum dongle_state from;     /* while ENDING: what the worker was at; HANDED
                                 * also when it says so with its last words */
    bool closing;               /* no worker follows */
    bool asked;                 /* LINK_POLL is out: last chance */
    bool reset;                 /* the next worker is to restart the dongle */
    bool ours;                  /* its power or its port is, or was just, cut:
                                 * that its node goes is our own doing */
    bool gone;                  /* the rung that is open is RECOVERY_GONE */
    int64_t attempt;            /* in hand; 0: none */
    struct link_result result;  /* to be written down while result.attempt */
    int vague;                  /* CMS 500 in a row */
    int64_t well_since;         /* monotonic; 0: not well */
    bool was_well;              /* before this trouble */
    enum link_trouble trouble;  /* the last one */
    struct trouble_plan why;    /* and what it means */
    struct reason shown;        /* words of DEED_SHOW that are put together */
    int64_t parked_until;       /* monotonic */
    struct ladder ladder;
};

/* What follows from the event: changes *l, returns the deeds. A pair that
 * cannot be changes nothing; its only deed is DEED_SAY_ODD. */
struct dongle_plan dongle_next(struct dongle_life *l,
    const struct dongle_event *ev);

/* Whether the event can come in this state. */
bool dongle_expects(enum dongle_state s, enum dongle_event_kind e);

/* The event that follows when the deed fails; EVENT_NONE: it copes. */
enum dongle_event_kind dongle_failure(enum dongle_deed_kind k);
/* Whether an event follows when it does not. */
bool dongle_answers(enum dongle_deed_kind k);

const char *dongle_state_name(enum dongle_state s);         /* static */
const char *dongle_event_name(enum dongle_event_kind e);    /* static */

#endif
