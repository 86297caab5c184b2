#include "web/kit/chart.h"

#include <stdarg.h>
#include <stdio.h>

enum { HEIGHT = 170, FOOT = 22, HEAD = 18 };

static void put(struct html *h, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Markup of our own with figures in it. */
static void
put(struct html *h, const char *fmt, ...)
{
    char text[400];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(text, sizeof(text), fmt, ap);
    va_end(ap);
    html_raw(h, text);
}

static void
start(struct html *h, const char *title)
{
    put(h, "<svg class=\"chart\" role=\"img\" width=\"100%%\" height=\"%d\""
        " direction=\"ltr\" aria-label=\"", HEIGHT);
    html_text(h, title);
    html_raw(h, "\">\n");
}

/* A line across at the height of a figure, and the figure. */
static void
rule(struct html *h, int y, const char *words)
{
    put(h, "<line class=\"rule\" x1=\"0\" x2=\"100%%\" y1=\"%d\" y2=\"%d\"/>"
        "<text x=\"0\" y=\"%d\">", y, y, y - 4);
    html_text(h, words);
    html_raw(h, "</text>\n");
}

static int64_t
largest(const struct chart *c)
{
    int64_t most = 1;

    for (int s = 0; s < c->series; s++)
        for (int i = 0; i < c->n; i++)
            if (c->value[s][i] > most)
                most = c->value[s][i];
    return most;
}

void
chart_columns(struct html *h, const struct chart *c)
{
    int64_t most = largest(c);
    double step = 100.0 / (c->n > 0 ? c->n : 1);
    double wide = step * 0.7 / c->series;
    int room = HEIGHT - FOOT - HEAD, each = c->n > 6 ? (c->n + 3) / 4 : 1;
    char top[24];

    start(h, c->title);
    snprintf(top, sizeof(top), "%lld", (long long)most);
    rule(h, HEAD, top);
    put(h, "<line class=\"axis\" x1=\"0\" x2=\"100%%\" y1=\"%d\" y2=\"%d\"/>\n",
        HEIGHT - FOOT, HEIGHT - FOOT);
    for (int i = 0; i < c->n; i++) {
        for (int s = 0; s < c->series; s++) {
            int tall = (int)(c->value[s][i] * room / most);

            put(h, "<rect class=\"column-%d\" x=\"%.2f%%\" y=\"%d\""
                " width=\"%.2f%%\" height=\"%d\"/>\n", s + 1,
                step * (i + 0.15) + wide * s, HEIGHT - FOOT - tall, wide,
                tall);
        }
        if ((c->n - 1 - i) % each == 0) {
            put(h, "<text x=\"%.2f%%\" y=\"%d\" text-anchor=\"%s\">",
                i == c->n - 1 ? 100.0 : step * (i + 0.5), HEIGHT - 5,
                i == c->n - 1 ? "end" : "middle");
            html_text(h, c->label[i]);
            html_raw(h, "</text>\n");
        }
    }
    html_raw(h, "</svg>\n");
}

void
chart_draw_line(struct html *h, const struct chart_line *l,
    const struct chart_point *p, int n, int64_t gap)
{
    int room = HEIGHT - FOOT - HEAD;
    bool joined = false;

    start(h, l->title);
    rule(h, HEAD, l->high);
    put(h, "<line class=\"axis\" x1=\"0\" x2=\"100%%\" y1=\"%d\" y2=\"%d\"/>\n",
        HEIGHT - FOOT, HEIGHT - FOOT);
    /* stretched to the page's width, the pen is not */
    put(h, "<svg y=\"%d\" width=\"100%%\" height=\"%d\" viewBox=\"0 0 1000"
        " 100\" preserveAspectRatio=\"none\"><path class=\"pen\""
        " vector-effect=\"non-scaling-stroke\" d=\"", HEAD, room);
    for (int i = 0; i < n; i++) {
        double x = 1000.0 * (double)(p[i].x - l->from)
            / (double)(l->to - l->from);
        double y = 100.0 - 100.0 * p[i].y / l->top;

        if (p[i].y < 0) {
            joined = false;
            continue;
        }
        if (joined && p[i].x - p[i - 1].x > gap)
            joined = false;
        /* a point alone is a short stroke, or it would not be seen */
        put(h, joined ? "L%.1f %.1f" : "M%.1f %.1fh1", x, y);
        joined = true;
    }
    put(h, "\"/></svg>\n<text x=\"0\" y=\"%d\">", HEIGHT - 5);
    html_text(h, l->left);
    put(h, "</text><text x=\"100%%\" y=\"%d\" text-anchor=\"end\">",
        HEIGHT - 5);
    html_text(h, l->right);
    html_raw(h, "</text>\n</svg>\n");
}
