/* pen.h - letters and lines on one page of a PDF. Pango and cairo are met in
 * pen.c alone: they shape Arabic, Ethiopic and Devanagari, and pick the font.
 * Lengths are points (1/72 inch). x begins at the side where the language
 * begins to read: at the right of an Arabic page. One thread. */
#ifndef NOTEHOME_PEN_H
#define NOTEHOME_PEN_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

enum pen_flag {
    PEN_BOLD = 1,
    PEN_CODE = 2,               /* typewriter letters, from left to right */
    PEN_DATA = 4,               /* not ours: runs as its own letters do */
    PEN_CENTRE = 8
};
enum pen_colour { PEN_INK, PEN_SOFT, PEN_ACCENT, PEN_PALE, PEN_WHITE };

struct pen_style {
    double size;                /* of the letters */
    unsigned flags;             /* enum pen_flag, joined with | */
    enum pen_colour colour;
    int lines;                  /* at most, then "…"; 0: all that it takes */
};

struct pen;

/* A PDF in memory with pages of this size. title and author (UTF-8) are its
 * own, language a code ("ar"), rtl: it reads from the right. ERR_MEMORY. */
MUST_CHECK enum err pen_open(double width, double height, const char *title,
    const char *author, struct pen **out);
/* For what follows. */
void pen_language(struct pen *p, const char *language, bool rtl);
/* Whether it draws, or only measures. */
void pen_ink(struct pen *p, bool ink);
void pen_next_page(struct pen *p);
/* Ends the PDF: *bytes of it at *pdf, borrowed until pen_close(). */
MUST_CHECK enum err pen_end(struct pen *p, const void **pdf, size_t *bytes);
void pen_close(struct pen *p);

/* Letters that were drawn and that no font has: a box stands there. */
int pen_unknown(const struct pen *p);

/* Writes text (UTF-8, line ends count as blanks) into a column that begins at
 * x, its upper edge at y, w wide; returns its height. */
double pen_text(struct pen *p, const struct pen_style *s, const char *text,
    double x, double y, double w);
/* Its height alone. */
double pen_height(struct pen *p, const struct pen_style *s, const char *text,
    double w);
/* How far below its upper edge the letters of the first line stand. */
double pen_base(struct pen *p, const struct pen_style *s, const char *text,
    double w);
/* How wide it is on one line. */
double pen_width(struct pen *p, const struct pen_style *s, const char *text);

void pen_rule(struct pen *p, enum pen_colour c, double x, double y, double w,
    double thick);
/* Dots to write on. */
void pen_dots(struct pen *p, double x, double y, double w);
void pen_disc(struct pen *p, enum pen_colour c, double x, double y, double r);
/* A frame with round corners. */
void pen_frame(struct pen *p, enum pen_colour c, double x, double y, double w,
    double h);
/* A black square, whatever the direction: x from the left edge of the page. */
void pen_square(struct pen *p, double x, double y, double w, double h);
/* x of the left edge of what begins at x and is w wide. */
double pen_left(const struct pen *p, double x, double w);

#endif
