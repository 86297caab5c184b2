#include "web/view/unreached_view.h"

#include <stdlib.h>
#include <string.h>

const char *
unreached_words(enum unreached_why why)
{
    static const char *const words[] = { "Has no phone",
        "The number is to be confirmed", "Asked for no texts",
        "The number is wrong", "Does not agree to texts",
        "Wants a call instead" };

    return words[why];
}

static void
keep(void *user, const struct unreached *u)
{
    struct unreached_view *v = user;
    struct unreached *more = v->rows;

    if (v->failed)
        return;
    if (v->n % 64 == 0)
        more = realloc(v->rows, ((size_t)v->n + 64) * sizeof(*more));
    v->failed = !more;
    if (!more)
        return;
    v->rows = more;
    v->rows[v->n++] = *u;
}

enum err
unreached_view_read(struct db *db, const char *class_name,
    struct unreached_view *out)
{
    enum err e;

    memset(out, 0, sizeof(*out));
    e = unreached_each(db, class_name, keep, out);
    return e ? e : out->failed ? ERR_MEMORY : OK;
}

void
unreached_view_clear(struct unreached_view *v)
{
    free(v->rows);
    memset(v, 0, sizeof(*v));
}
