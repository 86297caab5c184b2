/* gsm7_tables.h - the character tables of 3GPP TS 23.038, for gsm7.c alone. */
#ifndef NOTEHOME_GSM7_TABLES_H
#define NOTEHOME_GSM7_TABLES_H

#include <stdbool.h>
#include <stdint.h>

/* Whether the language has a locking (Annex A.3) or single shift table (A.2);
 * language 0 has both (§6.2.1). */
bool gsm7_has_locking(int language);
bool gsm7_has_shift(int language);

/* The UTF-16 unit at septet 0..127 of a main (default or locking shift) table.
 * A place that the table leaves empty is a space; the escape is U+001B. */
uint16_t gsm7_main(int language, unsigned septet);

/* The same of an extension (default or single shift) table; 0: nothing. */
uint16_t gsm7_shift(int language, unsigned septet);

/* Back: where the unit stands in the default table, or in its extension; -1
 * where it does not. */
int gsm7_main_at(uint32_t unit);
int gsm7_shift_at(uint32_t unit);

#endif
