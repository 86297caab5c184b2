#include "link/link.h"

#include <stdlib.h>
#include <string.h>

/* Whatever a broken worker writes, a packet that passes holds ended strings
 * and bounded counts. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct link_message m;

    if (size > sizeof(m))
        return 0;
    memset(&m, 0xa5, sizeof(m));
    memcpy(&m, data, size);
    if (link_check(&m, (long)size) != OK)
        return 0;
    if (m.kind == LINK_PART && strlen(m.u.part.pdu) >= LINK_PDU_MAX)
        abort();
    if (m.kind == LINK_USSD && strlen(m.u.ussd.text) >= LINK_TEXT_MAX)
        abort();
    if (m.kind == LINK_SEND && (m.u.send.units < 0 || m.u.send.units > 160))
        abort();
    return 0;
}
