/* api_numbers.c - numbers to mend, and whom to ask for the right ones. */
#include "store/people/mend.h"
#include "web/api/api.h"

enum { NUMBERS_MAX = 1000 };

static json_t *
ask_json(const struct mend_number *n)
{
    static const char *const whom[] = { [MEND_GUARDIAN] = "guardian",
        [MEND_SHARES] = "shares_number", [MEND_NEIGHBOUR] = "neighbour" };
    json_t *all = json_array();

    for (int i = 0; i < n->n_ask; i++)
        json_array_append_new(all, json_pack("{s:s, s:o, s:o}", "whom",
            whom[n->ask[i].whom], "name", json_text(n->ask[i].name), "number",
            json_text(n->ask[i].number)));
    return all;
}

static void
add_number(void *user, const struct mend_number *n)
{
    json_array_append_new(user, json_pack(
        "{s:o, s:s, s:o, s:o, s:o, s:I, s:o, s:o, s:o, s:o}", "number",
        json_text(n->number), "state", mend_kind_name(n->kind), "guardian",
        json_text(n->guardian), "label", json_text(n->label), "children",
        json_text_or_null(n->children), "family",
        (json_int_t)n->family, "thread", n->thread
            ? json_integer(n->thread) : json_null(), "since",
        json_time(n->since), "message", n->message
            ? json_integer(n->message) : json_null(), "ask", ask_json(n)));
}

void
api_numbers(struct web *w, const struct request *q, struct response *r)
{
    json_t *all = json_array();
    enum err e = mend_numbers(w->db, caller_sees_all(&q->caller), NUMBERS_MAX,
        add_number, all);

    reply_list(r, e, all);
}
