#include "test.h"

#include "web/kit/chart.h"

#include <stdlib.h>
#include <string.h>

TEST(columns_are_as_tall_as_their_figures)
{
    struct chart c = { .title = "Texts & calls", .n = 2, .series = 1,
        .value = { { 10, 5 } }, .label = { "Mon", "Tue" } };
    struct html h = { 0 };
    char *svg;

    chart_columns(&h, &c);
    svg = html_take(&h);
    CHECK(strstr(svg, "aria-label=\"Texts &amp; calls\""));
    CHECK(strstr(svg, "y=\"18\" width=\"35.00%\" height=\"130\""));
    CHECK(strstr(svg, "y=\"83\" width=\"35.00%\" height=\"65\""));
    CHECK(strstr(svg, ">Mon</text>") && strstr(svg, ">Tue</text>"));
    free(svg);
}

TEST(a_chart_of_nothing_is_drawn_all_the_same)
{
    struct chart c = { .title = "", .n = 0, .series = 1 };
    struct html h = { 0 };
    char *svg;

    chart_columns(&h, &c);
    svg = html_take(&h);
    CHECK(!strstr(svg, "<rect") && strstr(svg, "</svg>"));
    free(svg);
}

TEST(a_line_is_broken_where_nothing_was_known)
{
    struct chart_line l = { .title = "Signal", .from = 0, .to = 100,
        .top = 100, .left = "a", .right = "b", .high = "100 %" };
    struct chart_point p[] = { { 0, 0 }, { 10, 100 }, { 20, -1 }, { 30, 50 },
        { 90, 50 } };
    struct html h = { 0 };
    char *svg;

    chart_draw_line(&h, &l, p, 5, 20);
    svg = html_take(&h);
    CHECK(strstr(svg, "d=\"M0.0 100.0h1L100.0 0.0M300.0 50.0h1"
                      "M900.0 50.0h1\""));
    free(svg);
}
