#include "cli/fail.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int
cli_usage(const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    fputs("notehome: ", stderr);
    vfprintf(stderr, fmt, ap);
    fputc('\n', stderr);
    va_end(ap);
    return EXIT_USAGE;
}

int
cli_failed(const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    fputs("notehome: ", stderr);
    vfprintf(stderr, fmt, ap);
    fputc('\n', stderr);
    va_end(ap);
    return EXIT_REFUSED;
}

bool
cli_number(const char *text, const char *what, long long *out)
{
    if (!*text || strspn(text, "0123456789") != strlen(text)
        || strlen(text) > 18 || (*out = atoll(text)) < 1) {
        cli_usage("%s is a number, not \"%s\".", what, text);
        return false;
    }
    return true;
}
