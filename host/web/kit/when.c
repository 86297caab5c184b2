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

/* Whether there is such a day: no 31 June. */
static bool
exists(int year, int month, int day)
{
    struct tm t = { .tm_year = year - 1900, .tm_mon = month - 1,
        .tm_mday = day, .tm_hour = 12, .tm_isdst = -1 };

    return year >= 1971 && year <= 2999 && month >= 1 && month <= 12 && day >= 1
        && mktime(&t) != -1 && t.tm_mon == month - 1 && t.tm_mday == day;
}

/* The parts between dots, dashes or strokes; 0: something else is there. */
static int
read_parts(const char *text, int part[3], int digits[3])
{
    int n = 0;

    for (; n < 3 && *text >= '0' && *text <= '9'; n++) {
        digits[n] = (int)strspn(text, "0123456789");
        part[n] = digits[n] > 4 ? 0 : (int)strtol(text, NULL, 10);
        text += digits[n];
        if (!*text || !strchr("./-", *text))
            return *text ? 0 : n + 1;
        text++;
    }
    return *text ? 0 : n;
}

bool
when_written(const char *text, int64_t now, char out[12])
{
    int part[3] = { 0 }, digits[3] = { 0 }, n = read_parts(text, part, digits);
    int year, month = part[1], day = part[0], aside;
    time_t seconds = (time_t)(now / 1000);
    struct tm t;

    localtime_r(&seconds, &t);
    year = n == 3 ? part[2] : t.tm_year + 1900;
    if (n < 2 || digits[1] > 2)
        return false;
    if (n == 3 && digits[0] == 4) {
        year = part[0];
        day = part[2];
    } else if (digits[0] > 2 || (n == 3 && digits[2] == 3))
        return false;
    else if (n == 3 && digits[2] < 3)
        year += 2000;
    if (month > 12 && day <= 12) {
        aside = month;
        month = day;
        day = aside;
    }
    if (n == 2 && (month > t.tm_mon + 1
            || (month == t.tm_mon + 1 && day > t.tm_mday)))
        year--;
    if (!exists(year, month, day))
        return false;
    t = (struct tm){ .tm_year = year - 1900, .tm_mon = month - 1,
        .tm_mday = day };
    return strftime(out, 12, "%Y-%m-%d", &t) > 0;
}
