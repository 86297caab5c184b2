/* phone_cell.h - the numbers in a cell of a list, without what people write
 * around them: "Tel: 0722 123456 (mother) or 0733 123456". Pure; any thread. */
#ifndef NOTEHOME_PHONE_CELL_H
#define NOTEHOME_PHONE_CELL_H

#include <stdbool.h>
#include <stddef.h>

/* The cell's numbers with " / " between, each as it was written; "" when it
 * says that there is none. Words that stand beside a number are passed over;
 * one or two letters within a number stay, to be refused. Cut to room bytes.
 * True: the cell has words and no digit. */
bool phone_cell_read(const char *cell, char *out, size_t room);

#endif
