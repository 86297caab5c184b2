#include "web/view/register_view.h"

#include "base/clock.h"
#include "store/db/audit.h"
#include "store/figures/overview.h"
#include "store/people/people.h"
#include "store/people/rejects.h"
#include "web/kit/params.h"
#include "web/kit/when.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
copy(const struct request *q, const char *name, char *out, size_t room)
{
    const char *text = params_get(&q->query, name);

    snprintf(out, room, "%s", text ? text : "");
}

static int64_t
read_day(const char *day, bool end, bool *bad)
{
    int64_t at = *day ? when_day(day, end) : 0;

    *bad |= *day && !at;
    return at;
}

enum err
register_wish_read(struct db *db, const struct request *q,
    struct register_wish *out)
{
    struct register_filter *f = &out->filter;
    char known[CLASS_NAME_MAX];
    enum err e;

    memset(out, 0, sizeof(*out));
    copy(q, "from", out->from, sizeof(out->from));
    copy(q, "until", out->until, sizeof(out->until));
    copy(q, "who", f->who, sizeof(f->who));
    copy(q, "class", f->class_name, sizeof(f->class_name));
    copy(q, "to", f->to, sizeof(f->to));
    copy(q, "q", f->words, sizeof(f->words));
    f->from = read_day(out->from, false, &out->bad_day);
    f->until = read_day(out->until, true, &out->bad_day);
    f->before = params_int(&q->query, "before", INT64_MAX, 0);
    f->all = caller_sees_all(&q->caller);
    if ((e = class_find(db, f->class_name, known)))
        return e;
    if (*known)                 /* else one that nobody is in now */
        snprintf(f->class_name, sizeof(f->class_name), "%s", known);
    return OK;
}

void
register_address(const struct register_wish *w, const char *path, char *out,
    size_t room)
{
    const struct register_filter *f = &w->filter;
    const char *const names[] = { "from", "until", "who", "class", "to", "q" };
    const char *const values[] = { w->from, w->until, f->who, f->class_name,
        f->to, f->words };

    snprintf(out, room, "%s", path);
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (*values[i])
            params_write(out, room, names[i], values[i]);
}

/* --- rows ----------------------------------------------------------------- */

static void
keep_found(void *user, const struct register_found *f)
{
    struct register_view *v = user;
    struct register_line *more = v->lines;
    char *body;

    if (v->count == v->most) {
        v->older = v->lines[v->count - 1].found.row.id;
        return;
    }
    if (v->failed)
        return;
    if (v->count % 64 == 0)
        more = realloc(v->lines, ((size_t)v->count + 64) * sizeof(*more));
    body = more ? strdup(f->row.body) : NULL;
    if (more)
        v->lines = more;
    if ((v->failed = !body))
        return;
    v->lines[v->count].found = *f;
    v->lines[v->count].found.row.body = body;
    v->lines[v->count++].body = body;
}

static void
keep_row(void *user, const struct register_row *r)
{
    struct register_found f = { .row = *r, .phones = 1 };

    keep_found(user, &f);
}

enum err
register_view_read(struct db *db, struct register_view *v)
{
    enum err e;

    v->wish.filter.limit = v->most + 1;
    e = register_list(db, &v->wish.filter, keep_row, v);
    return e ? e : v->failed ? ERR_MEMORY : OK;
}

void
register_view_clear(struct register_view *v)
{
    for (int i = 0; i < v->count; i++)
        free(v->lines[i].body);
    free(v->lines);
    v->lines = NULL;
    v->count = 0;
}

/* --- as a file ------------------------------------------------------------ */

struct csv {
    struct rejects out;
    enum err error;
    int rows;
};

static const char *
left_name(enum register_left left)
{
    static const char *const names[] = { "no", "perhaps", "yes" };

    return names[left];
}

static void
put_row(void *user, const struct register_row *r)
{
    struct csv *c = user;
    char id[24], at[CLOCK_TEXT], went[CLOCK_TEXT] = "", said[REASON_SAID];
    const char *cells[] = { id, clock_text(r->at, at), went,
        message_state_name(r->state), left_name(r->left), r->author,
        r->approved_by, reason_english(&r->target, said), r->children,
        r->label, r->number, r->sim, r->body };

    snprintf(id, sizeof(id), "%lld", (long long)r->id);
    if (r->went)
        clock_text(r->went, went);
    if (!c->error && ++c->rows > REGISTER_FILE)
        c->error = ERR_REFUSED;
    if (!c->error)
        c->error = rejects_plain(&c->out, cells,
            sizeof(cells) / sizeof(*cells));
}

enum err
register_note(struct db *db, const char *who)
{
    return audit_add(db, who, "register.export", "texts out", "");
}

enum err
register_csv(struct db *db, const struct register_wish *w, const char *who,
    char **out)
{
    static const char *const names[] = { "id", "written", "went", "state",
        "left", "by", "approved_by", "to_many", "children", "family", "number",
        "sim", "text" };
    struct register_filter f = w->filter;
    struct csv c = { .rows = 0 };
    enum err e = rejects_open(&c.out, ',');

    if (e)
        return e;
    f.limit = REGISTER_FILE + 1;
    if (!(e = rejects_plain(&c.out, names, sizeof(names) / sizeof(*names))))
        e = register_list(db, &f, put_row, &c);
    e = e ? e : c.error;
    if (!e && !(e = rejects_close(&c.out, out))
        && (e = register_note(db, who)))
        free(*out);
    rejects_clear(&c.out);
    return e;
}

json_t *
register_json(const struct register_row *r)
{
    return json_pack("{s:I, s:I, s:o, s:o, s:o, s:o, s:s, s:s, s:o, s:o, s:o,"
        " s:o, s:o, s:o, s:o, s:o}",
        "id", (json_int_t)r->id, "thread", (json_int_t)r->thread,
        "family", r->family ? json_integer(r->family) : json_null(),
        "batch", r->batch ? json_integer(r->batch) : json_null(),
        "at", json_time(r->at), "went", json_time(r->went),
        "state", message_state_name(r->state), "left", left_name(r->left),
        "author", json_text(r->author),
        "approved_by", json_text_or_null(r->approved_by),
        "to_many", reason_given(&r->target) ? json_reason(&r->target)
                                            : json_null(),
        "to", json_text(r->label), "children", json_text(r->children),
        "number", json_text(r->number), "sim", json_text(r->sim),
        "text", json_text(r->body));
}

/* --- did we send this? ---------------------------------------------------- */

const char *
register_verdict_words(enum register_verdict v)
{
    static const char *const words[] = {
        "That is too short to tell: paste more of it.",
        "No: nothing like it went from here.",
        "No, not as it stands: one of our texts is like it, with other words.",
        "No, not as it stands: one of our texts is in it, with words of others.",
        "It was written here, and nothing of it has left.",
        "It was written here; nobody knows whether it left.",
        "Yes: it is a part of a text that went from here. Compare the whole.",
        "Yes: this text went from here." };

    return words[v];
}

const char *
register_verdict_class(enum register_verdict v)
{
    return v >= REGISTER_PART ? "good"
        : v == REGISTER_SHORT || v >= REGISTER_WRITTEN ? "warn" : "bad";
}

static void
add_number(void *user, const struct overview_sim *s)
{
    struct register_answer *a = user;
    size_t used = strlen(a->numbers);

    if (*s->number)
        snprintf(a->numbers + used, sizeof(a->numbers) - used, "%s%s",
            used ? ", " : "", s->number);
}

enum err
register_ask(struct db *db, const struct caller *c, const char *text,
    struct register_answer *out)
{
    enum err e;

    memset(out, 0, sizeof(*out));
    out->text = text;
    out->all = caller_sees_all(c);
    out->found.most = REGISTER_FOUND;
    if ((e = register_find(db, text, out->all, keep_found, &out->found,
             &out->verdict))
        || (e = register_forgotten(db, &out->forgotten))
        || (e = overview_sims(db, add_number, out)))
        return e;
    return out->found.failed ? ERR_MEMORY : OK;
}
