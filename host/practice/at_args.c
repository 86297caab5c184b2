/* The arguments of an AT command. */
#include "practice/at.h"

#include <stdlib.h>

static const char *
skip_comma(const char *p)
{
    while (*p == ' ')
        p++;
    return *p == ',' ? p + 1 : p;
}

bool
at_arg_int(struct at_call *c, int *out)
{
    char *end;
    long v;

    while (*c->args == ' ')
        c->args++;
    if (*c->args && *c->args != ',') {
        v = strtol(c->args, &end, 10);
        if (end == c->args || v < -1 || v > 1000000)
            return false;
        *out = (int)v;
        c->args = end;
    }
    c->args = skip_comma(c->args);
    return true;
}

bool
at_arg_text(struct at_call *c, char *out, size_t room)
{
    size_t n = 0;
    bool quoted;

    while (*c->args == ' ')
        c->args++;
    quoted = *c->args == '"';
    c->args += quoted;
    if (*c->args && (quoted || *c->args != ','))
        out[0] = '\0';
    for (; *c->args && *c->args != (quoted ? '"' : ','); c->args++) {
        if (n + 1 == room)
            return false;
        out[n++] = *c->args;
        out[n] = '\0';
    }
    if (quoted && *c->args != '"')
        return false;
    c->args += quoted;
    c->args = skip_comma(c->args);
    return true;
}
