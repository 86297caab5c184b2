/* api_child.c - which child a member of a body names. */
#include "store/people/people.h"
#include "text/unicode.h"
#include "web/api/api.h"

#include <stdlib.h>

/* The only child of the school with this name; of the family and of the class
 * where they are named. *n: how many there are. */
static enum err
find_child(struct db *db, const char *name, int64_t family,
    const char *class_name, int64_t *id, int *n)
{
    char *folded = NULL;
    enum err e = unicode_fold(name, &folded);
    struct query q;

    *n = 0;
    if (e)
        return e == ERR_INPUT ? OK : e;
    q = query_start(db,
        "SELECT DISTINCT c.id FROM child c JOIN family_child fc"
        " ON fc.child = c.id WHERE c.folded = :name AND c." CHILD_HERE
        " AND (:family = 0 OR fc.family = :family)"
        " AND (:class = '' OR c.class = :class)");
    query_text(&q, ":name", folded);
    query_int(&q, ":family", family);
    query_text(&q, ":class", class_name);
    while (query_row(&q)) {
        *id = query_get_int(&q, 0);
        ++*n;
    }
    e = query_end(&q);
    free(folded);
    return e;
}

bool
api_child(struct web *w, const json_t *j, struct response *r, int64_t family,
    const char *class_name, int64_t *out)
{
    int64_t id = json_integer_value(j);
    int n = 1;
    enum err e = OK;

    if (json_is_string(j))
        e = find_child(w->db, json_string_value(j), family, class_name, &id,
            &n);
    else if (!json_is_integer(j) || id < 1)
        n = 0;
    if (e)
        reply_failure(r, e, NULL);
    else if (!n)
        reply_error(r, 404, "There is no such child.");
    else if (n > 1)
        reply_error(r, 400, "%d children have that name: say which by its"
            " number, its family or its class.", n);
    else
        *out = id;
    return !e && n == 1;
}
