/* api_number.c - what is known of a number that somebody types. */
#include "settings/rules.h"
#include "store/inbox/sender.h"
#include "store/people/people_known.h"
#include "text/phone.h"
#include "web/api/api.h"

#include <string.h>

static void
add_holder(void *user, const struct known_person *p)
{
    json_array_append_new(user, json_pack("{s:I, s:o, s:o, s:I, s:o}", "family",
        (json_int_t)p->family, "label", json_text(p->label), "children",
        json_text_or_null(p->children), "guardian",
        (json_int_t)p->id, "name", json_text(p->name)));
}

void
api_number(struct web *w, const struct request *q, struct response *r)
{
    const char *typed = params_get(&q->query, "number");
    struct people_phone phone = { .id = 0 };
    struct phone_number read;
    struct sender said = { .id = 0 };
    json_t *holders;
    bool doubtful = false;
    enum err e;

    if (!typed || !*typed) {
        reply_error(r, 400, "Say which: ?number=0712345678.");
        return;
    }
    holders = json_array();
    phone_read_typed(typed, q->rules->config.school.country, &read);
    if (!(e = known_doubtful(w->db, read.text, &doubtful))
        && !(e = known_holders(w->db, read.text, add_holder, holders))
        && (e = phone_get(w->db, read.text, &phone)) == ERR_NOT_FOUND)
        e = OK;
    if (!e && (e = sender_of(w->db, read.text, &said)) == ERR_NOT_FOUND)
        e = OK;
    if (e) {
        json_decref(holders);
        reply_failure(r, e, NULL);
        return;
    }
    reply_json(r, 200, json_pack("{s:o, s:b, s:b, s:o, s:o, s:o}", "number",
        json_text(read.text), "usable", read.international, "doubtful",
        doubtful, "state", phone.id ? json_text(phone_state_name(phone.state))
                                    : json_null(), "is",
        said.id ? json_text(sender_kind_name(said.kind)) : json_null(),
        "families", holders));
}
