#include "web/view/week_view.h"

#include "base/clock.h"
#include "store/db/once.h"
#include "store/figures/figures.h"
#include "text/clean.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* --- reading -------------------------------------------------------------- */

static void
keep_class(void *user, const struct praise_class *c)
{
    struct week_view *v = user;

    if (v->n_classes < WEEK_CLASSES)
        v->classes[v->n_classes++] = *c;
}

static void
keep_child(void *user, const struct praise_child *c)
{
    struct week_view *v = user;
    struct week_row *row;

    if (v->n == v->room) {
        int room = v->room ? 2 * v->room : 64;

        if (!(row = realloc(v->rows, (size_t)room * sizeof(*row)))) {
            v->failed = true;
            return;
        }
        v->rows = row;
        v->room = room;
    }
    row = &v->rows[v->n++];
    memset(row, 0, sizeof(*row));
    row->child = *c;
    row->tone = TONE_PRAISE;
    name_first(c->name, row->first, sizeof(row->first));
    v->praise += c->praise;
    v->concern += c->concern;
}

struct reader {
    struct week_view *v;
    const char *who;
};

static void
keep_line(void *user, const struct sentence *s)
{
    struct reader *r = user;
    struct week_row *row = NULL;
    size_t n;

    for (int i = 0; !row && i < r->v->n; i++)
        if (r->v->rows[i].child.child == s->child)
            row = &r->v->rows[i];
    if (!row)
        return;
    r->v->done += !*row->mine && !*row->others;
    if (!strcmp(s->author, r->who)) {
        memcpy(row->mine, s->body, sizeof(row->mine));
        row->tone = s->tone;
        return;
    }
    n = strlen(row->others);
    snprintf(row->others + n, sizeof(row->others) - n, "%s%s: %s",
        n ? "; " : "", s->author, s->body);
}

static void
keep_text(void *user, const struct week_copy *c)
{
    struct week_view *v = user;
    struct week_text *more = realloc(v->texts,
        ((size_t)v->n_texts + 1) * sizeof(*more));

    if (!more) {
        v->failed = true;
        return;
    }
    v->texts = more;
    more = &v->texts[v->n_texts];
    snprintf(more->guardian, sizeof(more->guardian), "%s", c->guardian);
    snprintf(more->children, sizeof(more->children), "%s", c->children);
    more->parts = c->parts;
    more->monday = c->monday;
    more->waits = c->waits;
    if ((more->text = strdup(c->text)))
        v->n_texts++;
}

static void
keep_full(void *user, const char *child)
{
    struct week_view *v = user;
    size_t n = strlen(v->full);

    snprintf(v->full + n, sizeof(v->full) - n, "%s%s", n ? ", " : "", child);
}

uint32_t
week_mark(int64_t child, const char *text, enum tone tone)
{
    uint32_t h = 2166136261u;   /* FNV-1a */

    for (int i = 0; i < 8; i++)
        h = (h ^ (uint8_t)(child >> 8 * i)) * 16777619u;
    h = (h ^ (uint8_t)tone) * 16777619u;
    for (; *text; text++)
        h = (h ^ (uint8_t)*text) * 16777619u;
    return h;
}

/* What the rows show, all in one field. */
static void
mark_rows(struct week_view *v)
{
    size_t n = 0;

    for (int i = 0; i < v->n && n + 12 < sizeof(v->was); i++)
        n += (size_t)snprintf(v->was + n, sizeof(v->was) - n, "%" PRIx32 ".",
            week_mark(v->rows[i].child.child, v->rows[i].mine,
                v->rows[i].tone));
}

enum err
week_view_read(struct db *db, const char *class_name, const char *who,
    const struct send *with, struct week_view *out)
{
    struct reader r = { out, who };
    int64_t monday = figures_monday(clock_now(), 0);
    enum err e;

    out->shown = clock_now();
    snprintf(out->class_name, sizeof(out->class_name), "%s", class_name);
    if ((e = term_read(db, &out->term))
        || (e = praise_classes(db, who, out->term.began, monday, keep_class,
                out))
        || !*class_name)
        return e;
    if ((e = praise_each(db, class_name, out->term.began, monday, keep_child,
             out))
        || (e = sentence_waiting(db, class_name, keep_line, &r))
        || (e = week_look(db, class_name, with, keep_text, out))
        || (e = week_full(db, class_name, keep_full, out)))
        return e;
    mark_rows(out);
    return out->failed ? ERR_MEMORY : out->n ? OK : ERR_NOT_FOUND;
}

void
week_view_clear(struct week_view *v)
{
    for (int i = 0; i < v->n_texts; i++)
        free(v->texts[i].text);
    free(v->texts);
    free(v->rows);
}

/* --- saying --------------------------------------------------------------- */

const char *
week_ratio(const struct week_view *v, char out[24])
{
    if (v->concern)
        snprintf(out, 24, "%.1f : 1", (double)v->praise / v->concern);
    else
        snprintf(out, 24, "%d : 0", v->praise);
    return out;
}

bool
week_is_low(const struct week_view *v)
{
    return !v->praise || v->praise < 3 * v->concern;
}

void
week_unpraised(const struct week_view *v, char *out, size_t room)
{
    size_t n = 0;
    int more = 0;

    *out = '\0';
    for (int i = 0; i < v->n; i++)
        if (v->rows[i].child.praise)
            continue;
        else if (n + strlen(v->rows[i].child.name) + 12 < room && !more)
            n += (size_t)snprintf(out + n, room - n, "%s%s", n ? ", " : "",
                v->rows[i].child.name);
        else
            more++;
    if (more)
        snprintf(out + n, room - n, " +%d", more);
}

const char *
week_goes(struct page *p, const struct term *t)
{
    static const char *const days[] = { "Sunday", "Monday", "Tuesday",
        "Wednesday", "Thursday", "Friday", "Saturday" };
    time_t s = (time_t)(t->next / SECOND);
    struct tm tm;

    localtime_r(&s, &tm);
    snprintf(p->time, sizeof(p->time), "%s %02d:%02d",
        page_tr(p, days[tm.tm_wday]), tm.tm_hour, tm.tm_min);
    return p->time;
}

enum err
week_send_now(struct db *db, const char *class_name, const struct send *with,
    struct week_sent *out)
{
    bool typing = false;
    enum err e = sentence_typing(db, class_name, with->author, &typing);

    if (e)
        return e;
    return typing ? ERR_REFUSED
                  : week_send(db, class_name, clock_now(), with, out);
}

/* --- keeping -------------------------------------------------------------- */

/* Whether somebody put a finger to the row since the page was last saved: then
 * it may come back as it was shown, and is a change all the same. */
static bool
was_typed(const struct params *form, int64_t child)
{
    const char *at = params_get(form, "typed");
    int64_t of;
    char one[24];

    for (size_t n; at && *at; at += n + (at[n] == ' ')) {
        n = strcspn(at, " ");
        snprintf(one, sizeof(one), "%.*s", (int)n, at);
        if (n && n < sizeof(one) && params_digits(one + 1, INT64_MAX, &of)
            && of == child)
            return true;
    }
    return false;
}

/* Whether the form showed it so. */
static bool
was_shown(const char *was, uint32_t mark)
{
    char text[12];
    const char *at;

    snprintf(text, sizeof(text), "%" PRIx32 ".", mark);
    for (at = was; (at = strstr(at, text)); at++)
        if (at == was || at[-1] == '.')
            return true;
    return false;
}

static enum tone
kind_of(const struct params *form, int64_t child)
{
    const char *kind;
    char key[32];

    snprintf(key, sizeof(key), "k%" PRId64, child);
    kind = params_get(form, key);
    return kind ? tone_of(kind) : TONE_PRAISE;
}

void
week_as_typed(struct week_view *v, const struct params *form)
{
    char key[32];
    const char *text;

    for (int i = 0; i < v->n; i++) {
        struct week_row *row = &v->rows[i];

        snprintf(key, sizeof(key), "t%" PRId64, row->child.child);
        if (!(text = params_get(form, key)))
            continue;
        snprintf(row->mine, sizeof(row->mine), "%s", text);
        row->tone = kind_of(form, row->child.child);
    }
    mark_rows(v);
}

/* The line t12 of the form, and its kind k12. */
static enum err
keep_field(struct db *db, const struct params *form, const char *name,
    const char *text, const char *who)
{
    const char *was = params_get(form, "was");
    enum tone tone;
    int64_t child;
    enum err e;

    if (*name != 't' || !params_digits(name + 1, INT64_MAX, &child))
        return OK;
    tone = kind_of(form, child);
    if (!was_typed(form, child)
        && was_shown(was ? was : "", week_mark(child, text, tone)))
        return OK;
    e = sentence_keep(db, child, who, tone, text, params_int(form, "shown",
        INT64_MAX, 0));
    return e == ERR_NOT_FOUND ? OK : e; /* the child left meanwhile */
}

enum err
week_keep(struct db *db, const struct params *form, const char *who)
{
    enum err e = db_begin(db), long_line = OK;

    if (e)
        return e;
    e = once_turn(db, params_get(form, "form"), params_int(form, "turn",
        INT64_MAX, 0));
    for (int i = 0; !e && i < form->count; i++) {
        e = keep_field(db, form, form->item[i].name, form->item[i].value, who);
        if (e == ERR_INPUT) {
            long_line = e;
            e = OK;
        }
    }
    if ((e = db_end(db, e)) == ERR_EXISTS)
        return OK;
    return e ? e : long_line;
}
