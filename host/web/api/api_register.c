/* api_register.c - the register of texts out, "did we send this?", and all that
 * is kept of a child or the school as a file. */
#include "web/api/api.h"
#include "web/view/export_file.h"
#include "web/view/register_view.h"

#include <stdlib.h>

enum { LIST_MAX = 500 };

/* What is looked for; false after answering. */
static bool
read_wish(struct web *w, const struct request *q, struct response *r,
    struct register_wish *out)
{
    enum err e = register_wish_read(w->db, q, out);

    if (e)
        reply_failure(r, e, NULL);
    else if (out->bad_day)
        reply_error(r, 400, "A day is written so: 2026-11-29.");
    return !e && !out->bad_day;
}

static void
add_row(void *user, const struct register_row *m)
{
    json_array_append_new(user, register_json(m));
}

void
api_register(struct web *w, const struct request *q, struct response *r)
{
    struct register_wish wish;
    json_t *all;
    enum err e;

    if (!read_wish(w, q, r, &wish))
        return;
    wish.filter.limit = (int)params_int(&q->query, "limit", LIST_MAX, 100);
    all = json_array();
    e = register_list(w->db, &wish.filter, add_row, all);
    reply_list(r, e, all);
}

void
api_register_csv(struct web *w, const struct request *q, struct response *r)
{
    struct register_wish wish;
    char *text = NULL;
    enum err e;

    if (!read_wish(w, q, r, &wish))
        return;
    if ((e = register_csv(w->db, &wish, q->caller.who, &text)))
        reply_failure(r, e, e == ERR_REFUSED ? "That is too much for one file:"
            " choose fewer days." : NULL);
    else
        reply_json(r, 200, json_pack("{s:o}", "csv", json_text(text)));
    free(text);
}

static json_t *
found_json(const struct register_found *f)
{
    static const char *const names[] = { "", "same", "part", "more", "other" };
    json_t *j = register_json(&f->row);

    json_object_set_new(j, "how", json_string(names[f->how]));
    json_object_set_new(j, "phones", json_integer(f->phones));
    json_object_set_new(j, "phones_left", json_integer(f->left));
    json_object_set_new(j, "phones_perhaps", json_integer(f->perhaps));
    json_object_set_new(j, "not_ours", json_text(f->strange));
    return j;
}

void
api_register_check(struct web *w, const struct request *q, struct response *r)
{
    json_t *j = json_body(q, r, "text"), *list;
    struct register_answer a;
    bool bad = false;
    enum err e;

    if (!j)
        return;
    e = register_ask(w->db, &q->caller, json_string_of(j, "text", &bad), &a);
    json_decref(j);
    if (bad || e == ERR_INPUT)
        reply_error(r, 400, "Send the text: {\"text\": \"...\"}, of 8,000 bytes"
            " at most.");
    else if (e)
        reply_failure(r, e, NULL);
    else {
        list = json_array();
        for (int i = 0; i < a.found.count; i++)
            json_array_append_new(list, found_json(&a.found.lines[i].found));
        reply_json(r, 200, json_pack("{s:s, s:s, s:o, s:o, s:o, s:b}",
            "answer", register_verdict_name(a.verdict),
            "words", register_verdict_words(a.verdict), "found", list,
            "numbers", json_text(a.numbers),
            "forgotten_until", json_time(a.forgotten), "all", a.all));
    }
    register_view_clear(&a.found);
}

void
api_export(struct web *w, const struct request *q, struct response *r)
{
    const char *why;
    enum err e = export_file_reply(w, q, params_get(&q->query, "child"), r,
        &why);

    if (e)
        reply_failure(r, e, why);
}
