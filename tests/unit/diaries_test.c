/* One diary at a time: asked for, ended, read. */
#include "base/clock.h"
#include "store_world.h"
#include "store/sims/diaries.h"
#include "test.h"

#include <stdlib.h>
#include <string.h>

TEST(one_diary_is_kept_at_a_time_and_the_next_forgets_it)
{
    struct db *db = world_open();
    struct diary_row row;
    struct reason why;
    int64_t first, second;
    char *text = NULL;

    CHECK(diaries_last(db, &row) == ERR_EMPTY);
    CHECK(diaries_text(db, &text) == ERR_EMPTY);
    CHECK(diaries_ask(db, "sim1", 60, "asha", &first, &why) == OK);
    CHECK(diaries_last(db, &row) == OK && row.kept && row.id == first);
    CHECK_TEXT(row.modem, "sim1");
    CHECK_INT(row.ends - row.began, 60000);
    CHECK(diaries_text(db, &text) == ERR_EMPTY);
    CHECK(diaries_ask(db, "", 60, "asha", &second, &why) == ERR_BUSY);
    CHECK(why.code == REASON_DIARY_KEPT);
    CHECK(diaries_keep(db, first, "notehome-diary 1\n") == OK);
    CHECK(diaries_last(db, &row) == OK && !row.kept && row.bytes == 17);
    CHECK(diaries_text(db, &text) == OK);
    CHECK_TEXT(text, "notehome-diary 1\n");
    free(text);
    CHECK(diaries_ask(db, "", 60, "asha", &second, &why) == OK);
    CHECK(diaries_text(db, &text) == ERR_EMPTY);
    CHECK(diaries_last(db, &row) == OK && row.id == second);
    db_close(db);
}

TEST(a_diary_is_ended_by_hand_and_its_time_is_bounded)
{
    struct db *db = world_open();
    struct diary_row row;
    struct reason why;
    int64_t id;

    CHECK(diaries_stop(db) == ERR_EMPTY);
    CHECK(diaries_ask(db, "", 9, "asha", &id, &why) == ERR_INPUT);
    CHECK(diaries_ask(db, "", 901, "asha", &id, &why) == ERR_INPUT);
    CHECK(why.code == REASON_DIARY_SECONDS);
    CHECK(diaries_ask(db, "", 900, "asha", &id, &why) == OK);
    CHECK(diaries_stop(db) == OK);
    CHECK(diaries_last(db, &row) == OK);
    CHECK(row.kept && row.ends <= clock_now());
    db_close(db);
}
