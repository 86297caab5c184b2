#include "print/pen.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <stdlib.h>
#include <string.h>

#define FONTS "Noto Sans, Noto Sans Arabic, Noto Sans Ethiopic," \
    " Noto Sans Devanagari, DejaVu Sans, Sans"
#define FONTS_CODE "Noto Sans Mono, DejaVu Sans Mono, Monospace"

enum { PDF_MAX = 32 * 1024 * 1024 };

struct pen {
    cairo_surface_t *surface;
    cairo_t *cr;
    PangoLayout *layout;
    double width;               /* of the page */
    bool rtl, ink;
    int unknown;
    char *pdf;                  /* owned; bytes of it, room of them taken */
    size_t bytes, room;
};

static cairo_status_t
keep(void *user, const unsigned char *bytes, unsigned n)
{
    struct pen *p = user;

    if (p->bytes + n > p->room) {
        size_t room = (p->bytes + n) * 2;
        char *more = room > PDF_MAX ? NULL : realloc(p->pdf, room);

        if (!more)
            return CAIRO_STATUS_WRITE_ERROR;
        p->pdf = more;
        p->room = room;
    }
    memcpy(p->pdf + p->bytes, bytes, n);
    p->bytes += n;
    return CAIRO_STATUS_SUCCESS;
}

enum err
pen_open(double width, double height, const char *title, const char *author,
    struct pen **out)
{
    struct pen *p = calloc(1, sizeof(*p));
    cairo_font_options_t *options;

    if (!p)
        return ERR_MEMORY;
    options = cairo_font_options_create();
    p->width = width;
    p->surface = cairo_pdf_surface_create_for_stream(keep, p, width, height);
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_TITLE, title);
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_AUTHOR,
        author);
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_CREATOR,
        "Notehome " VERSION);
    p->cr = cairo_create(p->surface);
    p->layout = pango_cairo_create_layout(p->cr);
    pango_cairo_context_set_resolution(pango_layout_get_context(p->layout), 72);
    /* Paper has finer dots than a screen: letters stand where they belong. */
    pango_context_set_round_glyph_positions(
        pango_layout_get_context(p->layout), FALSE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    pango_cairo_context_set_font_options(pango_layout_get_context(p->layout),
        options);
    cairo_font_options_destroy(options);
    pango_layout_set_wrap(p->layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_single_paragraph_mode(p->layout, TRUE);
    pango_layout_set_auto_dir(p->layout, FALSE);
    if (cairo_status(p->cr)) {
        pen_close(p);
        return ERR_MEMORY;
    }
    *out = p;
    return OK;
}

void
pen_language(struct pen *p, const char *language, bool rtl)
{
    pango_context_set_language(pango_layout_get_context(p->layout),
        pango_language_from_string(language));
    p->rtl = rtl;
}

void
pen_ink(struct pen *p, bool ink)
{
    p->ink = ink;
}

void
pen_next_page(struct pen *p)
{
    cairo_show_page(p->cr);
}

enum err
pen_end(struct pen *p, const void **pdf, size_t *bytes)
{
    cairo_surface_finish(p->surface);
    if (cairo_surface_status(p->surface) || cairo_status(p->cr))
        return ERR_MEMORY;
    *pdf = p->pdf;
    *bytes = p->bytes;
    return OK;
}

void
pen_close(struct pen *p)
{
    if (!p)
        return;
    g_object_unref(p->layout);
    cairo_destroy(p->cr);
    cairo_surface_destroy(p->surface);
    free(p->pdf);
    free(p);
}

int
pen_unknown(const struct pen *p)
{
    return p->unknown;
}

/* Readable in black on white too: a school's printer has no colours. */
static void
colour(struct pen *p, enum pen_colour c)
{
    static const double colours[][3] = {
        [PEN_INK] = { 0.08, 0.1, 0.1 }, [PEN_SOFT] = { 0.3, 0.34, 0.33 },
        [PEN_ACCENT] = { 0.04, 0.36, 0.3 }, [PEN_PALE] = { 0.68, 0.71, 0.7 },
        [PEN_WHITE] = { 1, 1, 1 },
    };

    cairo_set_source_rgb(p->cr, colours[c][0], colours[c][1], colours[c][2]);
}

/* Which way these letters run; a number alone from the left. */
static PangoDirection
direction(struct pen *p, const struct pen_style *s, const char *text)
{
    PangoContext *context = pango_layout_get_context(p->layout);
    PangoDirection d;

    if (!(s->flags & PEN_DATA))
        return p->rtl && !(s->flags & PEN_CODE) ? PANGO_DIRECTION_RTL
                                                : PANGO_DIRECTION_LTR;
    pango_context_set_base_dir(context, PANGO_DIRECTION_LTR);
    pango_layout_set_auto_dir(p->layout, TRUE);
    pango_layout_context_changed(p->layout);
    pango_layout_set_text(p->layout, text, -1);
    d = pango_layout_get_direction(p->layout, 0);
    pango_layout_set_auto_dir(p->layout, FALSE);
    return d;
}

/* w < 0: as wide as it is. */
static void
lay(struct pen *p, const struct pen_style *s, const char *text, double w)
{
    PangoFontDescription *font = pango_font_description_new();
    bool code = s->flags & PEN_CODE;

    pango_font_description_set_family_static(font, code ? FONTS_CODE : FONTS);
    pango_font_description_set_absolute_size(font, s->size * PANGO_SCALE);
    if (s->flags & PEN_BOLD)
        pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
    pango_layout_set_font_description(p->layout, font);
    pango_font_description_free(font);
    pango_context_set_base_dir(pango_layout_get_context(p->layout),
        direction(p, s, text));
    pango_layout_context_changed(p->layout);
    pango_layout_set_alignment(p->layout, s->flags & PEN_CENTRE
        ? PANGO_ALIGN_CENTER : p->rtl ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
    pango_layout_set_width(p->layout, w < 0 ? -1 : (int)(w * PANGO_SCALE));
    pango_layout_set_height(p->layout, s->lines ? -s->lines : -1);
    pango_layout_set_ellipsize(p->layout, s->lines && w >= 0
        ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
    /* Arabic fonts leave room for marks above marks, which no word here has. */
    pango_layout_set_line_spacing(p->layout,
        p->rtl && !(s->flags & PEN_CODE) ? 0.85F : 0);
    pango_layout_set_text(p->layout, text, -1);
}

double
pen_left(const struct pen *p, double x, double w)
{
    return p->rtl ? p->width - x - w : x;
}

double
pen_height(struct pen *p, const struct pen_style *s, const char *text, double w)
{
    int height;

    lay(p, s, text, w);
    pango_layout_get_size(p->layout, NULL, &height);
    return (double)height / PANGO_SCALE;
}

double
pen_text(struct pen *p, const struct pen_style *s, const char *text, double x,
    double y, double w)
{
    double height = pen_height(p, s, text, w);

    if (p->ink) {
        p->unknown += pango_layout_get_unknown_glyphs_count(p->layout);
        colour(p, s->colour);
        cairo_move_to(p->cr, pen_left(p, x, w), y);
        pango_cairo_show_layout(p->cr, p->layout);
    }
    return height;
}

double
pen_base(struct pen *p, const struct pen_style *s, const char *text, double w)
{
    lay(p, s, text, w);
    return (double)pango_layout_get_baseline(p->layout) / PANGO_SCALE;
}

double
pen_width(struct pen *p, const struct pen_style *s, const char *text)
{
    int width;

    lay(p, s, text, -1);
    pango_layout_get_size(p->layout, &width, NULL);
    return (double)width / PANGO_SCALE;
}

void
pen_rule(struct pen *p, enum pen_colour c, double x, double y, double w,
    double thick)
{
    if (!p->ink)
        return;
    colour(p, c);
    cairo_rectangle(p->cr, pen_left(p, x, w), y, w, thick);
    cairo_fill(p->cr);
}

void
pen_dots(struct pen *p, double x, double y, double w)
{
    static const double dots[] = { 0, 3 };

    if (!p->ink || w <= 0)
        return;
    colour(p, PEN_SOFT);
    cairo_save(p->cr);
    cairo_set_line_width(p->cr, 0.9);
    cairo_set_line_cap(p->cr, CAIRO_LINE_CAP_ROUND);
    cairo_set_dash(p->cr, dots, 2, 0);
    cairo_move_to(p->cr, pen_left(p, x, w), y);
    cairo_rel_line_to(p->cr, w, 0);
    cairo_stroke(p->cr);
    cairo_restore(p->cr);
}

void
pen_disc(struct pen *p, enum pen_colour c, double x, double y, double r)
{
    if (!p->ink)
        return;
    colour(p, c);
    cairo_new_path(p->cr);
    cairo_arc(p->cr, pen_left(p, x, 0), y, r, 0, 2 * G_PI);
    cairo_fill(p->cr);
}

void
pen_frame(struct pen *p, enum pen_colour c, double x, double y, double w,
    double h)
{
    double left = pen_left(p, x, w), r = 5;

    if (!p->ink)
        return;
    colour(p, c);
    cairo_set_line_width(p->cr, 1.6);
    cairo_new_sub_path(p->cr);
    cairo_arc(p->cr, left + w - r, y + r, r, -G_PI_2, 0);
    cairo_arc(p->cr, left + w - r, y + h - r, r, 0, G_PI_2);
    cairo_arc(p->cr, left + r, y + h - r, r, G_PI_2, G_PI);
    cairo_arc(p->cr, left + r, y + r, r, G_PI, 1.5 * G_PI);
    cairo_close_path(p->cr);
    cairo_stroke(p->cr);
}

void
pen_square(struct pen *p, double x, double y, double w, double h)
{
    if (!p->ink)
        return;
    cairo_set_source_rgb(p->cr, 0, 0, 0);
    cairo_rectangle(p->cr, x, y, w, h);
    cairo_fill(p->cr);
}
