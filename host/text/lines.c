#include "text/lines.h"

#include <string.h>

const char *
lines_next(const char **at, size_t *n)
{
    const char *line = *at;

    if (!*line)
        return NULL;
    *n = strcspn(line, "\n");
    *at = line + *n + (line[*n] != '\0');
    return line;
}

bool
lines_have(const char *lines, const char *line)
{
    size_t n = strlen(line), m;

    for (const char *one; (one = lines_next(&lines, &m));)
        if (m == n && !memcmp(one, line, n))
            return true;
    return false;
}
