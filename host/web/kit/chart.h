/* chart.h - charts as SVG, drawn by the server: no script, and they print.
 * Places are percentages, so that a chart is as wide as its page and its
 * letters stay as large as the text. A chart is a picture with a title; the
 * page puts a table of the same figures beside it. */
#ifndef NOTEHOME_CHART_H
#define NOTEHOME_CHART_H

#include "web/kit/html.h"

enum { CHART_COLUMNS_MAX = 31, CHART_LABEL = 32 };

/* Columns; of the second series only the outline is drawn. */
struct chart {
    const char *title;          /* what it shows, in words */
    int n, series;              /* columns; 1 or 2 values each */
    int64_t value[2][CHART_COLUMNS_MAX]; /* not under 0 */
    char label[CHART_COLUMNS_MAX][CHART_LABEL];
};
void chart_columns(struct html *h, const struct chart *c);

/* A line over time. */
struct chart_point {
    int64_t x;
    int y;                      /* 0 to top; under 0: the line is broken */
};
struct chart_line {
    const char *title;
    int64_t from, to;           /* of x; from < to */
    int top;                    /* of y; over 0 */
    const char *left, *right, *high; /* words at the ends of the axes */
};
/* Two neighbours more than `gap` apart are not joined. */
void chart_draw_line(struct html *h, const struct chart_line *l,
    const struct chart_point *p, int n, int64_t gap);

#endif
