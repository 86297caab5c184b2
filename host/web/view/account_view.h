/* account_view.h - what pages/account.html shows. */
#ifndef NOTEHOME_ACCOUNT_VIEW_H
#define NOTEHOME_ACCOUNT_VIEW_H

#include "store/staff/staff.h"

enum { ACCOUNT_SESSIONS = 20, ACCOUNT_PAGES = 6 };

/* Pages that may open after the sign-in; the first is the usual one. */
extern const struct account_page {
    const char *path, *label;   /* in English */
} account_pages[ACCOUNT_PAGES];

struct account_view {
    struct reason why;          /* the password was not changed */
    char opens[STAFF_OPENS];    /* "": Today */
    int count;
    struct session session[ACCOUNT_SESSIONS];   /* the last used first */
};

#endif
