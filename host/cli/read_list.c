#include "cli/read_list.h"

#include "cli/client.h"
#include "cli/fail.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CSV_MAX = 8 * 1024 * 1024 };

/* The whole file, the caller's; NULL after saying why not. */
static char *
read_file(const char *path, size_t *n)
{
    FILE *f = fopen(path, "re");
    char *bytes = f ? malloc(CSV_MAX + 1) : NULL;
    const char *why = strerror(errno);
    bool bad = !bytes;

    if (bytes) {
        *n = fread(bytes, 1, CSV_MAX + 1, f);
        bad = ferror(f) != 0;
        why = strerror(errno);
        if (*n > CSV_MAX) {
            bad = true;
            why = "it is over 8 MB: split it";
        }
    }
    if (f)
        fclose(f);
    if (bad) {
        cli_failed("cannot read %s: %s.", path, why);
        free(bytes);
        bytes = NULL;
    }
    return bytes;
}

static bool
ask_lines(char *path, size_t room, const char *name, const char *first,
    const struct cli_texts *t)
{
    size_t used = strlen(path);

    used += (size_t)snprintf(path + used, room - used, "&%s=%s", name, first);
    for (int i = 0; i < t->n && used < room; i++)
        used += strlen(t->text[i]) >= 150 ? room
            : (size_t)snprintf(path + used, room - used, "%s%%0A",
                client_escape(t->text[i]));
    return used < room;
}

bool
list_ask_lines(char *path, size_t room, const char *name,
    const struct cli_texts *t)
{
    return ask_lines(path, room, name, "", t);
}

bool
list_ask_map(char *path, size_t room, const struct cli *c)
{
    char all[400] = "";

    if (c->class_name && strlen(c->class_name) >= 100)
        return false;
    if (c->class_name)
        snprintf(all, sizeof(all), "class%%3D%%3D%s%%0A",
            client_escape(c->class_name));
    return ask_lines(path, room, "map", all, &c->maps);
}

int
list_upload(const struct cli *c, const char *path, json_t **j)
{
    size_t n = 0;
    char *bytes = read_file(c->args[0], &n);
    int code = bytes ? client_upload(c, path, bytes, n, j) : EXIT_REFUSED;

    free(bytes);
    return code;
}
