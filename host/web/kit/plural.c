#include "web/kit/plural.h"

#include <stdbool.h>
#include <string.h>

enum { DEEPEST = 64 };

struct reader {
    const char *at;
    int64_t n;
    int depth;
    bool bad;
};

static int64_t choice(struct reader *r);

/* Takes the sign when it comes next. */
static bool
take(struct reader *r, const char *sign)
{
    size_t n = strlen(sign);

    r->at += strspn(r->at, " \t\n");
    if (strncmp(r->at, sign, n) != 0)
        return false;
    r->at += n;
    return true;
}

static int64_t
atom(struct reader *r)
{
    int64_t v = 0;

    if (r->bad || ++r->depth > DEEPEST) {
        r->bad = true;
    } else if (take(r, "!")) {
        v = !atom(r);
    } else if (take(r, "(")) {
        v = choice(r);
        r->bad = r->bad || !take(r, ")");
    } else if (take(r, "n")) {
        v = r->n;
    } else {
        r->bad = *r->at < '0' || *r->at > '9';
        for (; *r->at >= '0' && *r->at <= '9'; r->at++)
            v = v > 100000000 ? v : v * 10 + (*r->at - '0');
    }
    r->depth--;
    return v;
}

static int64_t
product(struct reader *r)
{
    int64_t v = atom(r), by;

    for (;;) {
        char sign = take(r, "*") ? '*' : take(r, "/") ? '/'
            : take(r, "%") ? '%' : 0;

        if (!sign || r->bad)
            return v;
        by = atom(r);
        if (sign == '*') {
            r->bad = r->bad || __builtin_mul_overflow(v, by, &v);
        } else if (by <= 0) {
            r->bad = true;
        } else {
            v = sign == '/' ? v / by : v % by;
        }
    }
}

static int64_t
sum(struct reader *r)
{
    int64_t v = product(r);

    for (;;) {
        bool plus = take(r, "+");

        if ((!plus && !take(r, "-")) || r->bad)
            return v;
        if (plus ? __builtin_add_overflow(v, product(r), &v)
                 : __builtin_sub_overflow(v, product(r), &v))
            r->bad = true;
    }
}

static int64_t
order(struct reader *r)
{
    int64_t v = sum(r);

    while (!r->bad) {
        if (take(r, "<="))
            v = v <= sum(r);
        else if (take(r, ">="))
            v = v >= sum(r);
        else if (take(r, "<"))
            v = v < sum(r);
        else if (take(r, ">"))
            v = v > sum(r);
        else
            break;
    }
    return v;
}

static int64_t
equality(struct reader *r)
{
    int64_t v = order(r);

    while (!r->bad) {
        if (take(r, "=="))
            v = v == order(r);
        else if (take(r, "!="))
            v = v != order(r);
        else
            break;
    }
    return v;
}

static int64_t
both(struct reader *r)
{
    int64_t v = equality(r);

    while (!r->bad && take(r, "&&"))
        v = (equality(r) != 0) & (v != 0);
    return v;
}

static int64_t
either(struct reader *r)
{
    int64_t v = both(r);

    while (!r->bad && take(r, "||"))
        v = (both(r) != 0) | (v != 0);
    return v;
}

static int64_t
choice(struct reader *r)
{
    int64_t v, yes, no;

    if (++r->depth > DEEPEST)
        r->bad = true;
    v = r->bad ? 0 : either(r);
    if (!r->bad && take(r, "?")) {
        yes = choice(r);
        r->bad = r->bad || !take(r, ":");
        no = choice(r);
        v = v ? yes : no;
    }
    r->depth--;
    return v;
}

int64_t
plural_form(const char *expression, int64_t n)
{
    struct reader r = { .at = expression, .n = n < 0 ? 0 : n };
    int64_t v = choice(&r);

    r.at += strspn(r.at, " \t\n");
    return r.bad || *r.at || v < 0 ? -1 : v;
}
