/* read_list.h - a list or sheet from a file, to send it to the daemon with what
 * was said of it. */
#ifndef NOTEHOME_READ_LIST_H
#define NOTEHOME_READ_LIST_H

#include "cli/cli.h"

#include <jansson.h>

enum { LIST_PATH = 16384 };     /* room for what is asked of the daemon */

/* Adds "&name=" and the texts as lines to path, and of --class and --map "&map=".
 * False: one is too long. */
bool list_ask_lines(char *path, size_t room, const char *name,
    const struct cli_texts *t);
bool list_ask_map(char *path, size_t room, const struct cli *c);

/* Sends the file of the first argument; *j is the answer, the caller's. Returns
 * the exit code, after saying why it cannot be read, that it is over 8 MB, or
 * what the daemon refused. */
int list_upload(const struct cli *c, const char *path, json_t **j);

#endif
