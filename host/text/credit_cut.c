#include "text/credit_own.h"

#include "base/clock.h"
#include "text/unicode.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { GROUPS = 6, DIGITS_MOST = 9 };

static bool
digit(char c)
{
    return c >= '0' && c <= '9';
}

static int
digits(const char *s)
{
    int n = 0;

    while (digit(s[n]))
        n++;
    return n;
}

/* --- dates ---------------------------------------------------------------- */

/* The end of that day here, UTC ms; 0: no such day. */
static int64_t
day_end(int y, int m, int d)
{
    struct tm t = { .tm_year = y - 1900, .tm_mon = m - 1, .tm_mday = d,
        .tm_hour = 12, .tm_isdst = -1 };
    time_t at;

    if (y < 2020 || y > 2100 || m < 1 || m > 12 || d < 1 || d > 31
        || mktime(&t) == -1 || t.tm_mday != d)
        return 0;
    t.tm_hour = 23;
    t.tm_min = t.tm_sec = 59;
    t.tm_isdst = -1;
    at = mktime(&t);
    return at == -1 ? 0 : (int64_t)at * SECOND;
}

/* "31/12/2026" and "2026-12-31" with one of - / . throughout: its length, 0
 * when it is none. A year of two digits, or a day that may be the month,
 * gives value 0. */
static int
figures_date(const char *s, int64_t *value)
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
        if (!strchr("-/.", s[at]) || !s[at] || (sep && s[at] != sep))
            return 0;
        sep = s[at++];
    }
    if (n[1] > 2 || digit(s[at]) || (sep == '.' && n[0] < 4 && n[2] < 4))
        return 0;
    *value = 0;
    if (n[0] == 4 && n[2] <= 2)
        *value = day_end(v[0], v[1], v[2]);
    else if (n[2] == 4 && n[0] <= 2 && (v[0] > 12 || v[0] == v[1]))
        *value = day_end(v[2], v[1], v[0]);
    else if (n[2] == 4 && n[0] <= 2 && v[1] > 12)
        *value = day_end(v[2], v[0], v[1]);
    return at;
}

/* By its beginning, in English, Swahili, French, Spanish and Portuguese. */
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
        { "ago", 8 }, { "aou", 8 }, { "sep", 9 }, { "set", 9 }, { "oct", 10 },
        { "okt", 10 }, { "out", 10 }, { "nov", 11 }, { "dec", 12 },
        { "dez", 12 }, { "dic", 12 }, { "des", 12 } };

    for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
        if (!strncmp(word, known[i].begin, strlen(known[i].begin)))
            return known[i].month;
    return 0;
}

/* "31 dec 2026", "31-Dec-2026", "31st of ...": day, month's name, year. */
static int
named_date(const char *s, int64_t *value)
{
    int n = digits(s), at = n, letters = 0, month, years;
    char word[4 + 1] = "";

    if (n < 1 || n > 2)
        return 0;
    at += strspn(s + at, " -/") > 0;
    while (islower((unsigned char)s[at + letters])
        || (unsigned char)s[at + letters] >= 0x80)
        letters++;
    memcpy(word, s + at, letters < 4 ? (size_t)letters : 4);
    if (letters < 3 || !(month = month_of(word)))
        return 0;
    at += letters;
    at += s[at] && strchr(" -/,", s[at]) ? 1 : 0;
    at += s[at] == ' ';
    years = digits(s + at);
    if (years != 4)
        return 0;
    *value = day_end(atoi(s + at), month, atoi(s));
    return at + years;
}

/* --- numbers -------------------------------------------------------------- */

struct groups {
    int count, bytes, all;      /* all: digits in all */
    int length[GROUPS];
    char sep[GROUPS];           /* sep[i] stands before group i */
};

/* A blank groups only when exactly three digits follow one to three. */
static bool
joins(const char *s, const struct groups *g)
{
    int next = *s ? digits(s + 1) : 0;

    if (*s == ',' || *s == '.')
        return next > 0;
    return *s == ' ' && next == 3 && g->length[g->count - 1] <= 3
        && (g->count == 1 || g->sep[g->count - 1] == ' ');
}

static void
group(const char *s, struct groups *g)
{
    *g = (struct groups){ 0 };
    for (;;) {
        int n = digits(s + g->bytes);

        g->length[g->count++] = n;
        g->all += n;
        g->bytes += n;
        if (g->count == GROUPS || !joins(s + g->bytes, g))
            return;
        g->sep[g->count] = s[g->bytes++];
    }
}

/* Whether groups 1 to last are of thousands (or Indian lakhs). */
static bool
is_grouped(const struct groups *g, int last)
{
    if (g->length[0] > 3 || g->length[last] != 3)
        return last == 0;
    for (int i = 1; i <= last; i++)
        if (g->sep[i] != g->sep[1] || g->length[i] > 3 || g->length[i] < 2)
            return false;
    return true;
}

static void
read_number(const char *s, const struct groups *g, struct credit_token *t)
{
    int last = g->count - 1, decimals = 0;
    int64_t v = 0;

    if (last > 0 && g->length[last] <= 2 && g->sep[last] != ' ')
        decimals = g->length[last];
    for (int i = 0; i < g->bytes; i++)
        if (digit(s[i]) && v < 1000000000000)
            v = 10 * v + (s[i] - '0');
    t->value = decimals == 2 ? v : decimals == 1 ? 10 * v : 100 * v;
    t->spaced = last > 0 && g->sep[1] == ' ';
    t->three = last == 1 && !decimals && !t->spaced;
    t->clear = g->all <= DIGITS_MOST && g->count < GROUPS
        && is_grouped(g, decimals ? last - 1 : last)
        && !(decimals && last > 1 && g->sep[last] == g->sep[1]);
}

/* --- pieces --------------------------------------------------------------- */

static struct credit_token *
add(struct credit_text *out, enum credit_kind kind, enum credit_gap gap)
{
    struct credit_token *t;

    if (out->count == CREDIT_TOKENS) {
        out->cut = true;
        return NULL;
    }
    t = &out->token[out->count++];
    t->kind = kind;
    t->gap = gap;
    return t;
}

/* "10:22" or "10:22:05": its length, 0 when it is none. */
static int
time_of_day(const char *s)
{
    int at = digits(s);

    if (at < 1 || at > 2 || s[at] != ':' || digits(s + at + 1) != 2)
        return 0;
    at += 3;
    return s[at] == ':' && digits(s + at + 1) == 2 ? at + 3 : at;
}

/* A number, a date, or a code to dial; returns its bytes. before is the
 * character in front. */
static int
cut_figures(const char *s, const char *start, enum credit_gap gap,
    struct credit_text *out)
{
    char before = s > start ? s[-1] : ' ';
    bool minus = before == '-' && (s - 1 == start || s[-2] == ' ');
    struct credit_token *t;
    struct groups g;
    int64_t date;
    int n;

    if ((n = figures_date(s, &date)) || (n = named_date(s, &date))) {
        if ((t = add(out, CREDIT_DATE, gap)))
            t->value = date;
        return n;
    }
    if ((n = time_of_day(s)))
        return n;
    group(s, &g);
    if (before == '*' || before == '#' || s[g.bytes] == '*'
        || s[g.bytes] == '#' || before == '+')
        return g.bytes;
    if ((t = add(out, CREDIT_NUMBER, gap))) {
        read_number(s, &g, t);
        if (minus)
            t->value = -t->value;
        else if (before == '-' || before == '/' || s[g.bytes] == '/')
            t->clear = false;
    }
    return g.bytes;
}

static bool
is_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || c == '$' || c >= 0xa2;
}

static const char *
cut_word(const char *s, enum credit_gap gap, struct credit_text *out)
{
    struct credit_token *t = add(out, CREDIT_WORD, gap);
    const char *end = s, *next = s;
    uint32_t c;

    while ((c = unicode_next(&next)) && is_letter(c))
        end = next;
    if (t) {
        char word[4 * CREDIT_WORD_MAX];
        size_t n = (size_t)(end - s);

        if (n >= sizeof(word))
            n = sizeof(word) - 1;
        memcpy(word, s, n);
        word[n] = '\0';
        unicode_copy(word, t->word, sizeof(t->word));
    }
    return end;
}

static enum credit_gap
gap_of(const char *s)
{
    if (*s == ' ')
        return CREDIT_GAP_BLANK;
    if (*s == '.' && s[1] == ' ')
        return CREDIT_GAP_POINT;
    if (strchr(",;!?()", *s))
        return CREDIT_GAP_END;
    return CREDIT_GAP_SOFT;
}

void
credit_cut(const char *folded, struct credit_text *out)
{
    enum credit_gap gap = CREDIT_GAP_END;
    const char *s = folded;

    out->count = 0;
    out->cut = false;
    while (*s && !out->cut) {
        const char *next = s;
        uint32_t c = unicode_next(&next);
        enum credit_gap here;

        if (digit(*s)) {
            s += cut_figures(s, folded, gap, out);
            gap = CREDIT_GAP_NONE;
        } else if (is_letter(c)) {
            s = cut_word(s, gap, out);
            gap = CREDIT_GAP_NONE;
        } else {
            here = gap_of(s);
            gap = here > gap ? here : gap;
            s = next;
        }
    }
}
