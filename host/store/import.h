/* import.h - class lists from CSV (libcsv ends here).
 * Header row; UTF-8, a byte order mark is tolerated; comma or semicolon.
 * Columns child, class, guardian, phone are needed; child_id, family,
 * relation, phone2, language, consent optional; others are named and ignored.
 * The same file twice changes nothing. */
#ifndef NOTEHOME_IMPORT_H
#define NOTEHOME_IMPORT_H

#include "store/db.h"

enum { IMPORT_BYTES_MAX = 8 * 1024 * 1024, IMPORT_ROWS_MAX = 20000 };

struct import_result {
    int rows;                   /* without the header */
    int added, unchanged, rejected; /* rows that changed something, or not */
    int families, children, guardians, phones; /* new ones */
    char ignored[200];          /* names of columns not understood */
    char *rejects;              /* owned; CSV of bad rows with line and reason;
                                 * "" when none; import_clear() frees it */
};

/* Reads bytes of CSV. With dry_run everything is counted and nothing kept.
 * Good rows are kept when others are bad, all in one transaction. ERR_INPUT: the file
 * as a whole is unusable, why (room bytes) says what to do. */
MUST_CHECK enum err import_csv(struct db *db, const char *bytes, size_t n,
    const char *country, bool dry_run, const char *who,
    struct import_result *out, char *why, size_t room);
void import_clear(struct import_result *r);

#endif
