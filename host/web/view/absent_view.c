#include "web/view/absent_view.h"

#include "base/clock.h"
#include "store/figures/term.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TICKS = 250 };           /* children of one form */

static void
keep_row(void *user, const struct absent *a)
{
    struct absent_view *v = user;
    struct absent *more;

    if (v->n == v->room) {
        int room = v->room ? 2 * v->room : 64;

        if (!(more = realloc(v->rows, (size_t)room * sizeof(*more)))) {
            v->failed = true;
            return;
        }
        v->rows = more;
        v->room = room;
    }
    v->rows[v->n++] = *a;
    v->away += a->absent;
}

enum err
absent_view_read(struct db *db, const char *class_name,
    struct absent_view *out)
{
    char from[ABSENCE_DAY];
    struct term term;
    enum err e;

    snprintf(out->class_name, sizeof(out->class_name), "%s", class_name);
    absence_day(clock_now(), out->day);
    if ((e = term_read(db, &term))
        || (e = class_list_read(db, &out->classes)) || !*class_name)
        return e;
    absence_day(term.began, from);
    e = absence_class(db, class_name, from, out->day, keep_row, out,
        &out->usual);
    return e ? e : out->failed ? ERR_MEMORY : out->n ? OK : ERR_NOT_FOUND;
}

void
absent_view_clear(struct absent_view *v)
{
    free(v->rows);
}

const char *
absent_badge(const struct absent *a)
{
    if (!a->asked || !strcmp(a->answer, ABSENCE_ALARM))
        return "bad";
    return *a->answer ? "good" : "warn";
}

/* Whether a field of that name has this value. */
static bool
has(const struct params *form, const char *name, const char *value)
{
    for (int i = 0; i < form->count; i++)
        if (!strcmp(form->item[i].name, name)
            && !strcmp(form->item[i].value, value))
            return true;
    return false;
}

bool
absent_is_today(const struct params *form)
{
    char today[ABSENCE_DAY];
    const char *day = params_get(form, "day");

    return !day || !strcmp(day, absence_day(clock_now(), today));
}

enum err
absent_keep(struct db *db, const struct params *form, const struct send *with,
    struct absent_sent *out)
{
    int64_t ticked[TICKS], child;
    char day[ABSENCE_DAY];
    int n = 0;
    enum err e = absent_check_day(with, &out->why);

    absence_day(clock_now(), day);
    for (int i = 0; !e && i < form->count; i++) {
        const char *name = form->item[i].name, *value = form->item[i].value;

        if (!params_digits(value, INT64_MAX, &child))
            continue;
        if (!strcmp(name, "absent") && n < TICKS
            && !has(form, "was", value))
            ticked[n++] = child;
        else if (!strcmp(name, "was") && !has(form, "absent", value))
            e = absent_came(db, child, day, with->author);
    }
    return e ? e : absent_tell(db, ticked, n, with, out);
}
