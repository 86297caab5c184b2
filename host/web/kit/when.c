#include "web/kit/when.h"

#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

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

int64_t
when_day(const char *text, bool end)
{
    struct tm t = { .tm_isdst = -1 };

    if (!text
        || sscanf(text, "%4d-%2d-%2d", &t.tm_year, &t.tm_mon, &t.tm_mday) != 3
        || t.tm_year < 1971 || t.tm_mon < 1 || t.tm_mon > 12 || t.tm_mday < 1
        || t.tm_mday > 31)
        return 0;
    t.tm_year -= 1900;
    t.tm_mon -= 1;
    t.tm_mday += end;
    return (int64_t)mktime(&t) * 1000;
}
