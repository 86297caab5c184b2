/* plan.h - a plan for a child that needs more (the field's care plan, case
 * management): an aim, steps in the order of their days, a day on which it is
 * looked at again, and the conversations about it. A child has one open plan at
 * most. A step that is a text to the family and has no answer in PLAN_SILENCE
 * makes the next one due; nothing is sent from here. Days are those of
 * calendar.h, moments UTC ms. */
#ifndef NOTEHOME_PLAN_H
#define NOTEHOME_PLAN_H

#include "base/clock.h"
#include "store/thread/message.h"

enum { PLAN_AIM = 641, PLAN_WORDS = 481, PLAN_FIELD = 1601, /* bytes */
    PLAN_STEPS = 12, PLAN_TALKS = 40, PLAN_FIELDS = 4, PLAN_AHEAD = 366,
    PLAN_OPEN_MAX = 500 };
#define PLAN_SILENCE (48 * HOUR)

/* How a step is tried. On disk: never reuse a number. */
enum plan_way { PLAN_NO_WAY = 0, PLAN_TEXT = 1, PLAN_CALL = 2, PLAN_VISIT = 3,
    PLAN_AT_SCHOOL = 4, PLAN_WAYS };
const char *plan_way_name(enum plan_way w); /* "visit"; static */
enum plan_way plan_way_of(const char *name); /* PLAN_NO_WAY: none of them */

/* What a person noted of a step. On disk: never reuse a number. */
enum plan_result { PLAN_OPEN = 0, PLAN_DONE = 1, PLAN_NOT_REACHED = 2,
    PLAN_NO_ANSWER = 3, PLAN_SENT = 4, PLAN_RESULTS };
const char *plan_result_name(enum plan_result r); /* "not reached"; static */
/* PLAN_RESULTS: none of them. */
enum plan_result plan_result_of(const char *name);
/* In SQL; held equal to the numbers above by unit/numbers. */
#define PLAN_IS_OPEN "result = 0"
#define PLAN_IS_SENT "result = 4"

/* How a step stands: what was noted, and of a text what became of it. */
enum plan_stand { PLAN_TO_DO, PLAN_WAITS, PLAN_ANSWERED, PLAN_SILENT,
    PLAN_LOST, PLAN_IS_DONE, PLAN_WAS_NOT_REACHED, PLAN_HAD_NO_ANSWER,
    PLAN_STANDS };
const char *plan_stand_name(enum plan_stand s); /* "silent"; static */

struct plan {
    int64_t id, child;
    char aim[PLAN_AIM];
    int review;                 /* a day */
    int64_t lead;               /* the account that looks at it; 0: the head */
    char lead_name[64];         /* "" the head */
    int64_t at, closed;         /* closed 0: it is open */
    char who[64], closed_by[64];
    char outcome[PLAN_AIM];     /* "" of a closed one: another was open when two
                                 * rows of the child became one */
};

struct plan_step {
    int64_t id, plan;
    char words[PLAN_WORDS];
    enum plan_way way;
    int64_t staff;              /* who does it */
    char staff_name[64];
    bool gone;                  /* that account is closed, another's by now, or
                                 * may not read plans: the head sees to it */
    int due;                    /* by that day */
    int64_t at, tried;          /* given; tried, 0: not yet */
    char who[64], tried_by[64];
    enum plan_result result;
    /* Of a text, PLAN_SENT: */
    int64_t message, thread;    /* the first of those that say the same; 0: it
                                 * is forgotten */
    int64_t went;               /* since when one is surely with the network or
                                 * the phone; 0: none is */
    bool open;                  /* one is on its way still */
    int64_t answer, answered;   /* the family's first text or call since, and
                                 * when; 0: none */
};
/* Pure. A text of which nobody knows whether it went is PLAN_LOST. */
enum plan_stand plan_stand(const struct plan_step *s, int64_t now);

/* A conversation: what was heard, agreed, who does what, and when it is looked
 * at again. */
struct plan_talk {
    int64_t id, at;
    int day;
    char who[64];
    char field[PLAN_FIELDS][PLAN_FIELD]; /* listen, agree, do, review */
};
extern const char *const plan_fields[PLAN_FIELDS]; /* "listen", ... */

/* --- reading (plan.c) ----------------------------------------------------- */

/* Who reads plans: admins and safeguarding staff all; other staff those of the
 * children of their classes, and those that they lead or do a step of while
 * they are open. Who got an account that was another's has nothing of it. */
struct plan_reader {
    int64_t staff;              /* an account that is staff; 0: none */
    bool all;
};
/* *may: whether the reader sees the child's plans. No page and no answer of the
 * API shows one without asking; exports, which admins make, hold all.
 * ERR_NOT_FOUND: there is no such child. */
MUST_CHECK enum err plan_may(struct db *db, const struct plan_reader *r,
    int64_t child, bool *may);

/* The child's plans, the newest first; the open one is the first. */
MUST_CHECK enum err plan_list(struct db *db, int64_t child, int limit,
    void (*fn)(void *user, const struct plan *p), void *user);
/* In their order. */
MUST_CHECK enum err plan_steps(struct db *db, int64_t plan,
    void (*fn)(void *user, const struct plan_step *s), void *user);
/* The newest first. */
MUST_CHECK enum err plan_talks(struct db *db, int64_t plan,
    void (*fn)(void *user, const struct plan_talk *t), void *user);
/* The newest text about the child since that moment that is not lost, as what a
 * step may have sent: its first message, its words (cut). *message 0: none. */
MUST_CHECK enum err plan_text(struct db *db, int64_t child, int64_t since,
    int64_t *message, char *words, size_t room);

/* --- what is due (plan_due.c) --------------------------------------------- */

enum plan_why { PLAN_NEXT, PLAN_DUE, PLAN_OVERDUE, PLAN_REVIEW, PLAN_NO_STEP };
const char *plan_why_name(enum plan_why w); /* "overdue"; static */
struct plan_due {
    int64_t child, step;        /* step 0: the plan itself */
    char child_name[120], class_name[40];
    enum plan_why why;
    enum plan_stand before;     /* NEXT, NO_STEP: how the last try ended */
    char words[PLAN_WORDS];     /* the step's; else the start of the aim */
    enum plan_way way;
    char who[64];               /* does it; "" the head */
    int day;                    /* by then */
};
/* What waits for the account staff (0: none) on that day, of children at
 * school; head: also what was for accounts that are gone. NEXT: the last try
 * failed, or was a text without an answer for PLAN_SILENCE. NO_STEP: so it was,
 * and there is no next one. At most limit. */
MUST_CHECK enum err plan_due(struct db *db, int64_t staff, bool head,
    int64_t now, int limit,
    void (*fn)(void *user, const struct plan_due *d), void *user);
/* Open plans of children at school that the reader may see, by review day. */
struct plan_row {
    int64_t child;
    char child_name[120], class_name[40], aim[PLAN_AIM], lead_name[64];
    int review;
};
MUST_CHECK enum err plan_open_list(struct db *db, const struct plan_reader *r,
    void (*fn)(void *user, const struct plan_row *p), void *user);

/* --- changing (plan_edit.c) ----------------------------------------------- */

/* Each is audited, touches DB_PEOPLE, and changes nothing when it fails; why
 * then says what is wrong, where it is known. Those below plan_start() are
 * about the child's open plan. ERR_NOT_FOUND: there is none, or no such child,
 * or step in it. Lines are as typed, NULL counts as "". */
struct plan_typed {
    const char *aim, *review;   /* a school day, "2026-12-07" */
    int64_t lead;               /* an account; 0: the head */
};
/* The same aim again is OK. ERR_EXISTS: another one is open; ERR_INPUT. */
MUST_CHECK enum err plan_start(struct db *db, int64_t child,
    const struct plan_typed *typed, const char *who, struct reason *why);
/* aim or review "": as it was; lead -1: as it was. ERR_INPUT. */
MUST_CHECK enum err plan_change(struct db *db, int64_t child,
    const struct plan_typed *typed, const char *who, struct reason *why);

struct plan_step_typed {
    const char *words, *by;     /* a school day */
    enum plan_way way;
    int64_t staff;
};
/* The same step again is OK. ERR_INPUT; ERR_REFUSED: it is full. */
MUST_CHECK enum err plan_step_add(struct db *db, int64_t child,
    const struct plan_step_typed *typed, const char *who, struct reason *why);
/* Another day ("": as it was) or person (0: as it was). ERR_INPUT; ERR_REFUSED:
 * it was tried already. */
MUST_CHECK enum err plan_step_move(struct db *db, int64_t child, int64_t step,
    const char *by, int64_t staff, const char *who, struct reason *why);
/* ERR_REFUSED: it was tried already. */
MUST_CHECK enum err plan_step_remove(struct db *db, int64_t child,
    int64_t step, const char *who, struct reason *why);
/* PLAN_OPEN takes back what was noted. message: of PLAN_SENT, one to the family
 * about the child; 0: the newest since the step was given. ERR_REFUSED: it was
 * tried already, or there is no such text; ERR_INPUT: PLAN_SENT of what is no
 * text. */
MUST_CHECK enum err plan_tried(struct db *db, int64_t child, int64_t step,
    enum plan_result result, int64_t message, const char *who,
    struct reason *why);
/* day "": today; one that has come. One field at least. The same again is OK.
 * ERR_INPUT; ERR_REFUSED: it is full. */
struct plan_talk_typed {
    const char *day, *field[PLAN_FIELDS];
};
MUST_CHECK enum err plan_talk_add(struct db *db, int64_t child,
    const struct plan_talk_typed *typed, const char *who, struct reason *why);
/* With what came of it, a sentence. ERR_INPUT. */
MUST_CHECK enum err plan_close(struct db *db, int64_t child,
    const char *outcome, const char *who, struct reason *why);

/* --- when children come and go (plan_keep.c) ------------------------------ */

/* Two rows of one child become one. Where both have an open plan, the one of
 * the row that goes is closed. Needs a transaction. */
MUST_CHECK enum err plan_join(struct db *db, int64_t gone, int64_t stays);
/* Plans that were closed, conversations and tries of before (UTC ms) are
 * forgotten, and open plans of which nothing is newer. Needs a transaction. */
MUST_CHECK enum err plan_forget(struct db *db, int64_t before);

#endif
