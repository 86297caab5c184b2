/* register_view.h - what pages/register*.html and the API show of the register
 * of texts out. */
#ifndef NOTEHOME_REGISTER_VIEW_H
#define NOTEHOME_REGISTER_VIEW_H

#include "store/figures/register_find.h"
#include "web/kit/json.h"
#include "web/kit/page.h"

enum { REGISTER_SHOWN = 100, REGISTER_PRINTED = 1000, REGISTER_FILE = 50000 };

/* What is looked for, as somebody typed it. */
struct register_wish {
    struct register_filter filter;
    char from[16], until[16];   /* days, both counted in; "" any */
    bool bad_day;               /* one of them is none */
};
/* Reads from, until, who, class, to, q and before of the query. */
MUST_CHECK enum err register_wish_read(struct db *db, const struct request *q,
    struct register_wish *out);
/* "/sent/print?from=..." with all that is looked for, but for the page. */
void register_address(const struct register_wish *w, const char *path,
    char *out, size_t room);

/* A row with its words; a text that was looked for has more. */
struct register_line {
    struct register_found found;
    char *body;                 /* owned */
};
struct register_view {
    struct register_wish wish;
    struct register_line *lines; /* owned */
    int count, most;
    int64_t older;              /* the next page begins under it; 0: none */
    bool print, failed;
};
/* v->most rows at most. */
MUST_CHECK enum err register_view_read(struct db *db, struct register_view *v);
void register_view_clear(struct register_view *v);

/* All that fits the wish as CSV, the caller's. ERR_REFUSED: more than
 * REGISTER_FILE. Noted in the records as taken out by who. */
MUST_CHECK enum err register_csv(struct db *db, const struct register_wish *w,
    const char *who, char **out);
/* Notes that somebody took a part of it out. */
MUST_CHECK enum err register_note(struct db *db, const char *who);

/* The answer to "did we send this?". */
struct register_answer {
    const char *text;           /* as pasted, borrowed; NULL: not asked yet */
    enum register_verdict verdict;
    struct register_view found;
    int64_t forgotten;          /* words up to then are gone; 0: none */
    char numbers[200];          /* of our SIMs, ", " between; "" unknown */
    bool all;                   /* the safeguarding staff's were looked at */
};
/* ERR_INPUT: too long, or no UTF-8. */
MUST_CHECK enum err register_ask(struct db *db, const struct caller *c,
    const char *text, struct register_answer *out);
/* In English: the answer; a colour of the page ("good", "bad", "warn"). */
const char *register_verdict_words(enum register_verdict v);
const char *register_verdict_class(enum register_verdict v);

json_t *register_json(const struct register_row *r);

#endif
