/* client.h - asks the daemon. */
#ifndef NOTEHOME_CLIENT_H
#define NOTEHOME_CLIENT_H

#include "cli/cli.h"

#include <stddef.h>

/* The configuration file where none is named. */
#define CLIENT_CONFIG "/etc/notehome/notehome.conf"

/* GET /api/v1/PATH. On EXIT_DONE *out is the caller's (json_decref); otherwise
 * what went wrong was said. */
int client_get(const struct cli *c, const char *path, json_t **out);
/* POST; body is released, NULL is an empty object. */
int client_post(const struct cli *c, const char *path, json_t *body,
    json_t **out);
/* POST of bytes as they are, of a type as "text/csv". */
int client_upload(const struct cli *c, const char *path, const char *type,
    const char *bytes, size_t n, json_t **out);

/* CLIENT_PATH: room for a path with two texts of client_escape(). */
enum { CLIENT_ESCAPED = 512, CLIENT_PATH = 2 * CLIENT_ESCAPED + 100 };
/* text as part of a path or query; static, until the next call but three. Where
 * it does not fit, what asks the daemon says so and asks nothing. */
const char *client_escape(const char *text);

/* GET of bytes as they are into a new file, which is not left when it
 * failed. */
int client_save(const struct cli *c, const char *path, const char *file);

/* "4B,5A" as a list of names, without empty ones. */
json_t *client_names(const char *text);

/* The arguments from this one on, NAME=VALUE, into an object; "classes" as a
 * list. The place of one that is not that; 0: all are. */
int client_pairs(const struct cli *c, int from, json_t *to);

/* With --json prints what was answered. Releases it; true when it did. */
bool client_print_json(const struct cli *c, json_t *answer);

#endif
