#include "store/staff/password.h"

#include "text/unicode.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(PASSWORD_HASH == crypto_pwhash_STRBYTES, "libsodium's length");

enum { PASSES = 2, MEMORY = 32 * 1024 * 1024 };

/* Held while a hash is made: two at a time would need twice the memory. */
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

static enum err
hash(const char *password, size_t n, char out[PASSWORD_HASH])
{
    int failed;

    if (sodium_init() < 0)
        return ERR_IO;
    pthread_mutex_lock(&turn);
    failed = crypto_pwhash_str(out, password, n, PASSES, MEMORY);
    pthread_mutex_unlock(&turn);
    return failed ? ERR_MEMORY : OK;
}

static void
forget(char *text)
{
    if (text)
        sodium_memzero(text, strlen(text));
    free(text);
}

enum err
password_hash(const char *password, char out[PASSWORD_HASH])
{
    char *composed = NULL;
    enum err e;

    if (strlen(password) > PASSWORD_BYTES_MAX)
        return ERR_INPUT;
    if ((e = unicode_nfc(password, &composed)))
        return e;
    if (unicode_count(composed) < PASSWORD_LEAST)
        e = ERR_INPUT;
    else
        e = hash(composed, strlen(composed), out);
    forget(composed);
    return e;
}

enum err
password_check(const char *password, const char *hash_kept)
{
    char *composed = NULL, unused[PASSWORD_HASH];
    int wrong = -1;
    enum err e;

    if (strlen(password) > PASSWORD_BYTES_MAX)
        return ERR_REFUSED;
    if ((e = unicode_nfc(password, &composed)))
        return e == ERR_INPUT ? ERR_REFUSED : e;
    if (!hash_kept) {
        e = hash(composed, strlen(composed), unused);
    } else if (sodium_init() < 0) {
        e = ERR_IO;
    } else {
        pthread_mutex_lock(&turn);
        wrong = crypto_pwhash_str_verify(hash_kept, composed,
            strlen(composed));
        pthread_mutex_unlock(&turn);
    }
    forget(composed);
    return e ? e : wrong ? ERR_REFUSED : OK;
}
