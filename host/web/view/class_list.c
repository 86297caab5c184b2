#include "web/view/class_list.h"

#include "store/thread/desk.h"

#include <stdio.h>

static void
keep(void *user, const char *name, int children)
{
    struct class_list *l = user;

    (void)children;
    if (*name && l->n < CLASS_LIST)
        snprintf(l->name[l->n++], sizeof(l->name[0]), "%s", name);
}

enum err
class_list_read(struct db *db, struct class_list *out)
{
    out->n = 0;
    return desk_classes(db, keep, out);
}
