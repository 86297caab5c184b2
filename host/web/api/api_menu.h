/* api_menu.h - what the balance shares with the menus. */
#ifndef NOTEHOME_API_MENU_H
#define NOTEHOME_API_MENU_H

#include "web/kit/inside.h"
#include "web/kit/request.h"

/* Begins a walk for the caller and answers 202 {run}, or why not. */
void api_menu_begin(struct web *w, const char *sim, int64_t menu, bool sure,
    const struct request *q, struct response *r);

#endif
