/* Parts in any order, of any length, with any units: the text is bounded, valid
 * and has no control characters. */
#include "text/join.h"
#include "text/unicode.h"

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
    static uint16_t units[JOIN_PARTS_MAX][JOIN_UNITS_MAX];
    struct join_part parts[JOIN_PARTS_MAX];
    const char *at;
    char *text;
    uint32_t c;
    int count = 0;

    while (size > 0 && count < JOIN_PARTS_MAX) {
        size_t n = data[0] % (JOIN_UNITS_MAX + 1);

        data++, size--;
        if (n > size / 2)
            n = size / 2;
        memcpy(units[count], data, 2 * n);
        parts[count] =
            (struct join_part){ n == 7 ? NULL : units[count], (int)n };
        data += 2 * n, size -= 2 * n;
        count++;
    }
    if (join_text(parts, count, &text)) {
        must(count == 0);
        return 0;
    }
    must(unicode_valid(text));
    for (at = text; (c = unicode_next(&at));)
        must(unicode_printable(c));
    free(text);
    return 0;
}
