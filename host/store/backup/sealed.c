#include "store/backup/sealed.h"

#include "store/backup/packed.h"

#include <errno.h>
#include <sodium.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define STREAM(name) crypto_secretstream_xchacha20poly1305_##name

enum {
    FORMAT = 2,
    FORMAT_PLAIN = 1,           /* without packing */
    PASSES = 3,
    MEMORY_KIB = 64 * 1024,
    PASSES_MAX = 4,             /* what a strange file may ask of us before */
    MEMORY_KIB_MAX = 128 * 1024, /* anybody knows whose it is */
    KEY = 32,
    CHECK = 16,
    CHUNK = 64 * 1024,
    MORE = 17                   /* what sealing adds to a chunk */
};
_Static_assert(STREAM(KEYBYTES) == KEY && STREAM(ABYTES) == MORE
    && STREAM(HEADERBYTES) == 24 && crypto_pwhash_SALTBYTES == 16,
    "libsodium's lengths, as in the format");

struct head {
    unsigned char magic[8], format[4], passes[4], memory[4], salt[16],
        check[CHECK], stream[24];
};
_Static_assert(sizeof(struct head) == 76, "as in the format");

static const unsigned char magic[8] = { 'N', 'H', 'B', 'A', 'C', 'K', 'U',
    'P' };

static void
put(unsigned char to[4], uint32_t n)
{
    for (int i = 0; i < 4; i++)
        to[i] = (unsigned char)(n >> 8 * i);
}

static uint32_t
get(const unsigned char from[4])
{
    return from[0] | (uint32_t)from[1] << 8 | (uint32_t)from[2] << 16
        | (uint32_t)from[3] << 24;
}

/* *n: room, and then what was there; less only at the end of the file. */
static enum err
read_some(int fd, void *to, size_t *n)
{
    size_t have = 0;
    ssize_t got;

    while (have < *n) {
        got = read(fd, (char *)to + have, *n - have);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return ERR_IO;
        if (got == 0)
            break;
        have += (size_t)got;
    }
    *n = have;
    return OK;
}

static enum err
write_all(int fd, const void *from, size_t n)
{
    size_t done = 0;
    ssize_t got;

    while (fd >= 0 && done < n) {
        got = write(fd, (const char *)from + done, n - done);
        if (got < 0 && errno != EINTR)
            return errno == ENOSPC || errno == EDQUOT ? ERR_DISK_FULL : ERR_IO;
        done += got > 0 ? (size_t)got : 0;
    }
    return OK;
}

/* The key, and what the head's check should be. */
static enum err
derive(const struct head *h, const char *passphrase, unsigned char key[KEY],
    unsigned char check[CHECK])
{
    unsigned char both[KEY + CHECK];
    int failed;

    if (sodium_init() < 0)
        return ERR_IO;
    failed = crypto_pwhash(both, sizeof(both), passphrase, strlen(passphrase),
        h->salt, get(h->passes), (size_t)get(h->memory) * 1024,
        crypto_pwhash_ALG_ARGON2ID13);
    memcpy(key, both, KEY);
    memcpy(check, both + KEY, CHECK);
    sodium_memzero(both, sizeof(both));
    return failed ? ERR_MEMORY : OK;
}

/* What both directions work with; one allocation, since it is large. */
struct work {
    struct head head;
    STREAM(state) stream;
    crypto_generichash_state hash;
    struct packed *packed;      /* NULL: of an old file, which is not */
    int to;                     /* a file, or -1 */
    sealed_sink *sink;          /* gets it instead; NULL: none */
    void *user;
    bool begun;                 /* the first chunk is done */
    size_t have;                /* bytes in plain, of a chunk that fills */
    unsigned char key[KEY];
    unsigned char file[CHUNK];  /* of what is copied */
    unsigned char plain[CHUNK];
    unsigned char closed[CHUNK + MORE];
};

static struct work *
work_new(int to)
{
    struct work *w = calloc(1, sizeof(*w));

    if (w)
        w->to = to;
    if (w)
        crypto_generichash_init(&w->hash, NULL, 0, SEALED_HASH);
    return w;
}

static enum err
work_end(struct work *w, enum err e, unsigned char hash[SEALED_HASH])
{
    if (!e)
        crypto_generichash_final(&w->hash, hash, SEALED_HASH);
    packed_close(w->packed);
    sodium_memzero(w, sizeof(*w));
    free(w);
    return e;
}

static bool
stopped(const _Atomic bool *stop)
{
    return stop && atomic_load(stop);
}

/* --- writing -------------------------------------------------------------- */

static enum err
start_writing(struct work *w, int to, const char *passphrase)
{
    struct head *h = &w->head;
    enum err e;

    memcpy(h->magic, magic, sizeof(magic));
    put(h->format, FORMAT);
    put(h->passes, PASSES);
    put(h->memory, MEMORY_KIB);
    randombytes_buf(h->salt, sizeof(h->salt));
    if ((e = derive(h, passphrase, w->key, h->check)))
        return e;
    STREAM(init_push)(&w->stream, h->stream, w->key);
    return write_all(to, h, sizeof(*h));
}

/* What plain holds, as one chunk. */
static enum err
seal_chunk(struct work *w, bool last)
{
    size_t n = w->have;

    STREAM(push)(&w->stream, w->closed, NULL, w->plain, n,
        w->begun ? NULL : (unsigned char *)&w->head,
        w->begun ? 0 : sizeof(w->head), last ? STREAM(TAG_FINAL) : 0);
    w->begun = true;
    w->have = 0;
    return write_all(w->to, w->closed, n + MORE);
}

/* packed_sink: fills chunk by chunk; the last one is never full. */
static enum err
take_packed(void *user, const unsigned char *bytes, size_t n)
{
    struct work *w = user;
    enum err e = OK;
    size_t part;

    for (; !e && n; bytes += part, n -= part) {
        part = n < CHUNK - w->have ? n : CHUNK - w->have;
        memcpy(w->plain + w->have, bytes, part);
        w->have += part;
        if (w->have == CHUNK)
            e = seal_chunk(w, false);
    }
    return e;
}

enum err
sealed_write(int from, int to, const char *passphrase,
    const _Atomic bool *stop, unsigned char hash[SEALED_HASH])
{
    struct work *w = work_new(to);
    size_t n = CHUNK;
    enum err e;

    if (!w)
        return ERR_MEMORY;
    if (!(e = packed_open(true, take_packed, w, &w->packed)))
        e = start_writing(w, to, passphrase);
    while (!e && n == CHUNK) {
        if (stopped(stop))
            e = ERR_TIMEOUT;
        else if (!(e = read_some(from, w->file, &n))) {
            crypto_generichash_update(&w->hash, w->file, n);
            e = packed_put(w->packed, w->file, n, n < CHUNK);
        }
    }
    if (!e)
        e = seal_chunk(w, true);
    return work_end(w, e, hash);
}

/* --- reading -------------------------------------------------------------- */

/* packed_sink: what was in the file that was sealed. */
static enum err
take_plain(void *user, const unsigned char *bytes, size_t n)
{
    struct work *w = user;

    crypto_generichash_update(&w->hash, bytes, n);
    return w->sink ? w->sink(w->user, bytes, n) : write_all(w->to, bytes, n);
}

static enum err
start_reading(struct work *w, int from, const char *passphrase)
{
    struct head *h = &w->head;
    unsigned char check[CHECK];
    size_t n = sizeof(*h);
    enum err e;

    if ((e = read_some(from, h, &n)))
        return e;
    if (n < sizeof(h->magic) || memcmp(h->magic, magic, sizeof(magic)) != 0)
        return ERR_INPUT;
    if (n < sizeof(*h))
        return ERR_CORRUPT;
    if (get(h->format) != FORMAT && get(h->format) != FORMAT_PLAIN)
        return ERR_INPUT;
    if (get(h->passes) < 1 || get(h->passes) > PASSES_MAX
        || get(h->memory) < 8 || get(h->memory) > MEMORY_KIB_MAX)
        return ERR_CORRUPT;
    if ((e = derive(h, passphrase, w->key, check)))
        return e;
    if (sodium_memcmp(check, h->check, CHECK) != 0)
        return ERR_REFUSED;
    if (STREAM(init_pull)(&w->stream, h->stream, w->key))
        return ERR_CORRUPT;
    return get(h->format) == FORMAT_PLAIN ? OK
        : packed_open(false, take_plain, w, &w->packed);
}

/* One chunk; *final: it said that it is the last. */
static enum err
read_chunk(struct work *w, int from, bool *final)
{
    unsigned char tag = 0;
    size_t n = sizeof(w->closed);
    enum err e = read_some(from, w->closed, &n);

    if (e)
        return e;
    if (n < MORE
        || STREAM(pull)(&w->stream, w->plain, NULL, &tag, w->closed, n,
            w->begun ? NULL : (unsigned char *)&w->head,
            w->begun ? 0 : sizeof(w->head)))
        return ERR_CORRUPT;
    w->begun = true;
    *final = tag == STREAM(TAG_FINAL);
    if (*final == (n == sizeof(w->closed)))
        return ERR_CORRUPT;
    return w->packed ? packed_put(w->packed, w->plain, n - MORE, *final)
                     : take_plain(w, w->plain, n - MORE);
}

static enum err
read_all(struct work *w, int from, const char *passphrase,
    const _Atomic bool *stop, unsigned char hash[SEALED_HASH])
{
    bool final = false;
    size_t more = 1;
    enum err e;

    if (!w)
        return ERR_MEMORY;
    e = start_reading(w, from, passphrase);
    while (!e && !final)
        e = stopped(stop) ? ERR_TIMEOUT : read_chunk(w, from, &final);
    if (!e && !(e = read_some(from, w->closed, &more)) && more)
        e = ERR_CORRUPT;        /* something behind the end */
    return work_end(w, e, hash);
}

enum err
sealed_read(int from, int to, const char *passphrase,
    const _Atomic bool *stop, unsigned char hash[SEALED_HASH])
{
    return read_all(work_new(to), from, passphrase, stop, hash);
}

enum err
sealed_read_into(int from, sealed_sink *sink, void *user,
    const char *passphrase, const _Atomic bool *stop,
    unsigned char hash[SEALED_HASH])
{
    struct work *w = work_new(-1);

    if (w) {
        w->sink = sink;
        w->user = user;
    }
    return read_all(w, from, passphrase, stop, hash);
}
