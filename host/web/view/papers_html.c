#include "web/view/papers_html.h"

#include "web/kit/qr.h"

#include <string.h>

/* A paper while it is written. */
struct writing {
    struct page *p;
    const char *school;
    const char *close;          /* of the list or table that is open; "" none */
    enum paper_kind open;       /* what it is of */
    int step;                   /* steps of this section so far */
};

static void
raw(struct writing *w, const char *markup)
{
    html_raw(&w->p->out, markup);
}

static void
say(struct writing *w, const char *text)
{
    html_text(&w->p->out, page_tr(w->p, text));
}

/* An element with a sentence of ours in it. */
static void
element(struct writing *w, const char *start, const char *text, const char *end)
{
    raw(w, start);
    say(w, text);
    raw(w, end);
}

/* Ends the list or table that is open, unless b goes on with it. */
static void
shut(struct writing *w, const struct paper_block *b)
{
    bool word = b->kind == PAPER_WORD && !b->text;

    if (!*w->close || (b->kind == w->open && (b->kind != PAPER_WORD || word)))
        return;
    raw(w, w->close);
    w->close = "";
}

/* Begins one, unless it is open. */
static bool
begin(struct writing *w, enum paper_kind kind, const char *start,
    const char *close)
{
    if (*w->close)
        return false;
    raw(w, start);
    w->close = close;
    w->open = kind;
    return true;
}

static void
write_title(struct writing *w, const struct paper_block *b)
{
    if (*w->school) {
        raw(w, "<p class=\"paper-school\"><bdi>");
        html_text(&w->p->out, w->school);
        raw(w, "</bdi></p>\n");
    }
    element(w, "<h2>", b->text, "</h2>\n");
}

/* The list goes on with the number where something stood between. */
static void
write_step(struct writing *w, const struct paper_block *b)
{
    if (!*w->close) {
        raw(w, "<ol start=\"");
        html_int(&w->p->out, w->step + 1);
        begin(w, PAPER_STEP, "\">\n", "</ol>\n");
    }
    w->step++;
    element(w, "<li>", b->text, "</li>\n");
}

static void
write_row(struct writing *w, const struct paper_block *b)
{
    begin(w, PAPER_ROW, "<dl class=\"paper-rows\">\n", "</dl>\n");
    element(w, "<div><dt>", b->text, "</dt>");
    element(w, "<dd>", b->more, "</dd></div>\n");
}

/* The columns' heads and the rows are one table. */
static void
write_cells(struct writing *w, const struct paper_block *b)
{
    bool head = begin(w, PAPER_CELLS,
        "<table class=\"paper-cells\"><thead><tr>", "</tbody></table>\n");

    if (!head)
        raw(w, "<tr>");
    for (int i = 0; i < PAPER_COLUMNS_MAX; i++)
        if (head)
            element(w, "<th scope=\"col\">", b->cell[i], "</th>");
        else {
            raw(w, "<td><bdi>");
            html_text(&w->p->out, b->cell[i]);
            raw(w, "</bdi></td>");
        }
    raw(w, head ? "</tr></thead><tbody>\n" : "</tr>\n");
}

static void
write_value(struct writing *w, const struct paper_block *b)
{
    bool code = b->kind == PAPER_CODE;

    raw(w, "<p class=\"paper-fact\">");
    if (b->text)
        element(w, "<span>", b->text, "</span> ");
    raw(w, code ? "<code class=\"long\" dir=\"ltr\">" : "<strong><bdi>");
    html_text(&w->p->out, b->value);
    raw(w, code ? "</code></p>\n" : "</bdi></strong></p>\n");
}

static void
write_word(struct writing *w, const struct paper_block *b)
{
    if (b->text)
        element(w, "<p>", b->text, "</p>\n");
    begin(w, PAPER_WORD, "<p class=\"paper-words\">", "</p>\n");
    raw(w, "<strong class=\"paper-word\"><bdi>");
    html_text(&w->p->out, b->value);
    raw(w, "</bdi></strong> ");
}

static void
on_block(void *user, const struct paper_block *b)
{
    struct writing *w = user;

    shut(w, b);
    switch (b->kind) {
    case PAPER_TITLE: write_title(w, b); break;
    case PAPER_HEAD:
        w->step = 0;
        element(w, "<h3>", b->text, "</h3>\n");
        break;
    case PAPER_LEAD:
    case PAPER_TEXT: element(w, "<p>", b->text, "</p>\n"); break;
    case PAPER_STEP: write_step(w, b); break;
    case PAPER_ROW: write_row(w, b); break;
    case PAPER_FACT:
    case PAPER_CODE: write_value(w, b); break;
    case PAPER_LINE:
        element(w, "<p class=\"paper-line\"><span>", b->text, "</span></p>\n");
        break;
    case PAPER_QR:
        qr_svg(&w->p->out, b->value, page_tr(w->p, b->text));
        break;
    case PAPER_COLUMNS:
    case PAPER_CELLS: write_cells(w, b); break;
    case PAPER_WORD: write_word(w, b); break;
    case PAPER_KINDS: break;
    }
}

void
papers_html(struct page *p, enum paper which, const struct paper_facts *f)
{
    struct writing w = { .p = p, .school = f->school, .close = "" };

    paper_write(which, f, p->lang, on_block, &w);
    raw(&w, w.close);
}
