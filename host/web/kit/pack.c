#include "web/kit/pack.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum {
    WORTH_IT = 700,             /* bytes: less fits into one packet anyway */
    LEVEL = 4,                  /* most of the gain for a third of the time */
    GZIP = 16 + 15              /* zlib's way to ask for gzip, widest window */
};

static bool
is_text(const char *type)
{
    return type && (!strncmp(type, "text/", 5)
        || !strncmp(type, "application/json", 16)
        || !strncmp(type, "image/svg", 9));
}

void
pack_response(const struct request *q, struct response *r)
{
    z_stream z = { 0 };
    unsigned char *out;
    size_t room;
    int e;

    if (!q->packed || r->encoding || r->stream || !r->body
        || r->bytes < WORTH_IT || r->bytes > INT32_MAX || !is_text(r->type))
        return;
    if (deflateInit2(&z, LEVEL, Z_DEFLATED, GZIP, 8, Z_DEFAULT_STRATEGY))
        return;
    room = deflateBound(&z, r->bytes);
    if ((out = malloc(room))) {
        z.next_in = (unsigned char *)r->body;
        z.avail_in = (unsigned)r->bytes;
        z.next_out = out;
        z.avail_out = (unsigned)room;
        e = deflate(&z, Z_FINISH);
        if (e == Z_STREAM_END && z.total_out < r->bytes) {
            free(r->body);
            r->body = (char *)out;
            r->bytes = z.total_out;
            r->encoding = "gzip";
            out = NULL;
        }
        free(out);
    }
    deflateEnd(&z);
}
