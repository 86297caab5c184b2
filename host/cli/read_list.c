#include "cli/read_list.h"

#include "cli/fail.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CSV_MAX = 8 * 1024 * 1024 };

char *
read_list(const char *path, size_t *n)
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
