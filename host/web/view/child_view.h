/* child_view.h - a child as its page and the API show it. */
#ifndef NOTEHOME_CHILD_VIEW_H
#define NOTEHOME_CHILD_VIEW_H

#include "store/figures/praise.h"
#include "store/figures/term.h"
#include "store/thread/absence.h"
#include "store/thread/plan.h"
#include "store/thread/sentence.h"
#include "web/view/behaviour_view.h"
#include "web/view/family_view.h"

enum { CHILD_FAMILIES = 3, CHILD_MESSAGES = 200, CHILD_LINES = 12,
    CHILD_ABSENCES = 60 };
struct child_view {
    struct child child;
    char first[80];             /* name */
    struct family_view families[CHILD_FAMILIES];
    int64_t family_ids[CHILD_FAMILIES];
    int n_families;
    struct term term;
    int praise, concern;        /* this term; of a child who is here */
    struct message *messages;   /* owned, newest first: about the child; one
                                 * that asked has home's answer */
    int n_messages;
    struct sentence lines[CHILD_LINES]; /* that wait, or reached nobody */
    int n_lines;
    struct absence absences[CHILD_ABSENCES];
    int n_absences;
    struct behaviour_about events;
    bool sees_plan;
    struct plan plan;           /* the open one; id 0: none, or not seen */
    bool may_write, failed;
};

/* Reads child q->id; child_view_clear() it whatever comes back.
 * ERR_NOT_FOUND: there is none. */
MUST_CHECK enum err child_view_read(struct web *w, const struct request *q,
    struct child_view *out);
void child_view_clear(struct child_view *v);

#endif
