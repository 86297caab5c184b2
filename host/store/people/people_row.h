/* people_row.h - one row of a class list: read, checked and placed before
 * anything is changed; for people.c and import.c. */
#ifndef NOTEHOME_PEOPLE_ROW_H
#define NOTEHOME_PEOPLE_ROW_H

#include "store/people/people.h"

enum { ROW_NUMBERS = 4 };

struct row_number {
    char number[64];            /* canonical */
    char raw[64];               /* as written */
    bool doubtful;              /* as in text/phone.h */
};

struct row {
    char child[120], class_name[40], guardian[120]; /* never "" */
    char child_id[80], family[80], relation[40], language[16], consent[40];
    char *child_folded, *guardian_folded; /* owned */
    struct row_number numbers[ROW_NUMBERS];
    char no_number[40];         /* words of a list in place of one; "" */
    int n_numbers;              /* different ones; 0: there is no phone */
    bool unnamed;               /* guardian is called after the child */
    bool one;                   /* somebody said: the child of this name and
                                 * class that is known, whoever its guardians */
    long source;                /* of a list: rows with one source are of one
                                 * child; 0: this is no such row */
};

/* Reads in into out. ERR_INPUT: why names the column and what is
 * wrong with it. row_clear() releases out in every case. */
MUST_CHECK enum err row_read(const struct people_row *in, const char *country,
    struct row *out, struct reason *why);
void row_clear(struct row *r);

/* Where the row belongs; 0: not there yet. */
struct row_place {
    int64_t family, child, guardian;
    bool new_class;             /* the child is known under another one */
    int64_t twin;               /* a child of this name and class with other
                                 * guardians, perhaps the same; 0: none */
};

/* What a row did: bits. */
enum row_change {
    ROW_NEW_CHILD = 1,
    ROW_NAME = 2,               /* of the child, in another spelling */
    ROW_CLASS = 4,
    ROW_RETURNED = 8,           /* had left the school */
    ROW_NEW_GUARDIAN = 16,
    ROW_GUARDIAN = 32,          /* language, consent, relation, spelling */
    ROW_NUMBER = 64,            /* a new one, or another is tried first */
    ROW_KEY = 128               /* child_id, family, or a sister or brother */
};
struct row_outcome {
    int64_t child, twin;        /* twin: as above */
    unsigned changes;           /* 0: known already */
    char was_class[40];         /* where ROW_CLASS is set */
};

/* Looks where the row belongs, by the rules in people.h; changes nothing.
 * list: what the same list said before; may be NULL. ERR_INPUT: it fits
 * several places or contradicts an earlier row; why says what to add. */
MUST_CHECK enum err place_find(struct db *db, const struct row *r,
    const struct people_list *list, struct row_place *out, struct reason *why);

/* A row being placed, for people_find.c, people_family.c and people_twin.c. */
struct placing {
    struct db *db;
    const struct row *r;
    const struct people_list *list;
    struct reason *why;
};

/* Writes s->why, with what stands for its %s (NULL: no more); returns
 * ERR_INPUT. */
enum err placing_refuse(const struct placing *s, enum reason_code because,
    const char *a, const char *b, const char *c);
/* The id in the only row; 0 when there is none. Ends q. */
MUST_CHECK enum err placing_one_id(struct query *q, int64_t *id);
/* Whether an earlier row of the list was about this child. */
bool placing_seen_child(const struct placing *s, int64_t child);
/* Sets p->family; p->child is set when its child_id is known. */
MUST_CHECK enum err placing_family(const struct placing *s,
    struct row_place *p);

/* What is being written. */
struct work {
    struct db *db;
    const struct row *r;
    struct row_place p;             /* 0 ids become those of new rows */
    struct people_list *list;   /* may be NULL */
    bool first_child;           /* the list's first row about this child */
    bool first_guardian;
    unsigned changes;           /* so far, enum row_change */
    bool relabel;               /* guardians' names moved */
    char was_class[40];
};
/* Needs a transaction; after a failure it must be rolled back. */
MUST_CHECK enum err row_write(struct work *w);
/* Its part for the guardian's numbers. */
MUST_CHECK enum err work_numbers(struct work *w);
/* Ends a statement that may change nothing, and notes it when it did. */
MUST_CHECK enum err work_end_change(struct work *w, struct query *q,
    enum row_change what);
/* Whether a child of this name and class is the row's, though with other
 * guardians: *p gets it, or its twin. */
MUST_CHECK enum err placing_twin(const struct placing *s,
    struct row_place *p);

/* people_add_listed() of a row that was read. list may be NULL. */
MUST_CHECK enum err people_add_read(struct db *db, const struct row *r,
    struct people_list *list, struct row_outcome *out, struct reason *why);

/* Whether the list had the child or guardian before; 0 was in no list. */
bool people_seen(const struct people_ids *ids, int64_t id);

#endif
