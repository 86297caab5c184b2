/* talk_own.h - between talk.c and talk_people.c. */
#ifndef NOTEHOME_TALK_OWN_H
#define NOTEHOME_TALK_OWN_H

#include "web/view/talk.h"

/* Children, guardians and phones of c->thread's family; nothing for a sender in
 * a tray. */
MUST_CHECK enum err talk_read_people(struct web *w,
    struct page_conversation *c);
/* Families that a message of c may be filed in: suggested, of a shared phone,
 * or found by the words that q looks for. After messages and people. */
MUST_CHECK enum err talk_read_candidates(struct web *w, const struct request *q,
    struct page_conversation *c);

/* Whether several families have the number; false where that cannot be read. */
bool talk_is_shared(struct db *db, const char *number);

#endif
