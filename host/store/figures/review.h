/* review.h - a term looked back on: whom the school reached, who wrote, and who
 * was left out, by class, language and relation. Families count that stand for
 * themselves and have a child of the class. */
#ifndef NOTEHOME_REVIEW_H
#define NOTEHOME_REVIEW_H

#include "store/figures/figures.h"
#include "store/figures/promise_kept.h"

enum { REVIEW_ROWS = 100 };

/* of: families of a class; guardians with a phone, by language or relation. A
 * phone that two guardians have counts for both. */
struct review_row {
    char name[64];              /* a class, a code, "mother"; "" not known */
    int of;
    int reached;                /* a text was taken by the network */
    int heard;                  /* wrote or rang at least once */
    int praise, concern;        /* sentences about children (praise.h); classes
                                 * only */
};
struct review_rows {
    int n;                      /* classes by name, others the largest first */
    struct review_row row[REVIEW_ROWS];
};
struct review {
    int64_t from, to;           /* UTC ms: [from, to) */
    struct review_row whole;    /* families */
    struct review_rows classes, languages, relations;
    struct promise_kept kept;
};

/* class_name: "" the whole school. Some 22 KB: not for the stack of a deep
 * call. */
MUST_CHECK enum err review_read(struct db *db, const char *class_name,
    int64_t from, int64_t to, struct review *out);

/* Families that no text reached in [from, to), by label; and children whom no
 * praise was about, by class and name. */
MUST_CHECK enum err review_unreached(struct db *db, const char *class_name,
    int64_t from, int64_t to, figures_fn *fn, void *user);
MUST_CHECK enum err review_unpraised(struct db *db, const char *class_name,
    int64_t from, int64_t to, figures_fn *fn, void *user);

/* The term that began on the day "2026-09-01", of the school's calendar; NULL
 * or "": the present one (term.h). to is never later than now. ERR_NOT_FOUND:
 * no term began then. */
MUST_CHECK enum err review_term(struct db *db, const char *first,
    int64_t *from, int64_t *to);

#endif
