#include "web/view/import_view.h"

#include "lists/columns.h"

#include <stdio.h>
#include <string.h>

/* What a column may be. "Not used" comes first. */
const struct import_choice import_choices[] = {
    { "none", "Not used" }, { "child", "Child's whole name" },
    { "child_first", "Child's first name" },
    { "child_middle", "Child's middle name" },
    { "child_last", "Child's last name" }, { "class", "Class" },
    { "section", "Section of the class" },
    { "child_id", "Child's number at school" }, { "family", "Family" },
    { "guardian", "Guardian's whole name" },
    { "guardian_first", "Guardian's first name" },
    { "guardian_last", "Guardian's last name" },
    { "phone", "Guardian's phone" }, { "relation", "Relation to the child" },
    { "language", "Language" }, { "consent", "Consent" },
    { "mother", "Mother's name" }, { "mother_phone", "Mother's phone" },
    { "father", "Father's name" }, { "father_phone", "Father's phone" },
    { "guardian2", "Second guardian's name" },
    { "guardian2_phone", "Second guardian's phone" },
    { "guardian2_relation", "Second guardian's relation" },
    { "guardian_middle", "Guardian's middle name" },
    { "mother_first", "Mother's first name" },
    { "mother_middle", "Mother's middle name" },
    { "mother_last", "Mother's last name" },
    { "father_first", "Father's first name" },
    { "father_middle", "Father's middle name" },
    { "father_last", "Father's last name" },
    { "guardian2_first", "Second guardian's first name" },
    { "guardian2_middle", "Second guardian's middle name" },
    { "guardian2_last", "Second guardian's last name" }, { NULL, NULL }
};

const char *
import_change_words(const char *name)
{
    static const struct {
        const char *name, *words;
    } all[] = { { "name", "another spelling" },
        { "returned", "is at the school again" },
        { "new_guardian", "a new guardian" },
        { "guardian", "something about a guardian" },
        { "number", "a phone number" },
        { "family", "its number at school or its family" } };

    for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
        if (!strcmp(name, all[i].name))
            return all[i].words;
    return "";
}

bool
import_most_leave(const struct import_result *r)
{
    return 2 * r->n_left > r->children_here;
}

enum err
said_line(char *to, size_t room, const char *before, const char *value,
    struct reason *why)
{
    size_t n = strlen(to);

    if (strpbrk(value, "\r\n"))
        return reason_refuse(why, ERR_INPUT, reason_of(REASON_FACT_LINE));
    if (n + strlen(before) + strlen(value) + 2 > room)
        return reason_refuse(why, ERR_INPUT, reason_of(REASON_THIS_TOO_LONG));
    snprintf(to + n, room - n, "%s%s\n", before, value);
    return OK;
}

enum err
said_columns(const struct params *p, char *map, size_t room,
    struct reason *why)
{
    const char *value = params_get(p, "class");
    enum err all = OK;
    char is[16], number[16];

    for (int i = 1; i <= IMPORT_COLUMNS_SHOWN; i++) {
        const char *name;

        snprintf(is, sizeof(is), "is%d", i);
        snprintf(number, sizeof(number), "=#%d", i);
        if (!(name = params_get(p, is)) || !*name)
            continue;
        if (strpbrk(name, "=\r\n"))
            all = reason_refuse(why, ERR_INPUT,
                reason_text(REASON_NO_SUCH_COLUMN, name));
        else if (said_line(map, room, name, number, why))
            all = ERR_INPUT;
    }
    if (value && strlen(value) >= sizeof((struct columns){ 0 }.class_name))
        return reason_refuse(why, ERR_INPUT, reason_of(REASON_THIS_TOO_LONG));
    if (value && *value && said_line(map, room, "class==", value, why))
        all = ERR_INPUT;
    return all;
}
