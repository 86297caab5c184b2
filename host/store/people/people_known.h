/* people_known.h - what is known already of a number, a child or a guardian
 * that somebody types, and which children they mean. */
#ifndef NOTEHOME_PEOPLE_KNOWN_H
#define NOTEHOME_PEOPLE_KNOWN_H

#include "store/people/people.h"

/* Who has a number, or is called so; valid for the call only. */
struct known_person {
    int64_t family, id;         /* id: of the guardian, or the child */
    char label[160], name[120], class_name[40]; /* class: of a child */
    char children[200];         /* the family's, "Musa Mutua 4B"; "" none */
};

/* Guardians of a canonical number, with each of their families. */
MUST_CHECK enum err known_holders(struct db *db, const char *number,
    void (*fn)(void *user, const struct known_person *p), void *user);
/* Children of this name (folded) in this class, however it is spelt; class ""
 * finds none. ERR_INPUT: the name is no text. */
MUST_CHECK enum err known_children(struct db *db, const char *name,
    const char *class_name,
    void (*fn)(void *user, const struct known_person *p), void *user);
/* Guardians of this name. */
MUST_CHECK enum err known_guardians(struct db *db, const char *name,
    void (*fn)(void *user, const struct known_person *p), void *user);
/* Children at school whose name, class and guardians have every typed word in
 * them, folded: first those of whose names one begins with the first word. The
 * first six words count; "" finds none. ERR_INPUT: words is no text. */
MUST_CHECK enum err known_pupils(struct db *db, const char *words, int limit,
    void (*fn)(void *user, const struct known_person *p), void *user);
/* Whether its country gives such a number to nobody, and no report and no text
 * has shown that it works all the same. */
MUST_CHECK enum err known_doubtful(struct db *db, const char *number,
    bool *doubtful);

#endif
