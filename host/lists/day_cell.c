#include "lists/day_cell.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Days of a workbook count from 1899-12-30 (ECMA-376 part 1, 18.17.4.1); those
 * of the years 2000 to 2099 are these. */
enum { SERIAL_FIRST = 36526, SERIAL_LAST = 73050 };

bool
day_month_first(const char *country)
{
    return !strcasecmp(country, "US");
}

static int
days_of(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
        31 };

    return days[month - 1] + (month == 2 && year % 4 == 0);
}

/* Up to four digits at *at, which moves on; -1: none. */
static int
number(const char **at)
{
    int n = 0, digits = 0;

    for (; isdigit((unsigned char)**at) && digits < 5; digits++)
        n = 10 * n + *(*at)++ - '0';
    return digits ? n : -1;
}

static bool
write_day(int year, int month, int day, char out[DAY_CELL])
{
    if (year < 100)
        year += 2000;
    if (year < 2000 || year > 2099 || month < 1 || month > 12 || day < 1
        || day > days_of(year, month))
        return false;
    snprintf(out, DAY_CELL, "%04d-%02d-%02d", year % 10000, month % 100,
        day % 100);
    return true;
}

static bool
write_serial(int serial, char out[DAY_CELL])
{
    int left = serial - SERIAL_FIRST, year = 2000, month = 1;

    if (serial < SERIAL_FIRST || serial >= SERIAL_LAST)
        return false;
    for (int n; left >= (n = year % 4 ? 365 : 366); year++)
        left -= n;
    for (int n; left >= (n = days_of(year, month)); month++)
        left -= n;
    return write_day(year, month, left + 1, out);
}

bool
day_cell_read(const char *text, bool month_first, char out[DAY_CELL],
    const char **end)
{
    const char *at = text + strspn(text, " '");
    int a = number(&at), b, c;
    char between = *at;
    bool ok;

    if (a < 0)
        return false;
    if (!between || !strchr("/.-", between))
        ok = write_serial(a, out);
    else {
        at++;
        b = number(&at);
        if (b < 0 || *at++ != between || (c = number(&at)) < 0)
            return false;
        ok = a > 31 ? write_day(a, b, c, out)
            : month_first ? write_day(c, a, b, out)
                          : write_day(c, b, a, out);
        if (ok && !strncmp(at, " 00:00", 6))    /* as a program wrote it */
            at += strspn(at, " 0:");
    }
    if (isalnum((unsigned char)*at))
        return false;
    if (end)
        *end = at;
    return ok && (end || !at[strspn(at, " ")]);
}
