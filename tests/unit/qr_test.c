/* The QR code of the encrypted address. */
#include "test.h"

#include "web/kit/qr.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 64 };

/* The picture back as modules, without its edge; the width. */
static int
read_svg(const char *svg, char dark[MOST][MOST])
{
    int whole = 0, x, y, n;

    memset(dark, 0, MOST * MOST);
    CHECK(sscanf(svg, "<svg class=\"qr\" viewBox=\"0 0 %d", &whole) == 1);
    CHECK(whole - 8 <= MOST);
    for (const char *at = svg; (at = strchr(at, 'M')); at++)
        if (sscanf(at, "M%d %dh%d", &x, &y, &n) == 3)
            for (int i = 0; i < n; i++) {
                CHECK(x + i >= 4 && x + i < whole - 4 && y >= 4
                    && y < whole - 4);
                dark[y - 4][x + i - 4] = 1;
            }
    return whole - 8;
}

/* The square that tells a camera where a corner is: 7 by 7 with a ring. */
static void
check_corner(char dark[MOST][MOST], int left, int top)
{
    for (int y = 0; y < 7; y++)
        for (int x = 0; x < 7; x++) {
            int ring = x < 6 - x ? x : 6 - x, other = y < 6 - y ? y : 6 - y;

            CHECK_INT(dark[top + y][left + x], (ring < other ? ring : other)
                != 1);
        }
}

TEST(a_code_has_its_corners_its_edge_and_its_words)
{
    static char dark[MOST][MOST];
    struct html h = { 0 };
    char *svg;
    int width;

    qr_svg(&h, "https://notehome.local:8443/", "the \"address\" & more");
    CHECK((svg = html_take(&h)) != NULL);
    CHECK(strstr(svg, "aria-label=\"the &quot;address&quot; &amp; more\""));
    width = read_svg(svg, dark);
    CHECK_INT((width - 17) % 4, 0);     /* 21, 25, 29 ... */
    check_corner(dark, 0, 0);
    check_corner(dark, width - 7, 0);
    check_corner(dark, 0, width - 7);
    for (int i = 8; i < width - 8; i++) /* the lines that give the pitch */
        CHECK(dark[6][i] == (i % 2 == 0) && dark[i][6] == (i % 2 == 0));
    CHECK_INT(dark[width - 8][8], 1);
    free(svg);
}

TEST(what_is_too_long_for_a_code_has_none)
{
    static char text[8000];
    struct html h = { 0 };
    char *svg;

    memset(text, 'x', sizeof(text) - 1);
    qr_svg(&h, text, "x");
    svg = html_take(&h);
    CHECK(!svg || !*svg);
    free(svg);
}
