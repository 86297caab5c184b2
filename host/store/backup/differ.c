#include "store/backup/differ.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { FORMAT = 1, PIECE = 512, AT_FORMAT = 8, AT_PIECE = 12, AT_BYTES = 16,
    AT_WHOLE = 24, AT_COPY = 56, AT_NAME = 88, NUMBER = 4,
    OFTEN = 4096                /* pieces between two looks at *stop */
};

static const char magic[AT_FORMAT + 1] = "NHDIFFER";

static void
put(unsigned char *to, uint64_t n, int bytes)
{
    for (int i = 0; i < bytes; i++)
        to[i] = (unsigned char)(n >> 8 * i);
}

static uint64_t
get(const unsigned char *from, int bytes)
{
    uint64_t n = 0;

    for (int i = bytes; i-- > 0;)
        n = n << 8 | from[i];
    return n;
}

static enum err
io(void)
{
    return errno == ENOSPC || errno == EDQUOT ? ERR_DISK_FULL : ERR_IO;
}

/* A stream of its own on an open file, from its start; NULL: failed. */
static FILE *
stream_of(int fd, const char *how)
{
    int own = dup(fd);
    FILE *f = own < 0 ? NULL : fdopen(own, how);

    if (own >= 0 && !f)
        close(own);
    if (f)
        rewind(f);
    return f;
}

/* --- writing -------------------------------------------------------------- */

struct writing {
    FILE *copy, *to;
    crypto_generichash_state hash;
    uint32_t n;                 /* pieces of the copy so far */
    bool ended;                 /* the copy has no more */
    size_t have;                /* bytes in old */
    unsigned char old[PIECE], new[PIECE];
};

/* The next piece of the copy, compared with one of the whole; old NULL: there
 * is none any more. */
static enum err
next_piece(struct writing *w, const unsigned char *old)
{
    unsigned char number[NUMBER];
    size_t got;

    if (w->ended)
        return OK;
    got = fread(w->new, 1, PIECE, w->copy);
    if (ferror(w->copy))
        return ERR_IO;
    if (got && got < PIECE)
        return ERR_CORRUPT;
    if (!got) {
        w->ended = true;
        return OK;
    }
    crypto_generichash_update(&w->hash, w->new, PIECE);
    put(number, w->n++, NUMBER);
    if (old && !memcmp(old, w->new, PIECE))
        return OK;
    return fwrite(number, 1, NUMBER, w->to) == NUMBER
        && fwrite(w->new, 1, PIECE, w->to) == PIECE ? OK : io();
}

/* sealed_sink */
static enum err
compare(void *user, const unsigned char *bytes, size_t n)
{
    struct writing *w = user;
    enum err e = OK;
    size_t part;

    for (; !e && n; bytes += part, n -= part) {
        part = n < PIECE - w->have ? n : PIECE - w->have;
        memcpy(w->old + w->have, bytes, part);
        w->have += part;
        if (w->have == PIECE) {
            e = next_piece(w, w->old);
            w->have = 0;
        }
    }
    return e;
}

static enum err
write_rest(struct writing *w, const _Atomic bool *stop)
{
    enum err e = OK;

    while (!e && !w->ended)
        e = stop && w->n % OFTEN == 0 && atomic_load(stop)
            ? ERR_TIMEOUT : next_piece(w, NULL);
    return e;
}

static enum err
write_head(struct writing *w, unsigned char head[DIFFER_HEAD])
{
    put(head + AT_BYTES, (uint64_t)w->n * PIECE, 8);
    crypto_generichash_final(&w->hash, head + AT_COPY, SEALED_HASH);
    /* Not rewind(), which says nothing of pieces that did not get out. */
    if (fflush(w->to) != 0 || fseeko(w->to, 0, SEEK_SET) != 0)
        return io();
    return fwrite(head, 1, DIFFER_HEAD, w->to) == DIFFER_HEAD
        && fflush(w->to) == 0 ? OK : io();
}

enum err
differ_write(int whole, const char *name, const char *passphrase,
    const _Atomic bool *stop, int copy, int to, int64_t *bytes)
{
    struct writing w = { .copy = stream_of(copy, "rb"),
        .to = stream_of(to, "wb") };
    unsigned char head[DIFFER_HEAD] = { 0 };
    enum err e = w.copy && w.to && sodium_init() >= 0 ? OK : ERR_IO;

    memcpy(head, magic, AT_FORMAT);
    put(head + AT_FORMAT, FORMAT, 4);
    put(head + AT_PIECE, PIECE, 4);
    snprintf((char *)head + AT_NAME, DIFFER_NAME, "%s", name);
    crypto_generichash_init(&w.hash, NULL, 0, SEALED_HASH);
    if (!e && fwrite(head, 1, DIFFER_HEAD, w.to) != DIFFER_HEAD)
        e = io();
    if (!e && !(e = sealed_read_into(whole, compare, &w, passphrase, stop,
                head + AT_WHOLE))
        && !(e = write_rest(&w, stop)))
        e = write_head(&w, head);
    if (!e)
        *bytes = (int64_t)lseek(to, 0, SEEK_END);
    if (w.copy)
        fclose(w.copy);
    if (w.to && fclose(w.to) != 0 && !e)
        e = io();
    sodium_memzero(&w, sizeof(w));
    return e;
}

/* --- reading -------------------------------------------------------------- */

enum err
differ_head(const unsigned char bytes[DIFFER_HEAD], struct differ_head *out)
{
    if (memcmp(bytes, magic, AT_FORMAT) != 0)
        return ERR_EMPTY;
    if (get(bytes + AT_FORMAT, 4) != FORMAT || get(bytes + AT_PIECE, 4) != PIECE
        || get(bytes + AT_BYTES, 8) > (uint64_t)UINT32_MAX * PIECE
        || get(bytes + AT_BYTES, 8) % PIECE
        || memchr(bytes + AT_NAME, 0, DIFFER_NAME) == NULL)
        return ERR_CORRUPT;
    out->bytes = (int64_t)get(bytes + AT_BYTES, 8);
    memcpy(out->whole, bytes + AT_WHOLE, SEALED_HASH);
    memcpy(out->copy, bytes + AT_COPY, SEALED_HASH);
    memcpy(out->name, bytes + AT_NAME, DIFFER_NAME);
    return OK;
}

/* The file f from its start to its end. */
static enum err
hash_of(FILE *f, const _Atomic bool *stop, unsigned char out[SEALED_HASH])
{
    crypto_generichash_state hash;
    unsigned char piece[PIECE];
    size_t got = PIECE;

    crypto_generichash_init(&hash, NULL, 0, SEALED_HASH);
    rewind(f);
    for (int i = 0; got == PIECE; i++) {
        if (stop && i % OFTEN == 0 && atomic_load(stop))
            return ERR_TIMEOUT;
        got = fread(piece, 1, PIECE, f);
        crypto_generichash_update(&hash, piece, got);
    }
    crypto_generichash_final(&hash, out, SEALED_HASH);
    return ferror(f) ? ERR_IO : OK;
}

static enum err
lay_pieces(FILE *from, FILE *db, int64_t bytes)
{
    unsigned char piece[NUMBER + PIECE];
    size_t got;
    int64_t at;

    while ((got = fread(piece, 1, sizeof(piece), from)) == sizeof(piece)) {
        at = (int64_t)get(piece, NUMBER) * PIECE;
        if (at >= bytes)
            return ERR_CORRUPT;
        if (fseeko(db, at, SEEK_SET) != 0
            || fwrite(piece + NUMBER, 1, PIECE, db) != PIECE)
            return io();
    }
    return ferror(from) ? ERR_IO : got ? ERR_CORRUPT : OK;
}

enum err
differ_apply(int from, int db, const _Atomic bool *stop)
{
    unsigned char bytes[DIFFER_HEAD], hash[SEALED_HASH];
    FILE *f = stream_of(from, "rb"), *to = stream_of(db, "r+b");
    struct differ_head head = { 0 };
    enum err e = f && to && sodium_init() >= 0 ? OK : ERR_IO;

    if (!e && fread(bytes, 1, DIFFER_HEAD, f) != DIFFER_HEAD)
        e = ERR_CORRUPT;
    if (!e && (e = differ_head(bytes, &head)) == ERR_EMPTY)
        e = ERR_CORRUPT;
    if (!e && !(e = lay_pieces(f, to, head.bytes))
        && (fflush(to) != 0 || ftruncate(db, head.bytes) != 0))
        e = io();
    if (!e && !(e = hash_of(to, stop, hash))
        && memcmp(hash, head.copy, SEALED_HASH) != 0)
        e = ERR_CORRUPT;
    if (f)
        fclose(f);
    if (to && fclose(to) != 0 && !e)
        e = io();
    return e;
}
