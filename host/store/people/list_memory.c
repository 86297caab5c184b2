/* list_memory.c - what a person said of a list's columns, kept for the next
 * list with the same heads. Declared in list_file.h. */
#include "store/db/setting.h"
#include "store/people/list_file.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* FNV-1a over all heads: a name for the setting, no secret. */
static void
key_of(const struct list_file *l, char out[40])
{
    uint64_t hash = 14695981039346656037u;
    char title[64];

    for (int i = 0; i < l->columns.n; i++) {
        columns_title(&l->sheet, &l->columns, i, title, sizeof(title));
        for (const char *c = title; ; c++) {
            hash = (hash ^ (unsigned char)*c) * 1099511628211u;
            if (!*c)
                break;
        }
    }
    snprintf(out, 40, "import.columns.%016" PRIx64, hash);
}

enum err
list_recall(struct db *db, struct list_file *l, char *out, size_t room)
{
    struct columns *c = &l->columns, before = *c;
    char key[40];
    enum err e;

    if (c->head < 0) {          /* a head of which no word is known */
        c->head = 0;
        c->n = l->sheet.rows[0].n;
    }
    key_of(l, key);
    e = setting_get(db, key, out, room);
    if (e || !*out)
        *c = before;
    return e;
}

enum err
list_remember(struct db *db, const struct list_file *l)
{
    char key[40], map[IMPORT_MAP_MAX] = "";
    size_t used = 0;

    if (l->columns.head < 0 || !l->columns.said)
        return OK;
    for (int i = 0; i < l->columns.n && used < sizeof(map) - 40; i++)
        if (!l->columns.ours[i])
            used += (size_t)snprintf(map + used, sizeof(map) - used,
                "%s=#%d\n", column_name(l->columns.of[i]), i + 1);
    key_of(l, key);
    return setting_set(db, key, map);
}
