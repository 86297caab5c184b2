/* api_webhooks.c - programs elsewhere that are told of messages. */
#include "store/hook/webhook.h"
#include "web/api/api.h"

static void
list_one(void *user, const struct webhook *w)
{
    json_array_append_new(user, json_pack(
        "{s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:I, s:I, s:b}", "id",
        (json_int_t)w->id, "url", json_text(w->url), "who", json_text(w->who),
        "created", json_time(w->created), "taken", json_time(w->taken),
        "failing", json_time(w->failing), "next",
        json_time(w->failing ? w->next : 0), "answer",
        w->answer ? json_integer(w->answer) : json_null(), "waiting",
        (json_int_t)w->waiting, "lost", (json_int_t)w->lost, "asleep",
        w->asleep));
}

void
api_webhooks(struct web *w, const struct request *q, struct response *r)
{
    json_t *list = json_array();
    enum err e = webhook_list(w->db, list_one, list);

    (void)q;
    reply_list(r, e, list);
}

void
api_webhooks_add(struct web *w, const struct request *q, struct response *r)
{
    json_t *j = json_body(q, r, "url");
    char secret[WEBHOOK_SECRET] = "";
    bool bad = false;
    int64_t id = 0;
    enum err e;

    if (!j)
        return;
    e = webhook_add(w->db, json_string_of(j, "url", &bad), q->caller.who,
        secret, &id);
    json_decref(j);
    if (!e)
        reply_json(r, 201, json_pack("{s:I, s:s}", "id", (json_int_t)id,
            "secret", secret));
    else
        reply_failure(r, e, e == ERR_INPUT ? "url is an address that begins"
            " with http:// or https://, without a name and password in it."
            : e == ERR_EXISTS ? "There is a webhook with this address."
            : e == ERR_REFUSED ? "There are 8 webhooks: remove one." : NULL);
}

static void
answer(struct response *r, enum err e)
{
    if (!e)
        reply_json(r, 200, json_object());
    else
        reply_failure(r, e, e == ERR_NOT_FOUND ? "There is no such webhook."
            : NULL);
}

void
api_webhooks_remove(struct web *w, const struct request *q,
    struct response *r)
{
    answer(r, webhook_remove(w->db, q->id, q->caller.who));
}

void
api_webhooks_try(struct web *w, const struct request *q, struct response *r)
{
    answer(r, webhook_try(w->db, q->id, q->caller.who));
}
