/* class_name.c - one spelling for each class. Declared in people.h. */
#include "store/people/people.h"
#include "text/class_fold.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum err
class_find(struct db *db, const char *typed, char out[CLASS_NAME_MAX])
{
    char *wanted;
    enum err e = class_fold(typed, &wanted);
    struct query q;

    out[0] = '\0';
    if (e)
        return e;
    q = query_start(db, "SELECT class FROM child WHERE " CHILD_HERE
        " GROUP BY class"
        " ORDER BY class = :typed DESC, count(*) DESC, class");
    query_text(&q, ":typed", typed);
    while (!e && query_row(&q)) {
        char *folded = NULL;
        bool same = !(e = class_fold(query_get_text(&q, 0), &folded))
            && strcmp(folded, wanted) == 0;

        free(folded);
        if (same) {
            query_copy_text(&q, 0, out, CLASS_NAME_MAX);
            break;
        }
    }
    free(wanted);
    return e ? ((void)!query_end(&q), e) : query_end(&q);
}

enum err
class_spell(struct db *db, struct class_names *names,
    char class_name[CLASS_NAME_MAX])
{
    struct class_name *one;
    char known[CLASS_NAME_MAX];
    enum err e;

    for (int i = 0; i < names->n; i++)
        if (strcmp(names->name[i].typed, class_name) == 0) {
            snprintf(class_name, CLASS_NAME_MAX, "%s", names->name[i].known);
            return OK;
        }
    if ((e = class_find(db, class_name, known)))
        return e;
    if (!*known)
        snprintf(known, sizeof(known), "%s", class_name);
    one = &names->name[names->n < CLASS_NAMES ? names->n++ : CLASS_NAMES - 1];
    snprintf(one->typed, sizeof(one->typed), "%s", class_name);
    snprintf(one->known, sizeof(one->known), "%s", known);
    snprintf(class_name, CLASS_NAME_MAX, "%s", known);
    return OK;
}
