/* credit_cut.c - an operator's words cut into pieces. */
#include "text/credit_own.h"

#include "text/unicode.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct cutter {
    struct credit_text *out;
    const char *start;          /* of the line */
    enum credit_gap gap;        /* before the next piece */
    char sign;
    bool line, bound;
    enum money_order order;
    bool order_known;
    int64_t now;
};

static bool
digit(char c)
{
    return c >= '0' && c <= '9';
}

static int
digits(const char *s)
{
    int n = 0;

    while (digit(s[n]))
        n++;
    return n;
}

/* Marks that are no part of a word in the scripts that have them. */
static bool
is_letter(uint32_t c)
{
    static const uint32_t marks[] = { 0xA6, 0xA7, 0xAB, 0xAC, 0xAF, 0xB0, 0xB1,
        0xB6, 0xB7, 0xBB, 0xBF, 0xD7, 0xF7, 0x060C, 0x060D, 0x061B, 0x061F,
        0x066A, 0x066B, 0x066C, 0x066D, 0x06D4, 0x0964, 0x0965, 0x2022,
        0xFFFD };

    if (c < 0xA2)
        return (c >= 'a' && c <= 'z') || c == '$';
    for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
        if (marks[i] == c)
            return false;
    return !(c >= 0x1361 && c <= 0x1368) && !(c >= 0x2000 && c <= 0x206F)
        && !(c >= 0x2190 && c <= 0x2BFF) && !(c >= 0x3000 && c <= 0x303F)
        && c < 0xE000;
}

static struct credit_token *
add(struct cutter *c, enum credit_kind kind)
{
    struct credit_text *x = c->out;
    struct credit_token *t;

    if (x->count == CREDIT_TOKENS) {
        x->cut = true;
        return NULL;
    }
    t = &x->token[x->count++];
    t->kind = kind;
    t->gap = c->gap;
    t->sign = c->sign;
    t->line = c->line;
    t->bound = c->bound;
    c->gap = CREDIT_GAP_NONE;
    c->sign = 0;
    c->line = c->bound = false;
    return t;
}

/* --- numbers -------------------------------------------------------------- */

/* What a mark between digits is written as: '|' surely before decimals, '\''
 * surely between thousands; its bytes, 0: it is no part of a number. */
static int
joint(const char *s, char *as)
{
    static const struct {
        const char *mark;
        char as;
    } known[] = { { ".", '.' }, { ",", ',' }, { "'", '\'' }, { " ", ' ' },
        { "٫", '|' }, { "٬", '\'' }, { "،", ',' }, { "$", '|' } };

    for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
        if (!strncmp(s, known[i].mark, strlen(known[i].mark))) {
            *as = known[i].as;
            return (int)strlen(known[i].mark);
        }
    return 0;
}

/* Copies the digits with their joints; returns the bytes read. What is too
 * long gives an empty word. */
static int
copy_number(const char *s, char *out)
{
    int at = 0, n = digits(s), room = 24, to = 0, last = n;
    char as, before = 0;

    for (;;) {
        int next, bytes;

        if (to + n + 1 < room) {
            memcpy(out + to, s + at, (size_t)n);
            to += n;
        } else {
            to = room;
        }
        at += n;
        bytes = joint(s + at, &as);
        next = bytes ? digits(s + at + bytes) : 0;
        if (!next || ((as == ' ' || as == '\'') && (next != 3 || last > 3
                || (before && before != as)))
            || (s[at] == '$' && next != 2))
            break;
        if (to < room)
            out[to++] = as;
        before = as;
        at += bytes;
        last = n = next;
    }
    out[to < room ? to : 0] = '\0';
    return at;
}

/* "10:22", "10:22:05" or "10h30", with am or pm: its length, 0 when it is
 * none. */
static int
time_of_day(const char *s)
{
    int at = digits(s);

    if (at < 1 || at > 2 || (s[at] != ':' && s[at] != 'h')
        || digits(s + at + 1) != 2)
        return 0;
    at += 3;
    if (s[at] == ':' && digits(s + at + 1) == 2)
        at += 3;
    if (!strncmp(s + at + (s[at] == ' '), "am", 2)
        || !strncmp(s + at + (s[at] == ' '), "pm", 2))
        at += 2 + (s[at] == ' ');
    else if (!strncmp(s + at + (s[at] == ' '), "hrs", 3))
        at += 3 + (s[at] == ' ');
    return at;
}

/* "/=", "/-" and such behind a number: their bytes. */
static int
money_sign(const char *s)
{
    static const char *const signs[] = { "/=", "/-", "=/", "-/" };

    for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
        if (!strncmp(s, signs[i], 2))
            return 2;
    return 0;
}

static const char *
cut_number(struct cutter *c, const char *s)
{
    char before = s > c->start ? s[-1] : ' ';
    bool alone = s - 1 <= c->start || s[-2] == ' ';
    bool behind_sign = c->gap == CREDIT_GAP_NONE;   /* "S/5.00" */
    struct credit_token *t = add(c, CREDIT_NUMBER);
    char word[CREDIT_WORD_MAX];
    int n = copy_number(s, word), sign = money_sign(s + n);

    if (t) {
        memcpy(t->word, word, sizeof(t->word));
        t->minus = before == '-' && alone;
        t->money = sign > 0 || memchr(s, '$', (size_t)n);
        t->unit = s[n] == '%' || !strncmp(s + n, "٪", 2)
            || !strncmp(s + n, " %", 2);
        if ((before == '-' && !alone) || (before == '/' && !behind_sign)
            || (s[n] == '/' && !sign) || s[n] == '+'
            || (before == '.' && alone))
            t->word[0] = '\0';      /* 3/4, 5+, .50, or is it a minus? */
    }
    return s + n + sign;
}

/* --- words ---------------------------------------------------------------- */

/* The bytes of one letter at s, 0: there is none. */
static size_t
letter(const char *s)
{
    const char *next = s;
    uint32_t c = unicode_next(&next);

    return c && is_letter(c) ? (size_t)(next - s) : 0;
}

/* "s.d.", "ج.م" and "a/c": letters with points between are one word. */
static const char *
cut_letters(const char *s, char *out, size_t room)
{
    size_t n = letter(s), to = 0;
    const char *at = s;
    int count = 0;

    while (n && (at[n] == '.' || at[n] == '/' || count)
        && to + n + 1 < room) {
        memcpy(out + to, at, n);
        to += n;
        count++;
        at += n;
        if (letter(at))
            return NULL;        /* a word of several letters */
        if ((*at != '.' && *at != '/') || !letter(at + 1))
            break;
        at++;
        n = letter(at);
    }
    out[to] = '\0';
    return count > 1 ? at : NULL;
}

static const char *
cut_word(struct cutter *c, const char *s)
{
    struct credit_token *t = add(c, CREDIT_WORD);
    char word[4 * CREDIT_WORD_MAX];
    const char *end = cut_letters(s, word, sizeof(word));
    size_t n;

    if (!end) {
        for (end = s; (n = letter(end));)
            end += n;
        /* "S/5.00" and "B/.5.00" */
        if (end == s + 1 && (*s == 's' || *s == 'b') && *end == '/'
            && strspn(end + 1, ". 0123456789"))
            end++;
        n = (size_t)(end - s);
        if (n >= sizeof(word))
            n = sizeof(word) - 1;
        memcpy(word, s, n);
        word[n] = '\0';
    }
    if (t)
        unicode_copy(word, t->word, sizeof(t->word));
    return end;
}

/* --- between -------------------------------------------------------------- */

static enum credit_gap
gap_of(const struct cutter *c, const char *s, uint32_t u)
{
    char before = s > c->start ? s[-1] : ' ';

    if (u == ' ' || u == '\'' || u == '"' || u == '&' || u == '_' || u == '*'
        || u == '#' || u == '+' || u == 0x1361)
        return CREDIT_GAP_BLANK;
    if (u == '-' && letter(s + 1) && (islower((unsigned char)before)
            || (unsigned char)before >= 0x80))
        return CREDIT_GAP_BLANK;
    if (u == '.' && digit(s[1]))
        return CREDIT_GAP_SOFT;
    if (u == '.')
        return CREDIT_GAP_POINT;
    if (u == ';' || u == '!' || u == '?' || u == 0x061B || u == 0x061F
        || u == 0x06D4 || u == 0x0964 || u == 0x0965 || u == 0x1362
        || u == 0x1364 || u == 0x1367 || u == 0x1368 || u == 0x2026)
        return CREDIT_GAP_END;
    if (u == ',' || u == '|' || u == '@' || u == 0x060C || u == 0x1363
        || u == 0x2022)
        return CREDIT_GAP_COMMA;
    return CREDIT_GAP_SOFT;
}

static void
widen(struct cutter *c, enum credit_gap gap)
{
    if (gap > c->gap)
        c->gap = gap;
}

/* The pieces back to the end of the sentence before are of a question. */
static void
ask(struct credit_text *x)
{
    for (int i = x->count; i-- > 0;) {
        x->token[i].ask = true;
        if (x->token[i].gap >= CREDIT_GAP_POINT
            || x->token[i].gap == CREDIT_GAP_LINE)
            return;
    }
}

static const char *
pass(struct cutter *c, const char *s)
{
    const char *next = s;
    uint32_t u = unicode_next(&next);

    widen(c, gap_of(c, s, u));
    if (u < 0x80 && strchr(":)>=@", (int)u))
        c->sign = (char)u;
    c->bound |= u == '<' || u == '~' || u == 0xB1 || u == 0x2248 || u == 0x2264
        || u == 0x2265
        || (u == '>' && (s == c->start || !strchr("-=", s[-1])));
    if (u == '?' || u == 0x061F || u == 0x1367)
        ask(c->out);
    /* *144#, +254712345678 */
    if ((u == '*' || u == '#' || u == '+') && (digit(*next) || *next == '*'))
        next += strspn(next, "0123456789*#");
    return next;
}

static void
cut_line(struct cutter *c, const char *line)
{
    const char *s = line;

    c->start = line;
    while (*s && !c->out->cut) {
        int64_t day = 0;
        int n = credit_date(s, c->order, c->order_known, c->now, &day);
        struct credit_token *t;

        if (n && (s == line || !letter(s) || !isalnum((unsigned char)s[-1]))) {
            if ((t = add(c, CREDIT_DATE)))
                t->day = day;
            s += n;
        } else if ((n = time_of_day(s))) {
            s += n;
        } else if (digit(*s) && (s[digits(s)] == '*' || s[digits(s)] == '#')) {
            s += strspn(s, "0123456789*#");
        } else if (digit(*s)) {
            s = cut_number(c, s);
        } else if (letter(s)) {
            s = cut_word(c, s);
        } else {
            s = pass(c, s);
        }
    }
}

/* --- phrases -------------------------------------------------------------- */

/* Pieces i to i + n - 1 as one phrase, "" when they are none. */
static void
join(const struct credit_text *x, int i, int n, char *out, size_t room)
{
    size_t at = 0;

    *out = '\0';
    for (int k = 0; k < n; k++) {
        const struct credit_token *t = &x->token[i + k];

        if (t->kind != CREDIT_WORD || (k && t->gap > CREDIT_GAP_BLANK)) {
            *out = '\0';
            return;
        }
        at += (size_t)snprintf(out + at, room - at, "%s%s", k ? " " : "",
            t->word);
        if (at >= room) {
            *out = '\0';
            return;
        }
    }
}

/* The longest phrase at piece i becomes one piece; how many it was. */
static int
merge(struct credit_text *x, int i)
{
    char phrase[CREDIT_WORD_MAX];

    for (int n = CREDIT_PHRASE; n > 0; n--) {
        unsigned roles;

        if (i + n > x->count)
            continue;
        join(x, i, n, phrase, sizeof(phrase));
        if (!*phrase || !(roles = credit_roles(phrase)))
            continue;
        memcpy(x->token[i].word, phrase, sizeof(phrase));
        x->token[i].roles = roles;
        return n;
    }
    return 1;
}

void
credit_cut(const char *text, enum money_order order, bool order_known,
    int64_t now, struct credit_text *out)
{
    struct cutter c = { .out = out, .gap = CREDIT_GAP_END, .order = order,
        .order_known = order_known, .now = now };
    int to = 0;

    *out = (struct credit_text){ .count = 0 };
    while (*text && !out->cut) {
        size_t n = strcspn(text, "\r\n");
        char *line = strndup(text, n), *folded = NULL;

        if (!line || unicode_fold(line, &folded))
            out->cut = true;
        else
            cut_line(&c, folded);
        free(line);
        free(folded);
        text += n;
        if (*text) {
            text++;
            widen(&c, CREDIT_GAP_LINE);
            c.line = true;
        }
    }
    for (int i = 0; i < out->count;) {
        int n = merge(out, i);

        out->token[to++] = out->token[i];
        i += n;
    }
    out->count = to;
}
