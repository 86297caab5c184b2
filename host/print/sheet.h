/* sheet.h - one paper on one page: the letters are as large as fits. */
#ifndef NOTEHOME_SHEET_H
#define NOTEHOME_SHEET_H

#include "paper/paper.h"
#include "print/pen.h"
#include "web/kit/languages.h"

struct sheet_page {
    double width, height;       /* points */
    const char *foot;           /* at its end, on both sides */
    const char *day;
};

/* Draws it onto the pen's page. */
void sheet_draw(struct pen *p, const struct sheet_page *page, enum paper which,
    const struct paper_facts *facts, const struct language *language);

#endif
