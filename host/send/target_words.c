/* target_words.c - whom a text to many is for, in words. Declared in
 * send_own.h. */
#include "send/send_own.h"

#include "store/people/group.h"

#include <stdio.h>
#include <string.h>

static void
add_to(struct reason *list, struct reason more)
{
    struct reason both = reason_of(REASON_AND);

    if (!reason_given(list)) {
        *list = more;
        return;
    }
    reason_add_reason(&both, list);
    reason_add_reason(&both, &more);
    *list = both;
}

/* "4B, Bus" of their names. */
static void
add_name(char *names, size_t room, const char *name)
{
    size_t n = strlen(names);

    if (n < room)
        snprintf(names + n, room - n, "%s%s", n ? ", " : "", name);
}

static struct reason
name_classes(const struct send *s)
{
    char names[200] = "";

    for (int i = 0; i < s->n_classes; i++)
        add_name(names, sizeof(names), s->classes[i]);
    return reason_text(s->n_classes > 1 ? REASON_CLASSES : REASON_CLASS,
        names);
}

static struct reason
name_groups(struct db *db, const struct send *s)
{
    struct reason r = { .code = REASON_WORDS };
    struct family_group g;

    for (int i = 0; i < s->n_groups; i++)
        if (!group_get(db, s->groups[i], &g))
            add_name(r.args, sizeof(r.args), g.name);
    return r;
}

struct reason
send_target_words(struct db *db, const struct send *s)
{
    struct reason list = { 0 }, groups = name_groups(db, s), whole;

    if (s->all)
        list = reason_of(REASON_EVERYBODY);
    else if (s->class_name && *s->class_name)
        list = reason_text(REASON_CLASS, s->class_name);
    if (s->n_classes)
        add_to(&list, name_classes(s));
    if (reason_given(&groups))
        add_to(&list, groups);
    if (s->n_families)
        add_to(&list, reason_number(REASON_FAMILIES, s->n_families));
    if (s->silent || s->remind)
        add_to(&list, reason_of(REASON_UNANSWERED));
    if (!s->representatives)
        return list;
    whole = reason_of(REASON_REPRESENTATIVES);
    reason_add_reason(&whole, &list);
    return whole;
}
