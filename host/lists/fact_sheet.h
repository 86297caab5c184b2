/* fact_sheet.h - a sheet of facts of children: missing work, marks, next dates,
 * days away. Which child a row is about is read as class lists are
 * (lists/columns.h); each other column is a field of the text, or tells who was
 * away. Pure; any thread. */
#ifndef NOTEHOME_FACT_SHEET_H
#define NOTEHOME_FACT_SHEET_H

#include "lists/columns.h"
#include "text/day_cell.h"

/* A value has room for 130 letters of Hindi or Amharic. */
enum { FACT_FIELD = 24, FACT_FIELDS = 20, FACT_VALUE = 400, FACT_MARKS = 12,
    FACT_MARK = 24, FACT_DAYS = SHEET_COLUMNS_MAX, FACT_SHOWN = 100 };

enum fact_use {
    FACT_NOTHING = 0,           /* passed over, or it says who the child is */
    FACT_IS_FIELD,
    FACT_IS_DAYS,               /* its cells are days on which it was away */
    FACT_IS_DAY                 /* its head is a day, its cells are marks */
};

struct fact_column {
    enum fact_use use;
    int field;                  /* of FACT_IS_FIELD */
    char day[DAY_CELL];         /* of FACT_IS_DAY */
};
struct fact_mark {
    char mark[FACT_MARK];       /* as it is written in the sheet */
    int cells;
    bool away;                  /* it means that the child was not there */
};
struct fact_sheet {
    struct columns who;
    struct fact_column of[SHEET_COLUMNS_MAX];
    char field[FACT_FIELDS][FACT_FIELD]; /* "missing"; letters and _ */
    int n_fields;
    int days_field;             /* of them, "days": how many it was away, by
                                 * the calendar too, so not by a row; -1 */
    struct fact_mark marks[FACT_MARKS];
    int n_marks;
    bool month_first;
};

/* Guesses. map: lines "child=Name", "class==4B", "missing=#4", "away=Absent on",
 * "none=#5", and of marks "mark==A" (away) and "mark!=A" (it was there); NULL:
 * nothing. ERR_INPUT: why says what is wrong; a class is not needed. */
MUST_CHECK enum err fact_sheet_guess(const struct sheet *s,
    const char *country, const char *map, struct fact_sheet *out,
    struct reason *why);

/* What a row says. */
struct fact_row {
    char child[300], class_name[120], child_id[120];
    char value[FACT_FIELDS][FACT_VALUE]; /* "" none */
    char day[FACT_DAYS][DAY_CELL]; /* on which it was away, each once */
    int n_days;
    char odd[FACT_SHOWN];       /* what should be a day, and is none; "" */
    char cut[FACT_SHOWN];       /* how a value begins that is too long, and so
                                 * not whole here: not to be told; "" */
    bool many;                  /* it has more than FACT_DAYS days */
};
/* A 0 of missing work is nothing to tell. */
void fact_sheet_row(const struct fact_sheet *f, const struct sheet_row *row,
    struct fact_row *out);

/* What the column was taken for: "child", "missing", "away", "none", and of a
 * day that day. Lives as long as f. */
const char *fact_sheet_name(const struct fact_sheet *f, int column);

#endif
