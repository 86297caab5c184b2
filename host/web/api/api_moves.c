/* api_moves.c - what staff do with a message that is there. */
#include "settings/rules.h"
#include "store/inbox/filing.h"
#include "store/inbox/filing_decide.h"
#include "store/queue/queue.h"
#include "store/thread/desk.h"
#include "store/thread/thread.h"
#include "web/api/api.h"

#include <string.h>

json_t *
api_veil(const struct request *q, json_t *j)
{
    json_t *one;
    size_t i;

    if (caller_sees_all(&q->caller))
        return j;
    if (json_object_get(j, "concern"))
        json_object_set_new(j, "concern", json_string(""));
    json_array_foreach(j, i, one)
        api_veil(q, one);
    return j;
}

/* Reads the message of the path; false after answering. */
static bool
get(struct web *w, const struct request *q, struct response *r,
    struct message *m)
{
    enum err e = message_get(w->db, q->id, m);

    if (e)
        reply_failure(r, e, e == ERR_NOT_FOUND ? "There is no such message."
                                               : NULL);
    else if (api_hidden(q, r, m->tray)) {
        message_clear(m);
        return false;
    }
    return !e;
}

void
api_moved(struct web *w, const struct request *q, struct response *r)
{
    struct message m = { 0 };
    enum err e = message_get(w->db, q->id, &m);
    json_t *j = e ? NULL : api_veil(q, json_message(&m));

    if (!e)
        e = json_add_parts(w->db, j);
    message_clear(&m);
    reply_list(r, e, j);
}

void
api_file(struct web *w, const struct request *q, struct response *r)
{
    struct message m = { 0 };
    bool bad = false;
    int64_t family;
    json_t *j;
    enum err e;

    if (!get(w, q, r, &m))
        return;
    message_clear(&m);
    if (!(j = json_body(q, r, "family")))
        return;
    family = json_int_of(j, "family", &bad);
    json_decref(j);
    if (bad || family < 1) {
        reply_error(r, 400, "Name the family by its number:"
                            " {\"family\": 12}.");
        return;
    }
    e = filing_move(w->db, q->id, family, q->caller.who);
    if (!e)
        api_moved(w, q, r);
    else
        reply_failure(r, e, e == ERR_NOT_FOUND ? "There is no such family."
            : e == ERR_REFUSED ? "It is in that family's thread already."
            : e == ERR_INPUT ? "It was sent from here; only what came in can"
                               " be filed."
            : NULL);
}

void
api_unfile(struct web *w, const struct request *q, struct response *r)
{
    struct message m = { 0 };
    enum err e;

    if (!get(w, q, r, &m))
        return;
    message_clear(&m);
    e = filing_undo(w->db, q->id, q->caller.who);
    if (!e)
        api_moved(w, q, r);
    else
        reply_failure(r, e, e == ERR_REFUSED ? "Nobody has moved it." : NULL);
}

void
api_decide(struct web *w, const struct request *q, struct response *r)
{
    enum filing_decision d = FILING_KEEP;
    struct message m = { 0 };
    bool bad = false;
    json_t *j;
    enum err e;

    if (!get(w, q, r, &m))
        return;
    message_clear(&m);
    if (!(j = json_body(q, r, "decision")))
        return;
    e = filing_decision_parse(json_string_of(j, "decision", &bad), &d);
    json_decref(j);
    if (e || bad) {
        reply_error(r, 400, "Say \"stop\", \"keep\", \"wrong\" or \"right\":"
                            " {\"decision\": \"keep\"}.");
        return;
    }
    e = filing_decide(w->db, q->id, d, &q->rules->inbox, q->caller.who);
    if (!e)
        api_moved(w, q, r);
    else
        reply_failure(r, e, e == ERR_NOT_FOUND
                ? "It asks nothing of staff, or that is decided."
            : e == ERR_REFUSED ? "It asks whether the number is wrong, or"
                " whether the phone wants no more texts: the other one."
                : NULL);
}

/* A text that perhaps tells of harm: named staff decide. */
void
api_concern(struct web *w, const struct request *q, struct response *r)
{
    bool bad = false, matter;
    struct message m = { 0 };
    json_t *j;
    enum err e;

    if (!get(w, q, r, &m))
        return;
    message_clear(&m);
    if (!(j = json_body(q, r, "matter")))
        return;
    bad = !json_is_boolean(json_object_get(j, "matter"));
    matter = json_is_true(json_object_get(j, "matter"));
    json_decref(j);
    if (bad) {
        reply_error(r, 400, "Say whether it is a safeguarding matter:"
                            " {\"matter\": true}.");
        return;
    }
    e = filing_concern(w->db, q->id, matter, q->caller.who);
    if (!e)
        api_moved(w, q, r);
    else
        reply_failure(r, e, e == ERR_REFUSED
                ? "It is not marked, or that is decided." : NULL);
}

void
api_also(struct web *w, const struct request *q, struct response *r)
{
    struct message m = { 0 };
    bool bad = false;
    int64_t family;
    json_t *j, *on;
    enum err e;

    if (!get(w, q, r, &m))
        return;
    message_clear(&m);
    if (!(j = json_body(q, r, "family on")))
        return;
    family = json_int_of(j, "family", &bad);
    on = json_object_get(j, "on");
    if (bad || family < 1 || (on && !json_is_boolean(on)))
        reply_error(r, 400, "Name the other family by its number:"
                            " {\"family\": 12, \"on\": true}.");
    else if (!(e = filing_also(w->db, q->id, family, !json_is_false(on),
            q->caller.who)))
        api_moved(w, q, r);
    else
        reply_failure(r, e, e == ERR_NOT_FOUND ? "There is no such family."
            : e == ERR_REFUSED ? "It is in no family's thread, or that is so"
                                 " already."
            : e == ERR_INPUT ? "It was sent from here; only what came in can"
                               " be filed." : NULL);
    json_decref(j);
}

void
api_ease(struct web *w, const struct request *q, struct response *r)
{
    struct message m = { 0 };
    json_t *j, *ease;
    enum err e;

    if (!get(w, q, r, &m))
        return;
    message_clear(&m);
    if (!(j = json_body(q, r, "ease")))
        return;
    ease = json_object_get(j, "ease");
    if (!json_is_boolean(ease))
        reply_error(r, 400, "Say whether it can wait: {\"ease\": true}.");
    else if (!(e = desk_ease(w->db, q->id, json_is_true(ease),
            q->caller.who)))
        api_moved(w, q, r);
    else
        reply_failure(r, e, e == ERR_REFUSED
                ? "It is not urgent, or that was said already." : NULL);
    json_decref(j);
}

/* Afterwards it is there for named staff alone. */
static void
handed(struct response *r, enum err e, int count)
{
    if (!e)
        reply_json(r, 200, json_pack("{s:i}", "handed", count));
    else
        reply_failure(r, e, e == ERR_NOT_FOUND
                ? "There is no such message or thread."
            : e == ERR_REFUSED ? "It is in the safeguarding tray already."
            : e == ERR_INPUT ? "It was sent from here; only what came in can"
                               " be handed over."
            : NULL);
}

void
api_hand(struct web *w, const struct request *q, struct response *r)
{
    struct message m = { 0 };

    if (!get(w, q, r, &m))
        return;
    message_clear(&m);
    handed(r, filing_hand(w->db, q->id, q->caller.who), 1);
}

void
api_hand_thread(struct web *w, const struct request *q, struct response *r)
{
    int count = 0;
    struct thread t;
    enum err e = thread_get(w->db, q->id, &t);

    if (!e && api_hidden(q, r, t.tray))
        return;
    if (!e)
        e = filing_hand_thread(w->db, q->id, q->caller.who, &count);
    handed(r, e, count);
}

void
api_cancel(struct web *w, const struct request *q, struct response *r)
{
    struct message m = { 0 };
    enum err e;

    if (!get(w, q, r, &m))
        return;
    message_clear(&m);
    e = queue_cancel(w->db, q->id, q->caller.who);
    if (!e)
        api_moved(w, q, r);
    else
        reply_failure(r, e, e == ERR_REFUSED
                ? "It cannot be cancelled any more." : NULL);
}

void
api_resend(struct web *w, const struct request *q, struct response *r)
{
    struct message m = { 0 };
    int64_t id = 0;
    enum err e;

    if (!get(w, q, r, &m))
        return;
    message_clear(&m);
    e = queue_resend(w->db, q->id, &q->rules->queue, q->caller.who,
        &id);
    if (!e)
        reply_json(r, 201, json_pack("{s:[I]}", "ids", (json_int_t)id));
    else
        reply_failure(r, e, e == ERR_REFUSED ? "Only a message that failed, is"
            " unsure, expired or was cancelled can be sent again, once."
            : NULL);
}

void
api_seen(struct web *w, const struct request *q, struct response *r)
{
    struct message m = { 0 };
    enum err e;

    if (!get(w, q, r, &m))
        return;
    e = thread_seen(w->db, m.thread, INT64_MAX, q->caller.who);
    message_clear(&m);
    if (!e)
        api_moved(w, q, r);
    else
        reply_failure(r, e, NULL);
}
