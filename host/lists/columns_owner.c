/* columns_owner.c - whose a phone or a relation is whose head names nobody: by
 * its number, or by the parent beside whom it stands. Declared in
 * columns_own.h. */
#include "lists/columns_own.h"

static bool
is_name(struct column c)
{
    return c.what == WHAT_NAME || c.what == WHAT_FIRST || c.what == WHAT_LAST;
}

static bool
is_parent(enum column_who who)
{
    return who == WHO_GUARDIAN || who == WHO_MOTHER || who == WHO_FATHER
        || who == WHO_SECOND;
}

/* Our own word for it, "phone", names nobody either. */
static bool
names_nobody(const struct head *h)
{
    return h->column.who == WHO_ANY
        || (h->rank == 9 && h->column.who == WHO_GUARDIAN);
}

/* Of whom column i is when its head names nobody: of the second guardian by a
 * 2, else of the parent whose name was last. WHO_ANY: nobody knows. */
static enum column_who
owner_of(const struct head *heads, const struct columns *c, int i, bool second)
{
    if (second && heads[i].number == 2)
        return WHO_SECOND;
    if (second && heads[i].number == 1)
        return WHO_GUARDIAN;
    while (i-- > 0)
        if (is_name(c->of[i]) && is_parent(c->of[i].who)
            && heads[i].column.who != WHO_ANY)
            return c->of[i].who;
    return WHO_ANY;
}

/* Settles all columns of a kind, where they are of two people at least: two
 * phones behind one name are both theirs. */
static void
settle_kind(const struct head *heads, struct columns *c,
    enum column_what what)
{
    enum column_who owner[SHEET_COLUMNS_MAX], first = WHO_ANY;
    bool second = false, several = false;

    for (int i = 0; i < c->n; i++)
        second |= is_name(c->of[i]) && c->of[i].who == WHO_SECOND;
    for (int i = 0; i < c->n; i++) {
        owner[i] = WHO_ANY;
        if (c->of[i].what != what || !names_nobody(&heads[i]))
            continue;
        if (!(owner[i] = owner_of(heads, c, i, second)))
            return;             /* one stands before all names */
        several |= first && first != owner[i];
        first = owner[i];
    }
    for (int i = 0; i < c->n && several; i++)
        if (owner[i])
            c->of[i].who = owner[i];
}

void
columns_settle_owner(const struct head *heads, struct columns *c)
{
    settle_kind(heads, c, WHAT_PHONE);
    settle_kind(heads, c, WHAT_RELATION);
    for (int i = 0; i < c->n; i++)  /* a mother's is mother */
        if (c->of[i].what == WHAT_RELATION && (c->of[i].who == WHO_MOTHER
                || c->of[i].who == WHO_FATHER))
            c->of[i] = (struct column){ WHO_ANY, WHAT_NOTHING };
}
