/* rows.h - messages and people as the commands that read print them. */
#ifndef NOTEHOME_ROWS_H
#define NOTEHOME_ROWS_H

#include <jansson.h>

/* Where a message comes from or went, when, how it fares, and its words. */
void rows_message(const json_t *m);
/* Children, then guardians with their phones, a line each. */
void rows_people(const json_t *j);
/* Who a row is of: the children, else the family, else the number or who it is
 * said to be. "children" is a line of words, or a list of children. Static,
 * until the next call. */
const char *rows_who(const json_t *j);
/* Prints that, with the guardians after the children: "Musa Mutua 4B ·
 * Grace". */
void rows_named(const json_t *j);

#endif
