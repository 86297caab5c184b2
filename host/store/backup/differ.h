/* differ.h - what changed in a copy of the database since a whole backup of it
 * (a difference, an incremental backup): the pieces that are not the same, and
 * the way back. Sealed like a whole one (sealed.h).
 *
 * Numbers are little-endian:
 *    0   8  "NHDIFFER"
 *    8   4  format: 1
 *   12   4  bytes of a piece: 512, the pages of our database
 *   16   8  bytes of the copy
 *   24  32  BLAKE2b of what is in the whole one
 *   56  32  BLAKE2b of the copy
 *   88  64  the whole one's file name, noughts behind it
 *  152      the pieces that differ, in order: which (4), its bytes (512) */
#ifndef NOTEHOME_DIFFER_H
#define NOTEHOME_DIFFER_H

#include "store/backup/sealed.h"

#include <stdint.h>

enum { DIFFER_HEAD = 152, DIFFER_NAME = 64 };

struct differ_head {
    int64_t bytes;
    unsigned char whole[SEALED_HASH], copy[SEALED_HASH];
    char name[DIFFER_NAME];     /* as it stands there: check it */
};

/* Reads the sealed whole one through, called name, and writes to the empty
 * file `to` what differs in copy. Each is an open file, at its start; *bytes:
 * of what was written. Errors are those of sealed_read(), and ERR_CORRUPT too
 * where copy is no database. */
MUST_CHECK enum err differ_write(int whole, const char *name,
    const char *passphrase, const _Atomic bool *stop, int copy, int to,
    int64_t *bytes);

/* The first DIFFER_HEAD bytes of a file. ERR_EMPTY: it is no difference;
 * ERR_CORRUPT: one that is not known. */
MUST_CHECK enum err differ_head(const unsigned char bytes[DIFFER_HEAD],
    struct differ_head *out);

/* Makes the copy of the file db, which holds the whole one: both at their
 * start, `from` a difference. Proves the outcome: ERR_CORRUPT, and db is to be
 * thrown away, when it is not the copy to the last bit. */
MUST_CHECK enum err differ_apply(int from, int db, const _Atomic bool *stop);

#endif
