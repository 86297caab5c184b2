/* archive.h - files in one ZIP, made in memory: what people and programs open
 * anywhere. Over libzip. */
#ifndef NOTEHOME_ARCHIVE_H
#define NOTEHOME_ARCHIVE_H

#include "base/err.h"

#include <stddef.h>
#include <stdio.h>

struct archive;

/* The caller closes it. */
MUST_CHECK enum err archive_open(struct archive **out);
/* f: read from where it stands; closed here whatever comes back. */
MUST_CHECK enum err archive_add(struct archive *a, const char *name, FILE *f);
/* text is borrowed until archive_take(). */
MUST_CHECK enum err archive_add_text(struct archive *a, const char *name,
    const char *text);
/* Packs all of it; *bytes are the caller's (free). Nothing can be added
 * then. */
MUST_CHECK enum err archive_take(struct archive *a, char **bytes, size_t *n);
void archive_close(struct archive *a);  /* accepts NULL */

#endif
