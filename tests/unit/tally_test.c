/* tally_test.c - what was answered, and counting by hand. */
#include "store_world.h"

#include "store/thread/tally.h"

#include <stdio.h>
#include <string.h>

static char told[600];

static void
note_question(void *user, const struct tally *t)
{
    (void)user;
    snprintf(told + strlen(told), sizeof(told) - strlen(told), "%lld:",
        (long long)t->id);
    for (int i = 0; i < t->options; i++)
        snprintf(told + strlen(told), sizeof(told) - strlen(told), " %s %d",
            t->option[i], t->count[i]);
    snprintf(told + strlen(told), sizeof(told) - strlen(told),
        " unclear %d silent %d;", t->unclear, t->silent);
}

static const char *
tallies(struct db *db, int64_t id)
{
    told[0] = '\0';
    CHECK_INT(tally_list(db, id, 10, note_question, NULL), OK);
    return told;
}

static void
note_phone(void *user, const struct tally_phone *p)
{
    (void)user;
    snprintf(told + strlen(told), sizeof(told) - strlen(told), "%s %lld %s;",
        p->number, (long long)p->message,
        *p->answer ? p->answer : p->unclear ? "look" : "silent");
}

/* Four families with a phone each, asked one question: messages 1 to 4. */
static struct db *
asked(void)
{
    struct db *db = world_open();

    for (int i = 1; i <= 4; i++) {
        char sql[400];

        snprintf(sql, sizeof(sql), "INSERT INTO family (id, label, created)"
            " VALUES (%d, 'F%d', 1)", i, i);
        world_sql(db, sql);
        snprintf(sql, sizeof(sql), "INSERT INTO thread (id, family, number)"
            " VALUES (%d, %d, '')", i, i);
        world_sql(db, sql);
    }
    world_sql(db, "INSERT INTO question (id, at, text, options, closes)"
        " VALUES (1, 1, 'Coming?', '[\"yes\",\"no\"]', 9e15)");
    for (int i = 1; i <= 4; i++) {
        char sql[400];

        snprintf(sql, sizeof(sql), "INSERT INTO message (thread, direction,"
            " kind, state, number, body, at, question, answer)"
            " VALUES (%d, 2, 1, 4, '+%d', 'Coming?', 1, 1, '')", i, i);
        world_sql(db, sql);
    }
    return db;
}

/* A text that came in from phone i, held against the question or not. */
static void
came(struct db *db, int i, const char *question, const char *answer)
{
    char sql[400];

    snprintf(sql, sizeof(sql), "INSERT INTO message (thread, direction, kind,"
        " state, number, body, at, question, answer)"
        " VALUES (%d, 1, 1, 9, '+%d', 'text', 2, %s, '%s')", i, i, question,
        answer);
    world_sql(db, sql);
}

TEST(a_phone_counts_once_by_what_it_answered_last)
{
    struct db *db = asked();

    CHECK_TEXT(tallies(db, 0), "1: yes 0 no 0 unclear 0 silent 4;");
    came(db, 1, "1", "no");
    came(db, 1, "1", "yes");            /* 6 */
    came(db, 2, "1", "");               /* 7: to look at */
    came(db, 3, "NULL", "");            /* 8: about something else */
    CHECK_TEXT(tallies(db, 1), "1: yes 1 no 0 unclear 1 silent 2;");
    CHECK_TEXT(tallies(db, 5), "");
    told[0] = '\0';
    CHECK_INT(tally_phones(db, 1, note_phone, NULL), OK);
    CHECK_TEXT(told, "+2 7 look;+1 6 yes;+3 3 silent;+4 4 silent;");
    db_close(db);
}

TEST(staff_count_a_text_and_take_it_back)
{
    struct db *db = asked();

    came(db, 2, "1", "");               /* 5 */
    came(db, 3, "NULL", "");            /* 6 */
    CHECK_INT(world_number(db, "SELECT waiting FROM thread WHERE id = 2"), 2);
    CHECK_INT(tally_answer(db, 5, "YES", "ann"), OK);
    CHECK_INT(world_number(db, "SELECT waiting FROM thread WHERE id = 2"), 0);
    CHECK_INT(tally_answer(db, 6, "2", "ann"), OK);
    CHECK_TEXT(tallies(db, 1), "1: yes 1 no 1 unclear 0 silent 2;");
    CHECK_INT(tally_answer(db, 5, "", "ann"), OK);
    CHECK_INT(world_number(db, "SELECT waiting FROM thread WHERE id = 2"), 2);
    CHECK_TEXT(tallies(db, 1), "1: yes 0 no 1 unclear 0 silent 3;");
    CHECK_INT(tally_answer(db, 5, "no", "ann"), OK);
    CHECK_TEXT(tallies(db, 1), "1: yes 0 no 2 unclear 0 silent 2;");
    CHECK_INT(world_number(db, "SELECT count(*) FROM audit"
        " WHERE action = 'message.answer' AND who = 'ann'"), 4);
    db_close(db);
}

TEST(what_cannot_be_counted_changes_nothing)
{
    struct db *db = asked();

    came(db, 2, "1", "");               /* 5 */
    world_sql(db, "INSERT INTO message (thread, direction, kind, state,"
        " number, body, at, answer) VALUES (1, 1, 1, 9, '+99', 'yes', 2, '')");
    CHECK_INT(tally_answer(db, 5, "maybe", "ann"), ERR_INPUT);
    CHECK_INT(tally_answer(db, 5, "3", "ann"), ERR_INPUT);
    CHECK_INT(tally_answer(db, 1, "yes", "ann"), ERR_NOT_FOUND); /* ours */
    CHECK_INT(tally_answer(db, 77, "yes", "ann"), ERR_NOT_FOUND);
    CHECK_INT(tally_answer(db, 6, "yes", "ann"), ERR_EMPTY);
    CHECK_TEXT(tallies(db, 1), "1: yes 0 no 0 unclear 1 silent 3;");
    CHECK_INT(world_number(db, "SELECT count(*) FROM audit"), 0);
    db_close(db);
}
