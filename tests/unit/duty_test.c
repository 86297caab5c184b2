/* Whom of the school a family asks for what. */
#include "store_world.h"

#include "store/staff/duty.h"

#include <stdio.h>
#include <string.h>

static struct reason why;

static enum err
set(struct db *db, const char *what, const char *who, const char *how)
{
    const struct duty_typed typed = { what, who, how };

    why = reason_none;
    return duty_set(db, &typed, "ann", &why);
}

TEST(a_line_is_added_changed_by_its_name_and_removed)
{
    struct db *db = world_open();
    struct duty all[DUTY_MAX];
    int n;

    CHECK_INT(set(db, " Fees\xc2\xa0", "Mrs Otieno", "office"), OK);
    CHECK_INT(set(db, "Health", "Sister Ruth", ""), OK);
    CHECK_INT(set(db, "FEES", "Mr Abdi", ""), OK);
    CHECK_INT(duty_read(db, all, &n), OK);
    CHECK_INT(n, 2);
    CHECK_TEXT(all[0].what, "FEES");
    CHECK_TEXT(all[0].who, "Mr Abdi");
    CHECK_TEXT(all[0].how, "");
    CHECK_INT(duty_remove(db, all[0].id, "ann"), OK);
    CHECK_INT(duty_remove(db, all[0].id, "ann"), ERR_NOT_FOUND);
    CHECK_INT(duty_read(db, all, &n), OK);
    CHECK_INT(n, 1);
    CHECK_TEXT(all[0].what, "Health");
    db_close(db);
}

TEST(what_cannot_stand_there_is_refused_in_words_and_changes_nothing)
{
    struct db *db = world_open();
    struct duty all[DUTY_MAX];
    char name[20];
    int n;

    CHECK_INT(set(db, "", "Mr Abdi", ""), ERR_INPUT);
    CHECK_INT(set(db, "Fees", " \t", ""), ERR_INPUT);
    CHECK_TEXT(in_words(&why), "Say what families ask about, and whom they ask.");
    CHECK_INT(set(db, "Fees", "a\xff", ""), ERR_INPUT);
    CHECK_INT(set(db, "Fees", "a\x1b[31m", ""), ERR_INPUT);
    for (int i = 0; i < DUTY_MAX; i++) {
        snprintf(name, sizeof(name), "Matter %d", i);
        CHECK_INT(set(db, name, "Mr Abdi", ""), OK);
    }
    CHECK_INT(set(db, "One more", "Mr Abdi", ""), ERR_INPUT);
    CHECK_TEXT(in_words(&why), "The list takes 30 lines: remove one first.");
    CHECK_INT(set(db, "matter 3", "Mrs Otieno", ""), OK);
    CHECK_INT(duty_read(db, all, &n), OK);
    CHECK_INT(n, DUTY_MAX);
    CHECK_TEXT(all[3].who, "Mrs Otieno");
    db_close(db);
}

/* 60 letters of any script fit; what is longer is refused, never cut. */
TEST(a_line_has_room_in_every_script)
{
    struct db *db = world_open();
    struct duty all[DUTY_MAX];
    char amharic[3 * 60 + 1] = "", many[2000];
    int n;

    for (int i = 0; i < 60; i++)
        strcat(amharic, "\xe1\x8a\xa0");
    memset(many, 'o', sizeof(many) - 1);
    many[sizeof(many) - 1] = '\0';
    CHECK_INT(set(db, amharic, amharic, amharic), OK);
    CHECK_INT(set(db, "Fees", many, ""), ERR_INPUT);
    CHECK_TEXT(in_words(&why), "That line is too long.");
    CHECK_INT(set(db, "Fees", NULL, ""), ERR_INPUT);
    CHECK_INT(duty_read(db, all, &n), OK);
    CHECK_INT(n, 1);
    CHECK_TEXT(all[0].what, amharic);
    CHECK_TEXT(all[0].how, amharic);
    db_close(db);
}

TEST(the_text_home_has_whole_lines_only)
{
    struct duty all[DUTY_MAX];
    char text[DUTY_TEXT];

    memset(all, 0, sizeof(all));
    duty_text(all, 0, "", text);
    CHECK_TEXT(text, "");
    for (int i = 0; i < DUTY_MAX; i++) {
        snprintf(all[i].what, sizeof(all[i].what), "Matter %d", i);
        memset(all[i].who, 'o', sizeof(all[i].who) - 1);
    }
    snprintf(all[0].who, sizeof(all[0].who), "Mrs Otieno");
    snprintf(all[0].how, sizeof(all[0].how), "office");
    duty_text(all, 1, "Hillside", text);
    CHECK_TEXT(text, "Hillside. Matter 0: Mrs Otieno (office).");
    duty_text(all, DUTY_MAX, "Hillside", text);
    CHECK(strlen(text) < DUTY_TEXT && strlen(text) > DUTY_TEXT - sizeof(all[0].who));
    CHECK(text[strlen(text) - 1] == '.' && text[strlen(text) - 2] == 'o');
}
