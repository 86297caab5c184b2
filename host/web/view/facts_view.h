/* facts_view.h - a sheet of facts of children: whose each row is, what each
 * phone would read, and which days go into the register. For its page and the
 * API. */
#ifndef NOTEHOME_FACTS_VIEW_H
#define NOTEHOME_FACTS_VIEW_H

#include "send/absent_list.h"
#include "store/people/pupil.h"
#include "web/kit/page.h"
#include "web/kit/params.h"
#include "web/view/facts_words.h"

enum { FACTS_ROWS = 1000, FACTS_COPIES = 60, FACTS_SAID = 4000,
    FACTS_LISTS = 8, FACTS_USUAL = 5 };
/* Bytes, a choice of each row; rows that one page asks about, so that its form
 * has at most PARAMS_MAX fields. */
enum { FACTS_PICKED = 16 * FACTS_ROWS, FACTS_ASKED = 300 };

/* What a person said of the sheet; as of the API. */
struct facts_wish {
    char map[FACTS_SAID];       /* as fact_sheet_guess() */
    char pick[FACTS_PICKED];    /* lines "7=312": row 7 is child 312; "7=none":
                                 * it is left out */
    char template_[64];         /* the words' name; "": those that fit */
    char text[4 * 900 + 1];     /* in place of them; "" none */
    char ask[4 * 150 + 1];      /* answers to choose from; "" no question */
};

struct facts_row {
    long line;                  /* of the file */
    struct fact_row said;
    struct pupil_match match;
    bool picked, left_out;      /* a person said so */
    bool told;                  /* a phone gets it */
    struct reason why;          /* it is not told, or a day is not noted */
};
struct facts_copy {
    char *text;                 /* owned */
    char who[240];
    int parts;
    bool monday;
};
struct facts_view {
    const char *key;            /* of its address; borrowed */
    struct facts_wish wish;
    struct sheet sheet;
    struct fact_sheet f;
    struct facts_row *rows;     /* owned */
    int n;
    int open;                   /* rows to choose */
    struct facts_words words;
    struct reason no_text;      /* why there is no text; none: there is */
    const char *const **values; /* owned, with all below it */
    int *of_row;                /* owned; the row of each fact */
    struct send_fact *facts;    /* owned */
    int64_t *families;          /* owned */
    int n_facts, n_families, families_room;
    const char *names[FACT_FIELDS + FACTS_USUAL];
    int n_names;                /* those of the sheet, then the usual ones that
                                 * it has not: {subject|all} may be in a text */
    struct send_facts of;
    struct send with, send;     /* with: what stays the same for every text;
                                 * send: the text as it would go */
    struct facts_copy copies[FACTS_COPIES];
    int phones, parts, monday, n_copies;
    int nobody;                 /* children whom no phone is told of */
    char price[40];
    bool approval;              /* a second person has to approve it; set before
                                 * sending, as the next: */
    int64_t undo;               /* nothing goes before, UTC ms; 0: at once */
    struct absent_day *days;    /* owned; to note */
    int n_days, days_known, days_today;
    struct absence_list lists[FACTS_LISTS]; /* that came in, newest first */
    int n_lists;
    bool failed;
};

/* Reads what is said: "map", "pick", "template", "text", "ask"; and of the form
 * of the page "is3", "class", "pick7", and "away" for those of
 * "mark0", "mark1", ... that mean so. ERR_INPUT, and *why says it: something
 * does not fit; out then holds all else, and nothing of that. */
MUST_CHECK enum err facts_wish_read(const struct params *p,
    struct facts_wish *out, struct reason *why);

/* Looks at the sheet; v->wish is filled before. ERR_INPUT: why says what to do;
 * the columns may be known all the same. with: country, language, school, rules
 * and author, borrowed as long as v lives. facts_view_clear() it whatever comes
 * back. */
MUST_CHECK enum err facts_view_read(struct db *db, const char *bytes, size_t n,
    const struct send *with, struct facts_view *v, struct reason *why);
void facts_view_clear(struct facts_view *v);

/* Sends what was looked at. once: of the form; NULL none. As send_text(). */
MUST_CHECK enum err facts_view_send(struct db *db, struct facts_view *v,
    const char *once, struct sent *out, struct reason *why);
/* Notes its days in the register. */
MUST_CHECK enum err facts_view_note(struct db *db, struct facts_view *v,
    struct absent_listed *out);

/* What the page offers a column to be, in words; NULL behind the last. name: as
 * in a map. */
struct facts_choice {
    const char *name, *label;
};
extern const struct facts_choice facts_choices[];

#endif
