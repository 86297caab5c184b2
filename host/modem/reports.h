/* reports.h - the store "SR" of delivery reports, which libgammu does not list:
 * read and emptied here, past it. */
#ifndef NOTEHOME_REPORTS_H
#define NOTEHOME_REPORTS_H

#include "modem/relay.h"

/* Lists it; its entries come as notes of LINK_STORE_SR, and the store that was
 * selected before is selected again. */
void reports_list(struct relay *r);

/* Frees the slot if it still holds that report. */
void reports_remove(struct relay *r, const struct link_stored *s);

#endif
