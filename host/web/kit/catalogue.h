/* catalogue.h - the translations of one language: a GNU .mo file in memory,
 * as msgfmt writes it (gettext manual, "The Format of GNU MO Files"). Reads
 * only; any thread may ask. */
#ifndef NOTEHOME_CATALOGUE_H
#define NOTEHOME_CATALOGUE_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct catalogue {
    const unsigned char *bytes; /* borrowed for ever */
    size_t size;
    uint32_t count;             /* of texts */
    uint32_t from, to;          /* offsets of the tables of originals and
                                 * translations */
    int forms;                  /* of the plural; 1 at least */
    char plural[256];           /* which form for n; "" two, n != 1 */
};

/* Checks every offset of the file once, so that asking needs no check. The
 * bytes must outlive *out. ERR_CORRUPT: no .mo file, in the other byte order,
 * damaged, or its texts are not in order. */
MUST_CHECK enum err catalogue_read(const void *bytes, size_t size,
    struct catalogue *out);

/* The translation of text; text itself where there is none, where c is NULL or
 * text is "". */
const char *catalogue_find(const struct catalogue *c, const char *text);
/* The form of a plural that fits n; one or many where there is none. */
const char *catalogue_plural(const struct catalogue *c, const char *one,
    const char *many, int64_t n);
/* Copies a field of the header ("X-Direction"); "" when it is not there. */
void catalogue_field(const struct catalogue *c, const char *name, char *out,
    size_t room);

#endif
