/* show.h - text on a terminal: cut and wrapped by the columns that letters of
 * any script take, and without what could drive the terminal. */
#ifndef NOTEHOME_SHOW_H
#define NOTEHOME_SHOW_H

#include <jansson.h>
#include <stddef.h>

/* Makes the C library read UTF-8, whatever the locale is. Call once. */
void show_start(void);

/* Columns of the terminal, 80 when there is none; 40 to 120. */
int show_width(void);

/* Prints text in at most so many columns, cut with "…"; line ends become
 * blanks. Returns the columns it took. */
int show_cut(const char *text, int columns);
/* The same, filled with blanks to exactly `columns`. */
void show_cell(const char *text, int columns);
/* Prints text wrapped at blanks, each line after `indent` blanks; ends with a
 * new line. */
void show_wrapped(const char *text, int indent);
/* The same where the cursor stands behind the indent already. */
void show_rest(const char *text, int indent);
/* Prints it as it is, but for what is unsafe, which becomes '?'. */
void show_plain(const char *text);

/* "2026-11-21T08:00:00+03:00" as "21 Nov 08:00"; static. */
const char *show_time(const char *rfc3339);

/* A member as text: "" when absent or null; numbers into one of four static
 * places in turn. */
const char *show_text(const json_t *j, const char *name);
long long show_int(const json_t *j, const char *name);
/* A count in words, "1 family" or "3 families", into one of four static places
 * in turn. */
const char *show_count(const json_t *j, const char *name, const char *one,
    const char *more);

#endif
