#include "store/people/import.h"

#include "base/clock.h"
#include "base/log.h"
#include "store/db/audit.h"
#include "store/db/setting.h"
#include "store/people/import_own.h"
#include "store/people/list_undo.h"

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

static enum err
note_end(const struct import *im)
{
    struct import_result counts = { 0 }, *r = &counts;
    struct reason detail;
    enum err e;

    import_count(im, r);
    r->rows = im->file.sources;
    detail = reason_number(REASON_ROWS_TAKEN, r->added);
    reason_add_number(&detail, r->unchanged);
    reason_add_number(&detail, r->rejected);
    log_info("import", "rows=%d added=%d unchanged=%d rejected=%d", r->rows,
        r->added, r->unchanged, r->rejected);
    if ((e = setting_set(im->db, OPEN, ""))
        || (e = list_in_end(im->db, im->id, r->added, im->left))
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
    struct reason why = { 0 };
    enum err e = row->why ? ERR_INPUT : OK;

    if (!e) {
        wish_apply(im, row->row);
        e = class_spell(im->db, &im->classes, row->row->class_name);
    }
    if (!e) {
        wish_apply(im, row->row);
        e = people_add_read(im->db, row->row, &im->list, &row->did, &why);
    }
    if (e == ERR_INPUT)
        return row->why ? OK : list_refuse(row, why);
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
        return begun ? OK : wish_begin(im);
    if (!begun && ((e = note_unfinished(im->db))
            || (e = list_in_add(im->db, im->who, im->file.sources,
                    im->wish->turn, &im->id))))
        return e;
    if ((e = list_in_step(im->db, im->id)))
        return e;
    return begun ? OK : wish_begin(im);
}

static enum err
end_step(struct import *im)
{
    enum err e = im->dry ? OK : list_in_step_end(im->db);

    return e || im->dry ? e : note_step(im);
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

/* The last step: what concerns the list as a whole. */
static enum err
finish(struct import *im)
{
    enum err e = db_begin(im->db);

    if (e)
        return e;
    if (!im->dry)
        e = list_in_step(im->db, im->id);
    if (!e && !(e = wish_finish(im)) && !im->dry
        && !(e = list_in_step_end(im->db)))
        e = note_end(im);
    db_touch(im->db, DB_PEOPLE);
    return db_end(im->db, e);
}

static enum err
steps(struct import *im)
{
    enum err e;

    do {
        if ((e = step(im)))
            return e;
        if (!im->dry)
            give_way(im->db);
    } while (im->done < im->file.n);
    return finish(im);
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

/* What is in force and what would come, for the counts of classes. */
static enum err
run_on(struct import *im, struct db *db)
{
    enum err e = import_classes(im, db, false);

    if (e || (e = put_in_order(im)) || (e = steps(im)))
        return e;
    return import_classes(im, im->db, true);
}

/* A dry run writes into a copy of the people, and so holds up nobody. */
static enum err
open_scratch(struct db *db, struct db **out)
{
    static const char *const people[] = { "family", "child", "family_child",
        "guardian", "family_guardian", "phone", "guardian_phone",
        "representative", NULL };

    return db_scratch(db, people, out);
}

static enum err
run(struct import *im, struct db *db, struct reason *why)
{
    enum err e = im->dry ? open_scratch(db, &im->db) : OK;

    if (!e && !(e = run_on(im, db)))
        e = import_tell(im);
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
    return reason_refuse(why, ERR_INPUT, reason_of(REASON_ONLY_GUESSED));
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
        told = import_tell_columns(&im->file, im->result);
    return told ? told : e;
}

/* A list of one class, taken for that of the whole school, would send all the
 * others away: it is looked at first. */
static enum err
check_turn(struct db *db, const struct import_list *list,
    const struct import_wish *wish, const char *who, struct reason *why)
{
    struct import_wish look = *wish;
    struct import_result r;
    int stay;
    enum err e;

    look.dry_run = true;
    if ((e = import_run(db, list, &look, who, &r, why))) {
        import_clear(&r);
        return e;
    }
    stay = r.children_here - r.n_left;
    if (r.n_left > stay) {
        struct reason many = reason_number(REASON_MOST_LEAVE, r.n_left);

        reason_add_number(&many, r.children_here);
        e = reason_refuse(why, ERR_INPUT, many);
    }
    import_clear(&r);
    return e;
}

enum err
import_run(struct db *db, const struct import_list *list,
    const struct import_wish *wish, const char *who,
    struct import_result *out, struct reason *why)
{
    struct import im = { .db = wish->dry_run ? NULL : db, .who = who,
        .dry = wish->dry_run, .wish = wish, .result = out };
    enum err e = OK;

    memset(out, 0, sizeof(*out));
    im.list.turn = wish->turn;
    if (wish->turn && !wish->dry_run && !wish->sure
        && (e = check_turn(db, list, wish, who, why)))
        return e;
    if (!(e = read_all(&im, db, list, why))) {
        running += !wish->dry_run;
        e = run(&im, db, why);
        running -= !wish->dry_run;
    }
    out->delimiter = im.file.sheet.delimiter;
    if (!e)
        e = list_rejects(&im.file, &out->rejects);
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
    for (int i = 0; i < r->n_names; i++)
        free(r->names[i].why);
    free(r->names);
    free(r->left);
    free(r->twins);
    free(r->classes);
    free(r->alike);
    free(r->rejects);
    free(r->columns);
    free(r->doubts);
    free(r->shared);
    free(r->twice);
    free(r->reasons);
    memset(r, 0, sizeof(*r));
}
