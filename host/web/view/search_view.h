/* search_view.h - what one box finds: a class, a day, families, other senders and
 * messages. Pages, API and command line show the same. */
#ifndef NOTEHOME_SEARCH_VIEW_H
#define NOTEHOME_SEARCH_VIEW_H

#include "store/thread/thread.h"
#include "text/excerpt.h"
#include "web/kit/page.h"
#include "web/kit/params.h"
#include "web/view/family_line.h"

struct web;

/* SEARCH_COUNTED: more messages are not counted. */
enum { SEARCH_FAMILIES = 12, SEARCH_SENDERS = 6, SEARCH_MESSAGES = 20,
    SEARCH_CLASSES = 64, SEARCH_COUNTED = 1000, SEARCH_TRIES = 4 };

/* A message that was found, and in whose thread. */
struct search_hit {
    int64_t id, thread, at;
    bool in;                    /* from a phone; else ours */
    bool call;                  /* a missed call, which has no words */
    struct family_line family;  /* its id 0: a sender in a tray, whose number is
                                 * its label */
    int tray;
    struct excerpt excerpt;
};

/* Words that find something where those that were typed do not. */
struct search_try {
    char words[320];
    bool spelt;                 /* a name that is spelt nearly so; else one of
                                 * several words alone */
};

enum search_period {            /* as "period" names them */
    SEARCH_ANY_TIME, SEARCH_TODAY, SEARCH_WEEK, SEARCH_MONTH, SEARCH_TERM,
    SEARCH_BEFORE_TERM, SEARCH_PERIODS
};

struct search_view {
    const char *words, *from, *until; /* as typed; "" nothing */
    const char *in_texts;       /* what messages are looked through for: the
                                 * words, or the class that they are */
    enum search_period period;  /* where neither from nor until is given */
    char class_name[CLASS_NAME_MAX]; /* only of this class; "" all */
    const char *class_typed;
    struct family_line only; /* only in its thread; id 0: in all */
    bool bad_day;               /* a day that is none */
    char classes[SEARCH_CLASSES][CLASS_NAME_MAX];
    int n_classes;              /* to choose from */
    char found_class[CLASS_NAME_MAX]; /* that the words are; "" none */
    int class_children;
    char found_day[12];         /* that the words are, "2026-11-23"; "" none */
    int day_messages;           /* of that day; SEARCH_COUNTED: or more */
    struct family_line families[SEARCH_FAMILIES];
    int n_families, all_families; /* shown; found */
    struct thread senders[SEARCH_SENDERS]; /* the newest of them */
    int n_senders;
    bool more_senders;
    struct search_hit hits[SEARCH_MESSAGES];
    int n_hits, all_hits;       /* shown; found, SEARCH_COUNTED: or more */
    int64_t older;              /* the next page is before this one; 0: none */
    struct search_try tries[SEARCH_TRIES]; /* where nothing was found */
    int n_tries;
};

/* Reads what q asks for: "q", "class", "family", "from", "until", "period",
 * "before". Nothing of it: nothing is found. */
MUST_CHECK enum err search_view_read(struct web *w, const struct request *q,
    struct search_view *out);
/* Whether it looks in messages alone: for a class, family or days. Pure. */
bool search_is_narrow(const struct search_view *v);
/* Whether nothing was found of what was asked for. Pure. */
bool search_is_empty(const struct search_view *v);
/* "week", as an address has it ("" any time), and in English for people;
 * static. */
const char *search_period_name(enum search_period p);
const char *search_period_words(enum search_period p);
/* Messages of what q asks for as message_search has it; calls fn for each. The
 * words are read for those that name a family and for a number. */
MUST_CHECK enum err search_messages(struct web *w, const struct request *q,
    struct message_search *s,
    void (*fn)(void *user, const struct message *m), void *user, int *count);

#endif
