#include "test.h"

#include "base/clock.h"
#include "store/thread/question.h"
#include "text/parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct db *
open_db(void)
{
    struct db *db;
    char why[200];

    CHECK_INT(db_open(":memory:", &db, why, sizeof(why)), OK);
    return db;
}

static void
run(struct db *db, const char *sql)
{
    struct query q = query_start_text(db, sql);

    CHECK_INT(query_end(&q), OK);
}

static enum err
add(struct db *db, const char *options, struct question *q)
{
    enum err e;

    CHECK_INT(db_begin(db), OK);
    e = question_add(db, "Can you come?", options, clock_now() + HOUR, q);
    CHECK_INT(db_commit(db), OK);
    return e;
}

TEST(options_come_back_as_they_were_given)
{
    struct db *db = open_db();
    struct question q, again;

    CHECK_INT(add(db, " yes ,\"no\" \\,me", &q), OK);
    CHECK_INT(q.options, 3);
    CHECK_INT(question_get(db, q.id, &again), OK);
    CHECK_INT(again.options, 3);
    CHECK_TEXT(again.option[0], "yes");
    CHECK_TEXT(again.option[1], "\"no\" \\");
    CHECK_TEXT(again.option[2], "me");
    CHECK(again.closes == q.closes);
    CHECK_INT(question_get(db, 77, &again), ERR_NOT_FOUND);
    db_close(db);
}

TEST(a_comma_of_any_script_stands_between_options)
{
    static const char *const given[][4] = {
        { "نعم، لا", "نعم", "لا" },
        { "አዎ፣ አይ", "አዎ", "አይ" },
        { "是、否", "是", "否" },
        { "はい，いいえ", "はい", "いいえ" },
        { "ndiyo, hapana", "ndiyo", "hapana" },
        { "بكرا، الأحد, بعد غد", "بكرا", "الأحد", "بعد غد" },
        { "ہاں، نہیں، پتہ نہیں", "ہاں", "نہیں", "پتہ نہیں" },
    };
    struct db *db = open_db();
    struct question q;

    for (size_t i = 0; i < sizeof(given) / sizeof(*given); i++) {
        CHECK_INT(add(db, given[i][0], &q), OK);
        CHECK_INT(q.options, given[i][3] ? 3 : 2);
        for (int k = 0; k < q.options; k++)
            CHECK_TEXT(q.option[k], given[i][k + 1]);
    }
    CHECK_INT(add(db, "نعم،، لا", &q), ERR_INPUT);
    CHECK_INT(add(db, "نعم،", &q), ERR_INPUT);
    CHECK_INT(add(db, "نعم", &q), ERR_INPUT);
    db_close(db);
}

TEST(unusable_options_are_refused)
{
    struct db *db = open_db();
    struct question q;

    CHECK_INT(add(db, "", &q), ERR_INPUT);
    CHECK_INT(add(db, "yes", &q), ERR_INPUT);
    CHECK_INT(add(db, "yes,,no", &q), ERR_INPUT);
    CHECK_INT(add(db, "yes,no,", &q), ERR_INPUT);
    CHECK_INT(add(db, "yes,Yes", &q), ERR_INPUT);
    CHECK_INT(add(db, "a,b\x01", &q), ERR_INPUT);
    CHECK_INT(add(db, "a,1234567890123456789012345678901234567890", &q),
        ERR_INPUT);
    CHECK_INT(add(db, "1,2,3,4,5,6,7,8,9,10", &q), ERR_INPUT);
    CHECK_INT(add(db, "1,2,3,4,5,6,7,8,9", &q), OK);
    db_close(db);
}

TEST(the_question_tells_how_to_answer_in_the_language)
{
    struct question q = { .options = 3, .option = { "Yes", "no", "later" } };
    char out[200];

    CHECK_INT(question_text(&q, "Come?", "en", out, sizeof(out)), OK);
    CHECK_TEXT(out, "Come? Reply 1 yes, 2 no, 3 later");
    CHECK_INT(question_text(&q, "Uje?", "sw-KE", out, sizeof(out)), OK);
    CHECK_TEXT(out, "Uje? Jibu 1 ndiyo, 2 hapana, 3 later");
    CHECK_INT(question_text(&q, "x", "xx", out, sizeof(out)), OK);
    CHECK_TEXT(out, "x Reply 1 yes, 2 no, 3 later");
    CHECK_INT(question_text(&q, "x", NULL, out, sizeof(out)), OK);
    CHECK_TEXT(out, "x Reply 1 yes, 2 no, 3 later");
    CHECK_INT(question_text(&q, "x", "ar", out, sizeof(out)), OK);
    CHECK_TEXT(out, "x أجب 1 نعم، 2 لا، 3 later");
    CHECK_INT(question_text(&q, "Come?", "en", out, 20), ERR_INPUT);
    CHECK_INT(question_text(&q, "Come?", "en", out, 33), OK);
    CHECK_INT(question_text(&q, "Come?", "en", out, 32), ERR_INPUT);
}

TEST(asking_for_an_answer_does_not_make_a_latin_text_dear)
{
    static const char *const cheap[] = { "en", "sw", "fr", "es", "pt", "tr" };
    struct question q = { .options = 2, .option = { "yes", "no" } };
    struct parts_size size;
    char out[200];

    for (size_t i = 0; i < sizeof(cheap) / sizeof(*cheap); i++) {
        CHECK_INT(question_text(&q, "x", cheap[i], out, sizeof(out)), OK);
        CHECK_INT(parts_measure(out, PARTS_WIDTH_8, &size), OK);
        CHECK(!size.ucs2);
    }
}

static void
put(void *user, const struct question *q, int64_t family)
{
    char one[100];

    snprintf(one, sizeof(one), "%lld/%lld/%d;", (long long)q->id,
        (long long)family, q->options);
    strcat(user, one);
}

static const char *
put_to(struct db *db, const char *number)
{
    static char out[400];

    *out = '\0';
    CHECK_INT(question_put_to(db, number, 0, put, out), OK);
    return out;
}

#define MESSAGE "INSERT INTO message (thread, direction, kind, state, number," \
    " body, at, question, answer) VALUES "

TEST(questions_put_to_a_number_come_newest_first)
{
    struct db *db = open_db();
    struct question q;

    clock_fake(1700000000000);
    run(db, "INSERT INTO family (id, created) VALUES (1, 0), (2, 0)");
    run(db, "INSERT INTO thread (id, family) VALUES (1, 1), (2, 2)");
    for (int i = 0; i < 4; i++)
        CHECK_INT(add(db, i == 3 ? "a,b,c" : "yes,no", &q), OK);
    /* 1 is sent, 2 is asked in two families, 3 only waits, 4 is delivered. */
    run(db, MESSAGE "(1, 2, 1, 3, '+1', '', 0, 1, ''),"
        " (1, 2, 1, 3, '+1', '', 0, 2, ''),"
        " (2, 2, 1, 3, '+1', '', 0, 2, ''),"
        " (1, 2, 1, 1, '+1', '', 0, 3, ''),"
        " (2, 2, 1, 4, '+1', '', 0, 4, ''),"
        " (2, 2, 1, 4, '+2', '', 0, 4, '')");
    CHECK_TEXT(put_to(db, "+1"), "4/2/3;2/0/2;1/1/2;");
    CHECK_TEXT(put_to(db, "+3"), "");
    run(db, MESSAGE "(1, 1, 1, 9, '+1', '2', 0, 4, 'b')");
    CHECK_TEXT(put_to(db, "+1"), "2/0/2;1/1/2;");
    CHECK_TEXT(put_to(db, "+2"), "4/2/3;");
    clock_fake(1700000000000 + HOUR);   /* closed: staff hear of an answer */
    CHECK_TEXT(put_to(db, "+1"), "2/0/2;1/1/2;");
    clock_fake(1700000000000 + HOUR + QUESTION_LATE);
    CHECK_TEXT(put_to(db, "+1"), "");
    clock_fake(0);
    db_close(db);
}

/* It is looked for with each text that comes in: SQLite read its statement anew
 * each time, for a fifth of all that a text in costs. */
TEST(what_was_put_to_a_number_is_looked_for_without_reading_the_statement_anew)
{
    struct db *db = open_db();
    struct question q;
    int64_t before;

    run(db, "INSERT INTO family (id, created) VALUES (1, 0)");
    run(db, "INSERT INTO thread (id, family) VALUES (1, 1)");
    CHECK_INT(add(db, "yes,no", &q), OK);
    run(db, MESSAGE "(1, 2, 1, 3, '+1', '', 0, 1, '')");
    CHECK_TEXT(put_to(db, "+1"), "1/1/2;");
    before = db_reread(db);
    for (int i = 0; i < 3; i++)
        CHECK_TEXT(put_to(db, "+1"), "1/1/2;");
    CHECK_INT(db_reread(db), before);
    db_close(db);
}

static void
put_overtaken(void *user, const struct question *q, int64_t family)
{
    (void)family;
    strcat(user, q->overtaken ? "overtaken;" : "last;");
}

TEST(what_a_person_asked_since_overtakes_a_question)
{
    struct db *db = open_db();
    struct question q;
    char out[100] = "";

    run(db, "INSERT INTO family (id, created) VALUES (1, 0)");
    run(db, "INSERT INTO thread (id, family) VALUES (1, 1)");
    CHECK_INT(add(db, "yes,no", &q), OK);
    run(db, MESSAGE "(1, 2, 1, 3, '+1', '', 0, 1, '')");
    run(db, MESSAGE "(1, 2, 1, 3, '+1', 'confirmed', 0, NULL, '')");
    CHECK_INT(question_put_to(db, "+1", 0, put_overtaken, out), OK);
    CHECK_TEXT(out, "last;");           /* by itself: nobody wrote it */
    run(db, "INSERT INTO message (thread, direction, kind, state, number,"
        " body, at, author) VALUES (1, 2, 1, 3, '+1', 'She reads well.', 0,"
        " 'a')");
    *out = '\0';
    CHECK_INT(question_put_to(db, "+1", 0, put_overtaken, out), OK);
    CHECK_TEXT(out, "last;");           /* praise asks nothing */
    run(db, "INSERT INTO message (thread, direction, kind, state, number,"
        " body, at, author) VALUES (1, 2, 1, 3, '+1', 'Is she ill?', 0, 'a')");
    *out = '\0';
    CHECK_INT(question_put_to(db, "+1", 0, put_overtaken, out), OK);
    CHECK_TEXT(out, "overtaken;");
    db_close(db);
}

TEST(an_open_question_comes_before_a_newer_one_that_has_closed)
{
    struct db *db = open_db();
    struct question q;

    clock_fake(1700000000000);
    run(db, "INSERT INTO family (id, created) VALUES (1, 0)");
    run(db, "INSERT INTO thread (id, family) VALUES (1, 1)");
    CHECK_INT(add(db, "yes,no", &q), OK);
    CHECK_INT(add(db, "yes,no", &q), OK);
    run(db, "UPDATE question SET closes = at - 1 WHERE id = 2");
    run(db, MESSAGE "(1, 2, 1, 3, '+1', '', 0, 1, ''),"
        " (1, 2, 1, 3, '+1', '', 0, 2, '')");
    CHECK_TEXT(put_to(db, "+1"), "1/1/2;2/1/2;");
    clock_fake(0);
    db_close(db);
}
