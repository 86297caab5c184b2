#include "web/view/write_view.h"

static void
keep(void *user, const struct known_person *p)
{
    struct write_view *v = user;

    if (v->n < WRITE_SHOWN)
        v->child[v->n++] = *p;
    else
        v->more = true;
}

enum err
write_view_read(struct db *db, const char *words, struct write_view *out)
{
    *out = (struct write_view){ .words = words ? words : "" };
    return known_pupils(db, out->words, WRITE_SHOWN + 1, keep, out);
}
