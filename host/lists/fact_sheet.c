#include "lists/fact_sheet.h"

#include "lists/columns_own.h"
#include "text/unicode.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { HEADS_TRIED = 5 };

/* Heads as schools write them, folded, by what they mean; a whole head alone
 * is found. */
static const struct {
    const char *field, *heads;
} known[] = {
    { "missing", "|missing|missing work|missing homework|not handed in|"
        "outstanding|incomplete|work missing|missing assignments|manquants|"
        "devoirs manquants|travaux manquants|hazijaletwa|kazi hazijaletwa|"
        "faltantes|tareas faltantes|em falta|trabalhos em falta|الناقص|"
        "الواجبات الناقصة|ያልቀረበ|बाकी|बाकी काम|" },
    { "mark", "|mark|marks|score|result|points|percent|%|note|notes|alama|"
        "matokeo|nota|resultado|pontos|puntos|العلامة|الدرجة|النتيجة|ውጤት|"
        "अंक|परिणाम|" },
    { "date", "|date|next date|due|due date|deadline|prochaine date|"
        "date limite|tarehe|tarehe inayofuata|fecha|proxima fecha|data|"
        "proxima data|التاريخ|الموعد|الموعد القادم|ቀን|ቀጣይ ቀን|तारीख|"
        "अगली तारीख|" },
    { "subject", "|subject|course|matiere|somo|materia|asignatura|"
        "disciplina|المادة|ትምህርት|विषय|" },
    { "away", "|away|absent|absent on|absences|absence|absent days|"
        "days absent|absent dates|dates absent|absences le|hayupo|"
        "siku hayupo|ausente|ausencias|faltas|الغياب|أيام الغياب|غائب|ቀሪ|"
        "अनुपस्थित|" },
};

/* Marks that mean away wherever they are used. */
static const char away_marks[] = "|a|ab|abs|absent|absente|ausente|falta|away|"
    "hayupo|غائب|غ|ቀሪ|अनुपस्थित|";

static bool
is_in(const char *words, const char *text)
{
    char *folded = NULL, as_is[80], word[80];
    bool found = false;

    snprintf(as_is, sizeof(as_is), "|%.70s|", text);
    if (*text && !unicode_fold(text, &folded)) {
        snprintf(word, sizeof(word), "|%.70s|", folded);
        found = strstr(words, word) || strstr(words, as_is);
    }
    free(folded);
    return found;
}

/* --- fields --------------------------------------------------------------- */

static bool
is_field(const char *name)
{
    static const char taken[] = "|child|guardian|class|school|days|";

    return *name && strlen(name) < FACT_FIELD
        && strspn(name, "abcdefghijklmnopqrstuvwxyz_") == strlen(name)
        && !is_in(taken, name);
}

static int
find_field(const struct fact_sheet *f, const char *name)
{
    for (int i = 0; i < f->n_fields; i++)
        if (!strcmp(f->field[i], name))
            return i;
    return -1;
}

/* Names the column; a name that another has gets the column's letter. */
static void
take_field(struct fact_sheet *f, int column, const char *name)
{
    char own[FACT_FIELD];

    if (f->n_fields >= FACT_FIELDS - 1)
        return;                 /* one is left for the days */
    if (!is_field(name) || find_field(f, name) >= 0) {
        if (column < 26)
            snprintf(own, sizeof(own), "column_%c", 'a' + column);
        else
            snprintf(own, sizeof(own), "column_%c%c", 'a' + column / 26 - 1,
                'a' + column % 26);
        name = own;
    }
    snprintf(f->field[f->n_fields], FACT_FIELD, "%s", name);
    f->of[column] = (struct fact_column){ FACT_IS_FIELD, f->n_fields++, "" };
}

/* "Maths test" as "maths_test". */
static void
plain_name(const char *title, char out[FACT_FIELD])
{
    char *folded = NULL;
    size_t n = 0;

    if (!unicode_fold(title, &folded))
        for (const char *p = folded; *p && n + 1 < FACT_FIELD; p++) {
            if (*p >= 'a' && *p <= 'z')
                out[n++] = *p;
            else if (n && out[n - 1] != '_' && strchr(" -./_", *p))
                out[n++] = '_';
        }
    while (n && out[n - 1] == '_')
        n--;
    out[n] = '\0';
    free(folded);
}

static bool
says_who(struct column c)
{
    return c.who == WHO_CHILD && (c.what == WHAT_NAME || c.what == WHAT_FIRST
        || c.what == WHAT_MIDDLE || c.what == WHAT_LAST
        || c.what == WHAT_CLASS || c.what == WHAT_SECTION
        || c.what == WHAT_ID);
}

/* What the head says, unless it says who the child is. */
static void
guess_column(const struct sheet *s, struct fact_sheet *f, int i)
{
    char title[64], name[FACT_FIELD], day[DAY_CELL];
    size_t k = 0;

    columns_title(s, &f->who, i, title, sizeof(title));
    if (says_who(f->who.of[i]) || f->who.ours[i])
        return;
    f->who.of[i] = (struct column){ WHO_ANY, WHAT_NOTHING };
    if (day_cell_read(title, f->month_first, day, NULL)) {
        f->of[i].use = FACT_IS_DAY;
        memcpy(f->of[i].day, day, sizeof(day));
        return;
    }
    while (k < sizeof(known) / sizeof(*known) && !is_in(known[k].heads, title))
        k++;
    if (k < sizeof(known) / sizeof(*known) && !strcmp(known[k].field, "away"))
        f->of[i].use = FACT_IS_DAYS;
    else if (k < sizeof(known) / sizeof(*known))
        take_field(f, i, known[k].field);
    else {
        plain_name(title, name);
        take_field(f, i, name);
    }
}

/* A sheet that says no more of the child than its name: its head is not sure
 * enough for a class list. */
static enum err
find_lone_head(const struct sheet *s, struct fact_sheet *f)
{
    struct head h;
    enum err e = OK;

    for (int i = 0; !e && f->who.head < 0 && i < s->n && i < HEADS_TRIED; i++)
        for (int k = 0; !e && k < s->rows[i].n; k++) {
            if ((e = head_read(s->rows[i].cell[k], &h))
                || h.column.what != WHAT_NAME || h.loose)
                continue;
            f->who.head = i;
            f->who.n = s->rows[i].n;
            memset(f->who.of, 0, sizeof(f->who.of));
            f->who.of[k] = (struct column){ WHO_CHILD, WHAT_NAME };
            f->who.sure = true;
            break;
        }
    return e;
}

/* --- what a person says --------------------------------------------------- */

/* -1: it is not in the sheet. */
static int
find_mark(const struct fact_sheet *f, const char *mark)
{
    for (int i = 0; i < f->n_marks; i++)
        if (!strcasecmp(f->marks[i].mark, mark))
            return i;
    return -1;
}

/* "missing=#4": the column's number from 0; -1: there is none such. */
static int
find_column(const struct sheet *s, const struct fact_sheet *f,
    const char *title)
{
    char here[64], *end;

    if (*title == '#') {
        long n = strtol(title + 1, &end, 10);

        return !*end && n >= 1 && n <= f->who.n ? (int)n - 1 : -1;
    }
    for (int i = 0; i < f->who.n; i++) {
        columns_title(s, &f->who, i, here, sizeof(here));
        if (!strcasecmp(here, title))
            return i;
    }
    return -1;
}

/* The field's column is this one alone. */
static void
give_field(struct fact_sheet *f, int column, const char *name)
{
    int at = find_field(f, name);

    f->who.of[column] = (struct column){ WHO_ANY, WHAT_NOTHING };
    for (int i = 0; at >= 0 && i < SHEET_COLUMNS_MAX; i++)
        if (f->of[i].use == FACT_IS_FIELD && f->of[i].field == at)
            f->of[i].use = FACT_NOTHING;
    if (at >= 0)
        f->of[column] = (struct fact_column){ FACT_IS_FIELD, at, "" };
    else
        take_field(f, column, name);
}

/* A line that is of a mark, not of a column. */
static bool
says_mark(const char *line)
{
    return !strncmp(line, "mark==", 6) || !strncmp(line, "mark!=", 6);
}

static void
say_mark(struct fact_sheet *f, const char *line)
{
    int i = find_mark(f, line + 6);

    if (i >= 0)
        f->marks[i].away = line[4] == '=';
}

static enum err
say_column(const struct sheet *s, char *line, struct fact_sheet *f,
    struct reason *why)
{
    char *title = strchr(line, '=');
    struct column c;
    int i;

    if (!title)
        return reason_refuse(why, ERR_INPUT,
            reason_text(REASON_WRITE_MAP, line));
    *title = '\0';
    if (!column_parse(line, &c) && says_who(c)) {
        *title = '=';
        i = title[1] == '=' ? -1 : find_column(s, f, title + 1);
        if (i >= 0)
            f->of[i].use = FACT_NOTHING;
        return columns_map(s, line, &f->who, why);
    }
    if ((i = find_column(s, f, title + 1)) < 0)
        return reason_refuse(why, ERR_INPUT,
            reason_text(REASON_NO_COLUMN_CALLED, title + 1));
    if (!strcmp(line, "none") || !strcmp(line, "away")) {
        f->who.of[i] = (struct column){ WHO_ANY, WHAT_NOTHING };
        if (f->of[i].use != FACT_IS_DAY || line[0] == 'n')
            f->of[i].use = line[0] == 'a' ? FACT_IS_DAYS : FACT_NOTHING;
    } else if (is_field(line))
        give_field(f, i, line);
    else
        return reason_refuse(why, ERR_INPUT,
            reason_text(REASON_NO_SUCH_COLUMN, line));
    return OK;
}

/* The lines of marks, or those of columns: which columns have marks is known
 * only when the columns are. */
static enum err
say_all(const struct sheet *s, const char *map, bool marks,
    struct fact_sheet *f, struct reason *why)
{
    char *lines = strdup(map ? map : ""), *save = NULL;
    enum err e = lines ? OK : ERR_MEMORY;

    for (char *line = e ? NULL : strtok_r(lines, "\r\n", &save); line && !e;
         line = strtok_r(NULL, "\r\n", &save))
        if (marks && says_mark(line))
            say_mark(f, line);
        else if (!marks && !says_mark(line))
            e = say_column(s, line, f, why);
    free(lines);
    return e;
}

/* --- marks ---------------------------------------------------------------- */

/* False: it is not whole, but cut. */
static bool
trim(const char *cell, char *out, size_t room)
{
    size_t n, whole;

    cell += strspn(cell, " \t\r\n");
    n = strlen(cell);
    while (n && strchr(" \t\r\n", cell[n - 1]))
        n--;
    whole = n;
    while (n >= room || (n && ((unsigned char)cell[n] & 0xc0) == 0x80))
        n--;                    /* between two letters */
    memcpy(out, cell, n);
    out[n] = '\0';
    return n == whole;
}

/* The different marks below the days. ERR_INPUT: too many, so that these are no
 * marks. */
static enum err
gather_marks(const struct sheet *s, struct fact_sheet *f, struct reason *why)
{
    for (int i = f->who.head + 1; i < s->n; i++)
        for (int k = 0; k < s->rows[i].n; k++) {
            char mark[FACT_MARK];
            int m;

            if (f->of[k].use != FACT_IS_DAY)
                continue;
            trim(s->rows[i].cell[k], mark, sizeof(mark));
            if (!*mark)
                continue;
            if ((m = find_mark(f, mark)) < 0) {
                if (f->n_marks == FACT_MARKS)
                    return reason_refuse(why, ERR_INPUT,
                        reason_number(REASON_FACT_MARKS, FACT_MARKS));
                m = f->n_marks++;
                snprintf(f->marks[m].mark, FACT_MARK, "%s", mark);
                f->marks[m].away = is_in(away_marks, mark);
            }
            f->marks[m].cells++;
        }
    return OK;
}

/* As the sheet writes days where that is plain, else as the country does. */
static bool
month_first(const struct sheet *s, int head, const char *country)
{
    int more = 0;

    for (int i = head < 0 ? 0 : head; i < s->n; i++)
        for (int k = 0; k < s->rows[i].n; k++)
            more += day_cell_order(s->rows[i].cell[k]);
    return more ? more > 0 : day_month_first(country);
}

enum err
fact_sheet_guess(const struct sheet *s, const char *country, const char *map,
    struct fact_sheet *out, struct reason *why)
{
    enum err e;

    memset(out, 0, sizeof(*out));
    out->days_field = -1;
    if ((e = columns_guess(s, country, &out->who, why))
        || (e = find_lone_head(s, out)))
        return e;
    out->month_first = month_first(s, out->who.head, country);
    for (int i = 0; i < out->who.n; i++)
        guess_column(s, out, i);
    if ((e = say_all(s, map, false, out, why))
        || (e = gather_marks(s, out, why))
        || (e = say_all(s, map, true, out, why)))
        return e;
    if (!columns_has(&out->who, WHO_CHILD, WHAT_NAME)
        && !columns_has(&out->who, WHO_CHILD, WHAT_FIRST)
        && !columns_has(&out->who, WHO_CHILD, WHAT_LAST)
        && !columns_has(&out->who, WHO_CHILD, WHAT_ID))
        return reason_refuse(why, ERR_INPUT, reason_of(REASON_FACT_CHILD));
    for (int i = 0; i < out->who.n; i++)
        if (out->of[i].use == FACT_IS_DAY || out->of[i].use == FACT_IS_DAYS) {
            out->days_field = out->n_fields++;
            snprintf(out->field[out->days_field], FACT_FIELD, "days");
            break;
        }
    return OK;
}

/* --- a row ---------------------------------------------------------------- */

static void
add_day(struct fact_row *r, const char day[DAY_CELL])
{
    for (int i = 0; i < r->n_days; i++)
        if (!strcmp(r->day[i], day))
            return;
    if (r->n_days < FACT_DAYS)
        memcpy(r->day[r->n_days++], day, DAY_CELL);
    else
        r->many = true;
}

/* "23/11/2026, 24/11/2026" */
static void
add_days(const struct fact_sheet *f, const char *cell, struct fact_row *r)
{
    char day[DAY_CELL];

    for (const char *at = cell; *(at += strspn(at, DAY_CELL_BETWEEN));) {
        if (!day_cell_read(at, f->month_first, day, &at)) {
            trim(at, r->odd, sizeof(r->odd));
            return;
        }
        add_day(r, day);
    }
}

/* A workbook's number of days, as people write a day. */
static void
plain_day(char value[FACT_VALUE], bool month_first)
{
    char day[DAY_CELL];

    if (strlen(value) != 5 || strspn(value, "0123456789") != 5
        || !day_cell_read(value, month_first, day, NULL))
        return;
    if (month_first)
        snprintf(value, FACT_VALUE, "%.2s/%.2s/%.4s", day + 5, day + 8, day);
    else
        snprintf(value, FACT_VALUE, "%.2s/%.2s/%.4s", day + 8, day + 5, day);
}

void
fact_sheet_row(const struct fact_sheet *f, const struct sheet_row *row,
    struct fact_row *out)
{
    struct listed who[COLUMNS_GUARDIANS];
    char mark[FACT_MARK];

    memset(out, 0, sizeof(*out));
    (void)columns_row(&f->who, row, "en", who);
    snprintf(out->child, sizeof(out->child), "%s", who[0].child);
    snprintf(out->class_name, sizeof(out->class_name), "%s",
        *who[0].class_name ? who[0].class_name : f->who.class_name);
    snprintf(out->child_id, sizeof(out->child_id), "%s", who[0].child_id);
    for (int i = 0; i < row->n && i < SHEET_COLUMNS_MAX; i++) {
        const struct fact_column *c = &f->of[i];
        int m;

        if (c->use == FACT_IS_FIELD) {
            if (!trim(row->cell[i], out->value[c->field], FACT_VALUE))
                trim(row->cell[i], out->cut, sizeof(out->cut));
        } else if (c->use == FACT_IS_DAYS)
            add_days(f, row->cell[i], out);
        else if (c->use == FACT_IS_DAY) {
            trim(row->cell[i], mark, sizeof(mark));
            m = find_mark(f, mark);
            if (m >= 0 && f->marks[m].away)
                add_day(out, c->day);
        }
    }
    for (int i = 0; i < f->n_fields; i++)
        if (!strcmp(f->field[i], "missing") && !strcmp(out->value[i], "0"))
            *out->value[i] = '\0';
        else if (!strcmp(f->field[i], "date"))
            plain_day(out->value[i], f->month_first);
}

const char *
fact_sheet_name(const struct fact_sheet *f, int column)
{
    const struct fact_column *c = &f->of[column];

    switch (c->use) {
    case FACT_IS_FIELD:
        return f->field[c->field];
    case FACT_IS_DAYS:
        return "away";
    case FACT_IS_DAY:
        return c->day;
    case FACT_NOTHING:
        break;
    }
    return column_name(f->who.of[column]);
}
