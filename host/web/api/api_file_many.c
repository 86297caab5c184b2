/* api_file_many.c - several texts into one family's thread in one step, and
 * back. */
#include "store/inbox/filing_many.h"
#include "web/api/api.h"

#include <stdlib.h>
#include <string.h>

/* The ids of "messages"; false after answering. */
static bool
read_ids(const json_t *j, struct response *r, int64_t ids[FILING_MANY], int *n)
{
    json_t *list = json_object_get(j, "messages"), *one;
    bool good = json_is_array(list) && json_array_size(list) > 0
        && json_array_size(list) <= FILING_MANY;
    size_t i;

    *n = 0;
    json_array_foreach(list, i, one) {
        good &= json_is_integer(one) && json_integer_value(one) > 0;
        for (int k = 0; good && k < *n; k++)
            good &= ids[k] != json_integer_value(one);
        if (!good)
            break;
        ids[(*n)++] = json_integer_value(one);
    }
    if (!good)
        reply_error(r, 400, "messages is a list of the numbers of 1 to %d"
            " messages, each once.", FILING_MANY);
    return good;
}

/* thread: the family's; 0: there is none to say. bad: which message was
 * refused. */
static void
answer(struct response *r, enum err e, const char *done, int n, int64_t thread,
    int64_t bad)
{
    if (!e && thread)
        reply_json(r, 200, json_pack("{s:i, s:I}", done, n, "thread",
            (json_int_t)thread));
    else if (!e)
        reply_json(r, 200, json_pack("{s:i}", done, n));
    else if (!bad || (e != ERR_NOT_FOUND && e != ERR_REFUSED
            && e != ERR_INPUT))
        reply_failure(r, e, NULL);
    else
        reply_error(r, reply_status(e), "Nothing was changed, for message"
            " %lld: %s", (long long)bad, e == ERR_INPUT
            ? "it was sent from here; only what came in can be filed."
            : e == ERR_NOT_FOUND ? "it is not there, or cannot be moved with"
                                   " others."
            : !strcmp(done, "filed") ? "it is in that family's thread already."
                                     : "nobody has moved it.");
}

void
api_file_many(struct web *w, const struct request *q, struct response *r)
{
    json_t *j = json_body(q, r, "messages family");
    int64_t *ids = calloc(FILING_MANY, sizeof(*ids)), family;
    struct filing_many done = { 0 };
    bool bad = false;
    struct family f;
    int n;
    enum err e;

    family = j ? json_int_of(j, "family", &bad) : 0;
    if (j && !ids)
        reply_failure(r, ERR_MEMORY, NULL);
    else if (j && (bad || family < 1))
        reply_error(r, 400, "Name the family by its number:"
                            " {\"messages\": [1, 2], \"family\": 12}.");
    else if (j && (e = family_get(w->db, family, &f)))
        reply_failure(r, e, e == ERR_NOT_FOUND ? "There is no such family."
                                               : NULL);
    else if (j && read_ids(j, r, ids, &n)) {
        e = filing_move_many(w->db, ids, n, f.id, q->caller.who, &done);
        answer(r, e, "filed", n, done.thread, done.bad);
    }
    json_decref(j);
    free(ids);
}

void
api_unfile_many(struct web *w, const struct request *q, struct response *r)
{
    json_t *j = json_body(q, r, "messages");
    int64_t *ids = calloc(FILING_MANY, sizeof(*ids)), bad = 0;
    int n;

    if (j && !ids)
        reply_failure(r, ERR_MEMORY, NULL);
    else if (j && read_ids(j, r, ids, &n)) {
        enum err e = filing_undo_many(w->db, ids, n, q->caller.who, &bad);

        answer(r, e, "unfiled", n, 0, bad);
    }
    json_decref(j);
    free(ids);
}
