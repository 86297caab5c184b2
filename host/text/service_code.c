#include "text/service_code.h"

#include <stdio.h>
#include <string.h>

/* Forwarding, barring, waiting, whose number shows, completing, transferring,
 * preferred lines, passwords and PINs: TS 22.030, annex B and 6.6. */
static const char *const services[] = { "21", "67", "61", "62", "002", "004",
    "33", "331", "332", "35", "351", "330", "333", "353", "43", "30", "31",
    "76", "77", "300", "37", "66", "96", "75", "750", "751", "752", "753",
    "754", "361", "362", "363", "360", "591", "592", "593" };
static const char *const secrets[] = { "03", "04", "042", "05", "052", "33",
    "331", "332", "35", "351", "330", "333", "353" };

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

enum { CODE_MAX = 200 };

/* As the network reads it: blanks are for the eye alone. */
static const char *
without_blanks(const char *code, char out[CODE_MAX])
{
    size_t n = 0;

    for (; *code && n < CODE_MAX - 1; code++)
        if (!strchr(" \t\r\n", *code))
            out[n++] = *code;
    out[n] = '\0';
    return out;
}

/* The number of the service after its * and #; n: its digits. */
static const char *
number_of(const char *code, size_t *n)
{
    const char *p = code + strspn(code, "*#");

    *n = strspn(p, "0123456789");
    return p;
}

static bool
is_in(const char *const *list, size_t count, const char *p, size_t n)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(list[i]) == n && !memcmp(list[i], p, n))
            return true;
    return false;
}

bool
service_code(const char *said)
{
    char room[CODE_MAX];
    const char *code = without_blanks(said, room);
    size_t n;
    const char *p = number_of(code, &n);

    if (p - code >= 2)
        return true;
    return p - code == 1 && (p[n] == '#' || p[n] == '*')
        && (is_in(services, COUNT(services), p, n)
            || is_in(secrets, COUNT(secrets), p, n));
}

void
service_code_shown(const char *said, char *out, size_t room)
{
    char plain[CODE_MAX];
    const char *code = without_blanks(said, plain);
    size_t n;
    const char *p = number_of(code, &n);

    if (service_code(code) && is_in(secrets, COUNT(secrets), p, n)
        && p[n] == '*')
        snprintf(out, room, "%.*s*...", (int)(p + n - code), code);
    else
        snprintf(out, room, "%s", said);
}
