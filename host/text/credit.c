/* The words are cut into numbers, dates and words; an amount counts when a
 * word for balance names it, and a date when a word for expiry does. */
#include "text/credit.h"

#include "base/clock.h"
#include "text/credit_own.h"
#include "text/unicode.h"
#include "text/words.h"

#include <stdlib.h>
#include <string.h>

enum {
    BETWEEN = 4,        /* words from "balance" to its amount, at most */
    BARE = 3,           /* words of an answer that is nothing but an amount */
    DAYS_MOST = 730
};

/* Currencies as folded words. In those of thousandths "1.234" is not a
 * thousand; a single letter must touch its number. */
static const struct currency {
    const char *word;
    bool thousandths;
} currencies[] = {
    { "$", false }, { "€", false }, { "£", false }, { "₦", false },
    { "₵", false }, { "₹", false }, { "bdt", false }, { "bif", false },
    { "birr", false }, { "br", false }, { "cdf", false }, { "cedis", false },
    { "cfa", false }, { "dt", true }, { "etb", false }, { "eur", false },
    { "f", false }, { "fbu", false }, { "fc", false }, { "fcfa", false },
    { "fg", false }, { "frw", false }, { "gbp", false }, { "ghs", false },
    { "gnf", false }, { "inr", false }, { "jod", true }, { "k", false },
    { "kes", false }, { "ksh", false }, { "kshs", false }, { "kwd", true },
    { "lkr", false }, { "lyd", true }, { "mk", false }, { "mt", false },
    { "mts", false }, { "mwk", false }, { "mzn", false }, { "n", false },
    { "naira", false }, { "ngn", false }, { "npr", false }, { "php", false },
    { "pkr", false }, { "r", false }, { "rs", false }, { "rwf", false },
    { "sh", false }, { "shs", false }, { "taka", false }, { "tk", false },
    { "tnd", true }, { "tsh", false }, { "tshs", false }, { "tzs", false },
    { "ugx", false }, { "usd", false }, { "ush", false }, { "ushs", false },
    { "xaf", false }, { "xof", false }, { "zar", false }, { "zmw", false },
};

static const struct currency *
currency_of(const struct credit_token *t, bool touching)
{
    if (t->kind != CREDIT_WORD || (strlen(t->word) == 1
            && *t->word != '$' && !touching))
        return NULL;
    for (size_t i = 0; i < sizeof(currencies) / sizeof(*currencies); i++)
        if (!strcmp(currencies[i].word, t->word))
            return &currencies[i];
    return NULL;
}

static bool
is_word(const struct credit_token *t, enum words_kind kind)
{
    return t->kind == CREDIT_WORD && words_are(kind, WORDS_ALL, t->word);
}

/* The currency of number i, before it or behind; taken is the last word that
 * another number has already. */
static const struct currency *
money_of(const struct credit_text *x, int i, int *taken)
{
    const struct credit_token *t = &x->token[i];
    const struct currency *c = NULL;

    if (i > 0 && i - 1 != *taken && t->gap <= CREDIT_GAP_POINT)
        c = currency_of(t - 1, t->gap == CREDIT_GAP_NONE);
    if (!c && i + 1 < x->count && t[1].gap <= CREDIT_GAP_BLANK
        && (c = currency_of(t + 1, t[1].gap == CREDIT_GAP_NONE)))
        *taken = i + 1;
    return c;
}

/* Whether a word for balance stands before number i, with words alone between
 * them and in its sentence. *limit: it is no amount but a bound. */
static bool
is_named(const struct credit_text *x, int i, bool *limit)
{
    int words = 0;

    *limit = false;
    for (int k = i; k > 0 && words <= BETWEEN; k--) {
        const struct credit_token *before = &x->token[k - 1];

        if (before->kind == CREDIT_DATE)
            continue;       /* balance as of 21/11/2026 */
        if (before->kind != CREDIT_WORD || x->token[k].gap == CREDIT_GAP_END
            || (x->token[k].gap == CREDIT_GAP_POINT
                && !currency_of(before, false)))
            return false;
        if (is_word(before, WORDS_BALANCE))
            return true;
        if (is_word(before, WORDS_ABOUT))
            *limit = true;
        words += !currency_of(before, false);
    }
    return false;
}

struct found {
    int named, bare;        /* amounts of different values */
    int64_t named_value, bare_value;
    int numbers;            /* of any meaning */
    bool doubt;
};

static void
note(int *count, int64_t *value, int64_t amount)
{
    if (!*count || *value != amount)
        ++*count;
    *value = amount;
}

static void
weigh(const struct credit_text *x, int i, int *taken, struct found *f)
{
    const struct credit_token *t = &x->token[i];
    const struct currency *c = money_of(x, i, taken);
    const struct credit_token *next = i + 1 < x->count ? t + 1 : NULL;
    bool limit, named = is_named(x, i, &limit);
    bool unit = next && next->gap <= CREDIT_GAP_BLANK
        && (is_word(next, WORDS_UNIT) || is_word(next, WORDS_DAYS));

    f->numbers++;
    if (unit && !t->spaced)
        return;             /* 25 SMS */
    if (!c && !named)
        return;
    if (limit || unit || !t->clear
        || (t->three && (!c || c->thousandths))) {
        f->doubt |= named;
        return;
    }
    if (named)
        note(&f->named, &f->named_value, t->value);
    else
        note(&f->bare, &f->bare_value, t->value);
}

static void
read_amount(const struct credit_text *x, struct credit *out)
{
    struct found f = { 0 };
    int taken = -1;

    for (int i = 0; i < x->count; i++)
        if (x->token[i].kind == CREDIT_NUMBER)
            weigh(x, i, &taken, &f);
    if (f.doubt || x->cut)
        return;
    if (f.named == 1) {
        out->has_amount = true;
        out->amount = f.named_value;
    } else if (!f.named && f.bare == 1 && f.numbers == 1
        && x->count <= BARE) {
        out->has_amount = true;
        out->amount = f.bare_value;
    }
}

/* The only date, or the only number of days, that is said. */
static int64_t
read_expiry(const struct credit_text *x, int64_t now)
{
    int64_t date = 0, days = 0;
    int dates = 0, spans = 0;

    for (int i = 0; i < x->count; i++) {
        const struct credit_token *t = &x->token[i];

        if (t->kind == CREDIT_DATE) {
            dates++;
            date = t->value;
        } else if (t->kind == CREDIT_NUMBER && i + 1 < x->count
            && is_word(t + 1, WORDS_DAYS)) {
            spans++;
            days = t->clear && t->value % 100 == 0 ? t->value / 100 : 0;
        }
    }
    if (x->cut || dates + spans != 1)
        return 0;
    if (dates)
        return date;
    return days > 0 && days <= DAYS_MOST ? now + days * DAY : 0;
}

void
credit_read(const char *text, int64_t now, struct credit *out)
{
    struct credit_text *x = calloc(1, sizeof(*x));
    char *folded = NULL;

    *out = (struct credit){ 0 };
    if (!x || unicode_fold(text, &folded))
        goto out;
    credit_cut(folded, x);
    out->low = words_within(WORDS_LOW, WORDS_ALL, folded, NULL);
    out->exhausted = words_within(WORDS_EMPTY, WORDS_ALL, folded, NULL);
    out->topped_up = !out->exhausted
        && words_within(WORDS_TOPUP, WORDS_ALL, folded, NULL);
    /* "Your balance is not enough for KES 50" names no balance. */
    if (!out->exhausted)
        read_amount(x, out);
    out->bundle = words_within(WORDS_UNIT, WORDS_ALL, folded, NULL);
    if (words_within(WORDS_EXPIRY, WORDS_ALL, folded, NULL))
        out->expires = read_expiry(x, now);
    if (out->has_amount && out->amount <= 0)
        out->exhausted = true;
out:
    free(folded);
    free(x);
}
