#include "web/view/menus_view.h"

#include "web/kit/inside.h"

#include <stdio.h>
#include <string.h>

const char *
menus_kind_label(enum menu_kind kind)
{
    switch (kind) {
    case MENU_BALANCE:
        return "Balance";
    case MENU_BUNDLES:
        return "What is left of bundles";
    case MENU_BUY:
        break;
    }
    return "Buys: spends credit";
}

const char *
menus_state_label(enum menu_state state)
{
    switch (state) {
    case MENU_RUNNING:
        return "being asked";
    case MENU_DONE:
        return "answered";
    case MENU_FAILED:
        break;
    }
    return "did not work";
}

static void
keep_own(void *user, const struct menu *m)
{
    struct sim_menus *s = user;

    if (s->n_menus < MENUS_SHOWN)
        s->menu[s->n_menus++] = *m;
}

static void
keep_run(void *user, const struct menu_run *r)
{
    struct sim_menus *s = user;

    for (int i = 0; i < s->n_menus; i++)
        if (s->menu[i].id == r->menu)
            s->run[i] = *r;
}

enum err
menus_of_sim(struct web *w, const char *imsi, struct sim_menus *out)
{
    enum err e;

    memset(out, 0, sizeof(*out));
    snprintf(out->imsi, sizeof(out->imsi), "%s", imsi);
    e = menu_list(w->db, imsi, keep_own, out);
    return e ? e : menu_runs(w->db, imsi, keep_run, out);
}
