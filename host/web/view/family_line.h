/* family_line.h - a family in a list, with what tells it from another of the
 * same name. */
#ifndef NOTEHOME_FAMILY_LINE_H
#define NOTEHOME_FAMILY_LINE_H

#include "store/people/people.h"

struct family_line {
    struct family family;
    char children[200];         /* "Kamau 4B, Wanjiru 4B" */
    char child[120], child_class[40]; /* the first of them; "" none */
    int64_t thread;             /* their conversation; 0: none yet */
};
/* Adds the children and the conversation to lines that have their families. */
MUST_CHECK enum err family_lines_read(struct db *db,
    struct family_line *lines, int n);

#endif
