/* read_list.h - a list or sheet from a file, to send it to the daemon with what
 * was said of it. */
#ifndef NOTEHOME_READ_LIST_H
#define NOTEHOME_READ_LIST_H

#include "cli/cli.h"

#include <jansson.h>
#include <stdio.h>

/* The form that goes to the daemon, of any length; list_upload() frees it. */
struct list_form {
    FILE *f;                    /* NULL: out of memory, which it says then */
    char *bytes;
    size_t n;
    char mark[40];              /* stands between its parts, and in none */
};

/* EXIT_DONE, or EXIT_USAGE after saying that one of --class, --map, --same and
 * --one is too long for a name; l is then nothing. */
int list_begin(struct list_form *l, const struct cli *c);
/* Says text, or "1", under this name; NULL, false: nothing is said. */
void list_say(struct list_form *l, const char *name, const char *text);
void list_flag(struct list_form *l, const char *name, bool is);
/* Says the texts as lines, and --class and --map as "map". */
void list_say_lines(struct list_form *l, const char *name,
    const struct cli_texts *t);
void list_say_map(struct list_form *l, const struct cli *c);

/* Sends it with the file of the first argument; *j is the answer, the caller's.
 * Returns the exit code, after saying why it cannot be read, that it is over
 * 8 MB, or what the daemon refused. */
int list_upload(const struct cli *c, const char *path, struct list_form *l,
    json_t **j);

#endif
