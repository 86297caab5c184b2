/* columns_row.c - a row of a list as a child and its guardians. Declared in
 * columns.h. */
#include "lists/columns_own.h"

#include "lists/phone_cell.h"
#include "text/unicode.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* "Parent of Amina Ali", for a phone without a name; or her mother and father,
 * where a list has a phone of each. */
static const struct {
    const char *language, *parent, *mother, *father;
} unnamed[] = {
    { "en", "Parent of %s", "Mother of %s", "Father of %s" },
    { "sw", "Mzazi wa %s", "Mama wa %s", "Baba wa %s" },
    { "fr", "Parent de %s", "Mère de %s", "Père de %s" },
    { "pt", "Responsável de %s", "Mãe de %s", "Pai de %s" },
    { "es", "Familiar de %s", "Madre de %s", "Padre de %s" },
    { "ar", "ولي أمر %s", "والدة %s", "والد %s" },
    { "am", "የ%s ወላጅ", "የ%s እናት", "የ%s አባት" },
    { "hi", "%s के अभिभावक", "%s की माता", "%s के पिता" },
    { "tr", "%s velisi", "%s annesi", "%s babası" },
};

/* What people write for a language, folded to small letters. */
static const struct {
    const char *words, *code;
} languages[] = {
    { "english anglais inglés ingles inglês kiingereza eng", "en" },
    { "swahili kiswahili souahéli suahili swa", "sw" },
    { "french français francais francés frances francês kifaransa", "fr" },
    { "portuguese portugais português portugues portugués", "pt" },
    { "spanish español espanol espagnol espanhol castellano", "es" },
    { "arabic arabe árabe العربية عربي", "ar" },
    { "amharic amharique አማርኛ", "am" }, { "hindi हिन्दी हिंदी", "hi" },
    { "turkish türkçe turkce turc", "tr" },
};

static const char *
cell_of(const struct sheet_row *r, int i)
{
    const char *cell = columns_cell(r, i);

    return cell + strspn(cell, " \t\r\n");
}

static void
append(char *out, size_t room, const char *between, const char *words)
{
    size_t n = strlen(out);

    if (*words && n)
        n += unicode_copy(between, out + n, room - n);
    if (*words)
        unicode_copy(words, out + n, room - n);
}

/* words: of a cell that has no number, else as they were. */
static void
gather_phones(const struct columns *c, const struct sheet_row *row,
    enum column_who who, char *out, size_t room, char words[40])
{
    char one[300];

    *out = '\0';
    for (int i = 0; i < c->n; i++) {
        if (c->of[i].who != who || c->of[i].what != WHAT_PHONE)
            continue;
        if (phone_cell_read(cell_of(row, i), one, sizeof(one)))
            unicode_copy(cell_of(row, i), words, 40);
        append(out, room, " / ", one);
    }
}

/* "-" and "N/A" are no name, class or number. ("Hana" and "No" are names.) */
static bool
is_nothing(const char *cell)
{
    static const char *const none[] = { "n/a", "n.a.", "n.a", "none", "null",
        "nill", "#n/a" };

    if (!cell[strspn(cell, " \t\r\n-_./?*\\")])
        return true;
    for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
        if (strcasecmp(cell, none[i]) == 0)
            return true;
    return false;
}

/* The first cell that says so, or all of them with between. */
static void
gather(const struct columns *c, const struct sheet_row *row,
    enum column_who who, enum column_what what, const char *between, char *out,
    size_t room)
{
    *out = '\0';
    for (int i = 0; i < c->n; i++)
        if (c->of[i].who == who && c->of[i].what == what
            && (what == WHAT_CONSENT || !is_nothing(cell_of(row, i))))
            append(out, room, between, cell_of(row, i));
}

static void
gather_name(const struct columns *c, const struct sheet_row *row,
    enum column_who who, char *out, size_t room)
{
    static const enum column_what parts[] = { WHAT_FIRST, WHAT_MIDDLE,
        WHAT_LAST };
    char part[300];

    gather(c, row, who, WHAT_NAME, " ", out, room);
    for (size_t i = 0; i < 3 && !*out + i; i++) {
        gather(c, row, who, parts[i], " ", part, sizeof(part));
        append(out, room, " ", part);
    }
}

/* "4B ::: * myContacts": of a phone book's groups, parted by :::, those with a
 * star are its own, and the first with a digit is the class, else the first. */
static void
take_group(char *groups)
{
    char *found = NULL, *save = groups, *one;

    if (!strstr(groups, ":::") && *groups != '*')
        return;
    while ((one = save)) {
        if ((save = strstr(one, ":::"))) {
            *save = '\0';
            save += 3;
        }
        one += strspn(one, " ");
        if (*one != '*' && *one && (!found || (!strpbrk(found, "0123456789")
                && strpbrk(one, "0123456789"))))
            found = one;
    }
    memmove(groups, found ? found : "", found ? strlen(found) + 1 : 1);
    for (size_t n = strlen(groups); n && groups[n - 1] == ' ';)
        groups[--n] = '\0';
}

/* 4 and B are 4B; 4 and Blue are 4 Blue. */
static void
gather_class(const struct columns *c, const struct sheet_row *row, char *out,
    size_t room)
{
    char section[120];
    size_t n;

    if (*c->class_name) {
        snprintf(out, room, "%s", c->class_name);
        return;
    }
    gather(c, row, WHO_CHILD, WHAT_CLASS, " ", out, room);
    take_group(out);
    gather(c, row, WHO_CHILD, WHAT_SECTION, " ", section, sizeof(section));
    n = strlen(out);
    append(out, room, n && isdigit((unsigned char)out[n - 1])
            && strlen(section) <= 2 ? "" : " ", section);
}

static const char *
language_code(const char *cell)
{
    size_t n = strlen(cell);

    for (size_t i = 0; n && i < sizeof(languages) / sizeof(*languages); i++)
        for (const char *w = languages[i].words; *w;) {
            size_t length = strcspn(w, " ");

            if (length == n && strncasecmp(w, cell, n) == 0)
                return languages[i].code;
            w += length + strspn(w + length, " ");
        }
    return cell;
}

/* --- guardians ------------------------------------------------------------ */

static bool
is_named(const struct columns *c, enum column_who who)
{
    for (int i = 0; i < c->n; i++)
        if (c->of[i].who == who && (c->of[i].what == WHAT_NAME
                || c->of[i].what == WHAT_FIRST || c->of[i].what == WHAT_LAST))
            return true;
    return false;
}

/* Both parents have a column for a phone and none for a name: they are two. */
static bool
are_both_unnamed(const struct columns *c)
{
    return columns_has(c, WHO_MOTHER, WHAT_PHONE) && !is_named(c, WHO_MOTHER)
        && columns_has(c, WHO_FATHER, WHAT_PHONE) && !is_named(c, WHO_FATHER);
}

/* words has one %s: it is of the table above. */
static void
make_name(const char *words, const char *child, char out[300])
{
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    snprintf(out, 300, words, child);
#pragma GCC diagnostic pop
}

bool
columns_is_made(const char *guardian, const char *child)
{
    char made[300];

    for (size_t i = 0; i < sizeof(unnamed) / sizeof(*unnamed); i++) {
        const char *const words[] = { unnamed[i].parent, unnamed[i].mother,
            unnamed[i].father };

        for (size_t k = 0; k < 3; k++) {
            make_name(words[k], child, made);
            if (!strcmp(made, guardian))
                return true;
        }
    }
    return false;
}

static void
name_unnamed(const char *language, const char *child, bool mother, bool father,
    struct listed *to)
{
    size_t at = 0;

    for (size_t i = 0; i < sizeof(unnamed) / sizeof(*unnamed); i++)
        if (strncmp(language, unnamed[i].language, 2) == 0)
            at = i;
    make_name(mother ? unnamed[at].mother : father ? unnamed[at].father
                                                   : unnamed[at].parent,
        child, to->guardian);
    to->unnamed = true;
}

/* False: this guardian is not in the row. */
static bool
read_guardian(const struct columns *c, const struct sheet_row *row,
    enum column_who who, struct listed *to)
{
    gather_phones(c, row, who, to->phone, sizeof(to->phone), to->no_number);
    gather_name(c, row, who, to->guardian, sizeof(to->guardian));
    gather(c, row, who, WHAT_RELATION, " ", to->relation,
        sizeof(to->relation));
    if (!*to->relation && who == WHO_MOTHER)
        snprintf(to->relation, sizeof(to->relation), "mother");
    if (!*to->relation && who == WHO_FATHER)
        snprintf(to->relation, sizeof(to->relation), "father");
    return *to->phone;
}

/* "Guardian" is empty and the phone stands there: whom it reaches is the first
 * parent who is named and has no phone of their own. */
static void
borrow_parent(const struct columns *c, const struct sheet_row *row,
    struct listed *to)
{
    static const enum column_who order[] = { WHO_MOTHER, WHO_FATHER,
        WHO_SECOND };

    for (int i = 0; i < 3 && !*to->guardian; i++) {
        struct listed parent = *to;

        *parent.relation = '\0';
        if (!read_guardian(c, row, order[i], &parent) && *parent.guardian) {
            snprintf(to->guardian, sizeof(to->guardian), "%s",
                parent.guardian);
            if (!*to->relation)
                snprintf(to->relation, sizeof(to->relation), "%s",
                    parent.relation);
        }
    }
}

int
columns_row(const struct columns *c, const struct sheet_row *row,
    const char *language, struct listed out[COLUMNS_GUARDIANS])
{
    static const enum column_who order[] = { WHO_GUARDIAN, WHO_MOTHER,
        WHO_FATHER, WHO_SECOND };
    struct listed child = { .unnamed = false };
    bool two = are_both_unnamed(c), apart;
    char said[40];
    int n = 0;

    gather_name(c, row, WHO_CHILD, child.child, sizeof(child.child));
    gather_class(c, row, child.class_name, sizeof(child.class_name));
    gather(c, row, WHO_CHILD, WHAT_ID, " ", child.child_id,
        sizeof(child.child_id));
    gather(c, row, WHO_CHILD, WHAT_FAMILY, " ", child.family,
        sizeof(child.family));
    gather(c, row, WHO_GUARDIAN, WHAT_LANGUAGE, " ", said, sizeof(said));
    snprintf(child.language, sizeof(child.language), "%s",
        language_code(said));
    gather(c, row, WHO_GUARDIAN, WHAT_CONSENT, " ", child.consent,
        sizeof(child.consent));
    for (int i = 0; i < COLUMNS_GUARDIANS; i++) {
        out[n] = child;
        if (!read_guardian(c, row, order[i], &out[n])) {
            memcpy(child.no_number, out[n].no_number, sizeof(child.no_number));
            continue;
        }
        if (order[i] == WHO_GUARDIAN)
            borrow_parent(c, row, &out[n]);
        apart = two || is_named(c, order[i]);
        if (!*out[n].guardian && *child.child)
            name_unnamed(language, child.child,
                apart && order[i] == WHO_MOTHER,
                apart && order[i] == WHO_FATHER, &out[n]);
        n++;
    }
    if (n)
        return n;
    for (int i = 0; i < COLUMNS_GUARDIANS; i++) { /* nobody can be called */
        out[n] = child;
        read_guardian(c, row, order[i], &out[n]);
        n += *out[n].guardian != '\0';
    }
    if (n)
        return n;
    out[0] = child;
    if (*child.child)
        name_unnamed(language, child.child, false, false, &out[0]);
    return 1;
}
