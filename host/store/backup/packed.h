/* packed.h - a stream of bytes made smaller on its way (zlib, raw DEFLATE), and
 * the way back. */
#ifndef NOTEHOME_PACKED_H
#define NOTEHOME_PACKED_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

struct packed;

/* Takes what comes out, in pieces; what it returns ends the stream. */
typedef enum err packed_sink(void *user, const unsigned char *bytes, size_t n);

/* pack: makes smaller; else back. The caller closes it. */
MUST_CHECK enum err packed_open(bool pack, packed_sink *sink, void *user,
    struct packed **out);

/* The next n bytes, none after `last`. ERR_CORRUPT, on the way back only: they
 * are no such stream, or end before it does, or go on behind its end. */
MUST_CHECK enum err packed_put(struct packed *p, const unsigned char *bytes,
    size_t n, bool last);

void packed_close(struct packed *p);    /* accepts NULL */

#endif
