#include "lists/columns_own.h"

#include "text/clean.h"
#include "text/phone.h"
#include "text/unicode.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS_LOOKED_AT = 200 };

const char *
columns_cell(const struct sheet_row *r, int i)
{
    return i < r->n ? r->cell[i] : "";
}

/* --- the head ------------------------------------------------------------- */

bool
columns_read_own(const char *cell, struct column *out, bool *ours)
{
    char name[64];
    enum reason_code fault;

    if (clean_line(cell, name, sizeof(name), &fault))
        return false;
    for (char *c = name; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    *ours = !strcmp(name, "line") || !strcmp(name, "reason");
    return !*ours && strcmp(name, "none") != 0 && !column_parse(name, out);
}

struct heads {
    struct head head[SHEET_COLUMNS_MAX];
    bool ours[SHEET_COLUMNS_MAX];
    int known;
    bool contact;
    int of_rejects;             /* of line and reason, which we write */
};

static enum err
read_heads(const struct sheet_row *r, struct heads *out)
{
    memset(out, 0, sizeof(*out));
    for (int i = 0; i < r->n; i++) {
        struct head *h = &out->head[i];
        enum err e = head_read(r->cell[i], h);

        if (e)
            return e;
        if (columns_read_own(r->cell[i], &h->column, &out->ours[i]))
            h->rank = 9;
        else if (out->ours[i])
            h->column = (struct column){ WHO_ANY, WHAT_NOTHING };
        out->known += h->column.what != WHAT_NOTHING;
        out->contact |= h->contact;
        out->of_rejects += out->ours[i];
    }
    return OK;
}

static bool
looks_like_phone(const char *cell, const char *country)
{
    struct phone_number p;

    phone_read(cell, country, &p);
    return p.kind == PHONE_NUMBER && p.international && !p.doubtful;
}

/* A row that knows two things is a head; the first that knows three, or has
 * what we write behind it, else the one that knows most. Titles above it know
 * one at most, and names below it may be words of ours. */
static enum err
find_head(const struct sheet *s, struct columns *c, struct heads *out)
{
    struct heads *here = malloc(sizeof(*here));
    int best = 1;
    enum err e = here ? OK : ERR_MEMORY;

    c->head = -1;
    c->sure = false;
    for (int i = 0; i < s->n && i < HEADS_LOOKED_AT && !e; i++)
        if (!(e = read_heads(&s->rows[i], here))
            && here->known + here->of_rejects > best) {
            best = here->known + here->of_rejects;
            c->head = i;
            *out = *here;
            c->sure = true;
            if (best > 2 || here->of_rejects == 2)
                break;
        }
    free(here);
    return e;
}

/* Nobody is called "Where": a first row without a number is a head of words
 * that are not known, where the rows below it have numbers. */
static bool
has_strange_head(const struct sheet *s, const char *country)
{
    for (int i = 0; i < s->rows[0].n; i++)
        if (strpbrk(s->rows[0].cell[i], "0123456789"))
            return false;
    for (int i = 0; s->n > 1 && i < s->rows[1].n; i++)
        if (looks_like_phone(s->rows[1].cell[i], country))
            return true;
    return false;
}

/* --- guessing from heads -------------------------------------------------- */

bool
columns_has(const struct columns *c, enum column_who who, enum column_what what)
{
    for (int i = 0; i < c->n; i++)
        if (c->of[i].who == who && c->of[i].what == what)
            return true;
    return false;
}

bool
columns_has_phone(const struct columns *c)
{
    for (int i = 0; i < c->n; i++)
        if (c->of[i].what == WHAT_PHONE)
            return true;
    return false;
}

void
columns_take_away(struct columns *c, enum column_who who, enum column_what what,
    int but)
{
    for (int i = 0; i < c->n; i++)
        if (i != but && c->of[i].who == who && c->of[i].what == what)
            c->of[i] = (struct column){ WHO_ANY, WHAT_NOTHING };
}

/* Whose it is when its head does not say. */
static enum column_who
usual_who(const struct heads *h, enum column_what what)
{
    switch (what) {
    case WHAT_PHONE:
    case WHAT_RELATION:
    case WHAT_LANGUAGE:
    case WHAT_CONSENT:
        return WHO_GUARDIAN;
    case WHAT_NAME:
    case WHAT_FIRST:
    case WHAT_MIDDLE:
    case WHAT_LAST:
        return h->contact ? WHO_GUARDIAN : WHO_CHILD;
    case WHAT_NOTHING:
        return WHO_ANY;
    case WHAT_CLASS:
    case WHAT_SECTION:
    case WHAT_ID:
    case WHAT_FAMILY:
        return WHO_CHILD;
    }
    return WHO_ANY;
}

static struct column
settle_who(const struct heads *h, struct column c)
{
    if (c.what == WHAT_CLASS || c.what == WHAT_SECTION || c.what == WHAT_ID
        || c.what == WHAT_FAMILY)
        c.who = WHO_CHILD;
    else if (c.what == WHAT_LANGUAGE || c.what == WHAT_CONSENT)
        c.who = WHO_GUARDIAN;
    else if (c.what == WHAT_RELATION && c.who != WHO_SECOND)
        /* in a phone book that is the name of the relative */
        c = h->contact ? (struct column){ WHO_CHILD, WHAT_NAME }
                       : (struct column){ WHO_GUARDIAN, WHAT_RELATION };
    else if (c.what == WHAT_PHONE && c.who == WHO_CHILD)
        c.who = WHO_GUARDIAN;   /* "student contact": whom one calls */
    if (c.who == WHO_ANY)
        c.who = usual_who(h, c.what);
    if (!strcmp(column_name(c), "none"))
        c = (struct column){ WHO_ANY, WHAT_NOTHING };
    return c;
}

/* Both are parts of one name: "Primer apellido", "Segundo apellido". */
static bool
is_joined(const struct head *a, const struct head *b, enum column_what what)
{
    return what == WHAT_MIDDLE || (what == WHAT_LAST && a->more != b->more);
}

/* Several columns for one thing: the surest, then the first; phones all, and
 * all parts of a name. */
static void
settle_twins(const struct heads *h, struct columns *c)
{
    for (int i = 0; i < c->n; i++)
        for (int k = 0; k < c->n; k++)
            if (i != k && c->of[i].what && c->of[i].what != WHAT_PHONE
                && c->of[i].what == c->of[k].what
                && c->of[i].who == c->of[k].who
                && !is_joined(&h->head[i], &h->head[k], c->of[i].what)
                && (h->head[k].rank < h->head[i].rank
                    || (k > i && h->head[k].rank == h->head[i].rank)))
                c->of[k] = (struct column){ WHO_ANY, WHAT_NOTHING };
}

/* Nom beside Prénom is the last name, nombre beside apellidos the first; a
 * whole name beside both makes them needless. A name of something that is not
 * known is no part of one. */
static void
settle_names(const struct heads *h, struct columns *c)
{
    for (int who = WHO_CHILD; who <= WHO_SECOND; who++) {
        enum column_who w = (enum column_who)who;
        bool first = columns_has(c, w, WHAT_FIRST);
        bool last = columns_has(c, w, WHAT_LAST);

        for (int i = 0; i < c->n && (first || last); i++) {
            if (c->of[i].who != w || c->of[i].what != WHAT_NAME)
                continue;
            if (h->head[i].loose)
                c->of[i] = (struct column){ WHO_ANY, WHAT_NOTHING };
            else if (first != last)
                c->of[i].what = first ? WHAT_LAST : WHAT_FIRST;
        }
        if (first && last && columns_has(c, w, WHAT_NAME)) {
            columns_take_away(c, w, WHAT_FIRST, -1);
            columns_take_away(c, w, WHAT_MIDDLE, -1);
            columns_take_away(c, w, WHAT_LAST, -1);
        }
    }
}

/* Of the cells below the head: how many have a digit, and how many in all. */
static int
count_digits(const struct sheet *s, const struct columns *c, int column,
    int *filled)
{
    int with = 0;

    *filled = 0;
    for (int i = c->head + 1; i < s->n && i <= c->head + ROWS_LOOKED_AT; i++) {
        const char *at = columns_cell(&s->rows[i], column);
        bool digit = false;

        *filled += *at != '\0';
        while (*at)
            digit |= unicode_digit(unicode_next(&at)) >= 0;
        with += digit;
    }
    return with;
}

/* Classe 5 beside Turma A is 5A, and Year 5 beside Class Blue is 5 Blue: of
 * two classes one alone would put 5A and 6A together. Both with digits are the
 * same said twice ("7", "7B"). */
static void
settle_two_classes(const struct sheet *s, const struct heads *h,
    struct columns *c, int kept)
{
    int filled, rows, digits = count_digits(s, c, kept, &filled);
    bool bare = 2 * digits < filled;

    for (int i = 0; i < c->n; i++) {
        const struct head *other = &h->head[i];
        bool lettered, swap;

        if (i == kept || other->column.what != WHAT_CLASS
            || c->of[i].what != WHAT_NOTHING)
            continue;
        digits = count_digits(s, c, i, &rows);
        lettered = 2 * digits < rows;
        if (!rows || (bare ? lettered && other->rank < 4
                           : !lettered || other->rank < 4))
            continue;
        swap = bare && !lettered && (other->rank < 4
            || strlen(columns_cell(&s->rows[c->head + 1], kept)) <= 4);
        c->of[i] = (struct column){ WHO_CHILD,
            swap ? WHAT_CLASS : WHAT_SECTION };
        c->of[kept].what = swap ? WHAT_SECTION : WHAT_CLASS;
        return;
    }
}

/* A section without a class is the class. */
static void
settle_class(struct columns *c)
{
    for (int i = 0; i < c->n && !columns_has(c, WHO_CHILD, WHAT_CLASS); i++)
        if (c->of[i].what == WHAT_SECTION)
            c->of[i].what = WHAT_CLASS;
}

/* One phone for all beside parents' names without phones: it is that of the
 * first of them. */
static void
settle_phone(struct columns *c)
{
    static const enum column_who order[] = { WHO_GUARDIAN, WHO_MOTHER,
        WHO_FATHER, WHO_SECOND };
    enum column_who owner = WHO_GUARDIAN;

    for (size_t i = 0; i < 4; i++)
        if (columns_has(c, order[i], WHAT_NAME)
            || columns_has(c, order[i], WHAT_LAST)
            || columns_has(c, order[i], WHAT_FIRST)) {
            owner = order[i];
            break;
        }
    if (owner == WHO_GUARDIAN || columns_has(c, owner, WHAT_PHONE))
        return;
    for (int i = 0; i < c->n; i++)
        if (c->of[i].who == WHO_GUARDIAN && c->of[i].what == WHAT_PHONE)
            c->of[i].who = owner;
}

/* "Contact" above names is a guardian, and a phone where there is no other. */
static void
settle_contacts(const struct sheet *s, const struct heads *h,
    struct columns *c)
{
    int filled, phones = 0;

    for (int i = 0; i < c->n; i++)
        phones += c->of[i].what == WHAT_PHONE;
    for (int i = 0; i < c->n && phones > 1; i++) {
        struct column name = { c->of[i].who, WHAT_NAME };

        if (c->of[i].what != WHAT_PHONE || !h->head[i].either
            || 2 * count_digits(s, c, i, &filled) >= filled)
            continue;
        if (columns_has(c, name.who, WHAT_NAME)
            || columns_has(c, name.who, WHAT_FIRST)
            || columns_has(c, name.who, WHAT_LAST))
            name = (struct column){ WHO_ANY, WHAT_NOTHING };
        c->of[i] = name;
    }
}

/* Whose a phone with a word that is not known is, nobody knows ("Nurse Phone"):
 * it counts where there is no other. */
static void
settle_strange_phones(const struct heads *h, struct columns *c)
{
    bool known = false;

    for (int i = 0; i < c->n; i++)
        known |= c->of[i].what == WHAT_PHONE && !h->head[i].loose;
    for (int i = 0; i < c->n && known; i++)
        if (c->of[i].what == WHAT_PHONE && h->head[i].loose)
            c->of[i] = (struct column){ WHO_ANY, WHAT_NOTHING };
}

static void
guess_by_heads(const struct sheet *s, const struct heads *h,
    struct columns *c)
{
    for (int i = 0; i < c->n; i++) {
        c->of[i] = settle_who(h, h->head[i].column);
        c->ours[i] = h->ours[i];
    }
    if (!h->contact)
        columns_settle_owner(h->head, c);
    settle_contacts(s, h, c);
    settle_twins(h, c);
    settle_names(h, c);
    settle_class(c);
    for (int i = 0; i < c->n; i++)
        if (c->of[i].what == WHAT_CLASS
            && !columns_has(c, WHO_CHILD, WHAT_SECTION))
            settle_two_classes(s, h, c, i);
    settle_strange_phones(h, c);
    settle_phone(c);
}

/* --- guessing from what stands below -------------------------------------- */

struct looks {
    int filled, phones, short_ones, words;
    int counted;                /* one more than above: 1, 2, 3 */
};

static void
look(const struct sheet *s, int from, int column, const char *country,
    struct looks *out)
{
    long last = 0, number;
    char *end;

    *out = (struct looks){ 0 };
    for (int i = from; i < s->n && i < from + ROWS_LOOKED_AT; i++) {
        const char *cell = columns_cell(&s->rows[i], column), *at = cell, *word;
        size_t n, letters = 0;
        int words = 0;

        if (!cell[strspn(cell, " ")])
            continue;
        out->filled++;
        number = strtol(cell, &end, 10);
        out->counted += end > cell && !end[strspn(end, ". )")]
            && number == last + 1;
        last = number;
        out->phones += looks_like_phone(cell, country);
        while (unicode_word(&at, &word, &n)) {
            words++;
            letters += !isdigit((unsigned char)*word);
        }
        out->short_ones += strlen(cell) <= 10 && words <= 3
            && strpbrk(cell, "0123456789");
        out->words += words >= 2 && letters >= 2;
    }
}

/* A phone where there is none yet, then a class, then names: the child's before
 * the guardian's. */
static void
guess_by_content(const struct sheet *s, const char *country, struct columns *c)
{
    for (int i = 0; i < c->n; i++) {
        struct looks l;

        if (c->of[i].what || c->ours[i])
            continue;
        look(s, c->head + 1, i, country, &l);
        if (l.filled < 1)
            continue;
        c->guessed[i] = true;
        if (2 * l.phones > l.filled) {
            if (!c->sure || !columns_has_phone(c))
                c->of[i] = (struct column){ WHO_GUARDIAN, WHAT_PHONE };
        } else if (l.filled > 1 && l.counted + 1 >= l.filled) {
            continue;           /* the number of the row, not a class */
        } else if (!c->sure && 2 * l.short_ones > l.filled) {
            if (!columns_has(c, WHO_CHILD, WHAT_CLASS))
                c->of[i] = (struct column){ WHO_CHILD, WHAT_CLASS };
        } else if (!c->sure && 2 * l.words > l.filled) {
            c->of[i] = (struct column){ columns_has(c, WHO_CHILD, WHAT_NAME)
                    ? WHO_GUARDIAN : WHO_CHILD, WHAT_NAME };
            columns_take_away(c, WHO_GUARDIAN, WHAT_NAME, i);
        }
    }
}

static int
widest(const struct sheet *s)
{
    int n = 0;

    for (int i = 0; i < s->n; i++)
        n = s->rows[i].n > n ? s->rows[i].n : n;
    return n;
}

static enum err
check_twice(const struct heads *h, struct reason *why)
{
    for (int i = 0; i < SHEET_COLUMNS_MAX; i++)
        for (int k = 0; k < i; k++)
            if (h->head[i].rank == 9 && h->head[k].rank == 9
                && h->head[i].column.who == h->head[k].column.who
                && h->head[i].column.what == h->head[k].column.what
                && h->head[i].column.what != WHAT_PHONE
                && h->head[i].column.what != WHAT_RELATION)
                return reason_refuse(why, ERR_INPUT,
            reason_text(REASON_COLUMN_TWICE, column_name(h->head[i].column)));
    return OK;
}

enum err
columns_guess(const struct sheet *s, const char *country, struct columns *out,
    struct reason *why)
{
    struct heads *h = calloc(1, sizeof(*h));
    enum err e = h ? OK : ERR_MEMORY;

    memset(out, 0, sizeof(*out));
    if (!e && !(e = find_head(s, out, h))) {
        bool known = out->sure;

        if (!known && has_strange_head(s, country))
            out->head = 0;
        out->n = out->head >= 0 ? s->rows[out->head].n : widest(s);
        if (out->head >= 0 && s->rows[out->head].more)
            e = reason_refuse(why, ERR_INPUT,
            reason_number(REASON_HEAD_TOO_WIDE, SHEET_COLUMNS_MAX - 2));
        else if (!(e = check_twice(h, why)) && known)
            guess_by_heads(s, h, out);
        if (!e) {
            guess_by_content(s, country, out);
            columns_class_of_title(s, out);
        }
    }
    free(h);
    return e;
}
