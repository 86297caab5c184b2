/* Numbers from the air and from class lists: canonical stays canonical. */
#include "text/phone.h"
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
    static const char *const countries[] = { "KE", "ET", "BR", "IN", "TR", "IT",
        "BJ", "XX" };
    struct phone_number a, b;
    const char *country;
    char raw[300], shown[PHONE_MAX];

    if (size < 1 || size > sizeof(raw))
        return 0;
    country = countries[data[0] % 8];
    memcpy(raw, data + 1, size - 1);
    raw[size - 1] = '\0';
    phone_read(raw, country, &a);
    must(strlen(a.text) < PHONE_MAX);
    must(a.kind >= PHONE_NUMBER && a.kind <= PHONE_WITHHELD);
    must((a.kind == PHONE_WITHHELD) == !a.text[0]);
    if (a.international) {
        must(a.text[0] == '+' && strlen(a.text) <= 16);
        phone_read(a.text, country, &b);
        must(strcmp(a.text, b.text) == 0 && b.international);
        phone_read(a.text, "", &b);
        must(strcmp(a.text, b.text) == 0);
    }
    phone_show(a.text, country, shown);
    must(strlen(shown) < PHONE_MAX);
    return 0;
}
