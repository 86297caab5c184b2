#include "base/embed.h"

#include <stddef.h>
#include <string.h>

const struct embed *
embed_find(const char *name)
{
    for (const struct embed *e = embed_files; e->name; e++)
        if (!strcmp(e->name, name))
            return e;
    return NULL;
}
