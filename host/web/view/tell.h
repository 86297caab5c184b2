/* tell.h - what the pages of "Tell a class" and "Today" show. */
#ifndef NOTEHOME_TELL_H
#define NOTEHOME_TELL_H

#include "store/figures/praise.h"
#include "store/people/group.h"
#include "store/people/mend.h"
#include "store/people/people.h"
#include "store/people/phone_doubt.h"
#include "store/queue/batch.h"
#include "store/thread/desk.h"
#include "store/thread/plan.h"
#include "store/thread/tally.h"
#include "web/view/family_line.h"
#include "web/view/first_left.h"
#include "web/view/summary.h"
#include "web/view/talk.h"
#include "web/view/variants.h"

enum { TELL_CLASSES = 80, TELL_QUESTIONS = 8, TELL_BATCHES = 12,
    TELL_FAMILIES = 24, TELL_GROUPS = 40, TELL_UNCLEAR = 20 };

struct tell_class {
    char name[40];
    int children;
};
struct tell_question {
    int64_t id;
    char text[160];
};

/* The form. */
struct tell_form {
    struct compose draft;
    struct compose_count count;
    struct tell_class classes[TELL_CLASSES];
    struct tell_question questions[TELL_QUESTIONS];
    struct batch batches[TELL_BATCHES];
    struct family_group groups[TELL_GROUPS];
    struct family_line families[TELL_FAMILIES]; /* chosen, then found */
    struct template *templates; /* owned */
    struct variants variants;   /* of the template that was used */
    int n_classes, n_questions, n_batches, n_groups, n_families, n_templates;
    char find[80];
    char signature[PROFILE_LINE]; /* the reader's; "" none */
    bool nobody;                /* it was to be looked at, and goes to nobody */
};

/* What a look before sending shows. */
struct tell_copy {
    char *text;                 /* owned */
    char who[240];
    int parts;
};
struct tell_language {
    char code[16];              /* "": the text as it was written */
    int phones;
    struct tell_copy copy;      /* of the first */
};
struct tell_look {
    struct tell_language languages[VARIANTS_MAX + 1];
    int n_languages;
    int phones, parts, skipped, minutes;
    struct tell_copy first[3], longest;
    char price[40], credit[300];
    struct db *db;              /* while it is read */
    int full;                   /* phones that had three routine texts this
                                 * week (week.h) */
    int over_cap;               /* parts beyond a day's limit; 0: none */
    bool representatives;       /* it goes to those who call the others */
    bool approval;              /* a second person has to approve it */
    bool at_once;               /* urgent, to many, and nobody has to */
    char seen[33];              /* of the draft that is looked at, in hex */
    struct reason why;          /* it cannot be sent; none: it can */
};

/* A text that may answer the question, and that staff have to look at. */
struct tell_unclear {
    struct message text;        /* owned */
    char label[160];            /* of its family */
    char children[200];         /* "Musa Mutua 4B"; "" none */
};

/* How it went. */
struct tell_result {
    struct batch batch;
    struct batch_phone *phones; /* owned */
    int n_phones, n_reached;
    struct batch_called *calls; /* owned; those who want to be called */
    int n_calls, to_call;
    struct tally tally;         /* of its question; id 0: none */
    struct question question;   /* the same, with its options */
    struct tally_child *children; /* owned; of that question */
    int n_children;
    char class_name[40];        /* the children shown are of; "": of all */
    struct tell_unclear unclear[TELL_UNCLEAR]; /* to look at, the first */
    int n_unclear, more_unclear; /* more: phones that are not among them */
    int most;                   /* phones of the option with most */
    bool may_approve;
};
/* Whether child c is among those that are shown. */
bool page_child_shown(const struct tell_result *t, const struct tally_child *c);
/* How many of those that are shown are in this state and, of TALLY_ANSWERED, gave
 * this answer. */
int page_children_count(const struct tell_result *t, enum tally_state state,
    const char *answer);
/* "going out", in English; static. */
const char *page_batch_label(enum batch_state s);

/* Today. */
enum { TODAY_MEND = 200, TODAY_ROWS = 30, TODAY_WORDS = 24,
    TODAY_CLASSES = 8 };
struct today_word {
    enum summary_level level;
    const char *subject;        /* "Dongle", in English; static */
    struct reason line;
};
struct today {
    struct today_word words[TODAY_WORDS];
    struct thread *now;         /* owned; what cannot wait, the worst first */
    struct thread *waiting;     /* owned; oldest first, without those; first
                                 * n_mine of the reader's classes */
    struct note_for notes[TODAY_ROWS]; /* for the reader alone, of a week */
    struct task tasks[TODAY_ROWS];
    struct plan_due plans[TODAY_ROWS]; /* for the reader alone */
    struct mend_number mend[TODAY_MEND];
    struct message marked[TODAY_ROWS]; /* perhaps harm; bodies owned */
    struct phone_doubt asked[TODAY_ROWS]; /* phones that may want no texts */
    struct desk_family unreached[TODAY_ROWS];
    struct batch approvals[TELL_BATCHES];
    struct praise_class week[TODAY_CLASSES]; /* children without a sentence */
    struct overview counts;
    struct first_left left;     /* for admins */
    int n_week, more_week;      /* more_week: classes that are not shown */
    bool week_mine;             /* those shown are the reader's own */
    int n_mine, n_notes, n_plans;
    bool teaches;               /* the reader has classes */
    int n_words, n_now, n_waiting, n_tasks, n_mend, n_asked, n_marked, n_unreached,
        n_approvals;
    int all_unreached;
    int concerns;               /* that wait for an admin (behaviour.h) */
    bool sees_all;
    enum summary_level worst;
    struct reason ill;          /* the first line of that level; none: all is
                                 * in order */
};

#endif
