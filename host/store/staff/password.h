/* password.h - passwords as argon2id strings, over libsodium. */
#ifndef NOTEHOME_PASSWORD_H
#define NOTEHOME_PASSWORD_H

#include "base/err.h"

#include <stdbool.h>

enum {
    PASSWORD_LEAST = 8,         /* characters */
    PASSWORD_BYTES_MAX = 1000,
    PASSWORD_HASH = 128         /* bytes of a string with its end */
};

/* Makes the string to keep. ERR_INPUT: too short, too long or not UTF-8.
 * 32 MiB and some 0.3 s on a small computer; callers take turns. */
MUST_CHECK enum err password_hash(const char *password,
    char out[PASSWORD_HASH]);

/* OK or ERR_REFUSED. hash NULL, for a name that does not exist, takes as long
 * and is refused, so that time does not tell which names there are. */
MUST_CHECK enum err password_check(const char *password, const char *hash);

/* Whether anybody would guess it: made of nothing but up to two words that
 * people use (common.txt), the account's name, the school's ("" none), keys in
 * a row, years, up to four figures and marks, also backwards or with figures
 * for letters ("p@ssw0rd2026"); figures alone; a few letters over and over.
 * Pure. */
bool password_is_common(const char *password, const char *name,
    const char *school);

#endif
