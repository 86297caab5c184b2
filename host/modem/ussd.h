/* ussd.h - what the network answered to a USSD code. Modems write it in
 * several dialects: plain, UCS-2 in hex, packed GSM septets in hex. Pure. */
#ifndef NOTEHOME_USSD_H
#define NOTEHOME_USSD_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

/* Reads "+CUSD: m[,"text"[,dcs]]" (TS 27.007 §7.15); text gets UTF-8.
 * ERR_INPUT: it is not that. */
MUST_CHECK enum err ussd_read(const char *line, int32_t *status, char *text,
                              size_t room);

/* A name that may be written as UCS-2 in hex, as UTF-8. */
void ussd_name(const char *raw, char *text, size_t room);

#endif
