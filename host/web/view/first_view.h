/* first_view.h - the first run: from a box that nobody has set up to one that
 * has proved itself.
 *
 * Anybody on the network could be first, so the way in asks for a code of eight
 * digits that only the computer itself tells: on standard output beside the
 * "ready" line, and in `notehome status`. It makes the first account, which is
 * an admin; all other steps are that account's. Once there is an account the
 * code opens nothing. */
#ifndef NOTEHOME_FIRST_VIEW_H
#define NOTEHOME_FIRST_VIEW_H

#include "settings/config.h"
#include "status/status.h"
#include "store/thread/message.h"
#include "web/kit/page.h"

enum { FIRST_STEPS = 6 };

struct first_view {
    struct reason why;          /* what was refused */
    struct config c;            /* settings in force */
    const char *name;           /* typed for the account */
    struct status_modem modems[STATUS_MODEMS_MAX];
    int n_modems;
    bool pin_wanted;
    struct message proof;       /* id 0: not sent yet; body is NULL */
    bool answered;              /* from that phone, after it was sent */
    char number[64];            /* the keeper's, as shown */
    int families;
    char fingerprint[100];      /* of the encrypted page; "": there is none */
};

/* The zone to offer: the one set, or the country's first where that is UTC. */
const char *first_zone_of(const char *country, const char *set);
/* The list of steps, one of them marked. */
void first_steps(struct page *p, int here);

#endif
