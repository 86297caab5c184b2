#include "text/natural.h"

#include <stdbool.h>
#include <string.h>

struct run {
    const char *at, *end;
};

static bool
is_digit(const struct run *r)
{
    return r->at < r->end && *r->at >= '0' && *r->at <= '9';
}

/* Takes the number that r begins with off it, without its leading zeros. */
static struct run
take_number(struct run *r)
{
    struct run number;

    while (is_digit(r) && *r->at == '0')
        r->at++;
    number.at = r->at;
    while (is_digit(r))
        r->at++;
    number.end = r->at;
    return number;
}

static int
compare_numbers(struct run a, struct run b)
{
    if (a.end - a.at != b.end - b.at)
        return a.end - a.at < b.end - b.at ? -1 : 1;
    return memcmp(a.at, b.at, (size_t)(a.end - a.at));
}

int
natural_order(const char *a, size_t n, const char *b, size_t m)
{
    struct run x = { a, a + n }, y = { b, b + m };
    int way = 0;

    while (!way && x.at < x.end && y.at < y.end)
        if (is_digit(&x) && is_digit(&y))
            way = compare_numbers(take_number(&x), take_number(&y));
        else
            way = (unsigned char)*x.at++ - (unsigned char)*y.at++;
    if (way)
        return way;
    if (x.at < x.end || y.at < y.end)
        return x.at < x.end ? 1 : -1;
    return n == m ? 0 : n < m ? -1 : 1;
}
