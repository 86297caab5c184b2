#include "print/sheet.h"

#include "print/code.h"

#include <stdio.h>

enum { MARGIN = 45, FOOT = 18, INDENT = 25 };
static const double largest = 1.3, least = 0.4;

/* A page while it is measured or drawn. Lengths times k. */
struct sheet {
    struct pen *pen;
    const struct catalogue *words;
    double k;
    double x, w;                /* the column */
    double y;                   /* where the next block begins */
    double beside, until;       /* a picture at the end of lines: its width, and
                                 * where it ends */
    double word_x, word_y;      /* behind the last word to send */
    int step;                   /* steps of this section so far */
    enum paper_kind before;
};

static const char *
say(const struct sheet *s, const char *text)
{
    return catalogue_find(s->words, text);
}

/* How wide a line may be here. */
static double
room(const struct sheet *s)
{
    return s->y < s->until ? s->w - s->beside : s->w;
}

static struct pen_style
style(const struct sheet *s, double size, unsigned flags, enum pen_colour c)
{
    return (struct pen_style){ size * s->k, flags, c, 0 };
}

/* Text in the column, and so much room behind it. */
static void
put(struct sheet *s, const struct pen_style *how, const char *text,
    double behind)
{
    s->y += pen_text(s->pen, how, text, s->x, s->y, room(s)) + behind * s->k;
}

static void
put_title(struct sheet *s, const struct paper_block *b, const char *school)
{
    struct pen_style name = style(s, 12.5, PEN_BOLD | PEN_DATA, PEN_ACCENT);
    struct pen_style title = style(s, 25, PEN_BOLD, PEN_INK);

    name.lines = 2;
    if (*school)
        put(s, &name, school, 1);
    else {
        s->y += 14 * s->k;
        pen_dots(s->pen, s->x, s->y, s->w / 2);
        s->y += 4 * s->k;
    }
    put(s, &title, say(s, b->text), 5);
    pen_rule(s->pen, PEN_ACCENT, s->x, s->y, s->w, 3);
    s->y += 3 + 9 * s->k;
}

static void
put_head(struct sheet *s, const struct paper_block *b)
{
    struct pen_style head = style(s, 14, PEN_BOLD, PEN_ACCENT);

    if (s->y < s->until)
        s->y = s->until;
    s->until = 0;
    s->step = 0;
    s->y += 8 * s->k;
    put(s, &head, say(s, b->text), 1);
    pen_rule(s->pen, PEN_ACCENT, s->x, s->y, s->w, 0.8);
    s->y += 6 * s->k;
}

static void
put_step(struct sheet *s, const struct paper_block *b)
{
    struct pen_style text = style(s, 11, 0, PEN_INK);
    struct pen_style number = style(s, 9.5, PEN_BOLD | PEN_CENTRE, PEN_WHITE);
    struct pen_style one = text;
    double r = 8 * s->k, indent = INDENT * s->k, high, line;
    char digits[12];

    snprintf(digits, sizeof(digits), "%d", ++s->step);
    /* The disc stands at the middle of the first line. */
    one.lines = 1;
    line = pen_height(s->pen, &one, say(s, b->text), room(s) - indent);
    if (line < 2 * r)
        line = 2 * r;
    pen_disc(s->pen, PEN_ACCENT, s->x + r, s->y + line / 2, r);
    high = pen_height(s->pen, &number, digits, 2 * r);
    pen_text(s->pen, &number, digits, s->x, s->y + (line - high) / 2, 2 * r);
    high = pen_text(s->pen, &text, say(s, b->text), s->x + indent, s->y,
        room(s) - indent);
    s->y += (high > line ? high : line) + 5 * s->k;
}

static void
put_row(struct sheet *s, const struct paper_block *b)
{
    struct pen_style sign = style(s, 11, PEN_BOLD, PEN_INK);
    struct pen_style text = style(s, 11, 0, PEN_INK);
    double wide = room(s), first = wide * 0.28, gap = 12 * s->k, one, two;

    if (s->before != PAPER_ROW && s->before != PAPER_HEAD) {
        pen_rule(s->pen, PEN_PALE, s->x, s->y, wide, 0.6);
        s->y += 4 * s->k;
    }
    one = pen_text(s->pen, &sign, say(s, b->text), s->x, s->y, first);
    two = pen_text(s->pen, &text, say(s, b->more), s->x + first + gap, s->y,
        wide - first - gap);
    s->y += (one > two ? one : two) + 4 * s->k;
    pen_rule(s->pen, PEN_PALE, s->x, s->y, wide, 0.6);
    s->y += 4 * s->k;
}

static void
put_fact(struct sheet *s, const struct paper_block *b)
{
    struct pen_style label = style(s, 11, 0, PEN_INK);
    struct pen_style value = style(s, 13, PEN_BOLD | PEN_DATA, PEN_INK);
    double of = pen_width(s->pen, &label, say(s, b->text)) + 1, down;
    double most = room(s) * 0.6, gap = 9 * s->k, rest, high, more;

    if (of > most)
        of = most;
    rest = room(s) - of - gap;
    value.lines = 2;
    /* Both stand on one line. */
    down = pen_base(s->pen, &value, b->value, rest)
        - pen_base(s->pen, &label, say(s, b->text), of);
    high = pen_text(s->pen, &label, say(s, b->text), s->x,
        s->y + (down > 0 ? down : 0), of) + (down > 0 ? down : 0);
    more = pen_text(s->pen, &value, b->value, s->x + of + gap,
        s->y - (down < 0 ? down : 0), rest) - (down < 0 ? down : 0);
    s->y += (high > more ? high : more) + 4 * s->k;
}

static void
put_code(struct sheet *s, const struct paper_block *b)
{
    struct pen_style label = style(s, 11, PEN_BOLD, PEN_INK);
    struct pen_style value = style(s, 11.5, PEN_CODE, PEN_INK);
    double indent = s->step ? INDENT * s->k : 0;

    value.lines = 2;
    if (b->text)
        put(s, &label, say(s, b->text), 1);
    /* What is typed at a step stands under its words. */
    s->y += pen_text(s->pen, &value, b->value, s->x + indent, s->y,
        room(s) - indent) + 6 * s->k;
}

static void
put_line(struct sheet *s, const struct paper_block *b)
{
    struct pen_style label = style(s, 11, 0, PEN_INK);
    double of = pen_width(s->pen, &label, say(s, b->text)) + 1, high;
    double wide = room(s), tall = 21 * s->k, gap = 7 * s->k, base;

    if (of > wide * 0.6)
        of = wide * 0.6;
    high = pen_height(s->pen, &label, say(s, b->text), of);
    if (tall < high + 4 * s->k)
        tall = high + 4 * s->k;
    base = pen_base(s->pen, &label, say(s, b->text), of) + 2 * s->k;
    s->y += tall - high;
    pen_text(s->pen, &label, say(s, b->text), s->x, s->y, of);
    pen_dots(s->pen, s->x + of + gap, s->y + base, wide - of - gap);
    s->y += high + s->k;
}

static void
put_code_picture(struct sheet *s, const struct paper_block *b)
{
    struct pen_style below = style(s, 9, PEN_CENTRE, PEN_SOFT);
    double size = 122 * s->k, x = s->x + s->w - size;

    code_draw(s->pen, b->value, x, s->y, size);
    s->beside = size + 10 * s->k;
    s->until = s->y + size;
    s->until += pen_text(s->pen, &below, say(s, b->text), x,
        s->until - 5 * s->k, size);
}

static void
put_cells(struct sheet *s, const struct paper_block *b)
{
    static const double at[] = { 0, 0.24, 0.54, 1 };
    bool head = b->kind == PAPER_COLUMNS;
    struct pen_style cell = style(s, head ? 9.5 : 11.5, head ? PEN_BOLD
        : PEN_DATA, head ? PEN_SOFT : PEN_INK);
    double tall = (head ? 14 : 21) * s->k, gap = 6 * s->k, high;

    cell.lines = 1;
    for (int i = 0; i < PAPER_COLUMNS_MAX; i++) {
        double x = s->x + at[i] * s->w + (i ? gap : 0);
        double w = (at[i + 1] - at[i]) * s->w - (i ? gap : 0) - gap;
        const char *text = head ? say(s, b->cell[i]) : b->cell[i];

        high = pen_height(s->pen, &cell, text, w);
        pen_text(s->pen, &cell, text, x, s->y + (tall - high) / 2, w);
        if (i && !head)
            pen_rule(s->pen, PEN_PALE, x - gap, s->y, 0.6, tall);
    }
    s->y += tall;
    pen_rule(s->pen, head ? PEN_SOFT : PEN_PALE, s->x, s->y, s->w, 0.6);
    s->y += 0.6;
}

/* A word in a frame; without a text beside the one before. */
static void
put_word(struct sheet *s, const struct paper_block *b)
{
    struct pen_style label = style(s, 11, 0, PEN_INK);
    struct pen_style word = style(s, 20, PEN_BOLD | PEN_DATA | PEN_CENTRE,
        PEN_INK);
    double wide = pen_width(s->pen, &word, b->value) + 24 * s->k;
    double tall = 40 * s->k, high;

    word.lines = 1;
    if (wide > s->w)
        wide = s->w;
    if (b->text) {
        put(s, &label, say(s, b->text), 4);
        s->word_x = s->x;
        s->word_y = s->y;
    } else if (s->word_x + wide > s->x + s->w) {
        s->word_x = s->x;
        s->word_y = s->y;
    }
    high = pen_height(s->pen, &word, b->value, wide - 8 * s->k);
    pen_text(s->pen, &word, b->value, s->word_x + 4 * s->k,
        s->word_y + (tall - high) / 2, wide - 8 * s->k);
    pen_frame(s->pen, PEN_ACCENT, s->word_x, s->word_y, wide, tall);
    s->word_x += wide + 10 * s->k;
    s->y = s->word_y + tall + 7 * s->k;
}

struct drawing {
    struct sheet sheet;
    const char *school;
};

static void
on_block(void *user, const struct paper_block *b)
{
    struct drawing *d = user;
    struct sheet *s = &d->sheet;
    struct pen_style lead = style(s, 12.5, 0, PEN_INK);
    struct pen_style text = style(s, 11, 0, PEN_INK);

    if ((s->before == PAPER_CELLS || s->before == PAPER_LINE)
        && s->before != b->kind)
        s->y += 5 * s->k;
    switch (b->kind) {
    case PAPER_TITLE: put_title(s, b, d->school); break;
    case PAPER_LEAD: put(s, &lead, say(s, b->text), 7); break;
    case PAPER_HEAD: put_head(s, b); break;
    case PAPER_TEXT: put(s, &text, say(s, b->text), 5); break;
    case PAPER_STEP: put_step(s, b); break;
    case PAPER_ROW: put_row(s, b); break;
    case PAPER_FACT: put_fact(s, b); break;
    case PAPER_CODE: put_code(s, b); break;
    case PAPER_LINE: put_line(s, b); break;
    case PAPER_QR: put_code_picture(s, b); break;
    case PAPER_COLUMNS:
    case PAPER_CELLS: put_cells(s, b); break;
    case PAPER_WORD: put_word(s, b); break;
    case PAPER_KINDS: break;
    }
    s->before = b->kind;
}

/* Where it ends, with letters k times as large. */
static double
write_it(struct drawing *d, double k, enum paper which,
    const struct paper_facts *facts, const char *language)
{
    struct sheet *s = &d->sheet;

    *s = (struct sheet){ .pen = s->pen, .words = s->words, .k = k, .x = s->x,
        .w = s->w, .y = MARGIN, .before = PAPER_KINDS };
    paper_write(which, facts, language, on_block, d);
    return s->y > s->until ? s->y : s->until;
}

static void
put_foot(struct pen *p, const struct sheet_page *page)
{
    struct pen_style foot = { 8, PEN_DATA, PEN_SOFT, 1 };
    double y = page->height - MARGIN - 4, w = page->width - 2 * MARGIN;
    double day = pen_width(p, &foot, page->day) + 2;

    pen_text(p, &foot, page->foot, MARGIN, y, w / 2);
    pen_text(p, &foot, page->day, MARGIN + w - day, y, day);
}

void
sheet_draw(struct pen *p, const struct sheet_page *page, enum paper which,
    const struct paper_facts *facts, const struct language *language)
{
    struct drawing d = { .school = facts->school, .sheet = { .pen = p,
        .words = language->words, .x = MARGIN,
        .w = page->width - 2 * MARGIN } };
    double end = page->height - MARGIN - FOOT, low = least, high = largest;

    pen_language(p, language->code, language->dir[0] == 'r');
    pen_ink(p, false);
    if (write_it(&d, high, which, facts, language->code) > end)
        while (high - low > 0.004) {
            double k = (low + high) / 2;

            if (write_it(&d, k, which, facts, language->code) > end)
                high = k;
            else
                low = k;
        }
    else
        low = high;
    pen_ink(p, true);
    write_it(&d, low, which, facts, language->code);
    put_foot(p, page);
}
