/* api_calendar.c - on which days there is school, and how many of them an
 * answer may take. */
#include "store/figures/promise_kept.h"
#include "store/thread/calendar.h"
#include "web/api/api.h"

#include <stdlib.h>

static json_t *
span_json(const struct calendar_span *s)
{
    char first[12], last[12];

    return json_pack("{s:o, s:s, s:s, s:s, s:o}", "id",
        s->id ? json_integer(s->id) : json_null(), "kind",
        s->kind == CALENDAR_TERM ? "term" : "off", "first",
        calendar_text(s->first, first), "last", calendar_text(s->last, last),
        "name", json_text(s->name));
}

static json_t *
kept_json(const struct promise_kept *k, int64_t from)
{
    return json_pack("{s:o, s:i, s:i, s:o}", "from", json_time(from), "asked",
        k->asked, "kept", k->kept, "percent", k->asked
            ? json_integer(promise_kept_percent(k)) : json_null());
}

/* The calendar as it is now; added < 0: nothing was. */
static void
answer(struct web *w, const struct request *q, struct response *r, int added)
{
    const char *class_name = params_get(&q->query, "class");
    struct calendar *c = malloc(sizeof(*c));
    struct promise_kept_both kept;
    enum err e = c ? calendar_read(w->db, c) : ERR_MEMORY;
    json_t *days, *j;
    char week[8], *to = week;

    if (!e)
        e = promise_kept_both(w->db, class_name ? class_name : "", &kept);
    if (e) {
        reply_failure(r, e, NULL);
        free(c);
        return;
    }
    for (int day = 0; day < 7; day++)
        if (c->week >> day & 1)
            *to++ = (char)('0' + day);
    *to = '\0';
    days = json_array();
    for (int i = 0; i < c->n; i++)
        json_array_append_new(days, span_json(&c->spans[i]));
    j = json_pack("{s:i, s:s, s:o, s:{s:o, s:o}}", "promise", c->promise,
        "week", week, "days", days, "kept", "term",
        kept_json(&kept.term, kept.began), "weeks",
        kept_json(&kept.weeks, kept.from));
    if (added >= 0)
        json_object_set_new(j, "added", json_integer(added));
    reply_json(r, 200, j);
    free(c);
}

void
api_calendar(struct web *w, const struct request *q, struct response *r)
{
    answer(w, q, r, -1);
}

/* All of it or nothing. */
static enum err
change(struct web *w, const json_t *j, const char *who, int *added,
    struct reason *why, bool *bad)
{
    bool numbered = json_object_get(j, "promise") != NULL;
    bool given = json_object_get(j, "week") != NULL;
    int64_t promise = numbered ? json_int_of(j, "promise", bad) : -1;
    const char *week = json_string_of(j, "week", bad);
    const char *lines = json_string_of(j, "lines", bad);
    enum err e;

    if (*bad || (numbered && (promise < 0 || promise > CALENDAR_PROMISE_MAX)))
        return ERR_INPUT;
    if ((e = db_begin(w->db)))
        return e;
    if (numbered || given)
        e = calendar_set(w->db, (int)promise, given ? week : NULL, who);
    if (!e)
        e = calendar_add(w->db, lines, who, added, why);
    return db_end(w->db, e);
}

void
api_calendar_set(struct web *w, const struct request *q, struct response *r)
{
    json_t *j = json_body(q, r, "promise week lines");
    struct reason why = { 0 };
    bool bad = false;
    int added = 0;
    enum err e;

    if (!j)
        return;
    e = change(w, j, q->caller.who, &added, &why, &bad);
    json_decref(j);
    if (e && reason_given(&why))
        reply_refused(r, e, &why);
    else if (e)
        reply_failure(r, e, e == ERR_INPUT ? "Say promise as 0 to 30, week as"
            " \"12345\" (0 is Sunday), lines as \"2026-12-25 Christmas\"."
            : NULL);
    else
        answer(w, q, r, added);
}

void
api_calendar_remove(struct web *w, const struct request *q,
    struct response *r)
{
    enum err e = calendar_remove(w->db, q->id, q->caller.who);

    if (e)
        reply_failure(r, e, e == ERR_NOT_FOUND ? "There is no such line."
                                               : NULL);
    else
        answer(w, q, r, -1);
}
