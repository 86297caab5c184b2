/* credit_date.c - dates as operators write them, by the country's order. */
#include "text/credit_own.h"

#include "base/clock.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { YEARS_AHEAD = 12 };      /* further is another calendar's year */

static int
digits(const char *s)
{
    int n = 0;

    while (s[n] >= '0' && s[n] <= '9')
        n++;
    return n;
}

static int
year_of(int64_t now)
{
    time_t at = (time_t)(now / SECOND);
    struct tm t;

    localtime_r(&at, &t);
    return t.tm_year + 1900;
}

/* The end of that day here, UTC ms; 0: no such day. */
static int64_t
day_end(int y, int m, int d, int64_t now)
{
    struct tm t = { .tm_year = y - 1900, .tm_mon = m - 1, .tm_mday = d,
        .tm_hour = 12, .tm_isdst = -1 };
    time_t at;

    if (y < 2020 || y > year_of(now) + YEARS_AHEAD || m < 1 || m > 12 || d < 1
        || d > 31 || mktime(&t) == -1 || t.tm_mday != d)
        return 0;
    t.tm_hour = 23;
    t.tm_min = t.tm_sec = 59;
    t.tm_isdst = -1;
    at = mktime(&t);
    return at == -1 ? 0 : (int64_t)at * SECOND;
}

int64_t
credit_day_end(int64_t at)
{
    time_t seconds = (time_t)(at / SECOND);
    struct tm t;

    localtime_r(&seconds, &t);
    t.tm_hour = 23;
    t.tm_min = t.tm_sec = 59;
    t.tm_isdst = -1;
    return (int64_t)mktime(&t) * SECOND;
}

/* Three numbers of n digits with the values v. */
static int64_t
by_order(const int n[3], const int v[3], enum money_order order,
    bool order_known, int64_t now)
{
    int y = v[2];

    if (n[0] == 4 && n[2] <= 2)
        return day_end(v[0], v[1], v[2], now);
    if (n[0] > 2 || (n[2] != 4 && n[2] != 2))
        return 0;
    if (n[2] == 2) {
        if (!order_known || order == MONEY_YMD)
            return 0;
        y += 2000;
    }
    if (order_known)
        return order == MONEY_MDY ? day_end(y, v[0], v[1], now)
                                  : day_end(y, v[1], v[0], now);
    if (v[0] > 12 || v[0] == v[1])
        return day_end(y, v[1], v[0], now);
    return v[1] > 12 ? day_end(y, v[0], v[1], now) : 0;
}

/* "31/12/2026" and "2026-12-31" with one of - / . throughout: its length, 0
 * when it is none. */
static int
in_figures(const char *s, enum money_order order, bool order_known,
    int64_t now, int64_t *day)
{
    int n[3], v[3], at = 0;
    char sep = 0;

    for (int i = 0; i < 3; i++) {
        n[i] = digits(s + at);
        if (n[i] < 1 || n[i] > 4)
            return 0;
        v[i] = atoi(s + at);
        at += n[i];
        if (i == 2)
            break;
        if (!s[at] || !strchr("-/.", s[at]) || (sep && s[at] != sep))
            return 0;
        sep = s[at++];
    }
    if (n[1] > 2 || digits(s + at) || (sep == '.' && n[0] < 4 && n[2] < 4
            && (n[0] != 2 || n[1] != 2 || n[2] != 2)))
        return 0;
    *day = by_order(n, v, order, order_known, now);
    return at;
}

/* By its beginning, in the languages that write the same letters; the others'
 * by their word. */
static int
month_of(const char *word)
{
    static const struct {
        const char *begin;
        int month;
    } known[] = { { "jan", 1 }, { "ene", 1 }, { "feb", 2 }, { "fev", 2 },
        { "mar", 3 }, { "mac", 3 }, { "apr", 4 }, { "avr", 4 }, { "abr", 4 },
        { "may", 5 }, { "mai", 5 }, { "mei", 5 }, { "jun", 6 },
        { "juin", 6 }, { "juil", 7 }, { "jul", 7 }, { "aug", 8 },
        { "ago", 8 }, { "agu", 8 }, { "aou", 8 }, { "sep", 9 }, { "set", 9 },
        { "oct", 10 }, { "okt", 10 }, { "out", 10 }, { "nov", 11 },
        { "nop", 11 }, { "dec", 12 }, { "dez", 12 }, { "dic", 12 },
        { "des", 12 }, { "يناير", 1 }, { "فبراير", 2 }, { "مارس", 3 },
        { "ابريل", 4 }, { "مايو", 5 }, { "يونيو", 6 }, { "يوليو", 7 },
        { "اغسطس", 8 }, { "سبتمبر", 9 }, { "اكتوبر", 10 }, { "نوفمبر", 11 },
        { "ديسمبر", 12 }, { "जनवरी", 1 }, { "फरवरी", 2 }, { "मार्च", 3 },
        { "अप्रैल", 4 }, { "जून", 6 }, { "जुलाई", 7 }, { "अगस्त", 8 },
        { "सितंबर", 9 }, { "अक्टूबर", 10 }, { "नवंबर", 11 }, { "दिसंबर", 12 },
        { "জানুয়ারি", 1 }, { "ফেব্রুয়ারি", 2 }, { "মার্চ", 3 }, { "এপ্রিল", 4 },
        { "জুন", 6 }, { "জুলাই", 7 }, { "আগস্ট", 8 }, { "সেপ্টেম্বর", 9 },
        { "অক্টোবর", 10 }, { "নভেম্বর", 11 }, { "ডিসেম্বর", 12 } };

    for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
        if (*word == *known[i].begin
            && !strncmp(word, known[i].begin, strlen(known[i].begin)))
            return known[i].month;
    return 0;
}

/* The year behind a month: of four digits, or of two where a mark ties them to
 * it; its bytes, 0: there is none. */
static int
year_behind(const char *s, int *year)
{
    int at = *s && strchr(" -/,.'", *s) ? 1 : 0, n;

    at += s[at] == ' ';
    n = digits(s + at);
    *year = n == 4 ? atoi(s + at) : n == 2 ? 2000 + atoi(s + at) : 0;
    if ((n != 4 && n != 2) || (n == 2 && !strchr("-/'", *s))
        || (n == 2 && s[at + n] == ':'))
        return 0;
    return at + n;
}

/* "31 dec 2026", "31-Dec-26", "31st of December, 2026": day, month's name,
 * year. */
static int
by_name(const char *s, int64_t now, int64_t *day)
{
    static const char *const between[] = { "st", "nd", "rd", "th", " of ",
        " de " };
    int n = digits(s), at = n, letters = 0, month, year, years;

    if (n < 1 || n > 2)
        return 0;
    for (size_t i = 0; i < sizeof(between) / sizeof(*between); i++)
        if (!strncmp(s + at, between[i], strlen(between[i])))
            at += (int)strlen(between[i]);
    at += *(s + at) && strchr(" -/", s[at]) ? 1 : 0;
    month = month_of(s + at);
    while (islower((unsigned char)s[at + letters])
        || (unsigned char)s[at + letters] >= 0x80)
        letters++;
    if (letters < 3 || !month)
        return 0;
    at += letters;
    at += strncmp(s + at, " de ", 4) ? 0 : 3;
    if (!(years = year_behind(s + at, &year)))
        return 0;
    *day = day_end(year, month, atoi(s), now);
    return at + years;
}

/* "dec 31, 2026": the same, the month in front. */
static int
by_month(const char *s, int64_t now, int64_t *day)
{
    int month = month_of(s), at = 0, n, year, years;
    const char *d;

    while (islower((unsigned char)s[at]))
        at++;
    if (!month || at < 3 || s[at] != ' ')
        return 0;
    d = s + at + 1;
    n = digits(d);
    at += 1 + n;
    if (n < 1 || n > 2 || s[at] != ',' || !(years = year_behind(s + at, &year))
        || year < 2000)
        return 0;
    *day = day_end(year, month, atoi(d), now);
    return at + years;
}

int
credit_date(const char *s, enum money_order order, bool order_known,
    int64_t now, int64_t *day)
{
    int n = digits(s) ? in_figures(s, order, order_known, now, day)
                      : by_month(s, now, day);

    return n || !digits(s) ? n : by_name(s, now, day);
}
