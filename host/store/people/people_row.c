#include "store/people/people_row.h"

#include "text/clean.h"
#include "text/phone.h"
#include "text/unicode.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    const char *fault = NULL;
    enum err e = clean_line(in, out, room, &fault);

    if (e == ERR_INPUT)
        return bad(w, column, fault);
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
    struct row_number *n = &r->numbers[r->n_numbers];
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
    if (r->n_numbers == 1 && strcmp(r->numbers[0].number, p.text) == 0)
        return OK;
    snprintf(n->number, sizeof(n->number), "%s", p.text);
    snprintf(n->raw, sizeof(n->raw), "%s", cell);
    r->n_numbers++;
    return OK;
}

static enum err
read_phone(const char *in, const char *column, bool needed,
    const char *country, struct row *r, const struct why *w)
{
    char cell[64], *first = cell, *cut;
    enum err e = read_cell(in, column, needed, cell, sizeof(cell), w);

    first += *first == '\'';    /* forces text in a spreadsheet */
    if (e || (!needed && !count_digits(first) && !has_letter(first)))
        return e;               /* a dash in an optional cell is nothing */
    if (is_scientific(first))
        return bad_value(w, column, first, "was cut short by the spreadsheet:"
            " format the column as text, then type the number again");
    if (is_decimal(first))
        return bad_value(w, column, first, "ends in .0, which is no part of"
            " it: format the column as text");
    if (has_letter(first))
        return bad_value(w, column, first, "has letters in it");
    if (strpbrk(first, "*#"))
        return bad_value(w, column, first, "is a service code, not a phone");
    if (!(cut = strpbrk(first, "/,;&|")))
        return add_number(first, column, country, r, w);
    /* Two whole numbers in one cell can only mean phone and phone2; 0722
     * 123456/7 could mean much. */
    if (needed && cut > first && !strpbrk(cut + 1, "/,;&|")
        && count_digits(cut + 1) > 6) {
        char *second = cut + 1 + strspn(cut + 1, " ");

        do
            *cut-- = '\0';
        while (cut > first && *cut == ' ');
        if (!(e = add_number(first, column, country, r, w)))
            e = add_number(second, column, country, r, w);
        return e;
    }
    return bad_value(w, column, first,
        "holds several numbers: put one into phone, one into phone2");
}

static enum err
read_phones(const struct people_row *in, const char *country, struct row *out,
    const struct why *w)
{
    enum err e = read_phone(in->phone, "phone", true, country, out, w);
    bool second = in->phone2 && in->phone2[strspn(in->phone2, " \t")];

    if (!e && second && out->n_numbers == 2)
        return bad(w, "phone",
            "holds two numbers and phone2 a third: at most two");
    return e ? e : read_phone(in->phone2, "phone2", false, country, out, w);
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
