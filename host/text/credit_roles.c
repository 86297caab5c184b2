/* credit_roles.c - what an amount is, decided by the words near it. The label
 * in front of it, up to the amount before, names it: "balance" and its kin, and
 * nothing that names another account, a price, a debt or an offer. An unknown
 * word beside "balance" is the name of another account. Where nothing stands in
 * front, "you have ... left" around it does. */
#include "text/credit_own.h"

#include <string.h>

enum {
    LABEL = 14,         /* pieces of a label, at most */
    BEHIND = 5,         /* pieces behind an amount that name it */
    NEAR = 3            /* to the number that a word behind an amount names */
};

static bool
is_number(const struct credit_token *t)
{
    return t->kind == CREDIT_NUMBER && !t->code;
}

/* A word in no list, which is no part of an amount. */
static bool
is_unknown(const struct credit_token *t)
{
    return t->kind == CREDIT_WORD && !t->roles && t->owner < 0;
}

/* The full stop behind an abbreviation ends no sentence. */
static bool
ends_sentence(const struct credit_text *x, int k)
{
    const struct credit_token *t = &x->token[k], *before = t - 1;

    if (t->gap == CREDIT_GAP_POINT && k > 0 && before->kind == CREDIT_WORD
        && (t->kind != CREDIT_WORD || t->owner >= 0))
        return !(before->owner >= 0
            || (before->roles & (CREDIT_NAMES | CREDIT_EXPIRY)));
    return t->gap >= CREDIT_GAP_POINT;
}

static void
widen(const struct credit_text *x, int i, enum credit_gap gap, int *from,
    int *to)
{
    *from = i;
    *to = i + 1;
    while (*from > 0 && !ends_sentence(x, *from) && !x->token[*from].line
        && x->token[*from].gap < gap)
        --*from;
    while (*to < x->count && !ends_sentence(x, *to) && !x->token[*to].line
        && x->token[*to].gap < gap)
        ++*to;
}

void
credit_sentence(const struct credit_text *x, int i, int *from, int *to)
{
    widen(x, i, CREDIT_GAP_END + 1, from, to);
}

void
credit_clause(const struct credit_text *x, int i, int *from, int *to)
{
    widen(x, i, CREDIT_GAP_COMMA, from, to);
}

unsigned
credit_said(const struct credit_text *x, int from, int to)
{
    unsigned all = 0;

    for (int k = from; k < to; k++)
        all |= x->token[k].kind == CREDIT_WORD ? x->token[k].roles : 0;
    return all;
}

/* --- in front ------------------------------------------------------------- */

/* Where the label of the amount at first starts: behind the amount, entry or
 * sentence before. A new line is passed once, in front of the amount. */
static int
label_start(const struct credit_text *x, int first)
{
    int k = first;

    while (k > 0 && first - k < LABEL) {
        const struct credit_token *t = &x->token[k], *before = t - 1;
        int owner = before->owner;

        if (ends_sentence(x, k) || t->gap == CREDIT_GAP_COMMA
            || (t->line && k != first) || before->item
            || is_number(before)
            || (owner >= 0 && is_number(&x->token[owner])))
            break;
        k--;
    }
    return k;
}

/* "3 day balance", "account 2 balance": the number in front of the label that
 * starts at start is a part of it, for no word in front names it. */
static bool
is_numbered(const struct credit_text *x, int start)
{
    const struct credit_token *t = &x->token[start], *number, *named;
    unsigned naming = CREDIT_EXPIRY;

    if (start == 0 || t->gap > CREDIT_GAP_BLANK || t->line)
        return false;
    number = t - 1;
    if (number->owner >= 0)
        number = &x->token[number->owner];
    if (!is_number(number) || number->currency)
        return false;
    if (!number->unit || !(x->token[number->to].roles & CREDIT_DAYS))
        naming |= CREDIT_ELSEWHERE;
    named = &x->token[number->from] - 1;
    return number->from == 0 || x->token[number->from].gap > CREDIT_GAP_SOFT
        || x->token[number->from].line || named->kind != CREDIT_WORD
        || !(named->roles & naming);
}

/* Where the part of the label that is behind its last colon starts. */
static int
part_start(const struct credit_text *x, int start, int end)
{
    int k = end - 1;

    while (k > start && x->token[k].gap < CREDIT_GAP_SOFT && !x->token[k].line)
        k--;
    return k;
}

/* Words that decide what a label names. */
static bool
decides(const struct credit_token *t)
{
    return t->kind == CREDIT_WORD && (is_unknown(t) || (t->roles
        & (CREDIT_NAMES | CREDIT_ELSEWHERE | CREDIT_ABOUT | CREDIT_IF
            | CREDIT_TOPUP | CREDIT_SPENT | CREDIT_EMPTY | CREDIT_HAVE)));
}

struct label {
    unsigned all;
    int names, others;      /* first name; first of another account; -1 */
    int is, about, after;   /* the last of each; -1 */
    int unknown;            /* how many words are; the last, or -1 */
    int last_unknown;
    bool strange;           /* one stands beside "balance" */
    bool numbered;          /* a number is a part of it */
};

static unsigned
role_of(const struct credit_text *x, int k)
{
    const struct credit_token *t = &x->token[k];
    unsigned r = t->kind == CREDIT_WORD
        && (t->owner < 0 || x->token[t->owner].code) ? t->roles : 0;

    if (r & (CREDIT_TOPUP | CREDIT_SPENT | CREDIT_EMPTY | CREDIT_GONE
            | CREDIT_IF | CREDIT_DAYS | CREDIT_NAV))
        r |= CREDIT_OTHER;
    if ((r & CREDIT_EXPIRY) && (k + 1 == x->count
            || x->token[k + 1].kind != CREDIT_DATE))
        r |= CREDIT_OTHER;
    /* A word with two meanings is held to be the worse. */
    return r & CREDIT_ELSEWHERE ? r & ~(unsigned)(CREDIT_NAMES | CREDIT_IS)
                                : r;
}

static void
read_label(const struct credit_text *x, int from, int to, struct label *l)
{
    *l = (struct label){ .names = -1, .others = -1, .is = -1, .about = -1,
        .after = -1, .last_unknown = -1 };
    for (int k = from; k < to; k++) {
        const struct credit_token *t = &x->token[k];
        unsigned r = role_of(x, k);

        l->all |= r;
        /* "Acct 2" */
        l->strange |= k > from && t->code && strlen(t->word) < 3
            && (t[-1].roles & CREDIT_NAMES);
        if (is_unknown(t)) {
            l->unknown++;
            l->last_unknown = k;
            l->strange |= l->names >= 0 && l->after < 0;
        }
        if ((r & CREDIT_NAMES) && l->names < 0)
            l->names = k;
        if ((r & CREDIT_ELSEWHERE) && l->others < 0)
            l->others = k;
        if (r & CREDIT_IS)
            l->is = k;
        /* "Balance for 0712345678" bounds nothing. */
        if ((r & CREDIT_ABOUT) && !(k + 1 < to && t[1].code
                && strlen(t[1].word) > 2))
            l->about = k;
        if (r & CREDIT_AFTER)
            l->after = k;
        /* "Your balance is low by KES 5" */
        if ((r & CREDIT_LOW) && l->names >= 0 && to < x->count
            && x->token[to].gap != CREDIT_GAP_SOFT && !x->token[to].line)
            l->strange = true;
        /* "Ram ka balance" */
        l->strange |= (r & CREDIT_OF) && k > from && is_unknown(t - 1);
        if (r & CREDIT_BALANCE)
            l->strange |= (k > from && is_unknown(t - 1))
                || (k + 1 < to && is_unknown(t + 1));
    }
}

/* "Data" at the end of a line, "balance" at the start of the next; "SMS:bal";
 * "Bank: your balance", "Tala: your balance". */
static bool
is_broken(const struct credit_text *x, int from)
{
    const struct credit_token *t = &x->token[from];

    if (from > 0 && t->sign == ':' && t->gap == CREDIT_GAP_SOFT && !t->line
        && ((t[-1].roles & CREDIT_PURSE) || is_unknown(t - 1)))
        return true;
    return from > 0 && (t->gap == CREDIT_GAP_LINE || t->gap == CREDIT_GAP_SOFT)
        && (t->line || (t->roles & CREDIT_BALANCE))
        && !is_number(t - 1) && t[-1].owner < 0
        && (is_unknown(t - 1) || (role_of(x, from - 1) & CREDIT_ELSEWHERE));
}

/* In a text about mobile money a mere balance is that of the purse. */
static bool
is_of_purse(const struct credit_text *x, const struct label *l)
{
    return x->purse && !(l->all & (CREDIT_CREDIT | CREDIT_MAIN));
}

/* Whether the label of pieces from to to - 1 names the amount behind it; sure:
 * a colon, a new line or "is" joins them. */
static bool
names(const struct credit_text *x, int from, int to, const struct label *l,
    bool sure, bool currency)
{
    if (l->names < 0 || l->strange || l->numbered || (l->all & CREDIT_IF)
        || l->about > l->is || l->unknown > (currency ? 2 : 0)
        || (l->is >= 0 && l->last_unknown > l->is)
        || is_broken(x, from) || is_of_purse(x, l))
        return false;
    /* "Your balance after buying the bundle is ..." */
    if (l->others >= 0 && !(sure && l->names < l->after
            && l->after < l->others))
        return false;
    if (l->all & CREDIT_BALANCE)
        return true;
    if (!currency || l->unknown)
        return false;
    return (l->all & CREDIT_LEFT) || sure || l->is == to - 1;
}

/* --- behind --------------------------------------------------------------- */

/* Whether a number follows within reach that the word k names: what is between
 * are names as well. */
static bool
names_next(const struct credit_text *x, int k)
{
    for (int n = 1; n <= NEAR && k + n < x->count; n++) {
        const struct credit_token *t = &x->token[k + n];

        if (t->gap >= CREDIT_GAP_COMMA || t->line)
            return false;
        if (is_number(t))
            return !(t->unit && (x->token[t->to].roles & CREDIT_DAYS));
        if (t->owner < 0 && !(t->roles
                & (CREDIT_NAMES | CREDIT_ELSEWHERE | CREDIT_IS)))
            return false;
    }
    return false;
}

/* "5 pounds and 50 piastres": neither is all of it. */
static bool
has_cents(const struct credit_text *x, int i)
{
    for (int k = x->token[i].to + 1; k < x->count && k <= x->token[i].to + 3;
         k++)
        if (x->token[k].gap > CREDIT_GAP_COMMA || x->token[k].line)
            return false;
        else if (x->token[k].owner < 0 && (x->token[k].roles & CREDIT_CENTS))
            return true;
    return false;
}

/* A word or code between two amounts that names neither. */
static bool
says_nothing(const struct credit_token *t)
{
    if (t->kind != CREDIT_WORD)
        return t->kind == CREDIT_NUMBER && t->code;
    return t->owner < 0 && t->roles
        && !(t->roles & ~(unsigned)(CREDIT_PLAIN | CREDIT_IS | CREDIT_WHICH
                | CREDIT_OF));
}

/* "KES 5, KES 10": the number behind is one more of the same, for no word names
 * it. */
static bool
is_of_several(const struct credit_text *x, int i)
{
    int k = x->token[i].to + 1, n;

    while (k < x->count && x->token[k].gap <= CREDIT_GAP_COMMA
        && says_nothing(&x->token[k]))
        k++;
    /* "20. 50": was it one number? */
    if (k == x->count || x->token[k].gap > (x->token[k].kind == CREDIT_NUMBER
            && k == x->token[i].to + 1 ? CREDIT_GAP_POINT : CREDIT_GAP_COMMA))
        return false;
    n = x->token[k].owner >= 0 ? x->token[k].owner : k;
    if (!is_number(&x->token[n]) || x->token[n].unit
        || (!*x->token[n].word && k > x->token[i].to + 1))
        return false;
    k = x->token[n].to + 1;
    return k == x->count || x->token[k].line
        || x->token[k].gap > CREDIT_GAP_SOFT
        || !(x->token[k].roles & CREDIT_ELSEWHERE);
}

/* "850F CFA", "N250k": the word k behind the amount i is of its money. */
static bool
is_second_money(const struct credit_text *x, int i, int k)
{
    const struct credit_token *t = &x->token[k];

    return x->token[i].currency && k == x->token[i].to + 1
        && t->gap <= CREDIT_GAP_BLANK
        && (strcmp(t->word, "k") || strpbrk(x->token[i].word, ".,"))
        && money_word(t->word, NULL, t->gap == CREDIT_GAP_NONE);
}

/* The word k behind an amount starts something else: "exp", "dur:". */
static bool
starts_other(const struct credit_text *x, int k)
{
    return (x->token[k].roles & CREDIT_EXPIRY) || (k + 1 < x->count
        && x->token[k + 1].gap == CREDIT_GAP_SOFT && x->token[k + 1].sign);
}

/* "Balance KES 20 bonus", "Balance 25 points", "balance is KES 5 short": the
 * words behind it say that it is something else. */
static bool
is_spoilt(const struct credit_text *x, int i)
{
    const struct credit_token *a = &x->token[i];
    int k = a->to + 1, plain = 0;

    for (; k < x->count && plain < 3; k++, plain++) {
        const struct credit_token *t = &x->token[k];

        if (t->gap > CREDIT_GAP_SOFT || t->line || t->kind != CREDIT_WORD
            || t->owner >= 0)
            return false;
        if (is_second_money(x, i, k))
            continue;
        if ((t->roles & (CREDIT_ABOUT | CREDIT_IF))
            && (t->gap <= CREDIT_GAP_BLANK || !names_next(x, k)))
            return true;
        if (t->roles & (CREDIT_ELSEWHERE | CREDIT_SPENT | CREDIT_EMPTY
                | CREDIT_GONE))
            return !names_next(x, k);
        if (((t->roles & CREDIT_NAMES) && !a->currency)
            || (is_unknown(t) && t->gap <= CREDIT_GAP_BLANK))
            return !starts_other(x, k) && !names_next(x, k);
        if (((t->roles & CREDIT_IS) && !a->currency)
            || ((t->roles & CREDIT_LOW) && plain == 0))
            return true;
        if (starts_other(x, k))
            return false;
    }
    return false;
}

/* "You have KES 20 left", with the label in front of it. */
static enum credit_meaning
named_behind(const struct credit_text *x, int i, const struct label *before)
{
    int from = x->token[i].to + 1, to = from;
    struct label l;

    while (to < x->count && to - from < BEHIND
        && x->token[to].kind == CREDIT_WORD && x->token[to].owner < 0
        && !x->token[to].line && x->token[to].gap <= CREDIT_GAP_BLANK)
        to++;
    read_label(x, from, to, &l);
    if (!x->token[i].currency || l.names < 0 || l.others >= 0 || l.strange
        || l.unknown || l.about >= 0 || before->others >= 0
        || (is_of_purse(x, &l) && is_of_purse(x, before))
        || before->about >= 0 || before->unknown
        || ((before->all | l.all) & CREDIT_IF))
        return CREDIT_NOTHING;
    if (!(l.all & CREDIT_LEFT) && !((before->all | l.all) & CREDIT_HAVE)
        && !((l.all & CREDIT_BALANCE) && l.is >= 0))
        return CREDIT_NOTHING;
    return (l.all | before->all) & CREDIT_MAIN ? CREDIT_LEFT_MAINLY
                                              : CREDIT_LEFT_OVER;
}

/* --- together ------------------------------------------------------------- */

/* The amount stands alone in the first line: what follows is no label. */
static bool
is_column(const struct credit_text *x, int start)
{
    const struct credit_token *first = &x->token[0];

    for (int i = 0; i < start; i++)
        if (is_number(&x->token[i]))
            return x->token[i].from == 0 && x->token[i].to + 1 < x->count
                && x->token[x->token[i].to + 1].line && first->kind
                    != CREDIT_DATE;
    return false;
}

enum credit_meaning
credit_meaning(const struct credit_text *x, int i)
{
    const struct credit_token *t = &x->token[i];
    int first = t->from, start = label_start(x, first), end = first, part;
    bool sure = first > 0 && (x->token[first].line
        || (x->token[first].gap == CREDIT_GAP_SOFT));
    struct label l;
    int from, to;

    credit_sentence(x, i, &from, &to);
    if (t->code || t->unit
        || (credit_said(x, from, i) & CREDIT_IF))
        return CREDIT_NOTHING;
    for (part = start; end > start; end = part, sure = true) {
        bool found = false;

        part = part_start(x, start, end);
        for (int k = part; k < end; k++)
            found |= decides(&x->token[k]);
        if (found)
            break;
    }
    read_label(x, part, end, &l);
    l.numbered = is_numbered(x, start);
    /* "Is your balance 0?", but "Your balance is N250k?" lost its sign. */
    if ((first > 0 && x->token[first].line && is_column(x, start))
        || (t->ask && l.is != end - 1))
        return CREDIT_NOTHING;
    sure |= l.is == end - 1;
    if (has_cents(x, i) || is_of_several(x, i))
        return CREDIT_NOTHING;
    if (names(x, part, end, &l, sure, t->currency != NULL))
        return is_spoilt(x, i) ? CREDIT_NOTHING
            : l.all & CREDIT_MAIN ? CREDIT_LEFT_MAINLY : CREDIT_LEFT_OVER;
    return named_behind(x, i, &l);
}
