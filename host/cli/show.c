#include "cli/show.h"

#include <langinfo.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

void
show_start(void)
{
    setlocale(LC_CTYPE, "");
    if (strcmp(nl_langinfo(CODESET), "UTF-8"))
        setlocale(LC_CTYPE, "C.UTF-8");
}

int
show_width(void)
{
    struct winsize w;
    int n = ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) ? 80 : w.ws_col;

    return n < 40 ? n > 0 ? 40 : 80 : n > 120 ? 120 : n;
}

/* A letter of the text: its bytes, its columns, and whether it may be shown. */
struct letter {
    size_t bytes;
    int columns;
    bool safe;
    wchar_t code;
};

static bool
turns_direction(wchar_t c)
{
    return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static struct letter
next_letter(const char *p)
{
    struct letter l = { 1, 1, false, L'?' };
    mbstate_t state = { 0 };
    size_t n = mbrtowc(&l.code, p, strlen(p), &state);

    if (n == (size_t)-1 || n == (size_t)-2 || n == 0)
        return l;
    l.bytes = n;
    l.safe = wcwidth(l.code) >= 0 && !turns_direction(l.code);
    l.columns = l.safe ? wcwidth(l.code) : 1;
    return l;
}

static void
put_letter(const char *p, const struct letter *l)
{
    if (l->safe)
        fwrite(p, 1, l->bytes, stdout);
    else
        putchar(l->code == L'\n' || l->code == L'\t' ? ' ' : '?');
}

/* The columns of n bytes at p. */
static int
columns_of(const char *p, size_t n)
{
    const char *end = p + n;
    int columns = 0;

    while (p < end) {
        struct letter l = next_letter(p);

        columns += l.columns;
        p += l.bytes;
    }
    return columns;
}

int
show_cut(const char *text, int columns)
{
    int whole = columns_of(text, strlen(text)), used = 0;
    int room = whole > columns ? columns - 1 : columns;

    while (*text) {
        struct letter l = next_letter(text);

        if (used + l.columns > room)
            break;
        put_letter(text, &l);
        used += l.columns;
        text += l.bytes;
    }
    if (*text) {
        fputs("…", stdout);
        used++;
    }
    return used;
}

void
show_cell(const char *text, int columns)
{
    printf("%*s", columns - show_cut(text, columns), "");
}

void
show_plain(const char *text)
{
    while (*text) {
        struct letter l = next_letter(text);

        put_letter(text, &l);
        text += l.bytes;
    }
}

/* Prints one word, over as many lines as it needs; returns the column. */
static int
put_word(const char *p, size_t n, int at, int indent, int width)
{
    const char *end = p + n;

    while (p < end) {
        struct letter l = next_letter(p);

        if (at + l.columns > width) {
            printf("\n%*s", indent, "");
            at = indent;
        }
        put_letter(p, &l);
        at += l.columns;
        p += l.bytes;
    }
    return at;
}

void
show_wrapped(const char *text, int indent)
{
    printf("%*s", indent, "");
    show_rest(text, indent);
}

void
show_rest(const char *text, int indent)
{
    int width = show_width(), at = indent, blanks = 0;

    while (*text) {
        size_t n = strcspn(text, " \n");
        int columns = columns_of(text, n);

        if (*text == '\n' || (at > indent && at + blanks + columns > width)) {
            printf("\n%*s", indent, "");
            at = indent;
            blanks = 0;
        }
        if (n) {
            printf("%*s", blanks, "");
            at = put_word(text, n, at + blanks, indent, width);
        }
        text += n + (n == 0);
        blanks = n || text[-1] == '\n' ? 0 : blanks + 1;
    }
    putchar('\n');
}

const char *
show_time(const char *rfc3339)
{
    static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May",
        "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    static char out[32];
    int y, mo, d, h, mi;

    if (sscanf(rfc3339, "%4d-%2d-%2dT%2d:%2d", &y, &mo, &d, &h, &mi) != 5
        || mo < 1 || mo > 12)
        return "";
    snprintf(out, sizeof(out), "%d %s %02d:%02d", d, months[mo - 1], h, mi);
    return out;
}

const char *
show_text(const json_t *j, const char *name)
{
    static char made[4][32];
    static unsigned turn;
    const json_t *m = json_object_get(j, name);
    char *out;

    if (json_is_string(m))
        return json_string_value(m);
    if (!json_is_integer(m))
        return "";
    out = made[turn++ % 4];
    snprintf(out, sizeof(made[0]), "%lld", (long long)json_integer_value(m));
    return out;
}

long long
show_int(const json_t *j, const char *name)
{
    return (long long)json_integer_value(json_object_get(j, name));
}

const char *
show_count(const json_t *j, const char *name, const char *one,
    const char *more)
{
    static char made[4][60];
    static unsigned turn;
    char *out = made[turn++ % 4];
    long long n = show_int(j, name);

    snprintf(out, sizeof(made[0]), "%lld %s", n, n == 1 ? one : more);
    return out;
}
