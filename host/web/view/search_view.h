/* search_view.h - what one box finds: a class, families, unknown senders and
 * messages. */
#ifndef NOTEHOME_SEARCH_VIEW_H
#define NOTEHOME_SEARCH_VIEW_H

#include "store/thread/thread.h"
#include "text/excerpt.h"
#include "web/kit/page.h"
#include "web/kit/params.h"
#include "web/view/family_line.h"

struct web;

enum { SEARCH_FAMILIES = 12, SEARCH_SENDERS = 6, SEARCH_MESSAGES = 20,
    SEARCH_CLASSES = 64 };

/* A message that was found, and in whose thread. */
struct search_hit {
    int64_t id, thread, at;
    bool in;                    /* from a phone; else ours */
    struct family_line family;  /* its id 0: a sender in a tray, whose number is
                                 * its label */
    int tray;
    struct excerpt excerpt;
};

struct search_view {
    const char *words, *from, *until; /* as typed; "" nothing */
    const char *class_name;     /* only of this class; "" all */
    struct family only;         /* only in its thread; id 0: in all */
    bool bad_day;               /* a day that is none */
    char classes[SEARCH_CLASSES][CLASS_NAME_MAX];
    int n_classes;              /* to choose from */
    char found_class[CLASS_NAME_MAX]; /* that the words are; "" none */
    int class_children;
    struct family_line families[SEARCH_FAMILIES];
    int n_families;
    bool more_families;
    struct thread senders[SEARCH_SENDERS];
    int n_senders;
    struct search_hit hits[SEARCH_MESSAGES];
    int n_hits;
    int64_t older;              /* the next page is before this one; 0: none */
};

/* Reads what q asks for: "q", "class", "family", "from", "until", "before". */
MUST_CHECK enum err search_view_read(struct web *w, const struct request *q,
    struct search_view *out);
/* Whether it looks in messages alone: for a class, family or days. Pure. */
bool search_is_narrow(const struct search_view *v);

#endif
