#include "practice/alphabet.h"
#include "practice/handset.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Whatever a dongle is told to send, the network reads it or refuses it, its
 * text fits, and a phone can take it. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint16_t units[PDU_UNITS_MAX];
    char text[3 * PDU_UNITS_MAX + 1];
    const struct handset_text *shown;
    struct pdu_deliver d = { .scts_ms = 1795248000000 };
    struct pdu_bytes out;
    struct pdu_submit s;
    struct handset *h;
    size_t n;

    if (pdu_submit_read(data, size, 1795248000000, &s))
        return 0;
    if (strlen(s.to.text) >= PDU_NUMBER_MAX || s.user.ud_len > PDU_UD_MAX)
        abort();
    n = pdu_user_units(&s.user, units);
    if (n > PDU_UNITS_MAX || alphabet_utf8(units, n, text) > 3 * n)
        abort();
    d.from = s.to;
    d.user = s.user;
    if (pdu_deliver_write(&d, &out) == OK && out.len > PDU_MAX)
        abort();
    if (handset_new("+254711000001", &h))
        return 0;
    for (int i = 0; i < 2; i++)
        if (handset_take(h, s.to.text, &s.user, 0, &shown))
            abort();
    handset_free(h);
    return 0;
}
