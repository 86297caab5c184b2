#include "web/kit/guess.h"

#include "base/clock.h"
#include "store/db/setting.h"
#include "text/unicode.h"
#include "web/kit/throttle.h"

#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a browser keeps is its number, then a mark for each name: hex with a
 * point between. A mark is a keyed hash of number and name. */
enum { MARK = 16, NAMES = 6, RING = 64 };
static const char key_name[] = "browser.key";

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int64_t ring[RING];      /* clock_mono() of the last failures */
static int ring_at;
static char last_address[48];

/* 16 hex digits of the text, under a key where there is one. */
static void
mark_of(const unsigned char *key, size_t n, const char *a, const char *b,
    char out[MARK + 1])
{
    unsigned char hash[crypto_generichash_BYTES_MIN];
    crypto_generichash_state s;

    crypto_generichash_init(&s, key, n, sizeof(hash));
    crypto_generichash_update(&s, (const unsigned char *)a, strlen(a) + 1);
    crypto_generichash_update(&s, (const unsigned char *)b, strlen(b));
    crypto_generichash_final(&s, hash, sizeof(hash));
    sodium_bin2hex(out, MARK + 1, hash, MARK / 2);
}

/* However the account's name is typed, its guesses count together. */
static void
mark_of_name(const unsigned char *key, size_t n, const char *number,
    const char *name, char out[MARK + 1])
{
    char *folded = NULL;
    enum err e = unicode_fold(name, &folded);

    mark_of(key, n, number, e ? name : folded, out);
    free(folded);
}

/* --- counting ------------------------------------------------------------- */

void
guess_of(const char *name, const char *peer, const char *own,
    struct guess *out)
{
    char mark[MARK + 1];

    *out = (struct guess){ .name = "" };
    mark_of_name(NULL, 0, "", name, mark);
    snprintf(out->name, sizeof(out->name), "n:%s", mark);
    snprintf(out->pair, sizeof(out->pair), "p:%s:%s", mark, peer);
    snprintf(out->address, sizeof(out->address), "a:%s", peer);
    if (*own)
        snprintf(out->own, sizeof(out->own), "o:%s:%s", mark, own);
    snprintf(out->peer, sizeof(out->peer), "%s", peer);
}

int64_t
guess_wait(const struct guess *g)
{
    int64_t pair, address;

    if (*g->own)
        return throttle_wait(g->own);
    pair = throttle_wait(g->pair);
    address = throttle_wait(g->address);
    return pair > address ? pair : address;
}

static void
note(const char *address)
{
    pthread_mutex_lock(&lock);
    ring[ring_at++ % RING] = clock_mono();
    ring_at %= RING;
    snprintf(last_address, sizeof(last_address), "%s", address);
    pthread_mutex_unlock(&lock);
}

void
guess_failed(const struct guess *g)
{
    note(g->peer);
    if (*g->own) {
        throttle_failed(g->own);
        return;
    }
    throttle_failed_after(g->pair, throttle_failures(g->name) < GUESS_HOT
            ? THROTTLE_FREE - 1 : 0);
    throttle_failed_after(g->address, GUESS_ADDRESS);
    throttle_failed(g->name);
}

/* The address is not forgiven: a guesser may have an account too. */
void
guess_good(const struct guess *g)
{
    throttle_good(*g->own ? g->own : g->pair);
}

void
guess_forgive(const char *name)
{
    char mark[MARK + 1], begin[MARK + 3];

    mark_of_name(NULL, 0, "", name, mark);
    for (const char *kind = "npo"; *kind; kind++) {
        snprintf(begin, sizeof(begin), "%c:%s", *kind, mark);
        throttle_forgive(begin);
    }
}

int
guess_recent(char address[48])
{
    int64_t since = clock_mono() - HOUR;
    int n = 0;

    pthread_mutex_lock(&lock);
    for (int i = 0; i < RING; i++)
        n += ring[i] && ring[i] > since;
    snprintf(address, 48, "%s", last_address);
    pthread_mutex_unlock(&lock);
    return n;
}

/* --- browsers ------------------------------------------------------------- */

/* ERR_EMPTY: there is none yet. */
static enum err
read_key(struct db *db, unsigned char key[crypto_generichash_KEYBYTES])
{
    char hex[2 * crypto_generichash_KEYBYTES + 1];
    size_t n = 0;
    enum err e = setting_get(db, key_name, hex, sizeof(hex));

    if (e)
        return e;
    return sodium_hex2bin(key, crypto_generichash_KEYBYTES, hex, strlen(hex),
               NULL, &n, NULL) || n != crypto_generichash_KEYBYTES
        ? ERR_EMPTY : OK;
}

static enum err
make_key(struct db *db, unsigned char key[crypto_generichash_KEYBYTES])
{
    char hex[2 * crypto_generichash_KEYBYTES + 1];
    enum err e = db_begin(db);

    if (e)
        return e;
    if ((e = read_key(db, key)) == ERR_EMPTY) {
        randombytes_buf(key, crypto_generichash_KEYBYTES);
        sodium_bin2hex(hex, sizeof(hex), key, crypto_generichash_KEYBYTES);
        e = setting_set(db, key_name, hex);
        sodium_memzero(hex, sizeof(hex));
    }
    return db_end(db, e);
}

/* Hex and points alone, a number in front. */
static bool
is_form(const char *kept)
{
    return strlen(kept) >= MARK && strlen(kept) < GUESS_KNOWN
        && strspn(kept, "0123456789abcdef.") == strlen(kept)
        && (kept[MARK] == '.' || !kept[MARK]);
}

static bool
has_mark(const char *kept, const char *mark)
{
    for (const char *at = kept + MARK; *at == '.' && strlen(at) > MARK;
         at += MARK + 1)
        if (!sodium_memcmp(at + 1, mark, MARK))
            return true;
    return false;
}

bool
guess_is_known(struct db *db, const char *kept, const char *name,
    char own[40])
{
    unsigned char key[crypto_generichash_KEYBYTES];
    char mark[MARK + 1], number[MARK + 1];

    own[0] = '\0';
    if (!is_form(kept) || sodium_init() < 0 || read_key(db, key))
        return false;
    snprintf(number, sizeof(number), "%.16s", kept);
    mark_of_name(key, sizeof(key), number, name, mark);
    sodium_memzero(key, sizeof(key));
    if (!has_mark(kept, mark))
        return false;
    snprintf(own, 40, "browser:%s", number);
    return true;
}

enum err
guess_remember(struct db *db, const char *kept, const char *name,
    char out[GUESS_KNOWN])
{
    unsigned char key[crypto_generichash_KEYBYTES], bytes[MARK / 2];
    char mark[MARK + 1], number[MARK + 1];
    enum err e;

    if (sodium_init() < 0)
        return ERR_IO;
    if ((e = read_key(db, key)) == ERR_EMPTY)
        e = make_key(db, key);
    if (e)
        return e;
    if (is_form(kept))
        snprintf(number, sizeof(number), "%.16s", kept);
    else {
        kept = "";
        randombytes_buf(bytes, sizeof(bytes));
        sodium_bin2hex(number, sizeof(number), bytes, sizeof(bytes));
    }
    mark_of_name(key, sizeof(key), number, name, mark);
    sodium_memzero(key, sizeof(key));
    if (*kept && has_mark(kept, mark))
        snprintf(out, GUESS_KNOWN, "%s", kept);
    else
        snprintf(out, GUESS_KNOWN, "%s.%s%.*s", number, mark,
            (NAMES - 1) * (MARK + 1), *kept ? kept + MARK : "");
    return OK;
}
