/* practice_view.h - what pages/practice*.html show. */
#ifndef NOTEHOME_PRACTICE_VIEW_H
#define NOTEHOME_PRACTICE_VIEW_H

#include "store/figures/figures.h"
#include "web/kit/page.h"
#include "web/view/practice.h"

enum { PRACTICE_PHONES = 100, PRACTICE_TEXTS = 8, PRACTICE_TYPED = 480 };

struct practice_list {
    struct figures_name known[PRACTICE_PHONES]; /* of guardians */
    int n_known;
    struct practice_phone other[PRACTICE_PHONES]; /* of nobody we know */
    int n_other;
};
struct practice_screen {
    char number[64], owner[160];
    struct practice_text text[PRACTICE_TEXTS];
    int n_texts;
    char typed[PRACTICE_TYPED];
    char last[2];               /* key pressed just before; "" none */
    const char *said;           /* what was just done; "" nothing */
};

#endif
