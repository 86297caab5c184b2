#include "print/code.h"

#include <qrencode.h>

enum { EDGE = 4 };              /* modules of quiet edge */

void
code_draw(struct pen *p, const char *text, double x, double y, double size)
{
    /* A fifth of it may be faded or torn: it hangs there for years. */
    QRcode *q = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_Q);
    double one, left = pen_left(p, x, size);

    if (!q)
        return;
    one = size / (q->width + 2 * EDGE);
    for (int row = 0; row < q->width; row++)
        for (int i = 0, from; i < q->width; i++) {
            const unsigned char *m = q->data + row * q->width;

            if (!(m[i] & 1))
                continue;
            for (from = i; i < q->width && (m[i] & 1); i++)
                continue;
            /* A hair wider, so that printers leave no line between. */
            pen_square(p, left + (from + EDGE) * one, y + (row + EDGE) * one,
                (i - from) * one + 0.03, one + 0.03);
        }
    QRcode_free(q);
}
