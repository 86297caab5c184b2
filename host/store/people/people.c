#include "store/people/people.h"

#include "store/people/people_row.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static enum err
see(struct people_ids *ids, int64_t id)
{
    if (id >= ids->room) {
        int64_t room = (id + 4096) / 64 * 64;
        uint64_t *bits = realloc(ids->bits, (size_t)room / 8);

        if (!bits)
            return ERR_MEMORY;
        memset(bits + ids->room / 64, 0, (size_t)(room - ids->room) / 8);
        ids->bits = bits;
        ids->room = room;
    }
    ids->bits[id / 64] |= (uint64_t)1 << (id % 64);
    return OK;
}

void
people_list_clear(struct people_list *list)
{
    free(list->seen_children.bits);
    free(list->seen_guardians.bits);
    memset(list, 0, sizeof(*list));
}

enum err
people_add_read(struct db *db, const struct row *r, struct people_list *list,
    struct row_outcome *out, struct reason *why)
{
    struct work w = { .db = db, .r = r, .list = list };
    enum err e = place_find(db, r, list, &w.p, why);

    if (e)
        return e;
    w.first_child = !list || !people_seen(&list->seen_children, w.p.child);
    w.first_guardian =
        !list || !people_seen(&list->seen_guardians, w.p.guardian);
    if (!(e = row_write(&w)) && list
        && !(e = see(&list->seen_children, w.p.child)) && w.p.guardian)
        e = see(&list->seen_guardians, w.p.guardian);
    if (!e && list) {
        list->source = r->source;
        list->family = w.p.family;
        list->child = w.p.child;
    }
    if (!e) {
        *out = (struct row_outcome){ .child = w.p.child, .twin = w.p.twin,
            .changes = w.changes };
        memcpy(out->was_class, w.was_class, sizeof(out->was_class));
    }
    return e;
}

enum err
people_add_listed(struct db *db, const struct people_row *in,
    const char *country, struct people_list *list, bool *changed,
    struct reason *why)
{
    struct row_outcome did = { 0 };
    struct row r;
    enum err e = row_read(in, country, &r, why);

    if (!e && !(e = people_add_read(db, &r, list, &did, why)))
        *changed = did.changes != 0;
    row_clear(&r);
    return e;
}

enum err
people_add_row(struct db *db, const struct people_row *r, const char *country,
    bool *changed, struct reason *why)
{
    assert(db_inside(db));
    return people_add_listed(db, r, country, NULL, changed, why);
}
