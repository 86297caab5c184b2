/* reports.h - the store "SR" of delivery reports, which libgammu does not list:
 * read and emptied here, past it, and by the clock, since a +CDSI may be
 * lost. */
#ifndef NOTEHOME_REPORTS_H
#define NOTEHOME_REPORTS_H

#include "modem/relay.h"

struct reports {
    struct relay *relay;
    struct to_daemon *out;
    int64_t due;                /* when it is read; INT64_MAX: there is none */
    struct link_stored kept;    /* the next to be removed; store 0: none */
    int fails;                  /* in a row */
    bool found, doubt;          /* an entry; one that did not get through */
};

/* there: the dongle has that store. Both ends are borrowed. */
void reports_start(struct reports *s, struct relay *r, struct to_daemon *out,
    bool there);

/* What the filter notes of it: a +CDSI, an entry, the end of a listing. A
 * damaged entry is not given to the daemon, but listed again. */
void reports_hint(struct reports *s);
void reports_saw(struct reports *s, const struct link_part *p);
void reports_listed(struct reports *s, bool whole);

/* The daemon has that one. */
void reports_stored(struct reports *s, const struct link_stored *kept);

/* Removes one, or lists when it is time; false: neither. An entry comes as a
 * note of LINK_STORE_SR. */
bool reports_work(struct reports *s, int64_t now);

/* Before libgammu lists: the store that it believes selected is so. False: the
 * modem does not select it now. */
MUST_CHECK bool reports_left(struct relay *r);

#endif
