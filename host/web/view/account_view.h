/* account_view.h - what pages/account.html shows, and how forms and programs
 * write a person's profile. */
#ifndef NOTEHOME_ACCOUNT_VIEW_H
#define NOTEHOME_ACCOUNT_VIEW_H

#include "store/people/people.h"
#include "store/staff/profile.h"

struct web;
struct request;

enum { ACCOUNT_SESSIONS = 20, ACCOUNT_PAGES = 6, ACCOUNT_CLASSES = 60,
    ACCOUNT_BOXES = ACCOUNT_CLASSES + PROFILE_CLASSES / 2 };

/* Pages that may open after the sign-in; the first is the usual one. */
extern const struct account_page {
    const char *path, *label;   /* in English */
} account_pages[ACCOUNT_PAGES];

struct account_view {
    struct reason why;          /* nothing was changed */
    struct profile profile;
    const char *subjects, *signature; /* of the profile, or as they were
                                       * typed */
    char classes[ACCOUNT_BOXES][CLASS_NAME_MAX]; /* of the school, then those
                                 * of one's own in which no child is now */
    int n_classes;
    int count;
    struct session session[ACCOUNT_SESSIONS];   /* the last used first */
};

/* Reads all of it for whoever is signed in. ERR_NOT_FOUND: it is no session. */
MUST_CHECK enum err account_read(struct web *w, const struct request *q,
    struct account_view *out);
/* Puts the form "My work" of q over it, all of it, with a fault too: v then
 * shows what was typed (subjects and signature point into q). ERR_INPUT: why
 * says the first thing that is wrong. */
MUST_CHECK enum err account_form(const struct request *q,
    struct account_view *v, struct reason *why);

/* The signature of whoever is signed in; "" none. */
MUST_CHECK enum err account_signature(struct web *w, const struct request *q,
    char out[PROFILE_LINE]);
/* Puts it under text, which takes room bytes, where it fits. */
MUST_CHECK enum err account_sign(struct web *w, const struct request *q,
    char *text, size_t room);

/* Sets p->opens. ERR_INPUT: it is none of account_pages. */
MUST_CHECK enum err account_set_opens(struct profile *p, const char *path);
/* Sets p->language; "": as the browser has it. ERR_INPUT: the pages are not in
 * that language. */
MUST_CHECK enum err account_set_language(struct profile *p, const char *code);
/* "4B, 5A" as p->classes. ERR_INPUT: too many. */
MUST_CHECK enum err account_set_classes(struct profile *p, const char *commas);
/* One more class. ERR_INPUT: too many. */
MUST_CHECK enum err account_add_class(struct profile *p, const char *name);
/* "4B, 5A; Mathematics", to be told from others by; "" nothing is known.
 * Returns out. */
enum { ACCOUNT_DOES = 2 * PROFILE_CLASSES + PROFILE_LINE + 2 };
const char *account_does(const struct profile *p, char out[ACCOUNT_DOES]);
/* "4B, 5A"; returns out. */
const char *account_classes(const struct profile *p,
    char out[PROFILE_CLASSES * 2]);

#endif
