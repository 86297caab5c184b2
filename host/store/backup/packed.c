#include "store/backup/packed.h"

#include <stdlib.h>
#include <zlib.h>

enum {
    LEVEL = 3,                  /* a database to a seventh; 6 takes twice as
                                 * long for a tenth less */
    RAW = -15,                  /* zlib's way to ask for no head and no sum:
                                 * what is sealed is proved already */
    PIECE = 32 * 1024
};

struct packed {
    z_stream z;
    bool pack, ended;
    packed_sink *sink;
    void *user;
    unsigned char piece[PIECE];
};

enum err
packed_open(bool pack, packed_sink *sink, void *user, struct packed **out)
{
    struct packed *p = calloc(1, sizeof(*p));

    if (!p)
        return ERR_MEMORY;
    p->pack = pack;
    p->sink = sink;
    p->user = user;
    if (pack ? deflateInit2(&p->z, LEVEL, Z_DEFLATED, RAW, 8,
            Z_DEFAULT_STRATEGY)
             : inflateInit2(&p->z, RAW)) {
        free(p);
        return ERR_MEMORY;
    }
    *out = p;
    return OK;
}

/* One call of zlib, and what came of it. */
static enum err
step(struct packed *p, bool last)
{
    enum err e = OK;
    int said;

    p->z.next_out = p->piece;
    p->z.avail_out = PIECE;
    said = p->pack ? deflate(&p->z, last ? Z_FINISH : Z_NO_FLUSH)
                   : inflate(&p->z, Z_NO_FLUSH);
    if (said == Z_STREAM_END)
        p->ended = true;
    else if (said == Z_MEM_ERROR)
        e = ERR_MEMORY;
    else if (said != Z_OK && said != Z_BUF_ERROR)
        e = ERR_CORRUPT;
    if (!e && p->z.avail_out < PIECE)
        e = p->sink(p->user, p->piece, PIECE - p->z.avail_out);
    return e;
}

enum err
packed_put(struct packed *p, const unsigned char *bytes, size_t n, bool last)
{
    enum err e = OK;

    p->z.next_in = (unsigned char *)(size_t)bytes;
    p->z.avail_in = (unsigned)n;
    /* Until it leaves room in the piece, it may have more to give. */
    do
        e = p->ended ? OK : step(p, last);
    while (!e && !p->ended && (p->z.avail_in || !p->z.avail_out));
    if (!e && (p->z.avail_in || (last && !p->ended)))
        e = ERR_CORRUPT;
    return e;
}

void
packed_close(struct packed *p)
{
    if (!p)
        return;
    if (p->pack)
        deflateEnd(&p->z);
    else
        inflateEnd(&p->z);
    free(p);
}
