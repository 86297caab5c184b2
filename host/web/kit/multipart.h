/* multipart.h - a form that brings a file (RFC 7578). Hostile input: bounded by
 * the body it came in; pure. */
#ifndef NOTEHOME_MULTIPART_H
#define NOTEHOME_MULTIPART_H

#include "web/kit/params.h"

/* A file of a form; borrowed from the body. */
struct upload {
    const char *bytes;          /* any bytes; NULL: none was chosen */
    size_t n;
};

/* Whether a body of this type is such a form. */
bool multipart_is(const char *content_type);

/* Reads n bytes of body: its fields to *out (params_clear() it), the first file
 * to *file. ERR_INPUT: not such a form, more than PARAMS_MAX fields, or a field
 * that holds a NUL or is no UTF-8; *out is then empty. */
MUST_CHECK enum err multipart_read(const char *body, size_t n,
    const char *content_type, struct params *out, struct upload *file);

#endif
