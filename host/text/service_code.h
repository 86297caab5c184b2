/* service_code.h - codes by which a SIM's own services are set: who its calls
 * are forwarded to, what is barred, its PIN (3GPP TS 22.030, "MMI codes"). They
 * look like an operator's USSD code, and may send the school's calls away.
 * Pure. */
#ifndef NOTEHOME_SERVICE_CODE_H
#define NOTEHOME_SERVICE_CODE_H

#include <stdbool.h>
#include <stddef.h>

/* Whether code is one, or has the shape of one: all that begins with **, ## or
 * *#, and * or # with the number of a known service. */
bool service_code(const char *code);

/* code as it may be written down: a PIN or a password in it is left out. */
void service_code_shown(const char *code, char *out, size_t room);

#endif
