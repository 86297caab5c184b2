/* plan_view.h - the plans of a child as page and API show and change them, and
 * who may. */
#ifndef NOTEHOME_PLAN_VIEW_H
#define NOTEHOME_PLAN_VIEW_H

#include "store/people/people.h"
#include "store/thread/calendar.h"
#include "store/thread/plan.h"
#include "web/kit/route.h"

enum { PLAN_VIEW_PLANS = 8, PLAN_VIEW_STAFF = 200, PLAN_VIEW_TEXT = 200 };

struct plan_one {
    struct plan plan;
    struct plan_step steps[PLAN_STEPS];
    int n_steps;
    struct plan_talk *talks;    /* owned */
    int n_talks;
};
struct plan_view {
    struct child child;
    char family[160];           /* the first one's label */
    int64_t thread;             /* that family's; 0: none */
    struct plan_one *plans;     /* owned; the open one is the first */
    int n;
    bool open;                  /* there is an open one */
    struct plan_staff {
        int64_t id;
        char name[64];
    } staff[PLAN_VIEW_STAFF];   /* who may do a step */
    int n_staff;
    int64_t text;               /* that an open text step may have sent; 0 */
    char text_words[PLAN_VIEW_TEXT];
    int64_t now;
    int today;
    bool failed;
};

/* The caller as a reader of plans. */
struct plan_reader plan_reader_of(const struct caller *c);
/* Whether the caller sees the plans of child id. ERR_NOT_FOUND: no such
 * child. */
MUST_CHECK enum err plan_view_may(struct web *w, const struct request *q,
    int64_t child, bool *may);
/* What somebody reads who may not. */
extern const char plan_view_closed[];

/* Reads the plans of child id, whoever asks; plan_view_clear() it whatever
 * comes back. ERR_NOT_FOUND: no such child. */
MUST_CHECK enum err plan_view_read(struct web *w, int64_t child,
    struct plan_view *out);
void plan_view_clear(struct plan_view *v);

/* How a step stands, in words that are translated; static. */
const char *plan_said(enum plan_stand s);
const char *plan_badge(enum plan_stand s); /* "good", "warn", ""; static */
const char *plan_way_said(enum plan_way w);
const char *plan_field_said(int field); /* of plan_fields; static */
/* Why a line of plan_due() stands there; static. */
const char *plan_due_said(const struct plan_due *d);

/* A change as asked for by a form or a body; NULL or "" is not given. */
struct plan_wish {
    const char *aim, *review, *lead, *words, *how, *by, *who, *result, *day,
        *field[PLAN_FIELDS], *outcome;
    bool sets_lead;             /* lead "" is the head, not the one of before */
    int64_t step, message;      /* 0: not given */
};
/* what: "start", "change", "step", "move", "remove", "tried", "talk", "close".
 * Errors as those of plan.h; ERR_INPUT without why: what or how is unknown. */
MUST_CHECK enum err plan_wish_do(struct web *w, const struct request *q,
    int64_t child, const char *what, const struct plan_wish *wish,
    struct reason *why);

#endif
