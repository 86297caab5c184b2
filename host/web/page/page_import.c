/* page_import.c - a class list: sent, looked at, then kept. */
#include "lists/csv_table.h"
#include "lists/blank.h"
#include "store/people/import.h"
#include "web/page/handlers.h"
#include "web/page/list_wait.h"
#include "web/pages/pages.h"
#include "web/view/import_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- pages ---------------------------------------------------------------- */

static void
keep_list(void *user, const struct list_in *l)
{
    struct import_start *s = user;

    s->lists[s->n_lists++] = *l;
}

static void
show_form(struct web *w, const struct request *q, struct response *r,
    int status, const struct reason *why)
{
    struct import_start s = { .n_lists = 0 };
    struct page p;
    enum err e = import_state(w->db, &s.state);

    if (e || (e = list_in_each(w->db, IMPORT_LISTS_SHOWN, keep_list, &s))) {
        page_refusal(q, r, reply_status(e), err_text(e));
        return;
    }
    page_start(&p, w, q, "Import a class list");
    pages_import(&p, why, &s);
    page_finish(&p, r, status);
}

void
page_import(struct web *w, const struct request *q, struct response *r)
{
    show_form(w, q, r, 200, &reason_none);
}

void
page_import_look(struct web *w, const struct request *q, struct response *r)
{
    char key[LIST_KEY], to[80];
    struct reason why = { 0 };
    enum err e = list_wait_keep(q, key, &why);

    if (e) {
        show_form(w, q, r, reply_status(e), &why);
        return;
    }
    snprintf(to, sizeof(to), "/families/import/%s%s", key,
        params_flag(&q->form, "turn") ? "?turn=1" : "");
    reply_redirect(r, to);
}

/* What was answered before, and what is answered now. ERR_INPUT: it does not
 * fit. */
static enum err
read_said(const struct params *p, const char *name, const char *added,
    char out[IMPORT_SAID_MAX], struct reason *why)
{
    const char *before = params_get(p, name), *now = params_get(p, added);

    *out = '\0';
    if (before && strlen(before) >= IMPORT_SAID_MAX)
        return reason_refuse(why, ERR_INPUT, reason_of(REASON_THIS_TOO_LONG));
    snprintf(out, IMPORT_SAID_MAX, "%s", before ? before : "");
    return now ? said_line(out, IMPORT_SAID_MAX, "", now, why) : OK;
}

/* Keeps the first rows that were refused, for the table: line and reason, which
 * stand behind the columns of the list, come first. */
static enum err
keep_row(void *user, const struct csv_row *row)
{
    struct import_view *v = user;
    struct import_row *to = &v->rows[v->n_rows];

    if (v->n_rows > IMPORT_ROWS_SHOWN)
        return OK;
    if (!v->n_rows)
        v->reason_at = row->n - 1;
    for (int i = -2; i < row->n && to->n < IMPORT_CELLS_SHOWN; i++) {
        int at = i < 0 ? v->reason_at + 1 + i : i;

        if ((i < 0 || i + 1 < v->reason_at || i > v->reason_at)
            && at >= 0 && at < row->n
            && (to->cell[to->n] = strdup(row->cell[at])))
            to->n++;
    }
    v->n_rows++;
    return OK;
}

static void
clear_view(struct import_view *v)
{
    for (int i = 0; i < v->n_rows; i++)
        for (int j = 0; j < v->rows[i].n; j++)
            free(v->rows[i].cell[j]);
    import_clear(&v->result);
}

static enum err
read_list(struct web *w, const struct request *q, const char *bytes, size_t n,
    bool dry, struct import_view *v)
{
    char map[IMPORT_MAP_MAX];
    struct import_list list = { .bytes = bytes, .n = n, .map = map };
    const struct params *p = q->method == METHOD_POST ? &q->form : &q->query;
    const struct import_wish wish = { .dry_run = dry,
        .turn = params_flag(p, "turn"), .sure = params_flag(p, "sure"),
        .same = v->same, .one = v->one };
    const struct config *c = &q->rules->config;
    enum err e;
    const char *text;

    *map = '\0';
    if ((e = said_columns(p, map, sizeof(map), &v->why))
        || (e = read_said(p, "same", "same_add", v->same, &v->why))
        || (e = read_said(p, "one", "one_add", v->one, &v->why)))
        return e;
    v->turn = wish.turn;
    list.country = c->school.country;
    list.language = c->school.language;
    e = import_run(w->db, &list, &wish, q->caller.who, &v->result, &v->why);
    snprintf(v->class_name, sizeof(v->class_name), "%s",
        v->result.class_name);
    if (e || !(text = v->result.rejects) || !*text)
        return e;
    if (!strncmp(text, "\xef\xbb\xbf", 3))
        text += 3;
    return csv_read(text, strlen(text), v->result.delimiter, keep_row, v,
        NULL);
}

static void
show_seen(struct web *w, const struct request *q, struct response *r,
    const struct import_view *v, int status)
{
    struct page p;

    page_start(&p, w, q, "Import a class list");
    pages_import_seen(&p, v);
    page_finish(&p, r, status);
}

/* Runs the import on what waits, and shows what it would do, or did. */
static void
run(struct web *w, const struct request *q, struct response *r, bool dry)
{
    struct import_view v = { .key = q->segment, .dry = dry };
    size_t n = 0;
    char *bytes = list_wait_find(q, &n);
    enum err e;

    if (!bytes) {
        list_wait_gone(q, r);
        return;
    }
    e = read_list(w, q, bytes, n, dry, &v);
    if (e == ERR_INPUT && !v.result.n_columns)
        show_form(w, q, r, 400, &v.why);
    else if (e == ERR_INPUT)
        show_seen(w, q, r, &v, 400);
    else if (e)
        page_refused(q, r, e, &v.why);
    else if (!dry && !v.result.rejected)
        page_go(r, v.turn ? "/families/import" : "/families",
            v.turn ? "turned" : "imported");
    else
        show_seen(w, q, r, &v, 200);
    free(bytes);
    clear_view(&v);
}

void
page_import_seen(struct web *w, const struct request *q, struct response *r)
{
    run(w, q, r, true);
}

/* The rows that were refused, as a file. */
static void
reply_rejects(struct web *w, const struct request *q, struct response *r)
{
    struct import_view v = { .key = q->segment };
    size_t n = 0;
    char *bytes = list_wait_find(q, &n);

    if (!bytes)
        list_wait_gone(q, r);
    else if (read_list(w, q, bytes, n, true, &v))
        page_refused(q, r, ERR_INPUT, &v.why);
    else {
        reply_text(r, 200, "text/csv; charset=utf-8",
            strdup(v.result.rejects));
        snprintf(r->file, sizeof(r->file), "rejected.csv");
    }
    free(bytes);
    clear_view(&v);
}

/* Of what was said: looks once more, gives what was refused as a file, or keeps
 * the list. */
void
page_import_keep(struct web *w, const struct request *q, struct response *r)
{
    const char *what = params_get(&q->form, "do");

    if (what && !strcmp(what, "rejects"))
        reply_rejects(w, q, r);
    else
        run(w, q, r, what && !strcmp(what, "look"));
}

void
page_import_template(struct web *w, const struct request *q,
    struct response *r)
{
    const char *language = params_get(&q->query, "language");

    (void)w;
    reply_text(r, 200, "text/csv; charset=utf-8", strdup(blank_csv(language
        ? language : q->rules->config.school.language)));
    snprintf(r->file, sizeof(r->file), "class-list.csv");
}

void
page_import_undo(struct web *w, const struct request *q, struct response *r)
{
    int kept = 0;
    enum err e = list_undo(w->db, q->id, q->caller.who, &kept);

    if (!e)
        page_go(r, "/families/import", kept ? "unimported-kept"
                                            : "unimported");
    else {
        struct reason why = reason_words(e == ERR_NOT_FOUND
                ? "That list was taken back already."
                : e == ERR_REFUSED ? "A later list changed something: take"
                " that back first." : err_text(e));

        show_form(w, q, r, reply_status(e), &why);
    }
}
