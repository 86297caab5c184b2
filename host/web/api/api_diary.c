/* api_diary.c - the diary of a dongle: asked for, ended, fetched. */
#include "status/status.h"
#include "store/sims/diaries.h"
#include "web/api/api.h"

#include <stdlib.h>
#include <string.h>

static json_t *
json_of(const struct diary_row *d, bool some)
{
    if (!some)
        return json_pack("{s:s}", "state", "none");
    return json_pack("{s:I, s:s, s:o, s:o, s:o, s:I}", "id",
        (json_int_t)d->id, "state", d->kept ? "kept" : "ready", "modem",
        *d->modem ? json_text(d->modem) : json_null(), "began",
        json_time(d->began), "ends", json_time(d->ends), "bytes",
        (json_int_t)d->bytes);
}

void
api_diary(struct web *w, const struct request *q, struct response *r)
{
    struct diary_row d;
    enum err e = diaries_last(w->db, &d);

    (void)q;
    if (e && e != ERR_EMPTY)
        reply_failure(r, e, NULL);
    else
        reply_json(r, 200, json_of(&d, !e));
}

void
api_diary_ask(struct web *w, const struct request *q, struct response *r)
{
    bool bad = false;
    json_t *j = q->bytes ? json_body(q, r, "modem seconds") : json_object();
    struct reason why = { 0 };
    const char *modem;
    int64_t seconds, id = 0;
    enum err e;

    if (!j)
        return;
    modem = json_string_of(j, "modem", &bad);
    seconds = json_int_of(j, "seconds", &bad);
    if (!json_object_get(j, "seconds"))
        seconds = DIARY_SECONDS;
    if (bad) {
        reply_error(r, 400, "Say it as {\"modem\": \"sim1\", \"seconds\":"
            " 180}; both may be left out.");
    } else if (*modem && !status_has(modem)) {
        why = reason_of(REASON_DIARY_NO_DONGLE);
        reply_refused(r, ERR_NOT_FOUND, &why);
    } else if ((e = diaries_ask(w->db, modem, seconds > INT16_MAX ? INT16_MAX
                    : seconds < 0 ? 0 : (int)seconds, q->caller.who, &id,
                    &why))) {
        reply_refused(r, e, &why);
    } else {
        reply_json(r, 202, json_pack("{s:I, s:I}", "id", (json_int_t)id,
            "seconds", (json_int_t)seconds));
    }
    json_decref(j);
}

void
api_diary_stop(struct web *w, const struct request *q, struct response *r)
{
    enum err e = diaries_stop(w->db);

    (void)q;
    if (e)
        reply_failure(r, e, e == ERR_EMPTY ? "No diary is being kept." : NULL);
    else
        reply_json(r, 200, json_object());
}

void
api_diary_text(struct web *w, const struct request *q, struct response *r)
{
    char *text = NULL;
    enum err e = diaries_text(w->db, &text);
    struct reason why = reason_of(REASON_DIARY_NOT_YET);

    (void)q;
    if (e == ERR_EMPTY)
        reply_refused(r, ERR_NOT_FOUND, &why);
    else if (e)
        reply_failure(r, e, NULL);
    else
        reply_json(r, 200, json_pack("{s:s}", "text", text));
    free(text);
}
