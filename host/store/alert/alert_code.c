#include "store/alert/alert_code.h"

#include "base/clock.h"
#include "store/db/setting.h"
#include "text/unicode.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* Without those that are taken for others (0 O D, 1 I L, 2 Z, 5 S, 8 B, G Q, U
 * V) or are words: "a 3 day trip", "y 4". Short codes and long ones have no
 * digit in common, so none begins another. */
static const char letters[] = "CFHJKMNPRTWX";
static const char short_digits[] = "347", long_digits[] = "269";

enum { REMEMBERED = 2000, TRIES = 60 };

struct codes {
    char code[REMEMBERED][ALERT_CODE];
    int n;
};

static enum err
read_codes(struct db *db, int64_t staff, struct codes *out)
{
    struct query q = query_start(db,
        "SELECT code FROM alert WHERE staff = :staff AND told > :old"
        " AND code <> '' ORDER BY told DESC LIMIT :most");

    query_int(&q, ":staff", staff);
    query_int(&q, ":old", clock_now() - ALERT_CODE_MEMORY);
    query_int(&q, ":most", REMEMBERED);
    while (query_row(&q))
        query_copy_text(&q, 0, out->code[out->n++], ALERT_CODE);
    return query_end(&q);
}

/* One letter or digit typed wrongly must not make it another family's. */
static bool
is_apart(const char *a, const char *b)
{
    int differ = 0;

    if (strlen(a) != strlen(b))
        return *a != *b;
    for (; *a; a++, b++)
        differ += *a != *b;
    return differ > 1;
}

static bool
is_free(const struct codes *had, const char *code, bool apart)
{
    for (int i = 0; i < had->n; i++)
        if (!strcmp(had->code[i], code)
            || (apart && !is_apart(had->code[i], code)))
            return false;
    return true;
}

/* "F4" is Form 4 where a class is called so: whoever writes of it answers no
 * alert. */
static enum err
is_class(struct db *db, const char *code, bool *is)
{
    struct query q = query_start(db,
        "SELECT 1 FROM (SELECT replace(replace(class, ' ', ''), '-', '') AS k"
        "  FROM child WHERE class <> '' GROUP BY class)"
        " WHERE k LIKE :code || '%'"
        " OR (length(k) > 1 AND :code LIKE k || '%') LIMIT 1");

    query_text(&q, ":code", code);
    *is = query_row(&q);
    return query_end(&q);
}

static char
any(const char *of)
{
    return of[randombytes_uniform((uint32_t)strlen(of))];
}

/* A date ahead that the clock has gone back behind must not last for ever. */
static enum err
may_give(struct db *db, bool *may)
{
    char text[24] = "";
    enum err e = setting_get(db, ALERT_CODES_FROM, text, sizeof(text));
    int64_t from = atoll(text), now = clock_now();

    *may = now >= from || from - now > ALERT_CODE_LIFE;
    return e;
}

enum err
alert_code_new(struct db *db, int64_t staff, char out[ALERT_CODE])
{
    static const struct {
        bool is_long, apart;
    } turns[] = { { false, true }, { true, true }, { true, false } };
    struct codes had = { .n = 0 };
    bool may = false, taken = false;
    enum err e = may_give(db, &may);

    *out = '\0';
    if (e || !may || (e = read_codes(db, staff, &had)))
        return e;
    for (size_t t = 0; t < sizeof(turns) / sizeof(*turns); t++)
        for (int i = 0; i < TRIES; i++) {
            char code[ALERT_CODE] = { any(letters),
                any(turns[t].is_long ? long_digits : short_digits),
                turns[t].is_long ? any(letters) : '\0', '\0' };

            if (!is_free(&had, code, turns[t].apart))
                continue;
            if ((e = is_class(db, code, &taken)))
                return e;
            if (!taken) {
                memcpy(out, code, ALERT_CODE);
                return OK;
            }
        }
    return e;
}

/* A capital letter or a digit, whatever was typed for it; 0: something else. */
static char
plain(uint32_t c)
{
    int digit = unicode_digit(c);

    if (digit >= 0)
        return (char)('0' + digit);
    if (c >= 'a' && c <= 'z')
        return (char)(c - 'a' + 'A');
    return c >= 'A' && c <= 'Z' ? (char)c : '\0';
}

static bool
is_between(uint32_t c)
{
    return c < 0x80 && c && strchr(" .,:;-_'\"()*#\n", (int)c) != NULL;
}

static void
pass_between(const char **at)
{
    const char *next = *at;

    while (**at && is_between(unicode_next(&next)))
        *at = next;
}

bool
alert_code_begins(const char *text, const char *code, const char **rest)
{
    const char *next;

    for (const char *c = code; *c; c++) {
        pass_between(&text);
        if (plain(unicode_next(&text)) != *c)
            return false;
    }
    next = text;
    /* "K72" is no K7 */
    if (!*code || (code[strlen(code) - 1] <= '9'
            && unicode_digit(unicode_next(&next)) >= 0))
        return false;
    pass_between(&text);
    *rest = text;
    return true;
}

bool
alert_code_like(const char *text, char out[ALERT_CODE])
{
    int n = 0;

    pass_between(&text);
    while (*text && n < 4) {
        uint32_t c = unicode_next(&text);

        if (is_between(c))
            break;
        out[n++] = plain(c);
        if (!out[n - 1])
            return false;
    }
    out[n] = '\0';
    return (n == 2 || n == 3) && strchr(letters, out[0])
        && (strchr(short_digits, out[1]) || strchr(long_digits, out[1]))
        && (n == 2 || strchr(letters, out[2]));
}
