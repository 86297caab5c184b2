#include "web/kit/qr.h"

#include <qrencode.h>
#include <stdio.h>

enum { EDGE = 4, SIZE = 180 };  /* modules; pixels */

/* The dark modules of one row, each run of them as one bar. */
static void
write_row(struct html *h, const unsigned char *row, int width, int y)
{
    char bar[60];

    for (int x = 0, from; x < width; x++) {
        if (!(row[x] & 1))
            continue;
        for (from = x; x < width && (row[x] & 1); x++)
            continue;
        snprintf(bar, sizeof(bar), "M%d %dh%dv1h-%dz", from + EDGE, y + EDGE,
            x - from, x - from);
        html_raw(h, bar);
    }
}

void
qr_svg(struct html *h, const char *text, const char *label)
{
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
    char head[160];
    int whole;

    if (!code)
        return;
    whole = code->width + 2 * EDGE;
    snprintf(head, sizeof(head), "<svg class=\"qr\" viewBox=\"0 0 %d %d\""
        " width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"", whole, whole,
        SIZE, SIZE);
    html_raw(h, head);
    html_text(h, label);
    snprintf(head, sizeof(head), "\"><rect width=\"%d\" height=\"%d\""
        " fill=\"#fff\"/><path fill=\"#000\" d=\"", whole, whole);
    html_raw(h, head);
    for (int y = 0; y < code->width; y++)
        write_row(h, code->data + y * code->width, code->width, y);
    html_raw(h, "\"/></svg>\n");
    QRcode_free(code);
}
