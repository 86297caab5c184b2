/* octets.h - letters whose coding is told wrongly: text sent as data, and
 * UTF-16 with its octets in the other order (little end first). Pure; any
 * thread. */
#ifndef NOTEHOME_OCTETS_H
#define NOTEHOME_OCTETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Text in what was declared to be data: UTF-8, UTF-16 or Latin-1. Writes at
 * most max units of UTF-16 and returns how many; 0: it is data indeed. */
size_t octets_text(const uint8_t *d, size_t n, uint16_t *text, size_t max);

/* Turns n units whose octets came in the other order: a mark says so, or they
 * are letters of one script only then. A mark is dropped. True: turned. */
bool octets_turn(uint16_t *text, int *n);

#endif
