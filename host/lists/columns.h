/* columns.h - which column of a list is what: guessed from the heads and from
 * what stands below them, or said by a person. Pure; any thread. */
#ifndef NOTEHOME_COLUMNS_H
#define NOTEHOME_COLUMNS_H

#include "lists/heads.h"
#include "lists/sheet.h"

enum { COLUMNS_GUARDIANS = 4 }; /* of one row at most */

struct columns {
    int n;
    int head;                   /* its row in the sheet; -1: there is none */
    bool sure;                  /* by heads or a person: not by content alone */
    bool said;                  /* a person said some of it */
    bool guessed[SHEET_COLUMNS_MAX]; /* by what stands below its head */
    bool ours[SHEET_COLUMNS_MAX]; /* line and reason, as rejects have them */
    struct column of[SHEET_COLUMNS_MAX];
    char class_name[40];        /* of all rows, said or in a title above the
                                 * heads; "" where a column says it */
};

/* Guesses. What stands above the head is passed over. country: for what looks
 * like a phone. ERR_INPUT: why says what is wrong. */
MUST_CHECK enum err columns_guess(const struct sheet *s, const char *country,
    struct columns *out, struct reason *why);

/* What a person says: lines "child=Student Name" or "phone=#4" (the fourth
 * column), and "class==4B" for all rows. A column said so loses its guess, and
 * a guess for the same thing gives way. NULL: nothing. ERR_INPUT: why. */
MUST_CHECK enum err columns_map(const struct sheet *s, const char *map,
    struct columns *c, struct reason *why);

/* ERR_INPUT: a child, a class or a phone has no column; why says which. */
MUST_CHECK enum err columns_check(const struct sheet *s,
    const struct columns *c, struct reason *why);

/* The head of column i, or "#4" where there is none; out has room bytes. */
void columns_title(const struct sheet *s, const struct columns *c, int i,
    char *out, size_t room);

/* The head that makes the same list be understood again without being told:
 * its own, or our word for the column. Lives as long as s. */
const char *columns_plain_title(const struct sheet *s, const struct columns *c,
    int i);

/* --- a row as people ------------------------------------------------------ */

/* A child and one of its guardians, as the columns of our own list; texts may
 * be as long as two cells and are cut beyond. */
struct listed {
    char child[300], class_name[120], child_id[120], family[120];
    char guardian[300], relation[80], language[40], consent[80];
    char phone[300];            /* all its numbers, with / between */
    char no_number[40];         /* words where a number should be; "" */
    bool unnamed;               /* guardian was made from the child's name */
};

/* Whether a guardian's name is what columns_row() makes of this child's, in
 * whatever language. */
bool columns_is_made(const char *guardian, const char *child);

/* What a row says; how many guardians it has, 1 at least. Where nobody has a
 * phone all who are named come without one, or one who is called after the
 * child. language: of the school, for "Parent of ...". */
int columns_row(const struct columns *c, const struct sheet_row *row,
    const char *language, struct listed out[COLUMNS_GUARDIANS]);

#endif
