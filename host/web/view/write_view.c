#include "web/view/write_view.h"

#include "store/thread/wall.h"

enum { LOOKED_AT = 3000 };       /* behind a wall, to find WRITE_SHOWN of */

struct looking {
    struct db *db;
    int64_t wall;
    struct write_view *v;
    enum err error;
};

static void
keep(void *user, const struct known_person *p)
{
    struct looking *l = user;
    struct write_view *v = l->v;
    bool sees = true;

    if (v->more || l->error)
        return;
    if (l->wall)
        l->error = wall_sees(l->db, l->wall, WALL_A_FAMILY, p->family, &sees);
    if (l->error || !sees)
        return;
    if (v->n < WRITE_SHOWN)
        v->child[v->n++] = *p;
    else
        v->more = true;
}

enum err
write_view_read(struct db *db, const char *words, int64_t wall,
    struct write_view *out)
{
    struct looking l = { db, wall, out, OK };
    enum err e;

    *out = (struct write_view){ .words = words ? words : "" };
    e = known_pupils(db, out->words, wall ? LOOKED_AT : WRITE_SHOWN + 1, keep,
        &l);
    return e ? e : l.error;
}
