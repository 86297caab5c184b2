/* behaviour_world.h - a school whose children have events, for their tests. */
#ifndef NOTEHOME_BEHAVIOUR_WORLD_H
#define NOTEHOME_BEHAVIOUR_WORLD_H

#include "inbox_world.h"

#include "send/behaviour_home.h"
#include "store/people/people.h"

#define ROSE "+254712000001"
#define SALMA "+254712000003"
#define IDRIS "+254712000004"

/* Of the list that each school begins with. */
enum { HELPED = 1, READ = 2, CLEAN = 3, LATE = 9, FIGHT = 12 };

static UNUSED struct reason why;
static UNUSED const struct send with = { .author = "grace", .country = "KE",
    .language = "en", .school = "Hill", .rules = &world_rules };
static UNUSED const struct send head = { .author = "head", .country = "KE",
    .language = "en", .school = "Hill", .rules = &world_rules };

static UNUSED void
add(struct db *db, const char *child, const char *guardian, const char *phone,
    const char *family, const char *language)
{
    struct people_row r = { .child = child, .class_name = "4A",
        .guardian = guardian, .phone = phone, .family = family,
        .language = language, .may_lack_phone = true };
    bool changed;

    CHECK_INT(people_add_row(db, &r, "KE", &changed, &why), OK);
}

/* 1 Brian and 2 Mary, 3 Amina (a mother in Swahili, a father in French),
 * 4 Juma without a phone. */
static UNUSED struct db *
school(void)
{
    struct db *db = world_open();

    CHECK_INT(db_begin(db), OK);
    add(db, "Brian Otieno", "Rose Otieno", ROSE, "F1", "en");
    add(db, "Mary Otieno", "Rose Otieno", ROSE, "F1", "en");
    add(db, "Amina Ali", "Salma Ali", SALMA, "F2", "sw");
    add(db, "Amina Ali", "Idris Ali", IDRIS, "F2", "fr");
    add(db, "Juma Maina", "Ann Maina", "", "F3", "en");
    CHECK_INT(db_commit(db), OK);
    return db;
}

/* Notes one and lets the time of a second tap go by. */
static UNUSED int64_t
tap(struct db *db, int64_t child, int64_t kind)
{
    int64_t id = 0;

    CHECK_INT(behaviour_add(db, child, kind, "grace", &id), OK);
    world_later(MINUTE);
    return id;
}

static UNUSED enum err
tell(struct db *db, int64_t id)
{
    int texts;

    return behaviour_home_tell(db, id, &with, &texts, &why);
}

static UNUSED enum behaviour_state
state(struct db *db, int64_t id)
{
    struct behaviour b;

    CHECK_INT(behaviour_get(db, id, &b), OK);
    return b.state;
}

static UNUSED int64_t
texts(struct db *db)
{
    return world_number(db, "SELECT count(*) FROM message");
}

#endif
