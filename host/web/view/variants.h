/* variants.h - one template in several languages, while a text to many is
 * written: each family gets its own. One family is offered its own alone. */
#ifndef NOTEHOME_VARIANTS_H
#define NOTEHOME_VARIANTS_H

#include "store/thread/template.h"
#include "web/view/compose.h"

enum { VARIANTS_MAX = 12, VARIANTS_WANTED = 4 };

struct variants {
    struct template one[VARIANTS_MAX];
    struct send_variant list[VARIANTS_MAX]; /* borrows from one */
    int count;                  /* 0: the text goes out as it stands */
    bool changed;               /* it began as a template, but is another now */
};

/* Puts the template into the text of c: in the school's language where it is
 * there, else the one with this id. Nothing happens where there is none. */
MUST_CHECK enum err variants_use(struct db *db, int64_t id,
    const char *school_language, struct compose *c);
/* The languages of the template that the text of c still is. */
MUST_CHECK enum err variants_read(struct db *db, const struct compose *c,
    struct variants *out);

/* The templates to offer where these languages (at most VARIANTS_WANTED, the
 * best first) are read: of each name the variant in each of them; for a
 * language that has none, the school's, else the first. Fills out, *count of
 * room. */
MUST_CHECK enum err variants_offer(struct db *db, const char *const wanted[],
    int n_wanted, const char *school_language, struct template *out, int room,
    int *count);

#endif
