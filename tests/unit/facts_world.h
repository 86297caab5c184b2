/* facts_world.h - a school whose families are told from a sheet, for its
 * tests. */
#ifndef NOTEHOME_FACTS_WORLD_H
#define NOTEHOME_FACTS_WORLD_H

#include "inbox_world.h"

#include "store/people/people.h"
#include "web/view/facts_view.h"

#include <stdlib.h>

#define ROSE "+254712000001"
#define SALMA "+254712000003"
#define IDRIS "+254712000004"

static UNUSED struct reason why;
static UNUSED const struct send with = { .author = "grace", .country = "KE",
    .language = "en", .school = "Hill", .rules = &world_rules };

static UNUSED void
add(struct db *db, const char *child, const char *class_name,
    const char *guardian, const char *phone, const char *family,
    const char *language)
{
    struct people_row r = { .child = child, .class_name = class_name,
        .guardian = guardian, .phone = phone, .family = family,
        .language = language, .may_lack_phone = true };
    bool changed;

    CHECK_INT(people_add_row(db, &r, "KE", &changed, &why), OK);
}

/* 1 Brian and 2 Mary, 3 Amina (a mother in Swahili, a father in French), 4 Juma
 * without a phone, 5 and 6 two of one name in one class, 7 in another. */
static UNUSED struct db *
school(void)
{
    struct db *db = world_open();

    CHECK_INT(db_begin(db), OK);
    add(db, "Brian Otieno", "4A", "Rose Otieno", ROSE, "F1", "en");
    add(db, "Mary Otieno", "4A", "Rose Otieno", ROSE, "F1", "en");
    add(db, "Amina Ali", "4A", "Salma Ali", SALMA, "F2", "sw");
    add(db, "Amina Ali", "4A", "Idris Ali", IDRIS, "F2", "fr");
    add(db, "Juma Maina", "4A", "Ann Maina", "", "F3", "en");
    add(db, "Faith Njeri", "4A", "Ruth Njeri", "+254712000006", "F6", "en");
    add(db, "Faith Njeri", "4A", "Jane Njeri", "+254712000007", "F7", "en");
    add(db, "Peter Kamau", "5B", "Joy Kamau", "+254712000008", "F8", "en");
    CHECK_INT(db_commit(db), OK);
    return db;
}

static UNUSED struct facts_view *
open_sheet(struct db *db, const char *sheet, const char *map,
    const char *pick, const char *text)
{
    struct facts_view *v = calloc(1, sizeof(*v));

    assert_non_null(v);
    snprintf(v->wish.map, sizeof(v->wish.map), "%s", map);
    snprintf(v->wish.pick, sizeof(v->wish.pick), "%s", pick);
    snprintf(v->wish.text, sizeof(v->wish.text), "%s", text);
    CHECK_INT(facts_view_read(db, sheet, strlen(sheet), &with, v, &why), OK);
    return v;
}

static UNUSED void
close_sheet(struct facts_view *v)
{
    facts_view_clear(v);
    free(v);
}

static UNUSED const char *
state_of(const struct facts_view *v, int row)
{
    const struct facts_row *r = &v->rows[row];

    return reason_given(&r->why) ? in_words(&r->why)
        : r->told ? "told" : "nobody";
}

static UNUSED int64_t
send_sheet(struct db *db, struct facts_view *v)
{
    struct sent sent;

    CHECK_INT(facts_view_send(db, v, NULL, &sent, &why), OK);
    free(sent.ids);
    return sent.batch;
}

#endif
