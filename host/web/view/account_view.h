/* account_view.h - what pages/account.html shows. */
#ifndef NOTEHOME_ACCOUNT_VIEW_H
#define NOTEHOME_ACCOUNT_VIEW_H

#include "store/staff/staff.h"

enum { ACCOUNT_SESSIONS = 20 };

struct account_view {
    struct reason why;          /* the password was not changed */
    int count;
    struct session session[ACCOUNT_SESSIONS];   /* the last used first */
};

#endif
