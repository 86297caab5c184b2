/* encoding.h - a text file's letters as UTF-8 (iconv ends here). */
#ifndef NOTEHOME_ENCODING_H
#define NOTEHOME_ENCODING_H

#include "base/err.h"

#include <stddef.h>

/* UTF-16 by its mark or its zero bytes; where bytes are no UTF-8 and little in
 * the file is, Windows-1256 for Arabic, 1254 for Turkish, else 1252; else the
 * bytes as they are, without the byte order mark. *out is the caller's (free),
 * *out_n bytes and a NUL. ERR_INPUT: UTF-16 that cannot be read. */
MUST_CHECK enum err encoding_utf8(const char *bytes, size_t n, char **out,
    size_t *out_n);

#endif
