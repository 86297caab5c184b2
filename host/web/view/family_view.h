/* family_view.h - a family as the pages show it, read in one go. */
#ifndef NOTEHOME_FAMILY_VIEW_H
#define NOTEHOME_FAMILY_VIEW_H

#include "store/people/group.h"
#include "store/people/people_known.h"
#include "store/thread/message.h"
#include "web/kit/page.h"
#include "web/kit/params.h"
#include "web/view/family_line.h"

struct web;

enum { VIEW_PHONES_MAX = 8, VIEW_GROUPS_MAX = 12, VIEW_MERGES_MAX = 5,
    VIEW_ALSO_MAX = 4 };

struct view_phone {
    struct people_phone phone;
    char shown[64];             /* as people of the country write it */
    bool doubtful;              /* perhaps a digit is wrong */
    struct known_person also[VIEW_ALSO_MAX]; /* other families with it */
    int n_also;
};
struct view_guardian {
    struct guardian guardian;
    struct view_phone phones[VIEW_PHONES_MAX];
    int n_phones;
};
struct family_view {
    struct family family;
    int64_t thread;             /* 0: none yet */
    struct child *children;     /* owned; those who left behind the others */
    int n_children;
    struct view_guardian *guardians; /* owned */
    int n_guardians;
    struct family_group groups[VIEW_GROUPS_MAX];
    int n_groups;
    struct family_merged merges[VIEW_MERGES_MAX]; /* that can be undone */
    int n_merges;
    char represents[VIEW_GROUPS_MAX][40]; /* classes, tree.h */
    int n_represents;
    struct message *messages;   /* owned; for printing all about a family */
    int n_messages;
    char country[3];
};

/* "Amina Ali 4B, Yusuf Ali 2A": the children at school, or who it goes by.
 * Returns out. */
const char *family_title(const struct family_view *v, char out[200]);
/* Reads the family; family_view_clear() releases out in every case. */
MUST_CHECK enum err family_view_read(struct web *w, const struct request *q,
    int64_t id, struct family_view *out);
/* Adds all messages of its thread, oldest first. */
MUST_CHECK enum err family_view_messages(struct web *w,
    struct family_view *v);
/* Whether it calls the others of this class in an emergency. Pure. */
bool family_represents(const struct family_view *v, const char *class_name);
void family_view_clear(struct family_view *v);

/* A phone's state in words, in English ("in use"); static. */
const char *family_phone_words(enum phone_state s);
/* What is known of a phone, in the page's language: "not tried yet", "no report
 * yet", "arrived 3 Sept", "fails"; valid until the next call. And the class of
 * its badge: good for a report alone; static. */
const char *family_phone_said(struct page *p, enum phone_state s, bool tried,
    int64_t arrived);
const char *family_phone_badge(enum phone_state s, int64_t arrived);

/* How a guardian is told, in English; static. */
const char *family_reads_words(enum guardian_reads r);
/* "07:00", when texts are welcome from, or (end) until; "" at any time, or g
 * NULL. Returns out. */
const char *family_hours(const struct guardian *g, bool end, char out[8]);
/* What they agreed to by hand is a year old. */
bool family_consent_is_old(const struct guardian *g);

/* A page of the list of families, as pages/families.html shows it. */
struct family_page {
    const char *words;          /* searched */
    enum family_order order;
    struct family_view *families;
    int count;
    int page;                   /* from 0 */
    bool more;
};

/* "label", "child" or "class", as an address has it; static. */
const char *family_order_name(enum family_order o);
/* The order of that name; NULL or another: by child, for that is how a teacher
 * knows them. */
enum family_order family_order_read(const char *name);
/* The address of a page of the same list. Returns out. */
const char *family_page_address(const struct family_page *l,
    enum family_order order, int page, char out[PARAMS_ADDRESS]);

/* What is known already of what somebody types. */
enum { KNOWN_SHOWN = 5 };
struct known_view {
    struct reason number_fault; /* why it is no number; none: it may be one */
    bool doubtful;
    enum phone_state state;     /* 0: nothing is known of it */
    struct known_person holders[KNOWN_SHOWN], children[KNOWN_SHOWN],
        guardians[KNOWN_SHOWN];
    int n_holders, n_children, n_guardians;
};
/* Of the number, the child and the guardian in these fields ("number", "child",
 * "class", "guardian"). */
MUST_CHECK enum err known_view_read(struct db *db, const char *country,
    const struct params *typed, struct known_view *out);

/* Two families side by side, before they become one. */
enum { MERGE_FOUND = 12 };
struct merge_view {
    struct family_view from, into;
    int64_t from_messages, into_messages;
    bool chosen;                /* into was */
    const char *words;          /* searched; "" nothing */
    struct family_line found[MERGE_FOUND];
    int n_found;
};
/* Whether the child of `from` is in `into` too, by name and class. */
bool merge_is_twin(const struct merge_view *v, const struct child *c);

/* The address of a family's page, "/families/12"; out takes 40 bytes. */
const char *family_path(int64_t id, char *out);

#endif
