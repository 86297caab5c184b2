/* money_notice.h - does a service's text tell of our money? Pure. */
#ifndef NOTEHOME_MONEY_NOTICE_H
#define NOTEHOME_MONEY_NOTICE_H

#include <stdbool.h>

/* Whether it names an amount, and says that it was paid, came or is left: a
 * balance, a transfer, airtime. A price alone is none. */
bool money_notice(const char *text);

#endif
