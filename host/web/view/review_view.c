#include "web/view/review_view.h"

#include "store/thread/calendar.h"

#include <stdio.h>
#include <stdlib.h>

/* The calendar has the newest span first. */
static enum err
read_terms(struct db *db, struct review_view *v)
{
    struct calendar *c = malloc(sizeof(*c));
    enum err e = c ? calendar_read(db, c) : ERR_MEMORY;
    int today = calendar_day(clock_now());

    for (int i = 0; !e && i < c->n && v->n_terms < REVIEW_TERMS; i++) {
        const struct calendar_span *s = &c->spans[i];

        if (!s->id || s->kind != CALENDAR_TERM || s->first > today)
            continue;
        calendar_text(s->first, v->terms[v->n_terms].first);
        snprintf(v->terms[v->n_terms++].name, sizeof(v->terms[0].name), "%s",
            s->name);
    }
    free(c);
    return e;
}

enum err
review_view_read(struct db *db, const char *class_name, const char *first,
    struct review_view *out)
{
    int64_t from, to;
    enum err e;

    snprintf(out->class_name, sizeof(out->class_name), "%s",
        class_name ? class_name : "");
    snprintf(out->term, sizeof(out->term), "%s", first ? first : "");
    if ((e = review_term(db, out->term, &from, &to))
        || (e = class_list_read(db, &out->classes))
        || (e = read_terms(db, out))
        || (e = review_read(db, out->class_name, from, to, &out->r))
        || (e = review_unreached(db, out->class_name, from, to, names_keep,
                &out->unreached)))
        return e;
    return review_unpraised(db, out->class_name, from, to, names_keep,
        &out->unpraised);
}

void
review_view_clear(struct review_view *v)
{
    free(v->unreached.name);
    free(v->unpraised.name);
}
