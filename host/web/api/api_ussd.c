/* api_ussd.c - codes dialled on a SIM. The answer comes later: ask for it by
 * its number, or listen for the event "modems". */
#include "store/db/setting.h"
#include "store/sims/menu.h"
#include "store/sims/modems.h"
#include "store/sims/sim.h"
#include "text/service_code.h"
#include "web/api/api.h"
#include "web/api/api_menu.h"

#include <string.h>

static const char *
state_name(enum ussd_state s)
{
    switch (s) {
    case USSD_WAITING:
        return "waiting";
    case USSD_ASKED:
        return "asked";
    case USSD_DONE:
        return "done";
    case USSD_FAILED:
        break;
    }
    return "failed";
}

/* sure: also a code that sets where the SIM's calls go, or its PIN. */
static void
dial(struct web *w, const struct request *q, struct response *r,
    const char *code, bool sure)
{
    const char *sim = strcmp(q->segment, "-") ? q->segment : NULL;
    int64_t id = 0;
    enum err e;

    if (service_code(code) && !sure) {
        reply_error(r, 409, "%s sets a service of the SIM, such as where its"
            " calls go, what is barred, or its PIN. Nothing was dialled. Say"
            " that you are sure (\"sure\": true, or --yes).", code);
        return;
    }
    e = modems_ussd(w->db, sim, code, q->caller.who, &id);
    if (!e)
        reply_json(r, 202, json_pack("{s:I}", "id", (json_int_t)id));
    else if (e == ERR_NOT_FOUND)
        reply_error(r, 404, sim ? "There is no SIM \"%s\"."
                                : "There is no SIM%.0s yet.", q->segment);
    else
        reply_failure(r, e, e == ERR_REFUSED ? "There are several SIMs: say"
            " which one." : e == ERR_BUSY ? "Another code is under way on this"
            " SIM: wait a minute." : e == ERR_INPUT ? "A code is digits, * and"
            " #."
            : NULL);
}

void
api_ussd(struct web *w, const struct request *q, struct response *r)
{
    bool bad = false;
    json_t *j = json_body(q, r, "code sure");
    const char *code;
    bool sure;

    if (!j)
        return;
    code = json_string_of(j, "code", &bad);
    sure = json_flag_of(j, "sure", &bad);
    if (bad || !*code)
        reply_error(r, 400, "Say which code: {\"code\": \"*144#\"}.");
    else
        dial(w, q, r, code, sure);
    json_decref(j);
}

/* Dials a code and keeps it for the next time: one that cannot be dialled is
 * not kept. Answers, but for the failure that comes back. */
static enum err
dial_and_keep(struct web *w, const struct request *q, struct response *r,
    const char *code)
{
    enum err e = db_begin(w->db);

    if (e)
        return e;
    if (!(e = setting_set(w->db, "balance_code", code)))
        dial(w, q, r, code, false);
    if (!e && r->status != 202) {
        db_rollback(w->db);
        return OK;
    }
    return db_end(w->db, e);
}

void
api_balance(struct web *w, const struct request *q, struct response *r)
{
    char code[64] = "";
    int64_t menu = 0;
    const char *sim = strcmp(q->segment, "-") ? q->segment : NULL, *given;
    json_t *j = q->bytes ? json_body(q, r, "code")
                          : json_object();
    bool bad = false;
    enum err e;

    if (!j)
        return;
    given = json_string_of(j, "code", &bad);
    /* A code may as well send the credit away. */
    if ((*given || bad) && q->caller.role < ROLE_ADMIN) {
        reply_error(r, 403, "Only an admin says which code is dialled.");
        json_decref(j);
        return;
    }
    if (*given)
        e = dial_and_keep(w, q, r, given);
    else if (!(e = sim_balance_code(w->db, sim, code, sizeof(code)))
        && (e = menu_for_balance(w->db, sim, &menu)) == ERR_EMPTY)
        e = OK;
    json_decref(j);
    if (e)
        reply_failure(r, e, NULL);
    else if (r->status)
        return;                 /* dialled, or told why not */
    else if (menu)
        api_menu_begin(w, sim, menu, false, q, r);
    else if (!*code)
        reply_error(r, 409, "No balance code is known yet. Give it once, as in"
            " notehome balance --code '*144#'.");
    else
        dial(w, q, r, code, false);
}

void
api_ussd_get(struct web *w, const struct request *q, struct response *r)
{
    struct ussd u;
    enum err e = modems_ussd_get(w->db, q->id, &u);

    if (!e)
        reply_json(r, 200, json_pack("{s:I, s:s, s:o, s:o, s:i}", "id",
            (json_int_t)u.id, "state", state_name(u.state), "code",
            json_text(u.code), "answer", json_reason(&u.answer), "status",
            u.status));
    else
        reply_failure(r, e, e == ERR_NOT_FOUND ? "There is no such request."
                                               : NULL);
}
