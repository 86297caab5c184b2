/* menus_view.h - the operators' menus: their settings, and those of one
 * dongle's SIM. */
#ifndef NOTEHOME_MENUS_VIEW_H
#define NOTEHOME_MENUS_VIEW_H

#include "store/sims/menu.h"
#include "store/sims/sim.h"
#include "web/kit/page.h"

struct web;

enum { MENUS_SHOWN = 40, MENUS_SIMS = 16 };

struct menus_view {
    struct menu menu[MENUS_SHOWN];
    int n_menus;
    struct sim_settings sim[MENUS_SIMS];
    int n_sims;
    char today[12];             /* "2026-11-22" */
};

/* One SIM's menus with how the last walk through each went. */
struct sim_menus {
    char imsi[20];
    struct menu menu[MENUS_SHOWN];
    struct menu_run run[MENUS_SHOWN]; /* id 0: never */
    int n_menus;
};

MUST_CHECK enum err menus_of_sim(struct web *w, const char *imsi,
    struct sim_menus *out);
/* "Balance", in English; static. */
const char *menus_kind_label(enum menu_kind kind);
const char *menus_state_label(enum menu_state state);

#endif
