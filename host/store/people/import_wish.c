/* import_wish.c - what somebody said of a list beside its columns, and who leaves
 * at the turn of the year. */
#include "store/people/import_own.h"

#include "base/clock.h"
#include "text/class_fold.h"
#include "text/unicode.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- lines ---------------------------------------------------------------- */

/* The next line of *at, cut to room; false: there is none. */
static bool
next_line(const char **at, char *out, size_t room)
{
    size_t n;

    if (!*at)
        return false;
    *at += strspn(*at, "\r\n");
    if (!**at)
        return false;
    n = strcspn(*at, "\r\n");
    snprintf(out, room, "%.*s", (int)(n < room ? n : room - 1), *at);
    *at += n;
    return true;
}

/* Parts a line at the last of a letter; false: it has none. */
static bool
part(char *line, char letter, const char **behind)
{
    char *at = strrchr(line, letter);

    if (!at)
        return false;
    *behind = at + 1 + strspn(at + 1, " ");
    while (at > line && at[-1] == ' ')
        at--;
    *at = '\0';
    return true;
}

static bool
same_class(const char *a, const char *b)
{
    char *x = NULL, *y = NULL;
    bool same = !class_fold(a, &x) && !class_fold(b, &y) && !strcmp(x, y);

    free(x);
    free(y);
    return same;
}

static bool
is_one(const char *lines, const struct row *r)
{
    char line[240];
    const char *class_name;

    while (next_line(&lines, line, sizeof(line))) {
        char *folded = NULL;
        bool same;

        if (!strcmp(line, "all"))
            return true;
        if (!part(line, ',', &class_name)
            || unicode_fold(line, &folded))
            continue;
        same = !strcmp(folded, r->child_folded)
            && same_class(class_name, r->class_name);
        free(folded);
        if (same)
            return true;
    }
    return false;
}

void
wish_apply(const struct import *im, struct row *r)
{
    const char *lines = im->wish->same, *to;
    char line[120];

    r->one = is_one(im->wish->one, r);
    while (next_line(&lines, line, sizeof(line)))
        if (part(line, '=', &to) && *to && !strcmp(line, r->class_name))
            unicode_copy(to, r->class_name, sizeof(r->class_name));
}

/* --- before and after all rows ---------------------------------------------- */

/* The classes of a person, each between line feeds, without :from and with :to;
 * once, where the person has both. */
#define MOVED                                                                  \
    "SET classes = replace(classes, char(10) || :from || char(10),"            \
    " iif(instr(classes, char(10) || :to || char(10)), char(10),"              \
    "  char(10) || :to || char(10)))"                                          \
    " WHERE instr(classes, char(10) || :from || char(10))"

static enum err
move_class(struct import *im, const char *from, const char *to)
{
    static const char *const sql[] = {
        "UPDATE child SET class = :to WHERE class = :from",
        "UPDATE OR IGNORE representative SET class = :to WHERE class = :from",
        "UPDATE staff " MOVED,
        "UPDATE alert_person " MOVED,
    };
    enum err e = OK;

    for (size_t i = 0; !e && i < sizeof(sql) / sizeof(*sql); i++) {
        struct query q = query_start(im->db, sql[i]);

        query_text(&q, ":from", from);
        query_text(&q, ":to", to);
        e = query_end(&q);
    }
    return e;
}

enum err
wish_begin(struct import *im)
{
    assert(db_inside(im->db));
    const char *lines = im->wish->same, *to;
    char line[120];
    enum err e = OK;

    while (!e && next_line(&lines, line, sizeof(line)))
        if (part(line, '=', &to) && *to && strlen(to) < CLASS_NAME_MAX
            && strcmp(line, to))
            e = move_class(im, line, to);
    return e;
}

/* Whom refused rows name, so that nobody leaves for a bad phone. */
struct refused {
    char **folded;              /* owned, like each of them; sorted */
    const char **ids;           /* owned; borrowed texts */
    size_t n;
};

static int
compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
refused_clear(struct refused *r)
{
    for (size_t i = 0; i < r->n; i++)
        free(r->folded[i]);
    free(r->folded);
    free(r->ids);
}

static enum err
refused_read(const struct list_file *l, struct refused *out)
{
    size_t room = (size_t)l->n + 1;
    enum err e = OK;

    *out = (struct refused){ calloc(room, sizeof(char *)),
        calloc(room, sizeof(char *)), 0 };
    if (!out->folded || !out->ids)
        return ERR_MEMORY;
    for (int i = 0; i < l->n && !e; i++) {
        const struct list_row *row = &l->rows[i];

        if (!row->why)
            continue;
        out->ids[out->n] = row->row ? row->row->child_id
                                    : row->refused->child_id;
        e = unicode_fold(list_child(row), &out->folded[out->n]);
        if (e == ERR_INPUT)     /* its bytes are no text: no name either */
            e = (out->folded[out->n] = strdup("")) ? OK : ERR_MEMORY;
        out->n += !e;
    }
    qsort(out->folded, out->n, sizeof(char *), compare);
    return e;
}

static bool
refused_has(const struct refused *r, const char *folded, const char *id)
{
    if (bsearch(&folded, r->folded, r->n, sizeof(char *), compare))
        return true;
    for (size_t i = 0; i < r->n && *id; i++)
        if (!strcmp(r->ids[i], id))
            return true;
    return false;
}

/* Whether the list has children of this class. */
static bool
has_class(const struct import *im, const char *class_name)
{
    for (int i = 0; i < im->result->n_classes; i++)
        if (im->result->classes[i].rows
            && !strcmp(im->result->classes[i].name, class_name))
            return true;
    return false;
}

static enum err
keep_left(struct import *im, struct query *q)
{
    struct import_result *r = im->result;
    struct import_left *more, *to;

    if (r->n_left % 64 == 0) {
        more = realloc(r->left, ((size_t)r->n_left + 64) * sizeof(*more));
        if (!more)
            return ERR_MEMORY;
        r->left = more;
    }
    to = &r->left[r->n_left++];
    *to = (struct import_left){ .id = query_get_int(q, 0) };
    query_copy_text(q, 1, to->child, sizeof(to->child));
    query_copy_text(q, 3, to->class_name, sizeof(to->class_name));
    return OK;
}

/* Children of the school that no row of the list is about. */
static enum err
find_left(struct import *im, const struct refused *refused)
{
    struct query q = query_start(im->db,
        "SELECT id, name, folded, class, coalesce(key, '') FROM child"
        " WHERE " CHILD_HERE " ORDER BY class COLLATE classes, folded, id");
    enum err e = OK;

    while (!e && query_row(&q)) {
        if (people_seen(&im->list.seen_children, query_get_int(&q, 0))
            || (!im->wish->turn && !has_class(im, query_get_text(&q, 3)))
            || refused_has(refused, query_get_text(&q, 2),
                query_get_text(&q, 4)))
            continue;
        e = keep_left(im, &q);
    }
    return e ? ((void)!query_end(&q), e) : query_end(&q);
}

static enum err
let_leave(struct import *im)
{
    int64_t now = clock_now();
    enum err e = OK;

    for (int i = 0; i < im->result->n_left && !e; i++) {
        struct query q = query_start(im->db, "UPDATE child SET left_at = :now"
            " WHERE id = :id");

        query_int(&q, ":now", now);
        query_int(&q, ":id", im->result->left[i].id);
        e = query_end(&q);
    }
    im->left = im->result->n_left;
    return e;
}

enum err
wish_finish(struct import *im)
{
    assert(db_inside(im->db));
    struct refused refused;
    enum err e = refused_read(&im->file, &refused);

    if (!e && !(e = import_count_classes(im))
        && !(e = find_left(im, &refused)) && im->wish->turn)
        e = let_leave(im);
    refused_clear(&refused);
    return e;
}
