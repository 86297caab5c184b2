#include "store/people/people_row.h"

#include "text/clean.h"
#include "text/phone.h"
#include "text/unicode.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NUMBERS_APART "/,;&|:"

static enum err
bad(struct reason *why, const char *column, enum reason_code fault)
{
    struct reason r = reason_text(REASON_COLUMN_FAULT, column);
    struct reason what = reason_of(fault);

    reason_add_reason(&r, &what);
    return reason_refuse(why, ERR_INPUT, r);
}

static enum err
bad_as(struct reason *why, const char *column, const char *value,
    struct reason what)
{
    struct reason r = reason_text(REASON_VALUE_FAULT, column);

    reason_add_text(&r, value);
    reason_add_reason(&r, &what);
    return reason_refuse(why, ERR_INPUT, r);
}

static enum err
bad_value(struct reason *why, const char *column, const char *value,
    enum reason_code fault)
{
    return bad_as(why, column, value, reason_of(fault));
}

static enum err
read_cell(const char *in, const char *column, bool needed, char *out,
    size_t room, struct reason *why)
{
    enum reason_code fault;
    enum err e = clean_line(in, out, room, &fault);

    if (e == ERR_INPUT)
        return bad(why, column, fault);
    if (!e && needed && !*out)
        return bad(why, column, REASON_IS_EMPTY);
    return e;
}

/* BCP 47 as far as it matters here: "sw", "pt-BR", "zh-Hant". */
static enum err
read_language(const char *in, char *out, size_t room, struct reason *why)
{
    enum err e = read_cell(in, "language", false, out, room, why);
    size_t n = 0;

    if (e || !*out)
        return e;
    for (char *c = out; *c; c++)
        if (*c == '_')
            *c = '-';
    for (; isalpha((unsigned char)out[n]); n++)
        out[n] = (char)tolower((unsigned char)out[n]);
    if (n < 2 || n > 3 || (out[n] && out[n] != '-')
        || out[n + strspn(out + n, "-0123456789abcdefghijklmnopqrstuvwxyz"
                                   "ABCDEFGHIJKLMNOPQRSTUVWXYZ")])
        return bad_value(why, "language", out,
            REASON_NO_LANGUAGE_CODE);
    return OK;
}

/* 2.547E+11: what a spreadsheet makes of a long number. */
static bool
is_scientific(const char *s)
{
    size_t n = strspn(s, "0123456789.,");

    if (n == 0 || (s[n] != 'e' && s[n] != 'E'))
        return false;
    s += n + 1;
    s += *s == '+';
    return *s && s[strspn(s, "0123456789")] == '\0';
}

/* 712345678.0: what a program makes of a number; the 0 is no digit of it. */
static bool
is_decimal(const char *s)
{
    size_t n = strspn(s, "0123456789");

    return n >= 6 && s[n] == '.' && s[n + 1]
        && s[n + 1 + strspn(s + n + 1, "0")] == '\0';
}

static int
count_digits(const char *s)
{
    int n = 0;
    uint32_t c;

    while ((c = unicode_next(&s)))
        n += unicode_digit(c) >= 0;
    return n;
}

static bool
has_letter(const char *s)
{
    while (*s && !isalpha((unsigned char)*s))
        s++;
    return *s;
}

static struct reason
not_possible(const char *country)
{
    struct reason r = reason_of(REASON_NOT_POSSIBLE);
    struct reason unset = reason_of(REASON_NO_COUNTRY);

    if (*country)
        reason_add_text(&r, country);
    else
        reason_add_reason(&r, &unset);
    return r;
}

static enum err
add_number(const char *cell, const char *column, const char *country,
    struct row *r, struct reason *why)
{
    struct phone_number p;
    struct row_number *n;
    int digits = count_digits(cell);

    phone_read_typed(cell, country, &p);
    if (p.kind == PHONE_SHORT)
        return bad_value(why, column, cell,
            REASON_SHORT_CODE);
    if (p.kind != PHONE_NUMBER)
        return bad_value(why, column, cell, REASON_IS_NO_NUMBER);
    if (digits > 15)
        return bad_value(why, column, cell,
            REASON_TWO_NUMBERS_IN_ONE);
    if (!p.international && (*cell != '+' || digits < 8))
        return bad_as(why, column, cell, not_possible(country));
    for (int i = 0; i < r->n_numbers; i++)
        if (strcmp(r->numbers[i].number, p.text) == 0)
            return OK;
    if (r->n_numbers == ROW_NUMBERS)
        return bad_value(why, column, cell, REASON_ONE_TOO_MANY);
    n = &r->numbers[r->n_numbers++];
    snprintf(n->number, sizeof(n->number), "%s", p.text);
    snprintf(n->raw, sizeof(n->raw), "%s", cell);
    n->doubtful = p.doubtful;
    return OK;
}

/* One number of a cell. */
static enum err
read_number(char *part, const char *column, const char *country,
    struct row *r, struct reason *why)
{
    size_t n = strlen(part);

    while (n && part[n - 1] == ' ')
        part[--n] = '\0';
    part += strspn(part, " '"); /* ' forces text in a spreadsheet */
    if (!count_digits(part) && !has_letter(part))
        return OK;              /* a dash is nothing */
    if (is_scientific(part))
        return bad_value(why, column, part, REASON_CUT_SHORT);
    if (is_decimal(part))
        return bad_value(why, column, part, REASON_ENDS_IN_0);
    if (has_letter(part))
        return bad_value(why, column, part, REASON_HAS_LETTERS);
    if (strpbrk(part, "*#"))
        return bad_value(why, column, part, REASON_SERVICE_CODE);
    return add_number(part, column, country, r, why);
}

/* 0722 123456/7 could mean much. */
static bool
is_half(const char *cell)
{
    while (*cell) {
        size_t n = strcspn(cell, NUMBERS_APART);
        char part[300];

        snprintf(part, sizeof(part), "%.*s", (int)n, cell);
        if (count_digits(part) && count_digits(part) <= 6)
            return true;
        cell += n + strspn(cell + n, NUMBERS_APART);
    }
    return false;
}

/* One or several numbers in a cell. */
static enum err
read_phone(const char *in, const char *column, bool needed,
    const char *country, struct row *r, struct reason *why)
{
    char cell[300], *save = NULL;
    enum err e = read_cell(in, column, needed, cell, sizeof(cell), why);

    if (!e && is_scientific(cell))
        return read_number(cell, column, country, r, why);
    if (!e && strpbrk(cell, NUMBERS_APART) && is_half(cell))
        return bad_value(why, column, cell, REASON_ONE_NOT_WHOLE);
    for (char *part = e ? NULL : strtok_r(cell, NUMBERS_APART, &save);
         part && !e; part = strtok_r(NULL, NUMBERS_APART, &save))
        e = read_number(part, column, country, r, why);
    return e;
}

static enum err
read_phones(const struct people_row *in, const char *country, struct row *out,
    struct reason *why)
{
    enum err e = read_phone(in->phone, "phone", !in->may_lack_phone,
        country, out, why);

    if (!e)
        e = read_phone(in->phone2, "phone2", false, country, out, why);
    return e || out->n_numbers || (in->may_lack_phone && !*in->phone) ? e
        : bad(why, "phone", REASON_IS_NO_NUMBER);
}

enum err
row_read(const struct people_row *in, const char *country, struct row *out,
    struct reason *why)
{
    enum err e;

#define CELL(from, to, column, needed)                                         \
    (e = read_cell(in->from, column, needed, out->to, sizeof(out->to), why))
    memset(out, 0, sizeof(*out));
    if (CELL(child, child, "child", true)
        || CELL(class_name, class_name, "class", true)
        || CELL(guardian, guardian, "guardian", true)
        || CELL(child_id, child_id, "child_id", false)
        || CELL(family, family, "family", false)
        || CELL(relation, relation, "relation", false)
        || CELL(consent, consent, "consent", false)
        || (e = read_language(in->language, out->language,
                sizeof(out->language), why))
        || (e = read_phones(in, country, out, why)))
        return e;
#undef CELL
    if ((e = unicode_fold(out->child, &out->child_folded))
        || (e = unicode_fold(out->guardian, &out->guardian_folded)))
        return e;
    if (!*out->child_folded)
        return bad(why, "child", REASON_HAS_NO_LETTERS);
    return *out->guardian_folded ? OK : bad(why, "guardian",
        REASON_HAS_NO_LETTERS);
}

void
row_clear(struct row *r)
{
    free(r->child_folded);
    free(r->guardian_folded);
    r->child_folded = r->guardian_folded = NULL;
}
