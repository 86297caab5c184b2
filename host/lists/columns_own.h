/* columns_own.h - what the files of the columns share; for them alone. */
#ifndef NOTEHOME_COLUMNS_OWN_H
#define NOTEHOME_COLUMNS_OWN_H

#include "lists/columns.h"

enum { HEADS_LOOKED_AT = 25 };  /* rows that may be the head */

/* "" behind the row's end. */
const char *columns_cell(const struct sheet_row *r, int i);
/* One of our own words, by its spelling alone; *ours: line or reason. */
bool columns_read_own(const char *cell, struct column *out, bool *ours);
bool columns_has(const struct columns *c, enum column_who who,
    enum column_what what);
bool columns_has_phone(const struct columns *c);
/* Whose phones and relations are whose heads name nobody; heads: one a column,
 * as it was read. */
void columns_settle_owner(const struct head *heads, struct columns *c);
/* Where no column is the class: what stands above the heads, if it says one. */
void columns_class_of_title(const struct sheet *s, struct columns *c);
/* All columns taken for this are for nothing, but for the column `but`. */
void columns_take_away(struct columns *c, enum column_who who,
    enum column_what what, int but);

#endif
