#include "web/view/facts_view.h"

#include "base/clock.h"
#include "send/fields.h"
#include "store/thread/calendar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- whose each row is ---------------------------------------------------- */

/* What was chosen for a row: a child, 0 none ("none"); -1: nothing was. */
static int64_t
chosen_for(const char *pick, long line)
{
    int64_t found = -1;

    for (const char *at = pick; *at; at += strcspn(at, "\n"), at += *at != 0) {
        char *end;
        long n = strtol(at, &end, 10);

        if (n != line || *end != '=')
            continue;
        found = !strncmp(end + 1, "none", 4) ? 0 : strtoll(end + 1, NULL, 10);
    }
    return found;
}

static enum err
match_row(struct db *db, struct facts_view *v, struct facts_row *r)
{
    int64_t chosen = chosen_for(v->wish.pick, r->line);
    struct pupil_match picked;
    enum err e = pupil_match(db, r->said.child_id, r->said.child,
        r->said.class_name, &r->match);

    r->left_out = chosen == 0;
    if (!e && chosen > 0 && !(e = pupil_chosen(db, chosen, &picked))) {
        r->match = picked;
        r->picked = true;
    } else if (e == ERR_NOT_FOUND) {
        e = OK;                 /* never another child in its place */
        if (r->match.sure)
            r->match.why = reason_of(REASON_FACT_CHOSEN_GONE);
        r->match.sure = false;
    }
    if (r->left_out)
        r->why = reason_of(REASON_FACT_LEFT_OUT);
    else if (!r->match.sure)
        r->why = r->match.why;
    v->open += !r->left_out && !r->match.sure;
    return e;
}

static enum err
read_rows(struct db *db, struct facts_view *v)
{
    int first = v->f.who.head + 1, n = v->sheet.n - first;
    enum err e = OK;

    n = n > FACTS_ROWS ? FACTS_ROWS : n;
    if (!(v->rows = calloc((size_t)(n > 0 ? n : 1), sizeof(*v->rows))))
        return ERR_MEMORY;
    for (; !e && v->n < n; v->n++) {
        struct facts_row *r = &v->rows[v->n];

        r->line = v->sheet.rows[first + v->n].line;
        fact_sheet_row(&v->f, &v->sheet.rows[first + v->n], &r->said);
        e = match_row(db, v, r);
    }
    return e;
}

/* --- the register --------------------------------------------------------- */

struct noting {
    struct calendar calendar;
    char today[ABSENCE_DAY];    /* the same for all rows */
};

/* Whether the child could be away on that day; else *why says it. */
static bool
is_for_register(const struct noting *n, const char *day, struct reason *why)
{
    bool ahead = strcmp(day, n->today) > 0;

    if (!ahead && calendar_is_school(&n->calendar, calendar_day_of(day, NULL)))
        return true;
    *why = reason_text(ahead ? REASON_FACT_AHEAD : REASON_FACT_NO_SCHOOL, day);
    return false;
}

static enum err
add_day(struct db *db, struct facts_view *v, int64_t child, const char *day,
    const char *today)
{
    struct absent_day *to = &v->days[v->n_days];
    bool noted = false;
    enum err e = absence_is_noted(db, child, day, &noted);

    if (e)
        return e;
    v->days_known += noted;
    if (noted)
        return OK;
    to->child = child;
    snprintf(to->day, sizeof(to->day), "%s", day);
    for (int i = 0; i < v->n_days; i++)
        if (v->days[i].child == child && !strcmp(v->days[i].day, day))
            return OK;          /* a second row of the child */
    v->days_today += !strcmp(day, today);
    v->n_days++;
    return OK;
}

/* The days of a row; its {days} is as many as the register may have, and stays
 * empty where not all of them could be read: home hears no wrong number. */
static enum err
add_row_days(struct db *db, struct facts_view *v, struct facts_row *r,
    const struct noting *n)
{
    bool ours = r->match.sure && !r->left_out;
    struct reason why = reason_none;
    int days = 0;
    enum err e = OK;

    for (int i = 0; !e && i < r->said.n_days; i++) {
        if (!is_for_register(n, r->said.day[i], &why))
            continue;
        days++;
        if (ours)
            e = add_day(db, v, r->match.found[0].id, r->said.day[i],
                n->today);
    }
    if (*r->said.odd)
        why = reason_text(REASON_FACT_ODD_DAY, r->said.odd);
    else if (r->said.many)
        why = reason_number(REASON_FACT_MANY_DAYS, FACT_DAYS);
    else if (days && v->f.days_field >= 0)
        snprintf(r->said.value[v->f.days_field], FACT_VALUE, "%d", days);
    if (ours)
        r->why = why;
    return e;
}

static enum err
read_days(struct db *db, struct facts_view *v)
{
    struct noting *n = calloc(1, sizeof(*n));
    size_t room = 1;
    enum err e = n ? calendar_read(db, &n->calendar) : ERR_MEMORY;

    for (int i = 0; i < v->n; i++)
        room += (size_t)v->rows[i].said.n_days;
    if (!e && !(v->days = calloc(room, sizeof(*v->days))))
        e = ERR_MEMORY;
    if (!e)
        absence_day(clock_now(), n->today);
    for (int i = 0; !e && i < v->n; i++)
        e = add_row_days(db, v, &v->rows[i], n);
    free(n);
    return e;
}

/* --- the text ------------------------------------------------------------- */

static void
add_family(void *user, int64_t family)
{
    struct facts_view *v = user;
    int64_t *more;

    for (int i = 0; i < v->n_families; i++)
        if (v->families[i] == family)
            return;
    if (v->n_families == v->families_room) {
        int room = v->families_room ? 2 * v->families_room : 64;

        if (!(more = realloc(v->families, (size_t)room * sizeof(*more)))) {
            v->failed = true;
            return;
        }
        v->families = more;
        v->families_room = room;
    }
    v->families[v->n_families++] = family;
}

/* The row as a fact, where the text has nothing empty for it. */
static enum err
add_fact(struct db *db, struct facts_view *v, struct facts_row *r)
{
    const char **values = calloc(FACT_FIELDS + FACTS_USUAL, sizeof(*values));
    struct fields f = { .names = v->names, .values = values,
        .n_more = v->n_names };

    if (!values)
        return ERR_MEMORY;
    for (int i = 0; i < v->n_names; i++)
        values[i] = i < v->f.n_fields ? r->said.value[i] : "";
    if (*r->said.cut || fields_hole(v->send.text, &f)) {
        if (*r->said.cut)
            r->why = reason_text(REASON_FACT_LONG, r->said.cut);
        else if (!reason_given(&r->why))        /* days say more */
            r->why = reason_of(REASON_FACT_EMPTY);
        free(values);
        return OK;
    }
    v->values[v->n_facts] = values;
    v->of_row[v->n_facts] = (int)(r - v->rows);
    v->facts[v->n_facts++] = (struct send_fact){ r->match.found[0].id, values,
        0, reason_none };
    return child_families(db, r->match.found[0].id, add_family, v);
}

static enum err
choose_words(struct db *db, struct facts_view *v)
{
    enum err e = facts_words_read(db, v->wish.template_, &v->f, &v->words);

    v->send.text = *v->wish.text ? v->wish.text
        : facts_words_first(&v->words, v->send.language);
    if (!*v->wish.text) {
        v->send.variants = v->words.chosen.list;
        v->send.n_variants = v->words.chosen.count;
    }
    return e;
}

static void
keep_copy(void *user, const struct send_copy *c)
{
    struct facts_view *v = user;
    struct facts_copy *to = &v->copies[v->n_copies];

    v->phones++;
    v->parts += c->parts;
    v->monday += c->monday;
    if (v->n_copies == FACTS_COPIES)
        return;
    if (!(to->text = strdup(c->text))) {
        v->failed = true;
        return;
    }
    snprintf(to->who, sizeof(to->who), "%s%s%s", c->guardian,
        *c->guardian ? ", " : "", c->number);
    to->parts = c->parts;
    to->monday = c->monday;
    v->n_copies++;
}

/* Which rows a phone is told of, and how many children none is. */
static void
note_told(struct facts_view *v)
{
    int at = 0;

    for (int i = 0; i < v->n && at < v->n_facts; i++) {
        bool before = false;

        if (v->of_row[at] != i)
            continue;
        v->rows[i].told = v->facts[at].message != 0;
        if (!v->rows[i].told && reason_given(&v->facts[at].why))
            v->rows[i].why = v->facts[at].why;
        for (int k = 0; k < at; k++)
            before |= v->facts[k].child == v->facts[at].child;
        v->nobody += !v->rows[i].told && !before;
        at++;
    }
}

static enum err
look_at_text(struct db *db, struct facts_view *v)
{
    int skipped;                /* their rows say it */
    enum err e;

    v->of = (struct send_facts){ .names = v->names, .n_names = v->n_names,
        .n = v->n_facts, .one = v->facts };
    v->send.facts = &v->of;
    v->send.families = v->families;
    v->send.n_families = v->n_families;
    v->send.tone = TONE_INFORMATION;
    v->send.ask = v->wish.ask;
    if (!v->n_facts || !*v->send.text) {
        v->no_text = reason_of(!*v->send.text ? REASON_NO_TEXT
                                              : REASON_FACT_NOBODY);
        return OK;
    }
    e = send_preview(db, &v->send, keep_copy, v, &skipped, &v->no_text);
    note_told(v);
    if (!e && !v->phones)
        v->no_text = reason_of(REASON_NOBODY_REACHED);
    return e && reason_given(&v->no_text) ? OK : e;
}

static void
name_fields(struct facts_view *v)
{
    static const char *const usual[FACTS_USUAL] = { "missing", "mark", "date",
        "subject", "days" };

    for (int i = 0; i < v->f.n_fields; i++)
        v->names[v->n_names++] = v->f.field[i];
    for (int i = 0; i < FACTS_USUAL; i++) {
        bool there = false;

        for (int k = 0; k < v->f.n_fields; k++)
            there |= !strcmp(usual[i], v->f.field[k]);
        if (!there)
            v->names[v->n_names++] = usual[i];
    }
}

static enum err
read_text(struct db *db, struct facts_view *v)
{
    enum err e = OK;

    name_fields(v);
    v->values = calloc((size_t)v->n + 1, sizeof(*v->values));
    v->facts = calloc((size_t)v->n + 1, sizeof(*v->facts));
    v->of_row = calloc((size_t)v->n + 1, sizeof(*v->of_row));
    if (!v->values || !v->facts || !v->of_row)
        return ERR_MEMORY;
    if ((e = choose_words(db, v)))
        return e;
    for (int i = 0; !e && i < v->n; i++)
        if (v->rows[i].match.sure && !v->rows[i].left_out)
            e = add_fact(db, v, &v->rows[i]);
    return e ? e : v->failed ? ERR_MEMORY : look_at_text(db, v);
}

/* --- all of it ------------------------------------------------------------ */

enum err
facts_view_read(struct db *db, const char *bytes, size_t n,
    const struct send *with, struct facts_view *v, struct reason *why)
{
    enum err e;

    *why = reason_none;
    v->with = v->send = *with;
    if ((e = sheet_read(bytes, n, &v->sheet, why))
        || (e = fact_sheet_guess(&v->sheet, with->country, v->wish.map, &v->f,
                why)))
        return e;
    if (v->sheet.n - v->f.who.head - 1 > FACTS_ROWS)
        return reason_refuse(why, ERR_INPUT,
            reason_number(REASON_FACT_ROWS, FACTS_ROWS));
    if ((e = read_rows(db, v)) || (e = read_days(db, v)))
        return e;
    return read_text(db, v);
}

void
facts_view_clear(struct facts_view *v)
{
    for (int i = 0; i < v->n_facts; i++)
        free((void *)v->values[i]);
    for (int i = 0; i < v->n_copies; i++)
        free(v->copies[i].text);
    sheet_clear(&v->sheet);
    free(v->values);
    free(v->of_row);
    free(v->facts);
    free(v->families);
    free(v->rows);
    free(v->days);
}

enum err
facts_view_send(struct db *db, struct facts_view *v, const char *once,
    struct sent *out, struct reason *why)
{
    *why = v->no_text;
    *out = (struct sent){ 0 };
    if (reason_given(why))
        return ERR_INPUT;
    v->send.once = once;
    v->send.approval = v->approval;
    v->send.undo = v->undo;
    return send_text(db, &v->send, out, why);
}

enum err
facts_view_note(struct db *db, struct facts_view *v, struct absent_listed *out)
{
    return absent_list(db, v->days, v->n_days, &v->with, out);
}
