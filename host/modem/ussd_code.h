/* ussd_code.h - a USSD code on its way out. Modems want it in one of three
 * ways, and refuse the others: TS 27.007 §7.15 leaves it open. Pure. */
#ifndef NOTEHOME_USSD_CODE_H
#define NOTEHOME_USSD_CODE_H

#include "link/link.h"

#include <stdbool.h>
#include <stddef.h>

enum ussd_way {
    USSD_WAY_UNKNOWN = 0,
    USSD_WAY_UCS2 = 1,          /* as AT+CSCS="UCS2" says: most */
    USSD_WAY_LETTERS = 2,       /* as they are: Telit, ZTE, E169, E3131 */
    USSD_WAY_PACKED = LINK_USSD_WAYS    /* 7 bit, packed, in hex: older
                                         * Huawei */
};

/* The n-th way to try, from 0, where the one that worked last is known (0: it
 * is not); USSD_WAY_UNKNOWN: there is none left. */
enum ussd_way ussd_way_try(int n, int known);

/* The character set that the way wants. */
const char *ussd_way_charset(enum ussd_way way);

/* The command that dials code in that way. False: code has other characters
 * than ASCII, or is too long. */
bool ussd_code(enum ussd_way way, const char *code, char *out, size_t room);

#endif
