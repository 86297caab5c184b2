/* import.h - class lists from CSV.
 * Header row; UTF-8, a byte order mark is tolerated; comma or semicolon,
 * whichever the header has more of. Columns child, class, guardian, phone are
 * needed; child_id, family, relation, phone2, language, consent optional;
 * others are named and ignored. Upper and lower case and blanks around a
 * column's name do not matter, but its spelling does.
 * Which family and child a row is about: people_add_row(). The same file twice
 * changes nothing. */
#ifndef NOTEHOME_IMPORT_H
#define NOTEHOME_IMPORT_H

#include "store/db/db.h"

#include <stdint.h>

enum { IMPORT_BYTES_MAX = 8 * 1024 * 1024, IMPORT_ROWS_MAX = 20000 };

struct import_result {
    int rows;                   /* without the header and empty lines */
    int added, unchanged, rejected; /* rows that changed something, or not */
    int families, children, guardians, phones; /* new ones */
    char ignored[200];          /* names of columns not understood */
    char *rejects;              /* owned; CSV of bad rows with line and reason;
                                 * "" when none; import_clear() frees it */
};

/* Reads bytes of CSV, looks at all of it, then writes it in steps of some
 * 20 ms, so that a text that arrives meanwhile waits for one step at the most.
 * Rows about one phone or family are of one step: nobody sees a phone that two
 * families share as that of one. Good rows are kept when others are bad; one
 * audit line. A power cut leaves the steps that were done; the same list again
 * brings the rest, and ends as if it had come at once.
 *
 * With dry_run everything is counted and nothing kept. ERR_INPUT: the file as
 * a whole is unusable and nothing was kept, why (room bytes) says what to do.
 * Other errors: why says how far it came, if it began.
 *
 * The rejects have the file's own columns and delimiter and two more, `line`
 * and `reason`, which an import passes over: mended, the file can be imported
 * again. A cell that a spreadsheet would run as a formula (=, @, or + and -
 * before more than a number) gets a ' in front, which an import takes away;
 * "+254 722 ..." stays as it is. Bytes that are no UTF-8 come out as U+FFFD and
 * are refused until somebody types the letter. */
MUST_CHECK enum err import_csv(struct db *db, const char *bytes, size_t n,
    const char *country, bool dry_run, const char *who,
    struct import_result *out, char *why, size_t room);

/* A list that is being imported, or one that stopped half way. */
struct import_state {
    int done, rows;             /* of so many; rows 0: there is none */
    bool running;
    int64_t at;                 /* UTC ms, of the last step */
    char who[80];
};
MUST_CHECK enum err import_state(struct db *db, struct import_state *out);

/* All families as such a list, one row a child and guardian; *text is the
 * caller's (free). Imported again it changes nothing. A guardian's third number
 * and those after it are not in it, nor are families without child, guardian or
 * phone: a row needs all three. `family` is the list's own value, else "nh-"
 * and the family's id, which the import knows again. */
MUST_CHECK enum err import_export(struct db *db, char **text);
void import_clear(struct import_result *r);

#endif
