/* places.h - countries and time zones to choose from: the lists of the system's
 * zone data (iso3166.tab and zone.tab of tzdata). Any thread. */
#ifndef NOTEHOME_PLACES_H
#define NOTEHOME_PLACES_H

/* Calls fn for each country, by its English name. Nothing happens where the
 * lists are not installed. */
void places_countries(void (*fn)(void *user, const char *code,
    const char *name), void *user);
/* Calls fn for each zone with its country's code, as the file has them. */
void places_zones(void (*fn)(void *user, const char *country,
    const char *zone), void *user);

#endif
