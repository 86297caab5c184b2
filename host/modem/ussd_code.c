#include "modem/ussd_code.h"

#include <stdio.h>
#include <string.h>

enum { CODE_MAX = 100 };

enum ussd_way
ussd_way_try(int n, int known)
{
    if (known < USSD_WAY_UCS2 || known > LINK_USSD_WAYS)
        return n < LINK_USSD_WAYS ? (enum ussd_way)(n + 1) : USSD_WAY_UNKNOWN;
    if (n == 0)
        return (enum ussd_way)known;
    /* The others, in their order. */
    return n < LINK_USSD_WAYS ? (enum ussd_way)(n < known ? n : n + 1)
                         : USSD_WAY_UNKNOWN;
}

const char *
ussd_way_charset(enum ussd_way way)
{
    return way == USSD_WAY_UCS2 ? "UCS2" : "GSM";
}

/* TS 23.038 §6.1.2.3.1: eight letters in seven octets; a free septet is CR. */
static void
pack(const char *code, char *out)
{
    size_t n = strlen(code), bits = 0;
    unsigned kept = 0;

    for (size_t i = 0; i < n || (i == n && n % 8 == 7); i++) {
        kept |= (unsigned)(i < n ? code[i] & 0x7f : '\r') << bits;
        for (bits += 7; bits >= 8; bits -= 8, kept >>= 8)
            out += sprintf(out, "%02X", kept & 0xff);
    }
    if (bits)
        sprintf(out, "%02X", kept & 0xff);
}

bool
ussd_code(enum ussd_way way, const char *code, char *out, size_t room)
{
    char text[4 * CODE_MAX + 1] = "";
    size_t n = strlen(code);

    if (!n || n > CODE_MAX)
        return false;
    for (size_t i = 0; i < n; i++)
        if (code[i] < 0x20 || code[i] > 0x7e || code[i] == '"')
            return false;
    if (way == USSD_WAY_PACKED)
        pack(code, text);
    else if (way == USSD_WAY_LETTERS)
        snprintf(text, sizeof(text), "%s", code);
    else
        for (size_t i = 0; i < n; i++)
            sprintf(text + 4 * i, "%04X", (unsigned char)code[i]);
    return (size_t)snprintf(out, room, "AT+CUSD=1,\"%s\",15", text) < room;
}
