/* import.h - class lists as schools have them.
 * CSV of any delimiter or a workbook (lists/sheet.h). Columns are known by
 * their heads in nine languages and by what stands below (lists/columns.h), or
 * a person says which is what. A child, a class and a phone are needed; a row
 * whose phone is empty keeps its child all the same (store/people/unreached.h).
 * A row may have several guardians (mother, father) and several numbers of
 * each. Our own list has the columns child, class, guardian, phone; child_id,
 * family, relation, phone2, language, consent may be there too.
 * Which family and child a row is about: people_add_row(). What a person says
 * beside the columns: struct import_wish. The same file twice
 * changes nothing. */
#ifndef NOTEHOME_IMPORT_H
#define NOTEHOME_IMPORT_H

#include "store/db/db.h"
#include "text/reason.h"

#include <stdint.h>

enum { IMPORT_BYTES_MAX = 8 * 1024 * 1024, IMPORT_ROWS_MAX = 20000,
    IMPORT_SAMPLES = 3, IMPORT_DOUBTS_MAX = 1000, IMPORT_REASONS = 50,
    IMPORT_MAP_MAX = 3000, IMPORT_CLASSES_MAX = 1000 };

/* A list and what is said of it; all borrowed for the call. */
struct import_list {
    const char *bytes;
    size_t n;
    const char *country;        /* ISO 3166, of the school */
    const char *language;       /* of the school, for "Parent of ..." */
    const char *map;            /* as columns_map(); NULL or "": what was said
                                 * of these heads before, else guesses */
};

/* A column of the list and what it was taken for. */
struct import_column {
    int number;                 /* from 1 */
    char title[64];             /* its head, or "#4" */
    const char *is;             /* column_name(): "child", "none"; static */
    char sample[IMPORT_SAMPLES][40]; /* of the first rows */
};

/* What a person says of the list beside its columns; borrowed, NULL:
 * nothing. */
struct import_wish {
    bool dry_run;               /* only look */
    bool turn;                  /* it is of a new school year: all of it, and
                                 * who is not in it has left */
    bool sure;                  /* of a turn: although most would leave */
    const char *same;           /* lines "4 b=4B": one class, the second's */
    const char *one;            /* lines "Amina Ali, 4B" or "all": rows with
                                 * this child and class are of one child,
                                 * whoever its guardians */
};

/* A child of the list, and what becomes of it. */
enum import_fate { FATE_SAME, FATE_CHANGED, FATE_NEW, FATE_REFUSED };
struct import_name {
    long row;                   /* line of the file, the first about it */
    enum import_fate fate;
    unsigned changes;           /* enum row_change (people_row.h) */
    char child[80], class_name[40];
    char was_class[40];         /* "" where it is the same */
    char guardian[80];          /* of the first row that changed something */
    bool phone;                 /* a row of it has one */
    struct reason *why;         /* owned; of FATE_REFUSED */
};
const char *import_fate_name(enum import_fate f); /* "new"; static */
/* What changed, as words for programs: "class", "number"; how many. */
enum { IMPORT_CHANGES = 8 };
int import_change_names(unsigned changes, const char *out[IMPORT_CHANGES]);

/* A child of the school that is not in the list. */
struct import_left {
    int64_t id;
    char child[80], class_name[40];
    bool comes;                 /* one of this name is new in the list */
};

/* Two children of one name and class, with other guardians, who may be one. */
struct import_twin {
    long row;
    char child[80], class_name[40];
    char guardian[80], other[80]; /* of the row; of the one that is known */
};

/* A class of the list or the school. */
struct import_class {
    char name[40];
    int rows;                   /* children of the list */
    int before, after;          /* children of the school */
};

/* Two spellings that may be one class: the smaller, then the other. */
struct import_alike {
    char name[40], other[40];
    int n, n_other;             /* children, once the list is in */
};

/* A number that is taken although a digit may be wrong, or words where one
 * should be. */
struct import_doubt {
    long row;                   /* line of the file */
    bool words;                 /* no number in it: the child has none */
    char phone[64];             /* as written there */
};

/* A number of a row that a guardian of another family has too. */
struct import_shared {
    long row;
    char phone[64];             /* as written there */
    char guardian[80], with[160]; /* of the row; the others: "Ann, Juma" */
};

/* A child and guardian that the list has twice. */
struct import_twice {
    long row, before;           /* lines */
    char child[80], class_name[40], guardian[80];
};

struct import_result {
    int rows;                   /* of the file, without head and empty lines */
    int added, unchanged, rejected; /* rows that changed something, or not */
    int families, children, guardians, phones; /* new ones */
    struct import_name *names;  /* owned; each child of the list once */
    int n_names, fates[4];      /* fates: how many of each */
    int without;                /* taken with no phone in any of their rows */
    struct import_left *left;   /* owned; at the turn of a year all who are not
                                 * in the list and leave, else only those of the
                                 * classes that the list has: nothing happens */
    int n_left, children_here;  /* here: of the school, before */
    struct import_twin *twins;  /* owned; each is a question */
    int n_twins;
    struct import_class *classes; /* owned; by name */
    int n_classes;
    struct import_alike *alike; /* owned; each is a question */
    int n_alike;
    char ignored[200];          /* names of columns not understood */
    struct import_column *columns; /* owned; all of the file */
    int n_columns;
    int rows_there;             /* below the head, also where they are not
                                 * understood */
    struct import_doubt *doubts; /* owned; the first IMPORT_DOUBTS_MAX */
    int n_doubts;
    int doubtful;               /* how many there are in all */
    struct import_shared *shared; /* owned; IMPORT_DOUBTS_MAX at most, of rows
                                 * that change something */
    int n_shared;
    struct import_twice *twice; /* owned; likewise, of all rows */
    int n_twice;
    bool sure;                  /* the columns are not guessed alone */
    bool recalled;              /* the columns are as they were said before */
    int skipped;                /* rows of a title above the head */
    char class_name[40];        /* of all rows, as somebody said it or a title
                                 * of the list; "" */
    char sheet[64];             /* which of a workbook was read; else "" */
    int other_sheets;           /* that were not */
    char *rejects;              /* owned; CSV of bad rows with line and reason;
                                 * "" when none; import_clear() frees it */
    char delimiter;             /* of the rejects */
    struct reason *reasons;     /* owned; of the first IMPORT_REASONS of them */
    int n_reasons;
};

/* Looks at all of it, then writes it in steps of some
 * 20 ms, so that a text that arrives meanwhile waits for one step at the most.
 * Rows about one phone or family are of one step: nobody sees a phone that two
 * families share as that of one. Good rows are kept when others are bad; one
 * audit line. A power cut leaves the steps that were done; the same list again
 * brings the rest, and ends as if it had come at once.
 *
 * With dry_run everything is counted and nothing kept. ERR_INPUT: the file as
 * a whole is unusable, or its columns are not sure and nobody said them, and
 * nothing was kept; why says what to do, and the columns are in
 * *out. Other errors: why says how far it came, if it began.
 *
 * The rejects have the file's own columns and delimiter and two more, `line`
 * and `reason`, which an import passes over: mended, the file can be imported
 * again. A cell that a spreadsheet would run as a formula (=, @, or + and -
 * before more than a number) gets a ' in front, which an import takes away;
 * "+254 722 ..." stays as it is. Bytes that are no UTF-8 come out as U+FFFD and
 * are refused until somebody types the letter.
 *
 * At the turn of a year a child is known by its name, guardian and number in
 * whatever class; a class is the list's, so that everybody moves up who does;
 * who is not in the list and not on a refused row leaves (store/people/left.h).
 * ERR_INPUT too: most of the school would leave, and nobody said that this is
 * right. All of it can be taken back (store/people/list_undo.h). */
MUST_CHECK enum err import_run(struct db *db, const struct import_list *list,
    const struct import_wish *wish, const char *who,
    struct import_result *out, struct reason *why);

/* A list that is being imported, or one that stopped half way. */
struct import_state {
    int done, rows;             /* of so many; rows 0: there is none */
    bool running;
    int64_t at;                 /* UTC ms, of the last step */
    char who[80];
};
MUST_CHECK enum err import_state(struct db *db, struct import_state *out);

/* All families as such a list, one row a child and guardian; *text is the
 * caller's (free). Imported again it changes nothing. A guardian's third number
 * and those after it are not in it, nor are families without child, guardian or
 * phone: a row needs all three. `family` is the list's own value, else "nh-"
 * and the family's id, which the import knows again. */
MUST_CHECK enum err import_export(struct db *db, char **text);
void import_clear(struct import_result *r);

#endif
