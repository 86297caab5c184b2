#include "web/kit/when.h"

#include "base/clock.h"
#include "text/day_cell.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LEAP = 4 };              /* years from one 29 February to the next */

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

static const char numerals[] = "0123456789", between[] = "./-";

/* "23/11", "26.11.": how long it is without what stands at its end; 0: it is
 * something else. */
static size_t
two_parts(const char *text)
{
    size_t day = strspn(text, numerals), month, n;

    if (!day || day > 2 || !text[day] || !strchr(between, text[day]))
        return 0;
    month = strspn(text + day + 1, numerals);
    n = day + 1 + month;
    if (!month || month > 2
        || (text[n] && (!strchr(between, text[n]) || text[n + 1])))
        return 0;
    return n;
}

bool
when_written(const char *text, int64_t now, char out[12])
{
    size_t n = two_parts(text), first = strspn(text, numerals);
    time_t seconds = (time_t)(now / 1000);
    char whole[16], today[12];
    struct tm t;

    if (!n)                     /* a number alone is no day here */
        return text[first] && strchr(between, text[first])
            && day_cell_read(text, false, out, NULL);
    localtime_r(&seconds, &t);
    strftime(today, sizeof(today), "%Y-%m-%d", &t);
    for (int back = 0; back <= LEAP; back++) {
        snprintf(whole, sizeof(whole), "%.*s%c%d", (int)n, text,
            text[strspn(text, numerals)], t.tm_year + 1900 - back);
        if (day_cell_read(whole, false, out, NULL) && strcmp(out, today) <= 0)
            return true;
    }
    return false;
}
