/* phone_plan.h - numbering plans that changed after the library was made, or of
 * which two forms are about. Over ASCII digits; pure. */
#ifndef NOTEHOME_PHONE_PLAN_H
#define NOTEHOME_PHONE_PLAN_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { PHONE_PLAN_MAX = 20 };

/* dial (digits, perhaps a leading +) as E.164 by a plan that the library does
 * not know. region: ISO 3166 in capitals, of a number without a country code.
 * False: none of ours; out (PHONE_PLAN_MAX bytes) is then untouched. */
bool phone_plan_read(const char *dial, const char *region, char *out);

/* The form of today of a number that is E.164 already. */
void phone_plan_renew(char e164[PHONE_PLAN_MAX]);

#ifdef __cplusplus
}
#endif

#endif
