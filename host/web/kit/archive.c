#include "web/kit/archive.h"

#include <stdlib.h>
#include <string.h>
#include <zip.h>

struct archive {
    zip_source_t *bytes;        /* what is written; kept for archive_take() */
    zip_t *zip;                 /* NULL: packed */
};

enum err
archive_open(struct archive **out)
{
    struct archive *a = calloc(1, sizeof(*a));

    if (!a)
        return ERR_MEMORY;
    if (!(a->bytes = zip_source_buffer_create(NULL, 0, 0, NULL))
        || !(a->zip = zip_open_from_source(a->bytes, ZIP_TRUNCATE, NULL))) {
        zip_source_free(a->bytes);
        free(a);
        return ERR_MEMORY;
    }
    zip_source_keep(a->bytes);
    *out = a;
    return OK;
}

static enum err
add(struct archive *a, const char *name, zip_source_t *source)
{
    if (!source)
        return ERR_MEMORY;
    if (zip_file_add(a->zip, name, source, ZIP_FL_ENC_UTF_8) >= 0)
        return OK;
    zip_source_free(source);
    return ERR_MEMORY;
}

enum err
archive_add(struct archive *a, const char *name, FILE *f)
{
    zip_source_t *source = zip_source_filep(a->zip, f, 0, -1);

    if (!source)
        fclose(f);
    return add(a, name, source);
}

enum err
archive_add_text(struct archive *a, const char *name, const char *text)
{
    return add(a, name, zip_source_buffer(a->zip, text, strlen(text), 0));
}

enum err
archive_take(struct archive *a, char **bytes, size_t *n)
{
    zip_stat_t st;
    zip_int64_t got;

    if (zip_close(a->zip))
        return ERR_IO;
    a->zip = NULL;
    if (zip_source_stat(a->bytes, &st) || !(st.valid & ZIP_STAT_SIZE)
        || zip_source_open(a->bytes))
        return ERR_MEMORY;
    *n = (size_t)st.size;
    if (!(*bytes = malloc(*n + 1)))
        return ERR_MEMORY;
    got = zip_source_read(a->bytes, *bytes, *n);
    zip_source_close(a->bytes);
    if (got >= 0 && (size_t)got == *n)
        return OK;
    free(*bytes);
    return ERR_IO;
}

void
archive_close(struct archive *a)
{
    if (!a)
        return;
    if (a->zip)
        zip_discard(a->zip);
    zip_source_free(a->bytes);
    free(a);
}
