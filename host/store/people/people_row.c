#include "store/people/people_row.h"

#include "text/clean.h"
#include "text/phone.h"
#include "text/unicode.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NUMBERS_APART "/,;&|:"

/* Where a reason goes. */
struct why {
    char *text;
    size_t room;
};

static enum err
bad(const struct why *w, const char *column, const char *fault)
{
    snprintf(w->text, w->room, "%s %s", column, fault);
    return ERR_INPUT;
}

static enum err
bad_value(const struct why *w, const char *column, const char *value,
    const char *fault)
{
    snprintf(w->text, w->room, "%s \"%s\" %s", column, value, fault);
    return ERR_INPUT;
}

static enum err
read_cell(const char *in, const char *column, bool needed, char *out,
    size_t room, const struct why *w)
{
    enum reason_code fault;
    enum err e = clean_line(in, out, room, &fault);

    if (e == ERR_INPUT)
        return bad(w, column, reason_sentence(fault));
    if (!e && needed && !*out)
        return bad(w, column, "is empty");
    return e;
}

/* BCP 47 as far as it matters here: "sw", "pt-BR", "zh-Hant". */
static enum err
read_language(const char *in, char *out, size_t room, const struct why *w)
{
    enum err e = read_cell(in, "language", false, out, room, w);
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
        return bad_value(w, "language", out,
            "is not a language code such as en, sw or fr");
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

static enum err
add_number(const char *cell, const char *column, const char *country,
    struct row *r, const struct why *w)
{
    struct phone_number p;
    struct row_number *n;
    int digits = count_digits(cell);
    char fault[160];

    phone_read(cell, country, &p);
    if (p.kind == PHONE_SHORT)
        return bad_value(w, column, cell,
            "is too short for a phone: a short code cannot be a guardian's");
    if (p.kind != PHONE_NUMBER)
        return bad_value(w, column, cell, "is not a phone number");
    if (digits > 15)
        return bad_value(w, column, cell,
            "has more than 15 digits: two numbers go into phone and phone2");
    if (!p.international && (*cell != '+' || digits < 8)) {
        snprintf(fault, sizeof(fault), "is not a possible number in %s:"
            " check its digits. If it is right, write it with + and the"
            " country code", *country ? country : "a country not set");
        return bad_value(w, column, cell, fault);
    }
    for (int i = 0; i < r->n_numbers; i++)
        if (strcmp(r->numbers[i].number, p.text) == 0)
            return OK;
    if (r->n_numbers == ROW_NUMBERS)
        return bad_value(w, column, cell, "is one number too many: at most"
            " four of a guardian");
    n = &r->numbers[r->n_numbers++];
    snprintf(n->number, sizeof(n->number), "%s", p.text);
    snprintf(n->raw, sizeof(n->raw), "%s", cell);
    n->doubtful = p.doubtful;
    return OK;
}

/* One number of a cell. */
static enum err
read_number(char *part, const char *column, const char *country,
    struct row *r, const struct why *w)
{
    size_t n = strlen(part);

    while (n && part[n - 1] == ' ')
        part[--n] = '\0';
    part += strspn(part, " '"); /* ' forces text in a spreadsheet */
    if (!count_digits(part) && !has_letter(part))
        return OK;              /* a dash is nothing */
    if (is_scientific(part))
        return bad_value(w, column, part, "was cut short by the spreadsheet:"
            " format the column as text, then type the number again");
    if (is_decimal(part))
        return bad_value(w, column, part, "ends in .0, which is no part of"
            " it: format the column as text");
    if (has_letter(part))
        return bad_value(w, column, part, "has letters in it");
    if (strpbrk(part, "*#"))
        return bad_value(w, column, part, "is a service code, not a phone");
    return add_number(part, column, country, r, w);
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
    const char *country, struct row *r, const struct why *w)
{
    char cell[300], *save = NULL;
    enum err e = read_cell(in, column, needed, cell, sizeof(cell), w);

    if (!e && is_scientific(cell))
        return read_number(cell, column, country, r, w);
    if (!e && strpbrk(cell, NUMBERS_APART) && is_half(cell))
        return bad_value(w, column, cell, "holds several numbers, and one is"
            " not whole: write each in full");
    for (char *part = e ? NULL : strtok_r(cell, NUMBERS_APART, &save);
         part && !e; part = strtok_r(NULL, NUMBERS_APART, &save))
        e = read_number(part, column, country, r, w);
    return e;
}

static enum err
read_phones(const struct people_row *in, const char *country, struct row *out,
    const struct why *w)
{
    enum err e = read_phone(in->phone, "phone", true, country, out, w);

    if (!e)
        e = read_phone(in->phone2, "phone2", false, country, out, w);
    return e || out->n_numbers ? e : bad(w, "phone", "is not a phone number");
}

enum err
row_read(const struct people_row *in, const char *country, struct row *out,
    char *why, size_t room)
{
    const struct why w = { why, room };
    enum err e;

#define CELL(from, to, column, needed)                                         \
    (e = read_cell(in->from, column, needed, out->to, sizeof(out->to), &w))
    memset(out, 0, sizeof(*out));
    if (CELL(child, child, "child", true)
        || CELL(class_name, class_name, "class", true)
        || CELL(guardian, guardian, "guardian", true)
        || CELL(child_id, child_id, "child_id", false)
        || CELL(family, family, "family", false)
        || CELL(relation, relation, "relation", false)
        || CELL(consent, consent, "consent", false)
        || (e = read_language(in->language, out->language,
                sizeof(out->language), &w))
        || (e = read_phones(in, country, out, &w)))
        return e;
#undef CELL
    if ((e = unicode_fold(out->child, &out->child_folded))
        || (e = unicode_fold(out->guardian, &out->guardian_folded)))
        return e;
    if (!*out->child_folded)
        return bad(&w, "child", "has no letters");
    return *out->guardian_folded ? OK : bad(&w, "guardian", "has no letters");
}

void
row_clear(struct row *r)
{
    free(r->child_folded);
    free(r->guardian_folded);
    r->child_folded = r->guardian_folded = NULL;
}
