/* api_hold.c - the holding answer: by when the answer comes. */
#include "web/api/api.h"
#include "web/view/hold.h"

/* False after answering. */
static bool
read_what(const json_t *j, struct response *r, enum holding *what, int *day)
{
    bool bad = false;
    const char *asks = json_string_of(j, "asks", &bad);
    const char *by = json_string_of(j, "by", &bad);

    *day = *by ? calendar_day_of(by, NULL) : 0;
    if (!bad && holding_read(asks, what) && (*day || !*by))
        return true;
    reply_error(r, 400, "Say asks as head or finding, and by as a day"
        " (2026-12-04).");
    return false;
}

void
api_hold(struct web *w, const struct request *q, struct response *r)
{
    json_t *j = json_body(q, r, "by asks");
    struct reason why = { 0 };
    char text[12];
    enum holding what;
    struct thread t;
    int day = 0, by = 0;
    enum err e;

    if (!j)
        return;
    if ((e = thread_get(w->db, q->id, &t)))
        reply_failure(r, e, e == ERR_NOT_FOUND ? "There is no such thread."
                                               : NULL);
    else if (!api_hidden(q, r, t.tray) && read_what(j, r, &what, &day)) {
        if ((e = hold_send(w, q, &t, what, day, NULL, &by, &why)))
            reply_refused(r, e, &why);
        else
            reply_json(r, 201, json_pack("{s:I, s:s, s:s}", "id",
                (json_int_t)q->id, "by", calendar_text(by, text), "asks",
                holding_name(what)));
    }
    json_decref(j);
}
