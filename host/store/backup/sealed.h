/* sealed.h - a file under a passphrase, for backups that leave the house:
 * packed (DEFLATE), then encrypted.
 *
 * Numbers are little-endian:
 *    0   8  "NHBACKUP"
 *    8   4  format: 1
 *   12   4  passes     } of Argon2id (crypto_pwhash), which makes of passphrase
 *   16   4  memory, KiB} and salt 48 bytes: the key (32) and the check (16)
 *   20  16  salt
 *   36  16  check: tells a wrong passphrase from a damaged file
 *   52  24  header of crypto_secretstream_xchacha20poly1305
 *   76      chunks of 65,536 packed bytes, 17 more each on disk; the first
 * vouches
 *           for the 76 bytes before it, the last is shorter or empty and tagged
 *           FINAL, so that a file that was cut short is known as such. */
#ifndef NOTEHOME_SEALED_H
#define NOTEHOME_SEALED_H

#include "base/err.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

enum { SEALED_HASH = 32, SEALED_PASSPHRASE = 256 };

/* Both copy from one descriptor, at its start, to another until the end of the
 * file or until *stop (may be NULL) becomes true, which is ERR_TIMEOUT. hash
 * gets the BLAKE2b of what is inside. */

MUST_CHECK enum err sealed_write(int from, int to, const char *passphrase,
    const _Atomic bool *stop, unsigned char hash[SEALED_HASH]);

/* to may be -1: only looks. ERR_INPUT: not such a file, or of a newer format;
 * ERR_REFUSED: another passphrase; ERR_CORRUPT: damaged or cut short, and what
 * was written to `to` is to be thrown away. */
MUST_CHECK enum err sealed_read(int from, int to, const char *passphrase,
    const _Atomic bool *stop, unsigned char hash[SEALED_HASH]);

/* Takes what was sealed, piece by piece in order; what it returns ends the
 * reading. It is proved only once all of it was read. */
typedef enum err sealed_sink(void *user, const unsigned char *bytes, size_t n);

/* The same, given to sink instead of a file. */
MUST_CHECK enum err sealed_read_into(int from, sealed_sink *sink, void *user,
    const char *passphrase, const _Atomic bool *stop,
    unsigned char hash[SEALED_HASH]);

#endif
