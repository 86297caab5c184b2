/* An operator's words, hostile, in a country by their first byte. What is read
 * must be the same twice, and within its bounds. */
#include "text/credit.h"

#include "base/clock.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void
must(int promise)
{
    if (!promise)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const int64_t now = 1795262400000;
    const int64_t most = (int64_t)100 * 1000 * 1000 * 1000;
    static const char *const mccs[] = { "", "639", "608", "404", "510", "602",
        "655", "605", "515", "716", "625", "470" };
    char text[6000];
    const char *mcc = mccs[size ? data[0] % (sizeof(mccs) / sizeof(*mccs)) : 0];
    struct credit a, b;

    if (size >= sizeof(text))
        return 0;
    memcpy(text, data, size);
    text[size] = '\0';
    credit_read(mcc, text, now, &a);
    credit_read(mcc, text, now, &b);
    must(a.has_amount == b.has_amount && a.amount == b.amount
        && a.expires == b.expires && a.bundle_ends == b.bundle_ends);
    must(memchr(a.currency, 0, sizeof(a.currency)) != NULL);
    must(a.has_amount || !*a.currency);
    must(!a.topped_up || !a.exhausted);
    must(a.has_amount || a.amount == 0);
    must(a.amount < most && a.amount > -most);
    must(a.expires >= 0);
    must(!(a.has_amount && a.amount <= 0) || a.exhausted);
    return 0;
}
