/* facts_words.h - words for facts from a sheet, in each language: the school's
 * own templates, and a few to begin with. */
#ifndef NOTEHOME_FACTS_WORDS_H
#define NOTEHOME_FACTS_WORDS_H

#include "lists/fact_sheet.h"
#include "store/thread/template.h"
#include "web/view/variants.h"

enum { FACTS_CHOICES = 40 };

/* What one may choose: those to begin with, then the school's templates. */
struct facts_words {
    char names[FACTS_CHOICES][64]; /* in English, or as the school named it */
    int n_ours, n;              /* of them, the first n_ours are ours */
    struct variants chosen;     /* of the name, in each language it has */
};
/* The words of that name; a template of the school goes before ours of the same
 * name. name "": those for the first field of f that has some. Chosen has count
 * 0 where there is no such name. */
MUST_CHECK enum err facts_words_read(struct db *db, const char *name,
    const struct fact_sheet *f, struct facts_words *out);
/* The one to begin with, in the school's language where it is there; "":
 * none. */
const char *facts_words_first(const struct facts_words *w,
    const char *language);

#endif
