#include "web/kit/when.h"

#include "base/clock.h"

#include <stdlib.h>
#include <string.h>

int64_t
when_expires(const char *text, int64_t from)
{
    size_t digits = strspn(text, "0123456789");
    int64_t unit = 0, n;

    if (!digits || digits > 6 || !text[digits] || text[digits + 1])
        return clock_parse(text);
    n = strtol(text, NULL, 10);
    switch (text[digits]) {
    case 'm':
        unit = MINUTE;
        break;
    case 'h':
        unit = HOUR;
        break;
    case 'd':
        unit = DAY;
        break;
    default:
        break;
    }
    return n * unit > 0 && n * unit <= 366 * DAY ? from + n * unit : 0;
}
