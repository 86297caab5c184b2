/* qr.h - a QR code that a phone's camera reads off a screen or paper. Over
 * libqrencode. */
#ifndef NOTEHOME_QR_H
#define NOTEHOME_QR_H

#include "web/kit/html.h"

/* Writes text as an SVG picture in black on white, with the quiet edge that
 * cameras need, `label` being its words for who cannot see it. Nothing where
 * the text is too long for a code. */
void qr_svg(struct html *h, const char *text, const char *label);

#endif
