/* api_menu.c - the operators' menus, and walking through one. The end of a walk
 * comes later: ask for it by its number, or listen for the event "modems". */
#include "web/api/api_menu.h"

#include "store/sims/menu.h"
#include "web/api/api.h"

#include <stdio.h>
#include <string.h>

static const char *
state_name(enum menu_state s)
{
    switch (s) {
    case MENU_RUNNING:
        return "running";
    case MENU_DONE:
        return "done";
    case MENU_FAILED:
        break;
    }
    return "failed";
}

static void
add_menu(void *user, const struct menu *m)
{
    json_array_append_new(user, json_pack("{s:I, s:s, s:s, s:o, s:o, s:o, s:s}",
        "id", (json_int_t)m->id, "network", m->network, "kind",
        menu_kind_name(m->kind), "name", json_text(m->name), "steps",
        json_text(m->steps), "reads", json_text(m->reads), "checked",
        m->checked));
}

void
api_menus(struct web *w, const struct request *q, struct response *r)
{
    json_t *all = json_array();
    enum err e = all ? menu_list(w->db, NULL, add_menu, all) : ERR_MEMORY;

    (void)q;
    reply_list(r, e, all);
}

void
api_menu_save(struct web *w, const struct request *q, struct response *r)
{
    bool bad = false;
    struct menu m = { .id = 0 };
    struct reason why = { 0 };
    json_t *j = json_body(q, r, "network name steps reads checked kind");
    enum err e;

    if (!j)
        return;
    snprintf(m.network, sizeof(m.network), "%s",
        json_string_of(j, "network", &bad));
    snprintf(m.name, sizeof(m.name), "%s", json_string_of(j, "name", &bad));
    snprintf(m.steps, sizeof(m.steps), "%s",
        json_string_of(j, "steps", &bad));
    snprintf(m.reads, sizeof(m.reads), "%s",
        json_string_of(j, "reads", &bad));
    snprintf(m.checked, sizeof(m.checked), "%s",
        json_string_of(j, "checked", &bad));
    if (!*m.checked)
        menu_today(m.checked);
    m.kind = (enum menu_kind)menu_kind_of(json_string_of(j, "kind", &bad));
    json_decref(j);
    e = bad ? ERR_INPUT : menu_save(w->db, &m, q->caller.who, &why);
    if (!e)
        reply_json(r, 200, json_pack("{s:I}", "id", (json_int_t)m.id));
    else
        reply_refused(r, e, &why);
}

void
api_menu_remove(struct web *w, const struct request *q, struct response *r)
{
    enum err e = menu_remove(w->db, q->id, q->caller.who);

    if (!e)
        reply_json(r, 200, json_object());
    else
        reply_failure(r, e, e == ERR_NOT_FOUND ? "There is no such menu."
                                               : NULL);
}

void
api_menu_begin(struct web *w, const char *sim, int64_t menu, bool sure,
    const struct request *q, struct response *r)
{
    int64_t run = 0;
    enum err e = menu_start(w->db, sim, menu, sure, q->caller.who, &run);

    if (!e)
        reply_json(r, 202, json_pack("{s:I}", "run", (json_int_t)run));
    else
        reply_failure(r, e, e == ERR_NOT_FOUND ? "There is no such SIM, or its"
            " operator has no such menu." : e == ERR_BUSY ? "Another code is"
            " under way on this SIM: wait a minute." : e == ERR_REFUSED
            ? "This spends credit, or there are several SIMs: say which one,"
              " and that you are sure." : NULL);
}

void
api_menu(struct web *w, const struct request *q, struct response *r)
{
    const char *sim = strcmp(q->segment, "-") ? q->segment : NULL;
    bool bad = false, sure;
    struct menu m = { 0 };
    json_t *j = json_body(q, r, "name sure");
    enum err e;

    if (!j)
        return;
    e = menu_find(w->db, sim, json_string_of(j, "name", &bad), &m);
    sure = json_flag_of(j, "sure", &bad);
    json_decref(j);
    if (bad)
        e = ERR_INPUT;
    if (e)
        reply_failure(r, e, e == ERR_NOT_FOUND ? "There is no such SIM, or its"
            " operator has no menu of this name." : NULL);
    else if (m.kind == MENU_BUY && !sure)
        reply_error(r, 409, "\"%s\" spends credit (%s). Say that you are sure"
            " of it: --yes.", m.name, m.steps);
    else
        api_menu_begin(w, sim, m.id, sure, q, r);
}

void
api_menu_run(struct web *w, const struct request *q, struct response *r)
{
    struct menu_run m;
    enum err e = menu_run_get(w->db, q->id, &m);

    if (!e)
        reply_json(r, 200, json_pack("{s:I, s:s, s:s, s:o, s:o, s:o}", "id",
            (json_int_t)m.id, "state", state_name(m.state), "kind",
            menu_kind_name(m.kind), "name", json_text(m.name), "answer",
            json_reason(&m.words), "at", json_time(m.started)));
    else
        reply_failure(r, e, e == ERR_NOT_FOUND ? "There is no such walk."
                                               : NULL);
}
