/* code.h - a QR code on paper. libqrencode is met here and in web/kit/qr.c. */
#ifndef NOTEHOME_CODE_H
#define NOTEHOME_CODE_H

#include "print/pen.h"

/* Draws text as a code that begins at x, its upper edge at y, size wide with
 * the quiet edge that cameras need. Nothing where the text is too long for
 * one. */
void code_draw(struct pen *p, const char *text, double x, double y,
    double size);

#endif
