/* template.h - words to begin with: one text a name and language. */
#ifndef NOTEHOME_TEMPLATE_H
#define NOTEHOME_TEMPLATE_H

#include "store/thread/tone.h"

struct template {
    int64_t id;
    enum tone tone;
    char name[64], language[16], body[1000];
};

/* Sets the text of a name in a language; a new pair is added. ERR_INPUT: name,
 * language or body is empty or too long. Audited. */
MUST_CHECK enum err template_set(struct db *db, const struct template *t,
    const char *who);
/* ERR_NOT_FOUND. Audited. */
MUST_CHECK enum err template_remove(struct db *db, int64_t id,
    const char *who);
/* By name, then language; *t is valid for the call only. */
MUST_CHECK enum err template_list(struct db *db,
    void (*fn)(void *user, const struct template *t), void *user);

#endif
