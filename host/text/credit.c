/* The words are cut into pieces, each amount gets its meaning by the words near
 * it, and one that is left over at the end is the balance. What is said of it
 * counts in its own clause, and not in a question or behind an "if". */
#include "text/credit.h"

#include "base/clock.h"
#include "text/credit_own.h"

#include <stdlib.h>
#include <string.h>

enum { DAYS_MOST = 730, PHONE_DIGITS = 7 };

struct reader {
    struct credit_text x;
    const struct money_country *in;     /* NULL: not known */
    int64_t now;
    int amount;                         /* the number that is the balance, -1 */
};

/* --- the amount ----------------------------------------------------------- */

struct found {
    int count, at;              /* of different values; the last */
    int64_t value;
};

static void
note(struct found *f, int64_t value, int at)
{
    if (!f->count || f->value != value)
        f->count++;
    f->value = value;
    f->at = at;
}

/* "KES 25.00" and nothing else. */
static bool
is_bare(const struct credit_text *x, int i)
{
    const struct credit_token *t = &x->token[i];

    return t->currency && t->from == 0 && t->to == x->count - 1 && !t->ask;
}

static void
take_amount(struct reader *r, const struct found *f, struct credit *out)
{
    const char *currency = r->x.token[f->at].currency;

    r->amount = f->at;
    out->has_amount = true;
    out->amount = f->value;
    if (!currency && r->in && !r->in->several)
        currency = r->in->currency;
    if (currency)
        strncpy(out->currency, currency, sizeof(out->currency) - 1);
}

/* The one that is left; of several that of the main account. */
static void
read_amount(struct reader *r, struct credit *out)
{
    struct found all = { 0 }, main = { 0 };

    for (int i = 0; i < r->x.count; i++) {
        enum credit_meaning m;
        int64_t value;

        if (r->x.token[i].kind != CREDIT_NUMBER)
            continue;
        m = is_bare(&r->x, i) ? CREDIT_LEFT_OVER : credit_meaning(&r->x, i);
        if (m == CREDIT_NOTHING)
            continue;
        if (!credit_value(&r->x.token[i], r->in, &value))
            return;
        note(&all, value, i);
        if (m == CREDIT_LEFT_MAINLY)
            note(&main, value, i);
    }
    if (all.count == 1)
        take_amount(r, &all, out);
    else if (main.count == 1)
        take_amount(r, &main, out);
}

/* --- the end -------------------------------------------------------------- */

/* What the end at piece i is of. */
enum subject { NOTHING, CREDIT, BUNDLE };

static enum subject
subject_before(const struct reader *r, int i)
{
    for (int k = i - 1; k >= 0; k--) {
        const struct credit_token *t = &r->x.token[k];

        if (k == r->amount)
            return CREDIT;
        if (t->kind == CREDIT_WORD
            && (t->roles & (CREDIT_UNIT | CREDIT_BUNDLE)))
            return BUNDLE;
        if (t->kind == CREDIT_WORD && (t->roles & CREDIT_BALANCE))
            return CREDIT;
    }
    return NOTHING;
}

static bool
is_end(const struct reader *r, int i)
{
    int from, to;

    credit_sentence(&r->x, i, &from, &to);
    return credit_said(&r->x, from, to) & CREDIT_EXPIRY;
}

/* The end at piece i may be that of a bundle of ours: not of what is offered,
 * or has a price; nor of the balance, which stands beside it. */
static bool
is_own_bundle(const struct reader *r, int i)
{
    int from, to;

    credit_sentence(&r->x, i, &from, &to);
    if (r->x.token[i].ask || (credit_said(&r->x, from, to) & CREDIT_IF))
        return false;
    for (int k = from; k < to; k++)
        if (r->x.token[k].kind == CREDIT_NUMBER && r->x.token[k].currency
            && k != r->amount)
            return false;
    credit_clause(&r->x, i, &from, &to);
    if (r->amount >= from && r->amount < to)
        return false;
    for (int k = from; k < to; k++)
        if ((r->x.token[k].roles & (CREDIT_OTHER | CREDIT_BUNDLE))
            == CREDIT_OTHER)
            return false;
    return true;
}

/* "The offer ends today": the end at piece i is of what a word in front names,
 * which is neither credit nor a bundle. */
static bool
is_end_of_other(const struct reader *r, int i)
{
    int from, to;

    credit_sentence(&r->x, i, &from, &to);
    for (int k = from; k < i; k++) {
        const struct credit_token *t = &r->x.token[k];

        if (t->kind == CREDIT_WORD && t->owner < 0
            && (!t->roles || (t->roles & CREDIT_OTHER)))
            return true;
    }
    return false;
}

/* UTC ms, when piece i (a date, "today", a number of days) is; 0: it is none,
 * or not to be read; *of counts those that there are. */
static int64_t
end_at(const struct reader *r, int i, int *of)
{
    const struct credit_token *t = &r->x.token[i];
    int64_t today = r->now, days;

    if (t->kind == CREDIT_DATE) {
        ++*of;
        return t->day;
    }
    if (t->kind == CREDIT_NUMBER && t->unit
        && (r->x.token[t->to].roles & CREDIT_DAYS)) {
        ++*of;
        return credit_value(t, NULL, &days) && days > 0 && days % 100 == 0
                && days / 100 <= DAYS_MOST
            ? today + days / 100 * DAY : 0;
    }
    if (t->kind == CREDIT_WORD && t->roles & (CREDIT_TODAY | CREDIT_TOMORROW)) {
        ++*of;
        return credit_day_end(t->roles & CREDIT_TODAY ? today : today + DAY);
    }
    return 0;
}

/* "As of today" beside a date is no end. */
static bool
has_dates(const struct reader *r)
{
    for (int i = 0; i < r->x.count; i++)
        if (r->x.token[i].kind == CREDIT_DATE || (r->x.token[i].unit
                && (r->x.token[r->x.token[i].to].roles & CREDIT_DAYS)))
            return true;
    return false;
}

/* The only end that is said; of several those that stand behind what they are
 * of. */
static void
read_ends(struct reader *r, struct credit *out)
{
    bool dates = has_dates(r);
    int ends = 0, credit = 0;

    for (int i = 0; i < r->x.count; i++)
        if (is_end(r, i) && !(dates && r->x.token[i].kind == CREDIT_WORD))
            end_at(r, i, &ends);
    for (int i = 0; i < r->x.count; i++) {
        enum subject of = subject_before(r, i);
        int64_t at;
        int n = 0;

        if (!is_end(r, i) || (dates && r->x.token[i].kind == CREDIT_WORD))
            continue;
        at = end_at(r, i, &n);
        if (ends == 1 && of == NOTHING && !is_end_of_other(r, i))
            of = out->bundle && !out->has_amount ? BUNDLE : CREDIT;
        if (n && of == CREDIT) {
            out->expires = credit++ ? 0 : at;
        } else if (n && of == BUNDLE && at && is_own_bundle(r, i)
            && (!out->bundle_ends || at < out->bundle_ends)) {
            out->bundle_ends = at;
        }
    }
}

/* --- what is said --------------------------------------------------------- */

/* "0712345678 has no credit, please call back": of somebody else's phone. */
static bool
is_theirs(const struct credit_text *x, int from, int to)
{
    unsigned said = credit_said(x, from, to);
    bool phone = false;

    for (int k = from; k < to; k++)
        /* ... but not "Dear 254712345678" or "Your line 0712345678". */
        phone |= x->token[k].code && strlen(x->token[k].word) >= PHONE_DIGITS
            && !(k > from && (x->token[k - 1].roles & CREDIT_PLAIN));
    return (said & CREDIT_THEIRS) || (phone && !(said & CREDIT_HAVE));
}

/* Whether piece i says something of the credit: a word for it is in the
 * clause, and until both are said nothing else is spoken of. */
static bool
is_of_credit(const struct credit_text *x, int i, int from, int to)
{
    const unsigned names = CREDIT_BALANCE | CREDIT_CREDIT | CREDIT_MAIN;
    bool named = x->token[i].roles & CREDIT_EMPTY;

    if (x->purse && !named
        && !(credit_said(x, from, to) & (CREDIT_CREDIT | CREDIT_MAIN)))
        return false;
    for (int k = from; k < to; k++) {
        const struct credit_token *t = &x->token[k];

        if (t->kind != CREDIT_WORD || k == i)
            continue;
        if (t->roles & (CREDIT_OTHER | CREDIT_BUNDLE))
            return false;
        if ((t->roles & CREDIT_UNIT) && t->owner < 0 && !(named && k > i))
            return false;
        named |= (t->roles & names) && (k == from || t[-1].roles
            || t[-1].kind != CREDIT_WORD);
    }
    return named;
}

static void
hear_bundle(const struct reader *r, int i, unsigned clause,
    struct credit *out)
{
    if ((r->x.token[i].roles & CREDIT_GONE)
        && (clause & (CREDIT_BUNDLE | CREDIT_UNIT))
        && !(clause & CREDIT_BALANCE))
        out->bundle_ends = r->now;
}

static void
hear(const struct reader *r, int i, struct credit *out)
{
    const struct credit_token *t = &r->x.token[i];
    int from, to;
    unsigned clause;

    credit_sentence(&r->x, i, &from, &to);
    if (t->ask || (credit_said(&r->x, from, to) & CREDIT_IF)
        || is_theirs(&r->x, from, to))
        return;
    credit_clause(&r->x, i, &from, &to);
    clause = credit_said(&r->x, from, to);
    if ((t->roles & (CREDIT_SPENT | CREDIT_EMPTY | CREDIT_GONE))
        && is_of_credit(&r->x, i, from, to))
        out->exhausted = out->in_words = true;
    if ((t->roles & CREDIT_LOW) && is_of_credit(&r->x, i, from, to))
        out->low = true;
    if ((t->roles & CREDIT_TOPUP) && !(clause & CREDIT_UNIT))
        out->topped_up = true;
    hear_bundle(r, i, clause, out);
}

void
credit_read(const char *imsi, const char *text, int64_t now,
    struct credit *out)
{
    struct reader *r = calloc(1, sizeof(*r));

    *out = (struct credit){ 0 };
    if (!r)
        return;
    r->in = money_country(imsi);
    r->now = now;
    r->amount = -1;
    credit_cut(text, r->in ? r->in->order : MONEY_DMY, r->in != NULL, now,
        &r->x);
    credit_mark(&r->x, r->in);
    r->x.purse = credit_said(&r->x, 0, r->x.count) & CREDIT_PURSE;
    out->bundle = credit_said(&r->x, 0, r->x.count)
        & (CREDIT_UNIT | CREDIT_BUNDLE);
    for (int i = 0; i < r->x.count; i++)
        if (r->x.token[i].kind == CREDIT_WORD)
            hear(r, i, out);
    if (!r->x.cut) {
        read_amount(r, out);
        read_ends(r, out);
    }
    out->exhausted |= out->has_amount && out->amount <= 0;
    out->topped_up &= !out->exhausted;
    free(r);
}
