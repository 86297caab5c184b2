/* A PDU from the air: as octets, and as the hex text of a listing. What is
 * read must keep its promises and join to valid text. */
#include "text/join.h"
#include "text/pdu.h"
#include "text/unicode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
must(int promise)
{
    if (!promise)
        abort();
}

static void
check(const struct pdu *p)
{
    struct join_part part = { p->text, p->units };
    char *text;

    must(p->units >= 0 && p->units <= PDU_UNITS_MAX);
    must(p->bytes >= 0 && p->bytes <= PDU_DATA_MAX);
    must(strlen(p->peer.text) < PDU_ADDRESS_MAX);
    must(unicode_valid(p->peer.text) && unicode_valid(p->smsc.text));
    must(p->concat.total == 0
        || (p->concat.n >= 1 && p->concat.n <= p->concat.total
            && p->concat.total <= 255));
    must(!join_text(&part, 1, &text));
    must(unicode_valid(text));
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char hex[2 * 400 + 1];
    struct pdu p;
    const char *reason = NULL;

    if (size > 400)
        return 0;
    memcpy(hex, data, size);
    hex[size] = '\0';
    if (!pdu_parse(hex, &p, &reason))
        check(&p);
    else
        must(reason && *reason);
    hex[0] = '\0';
    for (size_t i = 0; i < size; i++)
        sprintf(hex + 2 * i, "%02X", data[i]);
    if (!pdu_parse(hex, &p, NULL))
        check(&p);
    return 0;
}
