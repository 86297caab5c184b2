/* column_names.c - the words for columns in mappings and in our own lists.
 * Declared in heads.h. */
#include "lists/heads.h"

#include <string.h>

/* The first is the one that a page offers for a pair. */
static const struct {
    const char *name;
    struct column column;
} names[] = {
    { "none", { WHO_ANY, WHAT_NOTHING } },
    { "child", { WHO_CHILD, WHAT_NAME } },
    { "child_first", { WHO_CHILD, WHAT_FIRST } },
    { "child_middle", { WHO_CHILD, WHAT_MIDDLE } },
    { "child_last", { WHO_CHILD, WHAT_LAST } },
    { "class", { WHO_CHILD, WHAT_CLASS } },
    { "section", { WHO_CHILD, WHAT_SECTION } },
    { "child_id", { WHO_CHILD, WHAT_ID } },
    { "family", { WHO_CHILD, WHAT_FAMILY } },
#define GUARDIAN(prefix, who)                                                  \
    { prefix "_first", { who, WHAT_FIRST } },                                  \
    { prefix "_middle", { who, WHAT_MIDDLE } },                                \
    { prefix "_last", { who, WHAT_LAST } }
    { "guardian", { WHO_GUARDIAN, WHAT_NAME } },
    GUARDIAN("guardian", WHO_GUARDIAN),
    { "phone", { WHO_GUARDIAN, WHAT_PHONE } },
    { "relation", { WHO_GUARDIAN, WHAT_RELATION } },
    { "language", { WHO_GUARDIAN, WHAT_LANGUAGE } },
    { "consent", { WHO_GUARDIAN, WHAT_CONSENT } },
    { "mother", { WHO_MOTHER, WHAT_NAME } },
    GUARDIAN("mother", WHO_MOTHER),
    { "mother_phone", { WHO_MOTHER, WHAT_PHONE } },
    { "father", { WHO_FATHER, WHAT_NAME } },
    GUARDIAN("father", WHO_FATHER),
    { "father_phone", { WHO_FATHER, WHAT_PHONE } },
    { "guardian2", { WHO_SECOND, WHAT_NAME } },
    GUARDIAN("guardian2", WHO_SECOND),
    { "guardian2_phone", { WHO_SECOND, WHAT_PHONE } },
    { "guardian2_relation", { WHO_SECOND, WHAT_RELATION } },
#undef GUARDIAN
};
enum { NAMES = sizeof(names) / sizeof(*names) };

const char *
column_name(struct column c)
{
    for (int i = 0; i < NAMES; i++)
        if (names[i].column.who == c.who && names[i].column.what == c.what)
            return names[i].name;
    return "none";
}

enum err
column_parse(const char *name, struct column *out)
{
    if (strcmp(name, "phone2") == 0)
        name = "phone";         /* the second of the same guardian */
    for (int i = 0; i < NAMES; i++)
        if (strcmp(name, names[i].name) == 0) {
            *out = names[i].column;
            return OK;
        }
    return ERR_NOT_FOUND;
}

void
column_each(void (*fn)(void *user, struct column c), void *user)
{
    for (int i = 0; i < NAMES; i++)
        fn(user, names[i].column);
}
