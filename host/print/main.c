/* notehome-papers - prints the keeper's papers as a PDF, for "notehome papers",
 * which gives it the facts. A program of its own, so that a box without Pango
 * and its 28 packages lacks nothing else; it opens no socket, no database and
 * no file but the PDF. */
#include "print/facts.h"
#include "print/sheet.h"

#include <argp.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { FAILED = 1, USAGE = 2 };

static const struct argp_option option_list[] = {
    { "language", 'l', "XX", 0, "As en, fr, sw; else that of the school", 0 },
    { "paper", 'p', "SIZE", 0, "a4 or letter", 0 },
    { "output", 'o', "FILE", 0, "The PDF, which must not be there yet", 0 },
    { 0 }
};

struct line {
    const char *language, *size, *file;
    bool wanted[PAPERS];
    int count;
};

static int failed(int code, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
static int
failed(int code, const char *fmt, ...)
{
    va_list args;

    fputs("notehome-papers: ", stderr);
    va_start(args, fmt);
    vfprintf(stderr, fmt, args);
    va_end(args);
    fputc('\n', stderr);
    return code;
}

static error_t
parse(int key, char *arg, struct argp_state *state)
{
    struct line *l = state->input;
    enum paper which;

    switch (key) {
    case 'l': l->language = arg; return 0;
    case 'p': l->size = arg; return 0;
    case 'o': l->file = arg; return 0;
    case ARGP_KEY_ARG:
        if ((which = paper_find(arg)) == PAPERS)
            exit(failed(USAGE, "there is no paper \"%.40s\": case, wrong,"
                " teacher, parents", arg));
        l->wanted[which] = true;
        l->count++;
        return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp argp = { option_list, parse, "[PAPER...]", "Prints the"
    " papers case, wrong, teacher and parents, or those named, as a PDF. The"
    " facts come as JSON on standard input: notehome papers does"
    " that.", NULL, NULL,
    NULL };

/* The language that was asked for, else the school's, else English. NULL after
 * saying that there is none. */
static const struct language *
choose(const struct line *l, const struct facts_all *a)
{
    const struct language *found = NULL, *each;

    if (l->language && !(found = languages_find(l->language))) {
        fprintf(stderr, "notehome-papers: there are no papers in \"%.20s\", but"
            " in:", l->language);
        for (int i = 0; (each = languages_at(i)); i++)
            fprintf(stderr, " %s", each->code);
        fputc('\n', stderr);
    } else if (!found && !(found = languages_find(a->language)))
        found = languages_at(0);
    return found;
}

/* An exit code: FAILED where the file is there already, or cannot be made. */
static int
save(const char *file, const void *pdf, size_t bytes)
{
    int fd = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    FILE *f = fd < 0 ? NULL : fdopen(fd, "w");
    bool bad;

    if (!f && errno == EEXIST)
        return failed(FAILED, "%s is there already: name another file with -o.",
            file);
    if (!f)
        return failed(FAILED, "%s: %s.", file, strerror(errno));
    bad = fwrite(pdf, 1, bytes, f) != bytes;
    bad = fclose(f) || bad;
    if (!bad)
        return 0;
    failed(FAILED, "%s: %s.", file, strerror(errno));
    unlink(file);
    return FAILED;
}

static void
draw(struct pen *p, const struct line *l, const struct facts_all *a,
    const struct language *language, const struct sheet_page *page)
{
    bool first = true;

    for (int i = 0; i < PAPERS; i++) {
        if (l->count && !l->wanted[i])
            continue;
        if (!first)
            pen_next_page(p);
        first = false;
        sheet_draw(p, page, (enum paper)i, &a->facts, language);
    }
    pen_next_page(p);
}

static int
print(const struct line *l, const struct facts_all *a,
    const struct language *language, const struct sheet_page *page)
{
    struct pen *p = NULL;
    const void *pdf;
    size_t bytes;
    int code, unknown;

    if (pen_open(page->width, page->height, "Notehome", a->facts.school, &p))
        return failed(FAILED, "out of memory.");
    draw(p, l, a, language, page);
    unknown = pen_unknown(p);
    code = pen_end(p, &pdf, &bytes) ? failed(FAILED, "out of memory.")
                                    : save(l->file, pdf, bytes);
    pen_close(p);
    if (!code && unknown)
        failed(0, "no font has %d of the letters, a box stands in their place."
            " Install one: sudo apt install fonts-noto-core", unknown);
    return code;
}

int
main(int argc, char **argv)
{
    struct line l = { .size = "a4" };
    struct sheet_page page = { 595.28, 841.89, "Notehome " VERSION, "" };
    struct facts_all a;
    const struct language *language;

    if (argc == 2 && !strcmp(argv[1], "--version")) {
        puts("notehome-papers " VERSION);
        return 0;
    }
    argp_err_exit_status = USAGE;
    if (argp_parse(&argp, argc, argv, 0, NULL, &l) || !l.file)
        return failed(USAGE, "say where the PDF goes: -o FILE.pdf");
    if (!strcasecmp(l.size, "letter")) {
        page.width = 612;
        page.height = 792;
    } else if (strcasecmp(l.size, "a4") != 0)
        return failed(USAGE, "the paper is a4 or letter, not \"%.20s\"",
            l.size);
    if (!facts_read(stdin, &a))
        return failed(FAILED, "the facts are no JSON: use \"notehome"
            " papers\".");
    if (!(language = choose(&l, &a)))
        return USAGE;
    page.day = a.day;
    return print(&l, &a, language, &page);
}
