#include "store/db/schema.h"

#include "base/embed.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static const char folder[] = "store/sql/";

const char *
schema_step(int n)
{
    for (const struct embed *e = embed_files; e->name; e++)
        if (!strncmp(e->name, folder, sizeof(folder) - 1)
            && atoi(e->name + sizeof(folder) - 1) == n)
            return (const char *)e->bytes;
    return NULL;
}

int
schema_latest(void)
{
    int n = 0;

    while (schema_step(n + 1))
        n++;
    return n;
}
