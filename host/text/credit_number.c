/* credit_number.c - which number is money, of which currency, and how much. */
#include "text/credit_own.h"

#include <string.h>

enum { DIGITS_MOST = 9, PHONE_DIGITS = 7, ENTRY_MOST = 99 };

static bool
is_plain(const struct credit_token *t)
{
    return t->kind == CREDIT_NUMBER && *t->word
        && strspn(t->word, "0123456789") == strlen(t->word);
}

/* The small number that it may be in a list, else -1. */
static int
entry_of(const struct credit_token *t)
{
    int v = 0;

    if (!is_plain(t) || t->currency || t->unit || t->money || t->minus
        || strlen(t->word) > 2)
        return -1;
    for (const char *c = t->word; *c; c++)
        v = 10 * v + (*c - '0');
    return v;
}

/* --- currency and unit ---------------------------------------------------- */

static const char *
money_at(struct credit_text *x, int k, int i, const struct money_country *in)
{
    struct credit_token *w = &x->token[k];
    /* "K12.50", but "4G"; of francs "500 F" is the only way. */
    bool touching = k < i ? x->token[i].gap == CREDIT_GAP_NONE
                          : !strcmp(w->word, "f");
    const char *currency;

    if (w->kind != CREDIT_WORD || w->owner >= 0
        || !(currency = money_word(w->word, in, touching)))
        return NULL;
    w->owner = i;
    return currency;
}

static void
find_currency(struct credit_text *x, int i, const struct money_country *in)
{
    struct credit_token *t = &x->token[i];

    if (i > 0 && t->gap != CREDIT_GAP_LINE && t->gap <= CREDIT_GAP_POINT
        && t->gap != CREDIT_GAP_COMMA
        && (t->currency = money_at(x, i - 1, i, in)))
        t->from = i - 1;
    if (!t->currency && i + 1 < x->count
        && x->token[i + 1].gap <= CREDIT_GAP_BLANK
        && !(i > 0 && (t[-1].roles & CREDIT_WHICH) && i + 2 < x->count
            && t[2].kind == CREDIT_NUMBER)      /* "SIM 2 KES 5" */
        && (t->currency = money_at(x, i + 1, i, in)))
        t->to = i + 1;
    if (!t->currency && t->money)
        t->currency = in ? in->currency : "";
}

static void
find_unit(struct credit_text *x, int i)
{
    struct credit_token *t = &x->token[i];
    struct credit_token *next = i + 1 < x->count ? t + 1 : NULL;

    if (t->currency || !next || next->kind != CREDIT_WORD
        || !(next->roles & (CREDIT_UNIT | CREDIT_DAYS))
        || next->gap > (next->roles & CREDIT_DAYS ? CREDIT_GAP_SOFT
                                                   : CREDIT_GAP_BLANK))
        return;
    t->unit = true;
    t->to = i + 1;
    next->owner = i;
    if (strchr(t->word, ' '))
        t->word[0] = '\0';          /* "25 100 SMS" */
}

/* --- what is no amount ---------------------------------------------------- */

static bool
is_glued(const struct credit_text *x, int i)
{
    const struct credit_token *t = &x->token[i];
    const struct credit_token *next = i + 1 < x->count ? t + 1 : NULL;

    if (i > 0 && t->gap == CREDIT_GAP_NONE && t->from == i
        && t[-1].kind == CREDIT_WORD && t[-1].owner < 0
        && !(t[-1].roles & (CREDIT_NAMES | CREDIT_IS)))
        return true;
    return next && next->kind == CREDIT_WORD && next->gap == CREDIT_GAP_NONE
        && next->owner != i
        && !(t->currency && money_word(next->word, NULL, true)
            && (strcmp(next->word, "k") || strpbrk(t->word, ".,")));
}

static bool
is_code(const struct credit_text *x, int i)
{
    const struct credit_token *t = &x->token[i];
    const struct credit_token *next = i + 1 < x->count ? t + 1 : NULL;

    if (is_glued(x, i))
        return true;
    if (t->currency || t->unit)
        return false;
    if (is_plain(t) && (strlen(t->word) >= PHONE_DIGITS
            || (t->word[0] == '0' && t->word[1])))
        return true;
    return next && ((next->sign && strchr(":)>=", next->sign)
                       && next->gap == CREDIT_GAP_SOFT)
        || !strcmp(next->word, "am") || !strcmp(next->word, "pm"));
}

/* "< KES 5" */
static bool
is_bound(const struct credit_text *x, const struct credit_token *t)
{
    return x->token[t->from].bound || t->bound;
}

/* "SIM 2", "line 1": it says which. */
static bool
is_which(const struct credit_text *x, int i)
{
    const struct credit_token *t = &x->token[i];

    return i > 0 && entry_of(t) >= 0 && t->gap <= CREDIT_GAP_SOFT && !t->line
        && t->sign != ':' && t->sign != '='
        && (t[-1].roles & CREDIT_WHICH);
}

/* "1. Airtime" at the start of a line. */
static bool
is_entry(const struct credit_text *x, int i)
{
    const struct credit_token *t = &x->token[i];
    const struct credit_token *next = i + 1 < x->count ? t + 1 : NULL;

    if (entry_of(t) < 0 || !next || next->kind != CREDIT_WORD || next->line)
        return false;
    return i == 0 || t->line || (next->roles & CREDIT_NAV);
}

/* "Balance 1 Data 2 Airtime 3 More": those that count up from one. */
static void
mark_counting(struct credit_text *x)
{
    int where[ENTRY_MOST + 1], expected = 1;

    for (int i = 0; i < x->count && expected <= ENTRY_MOST; i++)
        if (entry_of(&x->token[i]) == expected
            && (i + 1 == x->count || x->token[i + 1].kind == CREDIT_WORD))
            where[expected++] = i;
    for (int n = 1; expected > 2 && n < expected; n++)
        x->token[where[n]].item = x->token[where[n]].code = true;
}

void
credit_mark(struct credit_text *x, const struct money_country *in)
{
    for (int i = 0; i < x->count; i++) {
        struct credit_token *t = &x->token[i];

        t->from = t->to = i;
        t->owner = -1;
    }
    for (int i = 0; i < x->count; i++)
        if (x->token[i].kind == CREDIT_NUMBER)
            find_currency(x, i, in);
    for (int i = 0; i < x->count; i++)
        if (x->token[i].kind == CREDIT_NUMBER)
            find_unit(x, i);
    for (int i = 0; i < x->count; i++) {
        struct credit_token *t = &x->token[i];

        if (t->kind != CREDIT_NUMBER)
            continue;
        if (i > 0 && t->from == i && (t[-1].roles & CREDIT_WHICH)
            && strchr(t->word, ' '))
            t->word[0] = '\0';      /* "SIM 2 500F" */
        t->item = is_entry(x, i);
        t->code |= t->item || is_code(x, i) || is_which(x, i)
            || is_bound(x, t);
    }
    mark_counting(x);
}

/* --- how much ------------------------------------------------------------- */

struct shape {
    int groups, all;            /* digits in all */
    int length[8];
    char sep[8];                /* sep[i] stands before group i */
};

static bool
take_shape(const char *s, struct shape *g)
{
    *g = (struct shape){ .groups = 0 };
    while (*s) {
        size_t n = strspn(s, "0123456789");

        if (g->groups == 8)
            return false;
        g->length[g->groups++] = (int)n;
        g->all += (int)n;
        s += n;
        if (*s && g->groups < 8)
            g->sep[g->groups] = *s;
        s += *s != '\0';
    }
    return g->groups > 0 && g->all <= DIGITS_MOST;
}

/* Whether groups 0 to last are of thousands, or Indian lakhs. */
static bool
is_grouped(const struct shape *g, int last)
{
    if (last == 0)
        return true;
    if (g->length[0] > 3 || g->length[last] != 3 || g->sep[1] == '|')
        return false;
    for (int i = 1; i <= last; i++)
        if (g->sep[i] != g->sep[1] || g->length[i] > 3 || g->length[i] < 2
            || (g->length[i] == 2 && i == last))
            return false;
    return true;
}

/* One mark, three digits behind it: are they thousands? Only who knows the
 * money can say; of one with three decimals nobody. */
static bool
is_thousand(char sep, const struct money_country *style)
{
    if (sep == ' ' || sep == '\'')
        return true;
    if (!style || style->places == 3)
        return false;
    return style->places == 0 || sep != style->point;
}

bool
credit_value(const struct credit_token *t, const struct money_country *in,
    int64_t *value)
{
    const struct money_country *style = t->currency && *t->currency
        ? money_style(t->currency) : in;
    int last, decimals = 0;
    struct shape g;
    int64_t v = 0;

    if (in && (!t->currency || !strcmp(t->currency, in->currency)))
        style = in;
    if (!*t->word || !take_shape(t->word, &g))
        return false;
    last = g.groups - 1;
    if (last > 0 && g.length[last] <= 2 && g.sep[last] != ' '
        && g.sep[last] != '\'')
        decimals = g.length[last];
    if (last == 1 && !decimals && !is_thousand(g.sep[1], style))
        return false;
    if (!is_grouped(&g, decimals ? last - 1 : last)
        || (decimals && last > 1 && g.sep[last] == g.sep[1]))
        return false;
    for (const char *c = t->word; *c; c++)
        if (*c >= '0' && *c <= '9')
            v = 10 * v + (*c - '0');
    v *= decimals == 2 ? 1 : decimals == 1 ? 10 : 100;
    *value = t->minus ? -v : v;
    return true;
}
