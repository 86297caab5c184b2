#include "store/people/import.h"

#include "base/clock.h"
#include "base/log.h"
#include "store/db/audit.h"
#include "store/db/setting.h"
#include "store/people/list_file.h"
#include "store/people/list_undo.h"
#include "text/unicode.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* How long a step may hold the store, and how long it rests when others write:
 * a text from a parent waits for one step at the most. */
enum { STEP_ROWS = 100, STEP_MS = 20, REST_MS = 5, RESTS_MAX = 10 };
#define OPEN "import.open"      /* setting: a list that is not all in */

static _Atomic int running;

struct import {
    struct db *db;
    const char *who;
    bool dry;
    struct list_file file;
    struct list_row **order;    /* owned; of file.rows, group by group */
    int done;                   /* of order, kept or looked at */
    int64_t id;                 /* as in list_undo.h; 0: a dry run */
    struct people_list list;
    struct class_names classes;
    struct import_result *result;
};

/* --- how far it is -------------------------------------------------------- */

enum err
import_state(struct db *db, struct import_state *out)
{
    char text[120];
    long long at;
    int skip = 0;
    enum err e = setting_get(db, OPEN, text, sizeof(text));

    memset(out, 0, sizeof(*out));
    if (e || sscanf(text, "%d %d %lld %n", &out->done, &out->rows, &at, &skip)
            != 3)
        return e;
    out->at = at;
    out->running = atomic_load(&running) > 0;
    snprintf(out->who, sizeof(out->who), "%s", text + skip);
    return OK;
}

static enum err
note_step(const struct import *im)
{
    char text[120];

    snprintf(text, sizeof(text), "%d %d %lld %s", im->done, im->file.n,
        (long long)clock_now(), im->who);
    return setting_set(im->db, OPEN, text);
}

/* One line of the audit for a list. */
static enum err
audit_list_of(struct db *db, const char *who, int rows,
    const struct reason *detail)
{
    char object[40];

    snprintf(object, sizeof(object), "list of %d rows", rows);
    return audit_add_reason(db, who, "people.import", object, detail);
}

/* A row of the file counts once, whatever its guardians. */
static void
count_rows(const struct list_file *l, struct import_result *r)
{
    for (int i = 0, end; i < l->n; i = end) {
        bool changed = false, refused = false;

        for (end = i; end < l->n && l->rows[end].source == l->rows[i].source;
             end++) {
            changed |= l->rows[end].changed;
            refused |= l->rows[end].why != NULL;
        }
        if (refused)
            r->rejected++;
        else if (changed)
            r->added++;
        else
            r->unchanged++;
    }
}

static enum err
note_end(const struct import *im)
{
    struct import_result counts = { 0 }, *r = &counts;
    struct reason detail;
    enum err e;

    count_rows(&im->file, r);
    r->rows = im->file.sources;
    detail = reason_number(REASON_ROWS_TAKEN, r->added);
    reason_add_number(&detail, r->unchanged);
    reason_add_number(&detail, r->rejected);
    log_info("import", "rows=%d added=%d unchanged=%d rejected=%d", r->rows,
        r->added, r->unchanged, r->rejected);
    if ((e = setting_set(im->db, OPEN, ""))
        || (e = list_in_end(im->db, im->id, r->added, 0))
        || (e = list_remember(im->db, &im->file)))
        return e;
    return audit_list_of(im->db, im->who, r->rows, &detail);
}

/* A list that stopped half way has no line in the audit yet. */
static enum err
note_unfinished(struct db *db)
{
    struct import_state s;
    struct reason detail;
    enum err e = import_state(db, &s);

    if (e || !s.rows)
        return e;
    detail = reason_number(REASON_ROWS_STOPPED, s.done);
    return audit_list_of(db, s.who, s.rows, &detail);
}

/* --- the steps ------------------------------------------------------------ */

static enum err
add_row(struct import *im, struct list_row *row)
{
    bool changed = false;
    struct reason why = { 0 };
    enum err e = row->why ? ERR_INPUT
        : class_spell(im->db, &im->classes, row->row->class_name);

    if (!e)
        e = people_add_read(im->db, row->row, &im->list, &changed, &why);
    if (e == ERR_INPUT)
        return row->why ? OK : list_refuse(row, why);
    row->changed = changed;
    return e;
}

/* A step may end where a group does. */
static bool
enough(const struct import *im, int begun, int64_t until)
{
    int at = im->done;

    if (at == im->file.n)
        return true;
    return at > begun && im->order[at]->group != im->order[at - 1]->group
        && (at - begun >= STEP_ROWS || clock_mono() >= until);
}

/* The first step of a list begins it; what a step changes is written down. */
static enum err
begin_step(struct import *im, int begun)
{
    enum err e;

    if (im->dry)
        return OK;
    if (!begun && ((e = note_unfinished(im->db))
            || (e = list_in_add(im->db, im->who, im->file.sources, false,
                    &im->id))))
        return e;
    return list_in_step(im->db, im->id);
}

static enum err
end_step(struct import *im)
{
    enum err e = im->dry ? OK : list_in_step_end(im->db);

    if (e || im->dry)
        return e;
    return im->done < im->file.n ? note_step(im) : note_end(im);
}

static enum err
step(struct import *im)
{
    int64_t until = clock_mono() + STEP_MS;
    int begun = im->done;
    enum err e = db_begin(im->db);

    if (e)
        return e;
    e = begin_step(im, begun);
    while (!e && !enough(im, begun, until))
        if (!(e = add_row(im, im->order[im->done])))
            im->done++;
    if (!e)
        e = end_step(im);
    if ((e = db_end(im->db, e)))
        im->done = begun;
    return e;
}

/* Lets others write: until nobody does, or for 50 ms. */
static void
give_way(struct db *db)
{
    const struct timespec rest = { 0, REST_MS * 1000000L };
    int64_t before;

    for (int i = 0; i < RESTS_MAX; i++) {
        before = db_commits(db);
        nanosleep(&rest, NULL);
        if (db_commits(db) == before)
            return;
    }
}

static enum err
steps(struct import *im)
{
    enum err e;

    while (!(e = step(im)) && im->done < im->file.n)
        if (!im->dry)
            give_way(im->db);
    return e;
}

/* --- the whole ------------------------------------------------------------ */

static int
compare(const void *a, const void *b)
{
    const struct list_row *x = *(struct list_row *const *)a;
    const struct list_row *y = *(struct list_row *const *)b;
    int d = (x->group > y->group) - (x->group < y->group);

    return d ? d : (x > y) - (x < y);
}

static enum err
put_in_order(struct import *im)
{
    int n = im->file.n;
    enum err e = list_group(&im->file);

    if (e)
        return e;
    if (!(im->order = malloc(((size_t)n + 1) * sizeof(struct list_row *))))
        return ERR_MEMORY;
    for (int i = 0; i < n; i++)
        im->order[i] = &im->file.rows[i];
    qsort(im->order, (size_t)n, sizeof(struct list_row *), compare);
    return OK;
}

static void
add_ignored(struct import_result *r, const char *title)
{
    size_t used = strlen(r->ignored);

    if (*title && *title != '#'
        && used + strlen(title) + 3 < sizeof(r->ignored))
        snprintf(r->ignored + used, sizeof(r->ignored) - used, "%s%s",
            used ? ", " : "", title);
}

/* What each column was taken for, with what stands in it. */
static enum err
tell_columns(const struct list_file *l, struct import_result *r)
{
    const struct columns *c = &l->columns;

    r->sure = c->sure;
    r->skipped = c->head > 0 ? c->head : 0;
    r->other_sheets = l->sheet.others;
    snprintf(r->sheet, sizeof(r->sheet), "%s", l->sheet.name);
    if (!(r->columns = calloc((size_t)c->n + 1, sizeof(*r->columns))))
        return ERR_MEMORY;
    for (int i = 0; i < c->n; i++) {
        struct import_column *to = &r->columns[r->n_columns];

        if (c->ours[i])
            continue;
        r->n_columns++;
        to->number = i + 1;
        columns_title(&l->sheet, c, i, to->title, sizeof(to->title));
        to->is = column_name(c->of[i]);
        if (!c->of[i].what)
            add_ignored(r, to->title);
        for (int k = 0; k < IMPORT_SAMPLES; k++) {
            int at = c->head + 1 + k;

            if (at < l->sheet.n && i < l->sheet.rows[at].n)
                unicode_copy(l->sheet.rows[at].cell[i], to->sample[k],
                    sizeof(to->sample[k]));
        }
    }
    return OK;
}

/* A row of the file once, as in the rejects. */
static enum err
tell_reasons(const struct list_file *l, struct import_result *r)
{
    int last = -1;

    if (!(r->reasons = calloc(IMPORT_REASONS, sizeof(*r->reasons))))
        return ERR_MEMORY;
    for (int i = 0; i < l->n && r->n_reasons < IMPORT_REASONS; i++) {
        const struct list_row *row = &l->rows[i];

        if (!row->why || row->source == last)
            continue;
        last = row->source;
        r->reasons[r->n_reasons++] = *row->why;
    }
    return OK;
}

static enum err
tell_doubts(const struct list_file *l, struct import_result *r)
{
    if (!(r->doubts = calloc(IMPORT_DOUBTS_MAX, sizeof(*r->doubts))))
        return ERR_MEMORY;
    for (int i = 0; i < l->n; i++) {
        const struct list_row *row = &l->rows[i];

        for (int k = 0; row->row && k < row->row->n_numbers; k++) {
            struct import_doubt *d = &r->doubts[r->n_doubts];

            if (!row->row->numbers[k].doubtful)
                continue;
            r->doubtful++;
            if (r->n_doubts == IMPORT_DOUBTS_MAX)
                continue;
            d->row = l->sheet.rows[row->source].line;
            snprintf(d->phone, sizeof(d->phone), "%s",
                row->row->numbers[k].raw);
            r->n_doubts++;
        }
    }
    return OK;
}

static void
count(const struct import *im)
{
    struct import_result *r = im->result;

    r->families = im->list.families;
    r->children = im->list.children;
    r->guardians = im->list.guardians;
    r->phones = im->list.phones;
    count_rows(&im->file, r);
}

/* A dry run writes into a copy of the people, and so holds up nobody. */
static enum err
open_scratch(struct db *db, struct db **out)
{
    static const char *const people[] = { "family", "child", "family_child",
        "guardian", "family_guardian", "phone", "guardian_phone", NULL };

    return db_scratch(db, people, out);
}

static enum err
run(struct import *im, struct db *db, struct reason *why)
{
    enum err e = im->dry ? open_scratch(db, &im->db) : OK;

    if (!e && !(e = put_in_order(im)))
        e = steps(im);
    if (e && im->done && !im->dry) {
        *why = reason_number(REASON_STOPPED_AFTER, im->done);
        reason_add_number(why, im->file.n);
        reason_add_words(why, err_text(e));
    }
    if (im->dry)
        db_close(im->db);
    return e;
}

/* A guess by content alone is for a person to look at. */
static enum err
check_sure(const struct import *im, struct reason *why)
{
    if (im->dry || im->file.columns.sure)
        return OK;
    *why = reason_of(REASON_ONLY_GUESSED);
    return ERR_INPUT;
}

static enum err
read_all(struct import *im, struct db *db, const struct import_list *list,
    struct reason *why)
{
    char before[IMPORT_MAP_MAX] = "";
    const char *map = list->map ? list->map : "";
    enum err e = list_open(list, &im->file, why), told = OK;

    if (!e && !*map && !(e = list_recall(db, &im->file, before,
            sizeof(before)))) {
        map = before;
        im->result->recalled = *before != '\0';
    }
    if (!e && !(e = list_read(list, map, &im->file, why)))
        e = check_sure(im, why);
    if (!e)
        im->result->rows = im->file.sources;
    if (!e || e == ERR_INPUT)
        told = tell_columns(&im->file, im->result);
    return told ? told : e;
}

enum err
import_list(struct db *db, const struct import_list *list, bool dry_run,
    const char *who, struct import_result *out, struct reason *why)
{
    struct import im = { .db = dry_run ? NULL : db, .who = who,
        .dry = dry_run, .result = out };
    enum err e;

    memset(out, 0, sizeof(*out));
    if (!(e = read_all(&im, db, list, why))) {
        running += !dry_run;
        e = run(&im, db, why);
        running -= !dry_run;
    }
    if (!e && !(e = list_rejects(&im.file, &out->rejects))
        && !(e = tell_reasons(&im.file, out))
        && !(e = tell_doubts(&im.file, out)))
        count(&im);
    free(im.order);
    people_list_clear(&im.list);
    list_clear(&im.file);
    if (e && e != ERR_INPUT)
        import_clear(out);
    return e;
}

void
import_clear(struct import_result *r)
{
    free(r->rejects);
    free(r->columns);
    free(r->doubts);
    free(r->reasons);
    memset(r, 0, sizeof(*r));
}
