/* page_menus.c - the operators' menus: kept in the settings, walked through
 * from the page of the dongles. */
#include "web/page/handlers.h"
#include "web/pages/pages.h"
#include "web/view/menus_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char path_here[] = "/settings/menus";

/* --- the settings --------------------------------------------------------- */

static void
keep_menu(void *user, const struct menu *m)
{
    struct menus_view *v = user;

    if (v->n_menus < MENUS_SHOWN)
        v->menu[v->n_menus++] = *m;
}

static void
keep_sim(void *user, const struct sim_settings *s)
{
    struct menus_view *v = user;

    if (v->n_sims < MENUS_SIMS)
        v->sim[v->n_sims++] = *s;
}

static void
show(struct web *w, const struct request *q, struct response *r,
    enum err failed, struct reason why)
{
    struct menus_view *v = calloc(1, sizeof(*v));
    struct page p;
    enum err e = v ? menu_list(w->db, NULL, keep_menu, v) : ERR_MEMORY;

    if (!e)
        e = sim_list(w->db, keep_sim, v);
    if (e)
        page_refusal(q, r, reply_status(e), err_text(e));
    else {
        menu_today(v->today);
        why = reason_or_error(&why, failed);
        settings_start(&p, w, q, path_here, &why);
        pages_settings_menus(&p, v);
        page_finish(&p, r, failed ? reply_status(failed) : 200);
    }
    free(v);
}

void
page_menus(struct web *w, const struct request *q, struct response *r)
{
    show(w, q, r, OK, reason_none);
}

static void
take_field(const struct request *q, const char *name, char *out, size_t room)
{
    const char *value = params_get(&q->form, name);

    snprintf(out, room, "%s", value ? value : "");
}

void
page_menu_do(struct web *w, const struct request *q, struct response *r)
{
    struct menu m = { .kind = (enum menu_kind)params_int(&q->form, "kind",
        MENU_BUY, 0) };
    bool remove = !strcmp(q->segment, "remove");
    struct reason why = { 0 };
    enum err e;

    take_field(q, "network", m.network, sizeof(m.network));
    take_field(q, "name", m.name, sizeof(m.name));
    take_field(q, "steps", m.steps, sizeof(m.steps));
    take_field(q, "reads", m.reads, sizeof(m.reads));
    take_field(q, "checked", m.checked, sizeof(m.checked));
    e = remove ? menu_remove(w->db, params_int(&q->form, "id", INT64_MAX, 0),
                     q->caller.who)
               : menu_save(w->db, &m, q->caller.who, &why);
    if (e)
        show(w, q, r, e, why);
    else
        page_go(r, path_here, remove ? "removed" : "saved");
}

/* --- a dongle's SIM ------------------------------------------------------- */

void
page_menu_walk(struct web *w, const struct request *q, struct response *r)
{
    const char *imsi = params_get(&q->form, "sim");
    int64_t run;
    enum err e = imsi ? menu_start(w->db, imsi, params_int(&q->form, "menu",
        INT64_MAX, 0), params_flag(&q->form, "sure"), q->caller.who, &run)
                      : ERR_INPUT;

    if (!e)
        page_go(r, "/dongles", "asked");
    else
        page_refusal(q, r, reply_status(e), e == ERR_REFUSED
            ? "This spends credit: tick that you are sure." : e == ERR_BUSY
            ? "Another code is under way on this SIM: wait a minute."
            : err_text(e));
}
