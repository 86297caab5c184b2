#include "text/day_cell.h"

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

/* The numbers of a day; one alone is that of a workbook, and goes on into
 * part[0]. 0: it is neither. *at moves on. */
static int
parts_of(const char **at, int part[3])
{
    char between;

    *at += strspn(*at, " '");
    if ((part[0] = number(at)) < 0)
        return 0;
    between = **at;
    if (!between || !strchr("/.-", between))
        return 1;
    ++*at;
    if ((part[1] = number(at)) < 0 || **at != between)
        return 0;
    ++*at;
    return (part[2] = number(at)) < 0 ? 0 : 3;
}

static bool
write_parts(const int part[3], bool month_first, char out[DAY_CELL])
{
    int year = part[0] > 31 ? part[0] : part[2];
    int behind = part[0] > 31 ? part[2] : part[0];

    if (part[0] > 31 || !month_first)
        return write_day(year, part[1], behind, out)
            || write_day(year, behind, part[1], out);
    return write_day(year, behind, part[1], out)
        || write_day(year, part[1], behind, out);
}

bool
day_cell_read(const char *text, bool month_first, char out[DAY_CELL],
    const char **end)
{
    const char *at = text;
    int part[3], n = parts_of(&at, part);
    bool ok;

    if (!n)
        return false;
    ok = n == 1 ? write_serial(part[0], out)
                : write_parts(part, month_first, out);
    if (ok && n == 3 && !strncmp(at, " 00:00", 6)) /* as a program wrote it */
        at += strspn(at, " 0:");
    else if (ok && n == 3)      /* "23.11.2026." */
        at += *at == '.';
    if (isalnum((unsigned char)*at))
        return false;
    if (end)
        *end = at;
    return ok && (end || !at[strspn(at, " ")]);
}

int
day_cell_order(const char *text)
{
    const char *at = text;
    char day[DAY_CELL];
    int part[3], more = 0;

    for (; *(at += strspn(at, DAY_CELL_BETWEEN));) {
        const char *start = at;

        if (parts_of(&at, part) == 3 && part[0] <= 31)
            more += (part[1] > 12) - (part[0] > 12);
        if (!day_cell_read(start, false, day, &at))
            return 0;           /* it is no cell of days */
    }
    return more;
}
