/* Parts of long texts: which belong together, and what is shown when some are
 * missing. */
#include "inbox_world.h"

#include "store/thread/thread.h"

#define PARENT "+254712000001"
#define OTHER "+254712000002"

TEST(parts_are_joined_in_any_order)
{
    static const int orders[][3] = { { 1, 2, 3 }, { 3, 1, 2 }, { 2, 3, 1 } };
    static const char *const texts[] = { "one ", "two ", "three" };

    for (int o = 0; o < 3; o++) {
        struct db *db = world_open();

        for (int i = 0; i < 3; i++) {
            int n = orders[o][i];

            CHECK_INT(messages(db), 0);
            take(db, &(struct air){ .from = PARENT, .text = texts[n - 1],
                .reference = 7, .total = 3, .n = n, .wide = o == 1 });
        }
        CHECK_INT(messages(db), 1);
        CHECK_TEXT(body(db, 1), "one two three");
        CHECK_INT(world_number(db, "SELECT count(*) FROM part_in"
            " WHERE message = 1 AND state = 2"), 3);
        db_close(db);
    }
}

TEST(a_letter_cut_between_two_parts_comes_out_whole)
{
    static const uint16_t high[] = { 'a', 0xD83D }, low[] = { 0xDE00, 'b' };
    struct db *db = world_open();

    take(db, &(struct air){ .from = PARENT, .units = high, .units_count = 2,
        .reference = 1, .total = 2, .n = 1 });
    take(db, &(struct air){ .from = PARENT, .units = low, .units_count = 2,
        .reference = 1, .total = 2, .n = 2 });
    CHECK_TEXT(body(db, 1), "a\xf0\x9f\x98\x80" "b");
    db_close(db);
}

TEST(two_senders_with_one_reference_stay_apart)
{
    struct db *db = world_open();

    take(db, &(struct air){ .from = PARENT, .text = "mine 1 ",
        .reference = 9, .total = 2, .n = 1 });
    take(db, &(struct air){ .from = OTHER, .text = "yours 2",
        .reference = 9, .total = 2, .n = 2 });
    CHECK_INT(messages(db), 0);
    take(db, &(struct air){ .from = OTHER, .text = "yours 1 ",
        .reference = 9, .total = 2, .n = 1 });
    take(db, &(struct air){ .from = PARENT, .text = "mine 2",
        .reference = 9, .total = 2, .n = 2 });
    CHECK_INT(messages(db), 2);
    CHECK_TEXT(body(db, 1), "yours 1 yours 2");
    CHECK_TEXT(body(db, 2), "mine 1 mine 2");
    db_close(db);
}

TEST(other_references_widths_and_totals_are_other_texts)
{
    struct db *db = world_open();

    take(db, &(struct air){ .from = PARENT, .text = "a", .reference = 9,
        .total = 2, .n = 1 });
    take(db, &(struct air){ .from = PARENT, .text = "b", .reference = 8,
        .total = 2, .n = 2 });
    take(db, &(struct air){ .from = PARENT, .text = "c", .reference = 9,
        .total = 2, .n = 2, .wide = true });
    take(db, &(struct air){ .from = PARENT, .text = "d", .reference = 9,
        .total = 3, .n = 2 });
    CHECK_INT(messages(db), 0);
    db_close(db);
}

TEST(a_missing_part_shows_after_ten_minutes_and_heals_within_a_day)
{
    struct db *db = world_open();
    struct message_part;
    struct thread t;

    take(db, &(struct air){ .from = PARENT, .text = "one ", .reference = 3,
        .total = 3, .n = 1 });
    take(db, &(struct air){ .from = PARENT, .text = "three", .reference = 3,
        .total = 3, .n = 3 });
    world_later(9 * MINUTE);
    CHECK_INT(inbox_sweep(db, &rules), OK);
    CHECK_INT(messages(db), 0);
    world_later(MINUTE);
    CHECK_INT(inbox_sweep(db, &rules), OK);
    CHECK_INT(messages(db), 1);
    CHECK_TEXT(body(db, 1), "one [part 2 of 3 missing]three");
    CHECK_INT(inbox_sweep(db, &rules), OK);
    CHECK_INT(thread_get(db, 1, &t), OK);
    CHECK_INT(thread_seen(db, t.id, INT64_MAX, "Jane"), OK);
    world_later(5 * HOUR);
    take(db, &(struct air){ .from = PARENT, .text = "two ", .reference = 3,
        .total = 3, .n = 2 });
    CHECK_INT(messages(db), 1);
    CHECK_TEXT(body(db, 1), "one two three");
    CHECK_INT(thread_get(db, 1, &t), OK);
    CHECK_TEXT(t.snippet, "one two three");
    CHECK_INT(t.unread, 1);
    db_close(db);
}

TEST(what_came_under_a_date_ahead_does_not_wait_for_that_date)
{
    struct db *db = world_open();

    world_at(DAWN + 365 * DAY);
    take(db, &(struct air){ .from = PARENT, .text = "one ", .reference = 3,
        .total = 2, .n = 1 });
    world_at(DAWN);
    CHECK_INT(inbox_sweep(db, &rules), OK);
    CHECK_TEXT(body(db, 1), "one [part 2 of 2 missing]");
    db_close(db);
}

static void
count_hit(void *user, const struct message *m)
{
    *(int64_t *)user += m->id;
}

static enum err
search(struct db *db, const char *words, int64_t *hits)
{
    return thread_search(db, &(struct message_search){ .words = words,
        .all = true, .limit = 9 }, count_hit, hits);
}

TEST(what_a_late_part_brought_is_found_and_what_it_replaced_is_not)
{
    struct db *db = world_open();
    int64_t hits = 0;

    take(db, &(struct air){ .from = PARENT, .text = "fever ", .reference = 3,
        .total = 2, .n = 1 });
    world_later(10 * MINUTE);
    CHECK_INT(inbox_sweep(db, &rules), OK);
    CHECK_INT(search(db, "missing", &hits), OK);
    CHECK(hits == 1);
    take(db, &(struct air){ .from = PARENT, .text = "since Monday",
        .reference = 3, .total = 2, .n = 2 });
    hits = 0;
    CHECK_INT(search(db, "missing", &hits), OK);
    CHECK(hits == 0);
    CHECK_INT(search(db, "FEVER mon", &hits), OK);
    CHECK(hits == 1);
    db_close(db);
}

TEST(a_part_that_waited_days_at_the_centre_completes_its_text)
{
    static const int days[] = { 1, 2, 3, 21 };

    for (size_t i = 0; i < sizeof(days) / sizeof(*days); i++) {
        struct db *db = world_open();

        take(db, &(struct air){ .from = PARENT, .text = "she is ill ",
            .reference = 3, .total = 2, .n = 1 });
        world_later(10 * MINUTE);
        CHECK_INT(inbox_sweep(db, &rules), OK);
        CHECK_TEXT(body(db, 1), "she is ill [part 2 of 2 missing]");
        world_later(days[i] * DAY);     /* the SIM was full, the power off */
        take(db, &(struct air){ .from = PARENT, .text = "since Friday",
            .reference = 3, .total = 2, .n = 2, .second = 4 });
        CHECK_INT(messages(db), 1);
        CHECK_TEXT(body(db, 1), "she is ill since Friday");
        db_close(db);
    }
}

TEST(a_part_that_left_a_day_later_is_of_another_text)
{
    struct db *db = world_open();

    take(db, &(struct air){ .from = PARENT, .text = "one", .reference = 3,
        .total = 2, .n = 1 });
    world_later(10 * MINUTE);
    CHECK_INT(inbox_sweep(db, &rules), OK);
    world_later(DAY);
    take(db, &(struct air){ .from = PARENT, .text = "two", .reference = 3,
        .total = 2, .n = 2, .second = DAY / SECOND });
    world_later(10 * MINUTE);
    CHECK_INT(inbox_sweep(db, &rules), OK);
    CHECK_INT(messages(db), 2);
    CHECK_TEXT(body(db, 1), "one[part 2 of 2 missing]");
    CHECK_TEXT(body(db, 2), "[part 1 of 2 missing]two");
    db_close(db);
}

TEST(parts_are_joined_over_the_jump_of_a_clock_that_had_no_power)
{
    struct db *db = world_open();

    world_at(60 * SECOND);              /* 1970 */
    take(db, &(struct air){ .from = PARENT, .text = "one ", .reference = 3,
        .total = 2, .n = 1 });
    world_at(DAWN);
    take(db, &(struct air){ .from = PARENT, .text = "two", .reference = 3,
        .total = 2, .n = 2 });
    CHECK_INT(messages(db), 1);
    CHECK_TEXT(body(db, 1), "one two");
    db_close(db);
}

TEST(a_second_copy_of_a_part_is_one_part)
{
    struct db *db = world_open();

    take(db, &(struct air){ .from = PARENT, .text = "one ", .reference = 3,
        .total = 2, .n = 1 });
    take(db, &(struct air){ .from = PARENT, .text = "one ", .reference = 3,
        .total = 2, .n = 1, .second = 30 });
    CHECK_INT(messages(db), 0);
    take(db, &(struct air){ .from = PARENT, .text = "two", .reference = 3,
        .total = 2, .n = 2 });
    CHECK_INT(messages(db), 1);
    CHECK_TEXT(body(db, 1), "one two");
    take(db, &(struct air){ .from = PARENT, .text = "two", .reference = 3,
        .total = 2, .n = 2, .second = 40 });
    world_later(10 * MINUTE);
    CHECK_INT(inbox_sweep(db, &rules), OK);
    CHECK_INT(messages(db), 1);
    db_close(db);
}

TEST(the_same_number_of_a_part_with_other_words_begins_a_new_text)
{
    struct db *db = world_open();

    take(db, &(struct air){ .from = PARENT, .text = "old 1 ", .reference = 3,
        .total = 2, .n = 1 });
    take(db, &(struct air){ .from = PARENT, .text = "new 1 ", .reference = 3,
        .total = 2, .n = 1, .second = 20 });
    take(db, &(struct air){ .from = PARENT, .text = "new 2", .reference = 3,
        .total = 2, .n = 2, .second = 21 });
    CHECK_INT(messages(db), 1);
    CHECK_TEXT(body(db, 1), "new 1 new 2");
    world_later(10 * MINUTE);
    CHECK_INT(inbox_sweep(db, &rules), OK);
    CHECK_TEXT(body(db, 2), "old 1 [part 2 of 2 missing]");
    db_close(db);
}

TEST(parts_without_a_sender_are_never_joined)
{
    struct db *db = world_open();

    for (int n = 1; n <= 2; n++)
        take(db, &(struct air){ .from = "", .text = n == 1 ? "a" : "b",
            .reference = 1, .total = 2, .n = n });
    CHECK_INT(messages(db), 2);
    CHECK_TEXT(body(db, 1), "a[part 2 of 2 missing]");
    CHECK_TEXT(body(db, 2), "[part 1 of 2 missing]b");
    db_close(db);
}

/* --- one reference, several texts ----------------------------------------- */

static void
take_part(struct db *db, int n, int total, int second, const char *text)
{
    take(db, &(struct air){ .from = PARENT, .text = text, .reference = 3,
        .total = total, .n = n, .second = second });
}

static void
show_all(struct db *db)
{
    world_later(10 * MINUTE);
    CHECK_INT(inbox_sweep(db, &rules), OK);
}

TEST(a_reference_used_again_does_not_fill_the_gap_of_an_older_text)
{
    struct db *db = world_open();

    take_part(db, 1, 3, 0, "old 1 ");
    take_part(db, 3, 3, 8, "old 3");
    show_all(db);
    world_later(2 * HOUR);
    take_part(db, 2, 3, 7205, "new 2 ");
    take_part(db, 1, 3, 7200, "new 1 ");
    take_part(db, 3, 3, 7210, "new 3");
    CHECK_INT(messages(db), 2);
    CHECK_TEXT(body(db, 1), "old 1 [part 2 of 3 missing]old 3");
    CHECK_TEXT(body(db, 2), "new 1 new 2 new 3");
    take_part(db, 2, 3, 4, "old 2 ");   /* late, and it says when it left */
    CHECK_INT(messages(db), 2);
    CHECK_TEXT(body(db, 1), "old 1 old 2 old 3");
    db_close(db);
}

TEST(a_reference_used_again_soon_does_not_end_an_older_text)
{
    struct db *db = world_open();

    take_part(db, 1, 2, 0, "old 1 ");
    take_part(db, 2, 2, 240, "new 2");  /* four minutes for one part: no */
    take_part(db, 1, 2, 235, "new 1 ");
    CHECK_INT(messages(db), 1);
    CHECK_TEXT(body(db, 1), "new 1 new 2");
    show_all(db);
    CHECK_TEXT(body(db, 2), "old 1 [part 2 of 2 missing]");
    db_close(db);
}

TEST(a_part_does_not_leave_after_the_one_that_follows_it)
{
    struct db *db = world_open();

    take_part(db, 1, 3, 0, "old 1 ");
    take_part(db, 3, 3, 10, "old 3");
    take_part(db, 2, 3, 90, "new 2 ");
    take_part(db, 1, 3, 85, "new 1 ");
    take_part(db, 3, 3, 95, "new 3");
    CHECK_INT(messages(db), 1);
    CHECK_TEXT(body(db, 1), "new 1 new 2 new 3");
    db_close(db);
}

TEST(a_part_that_may_be_of_either_text_is_shown_on_its_own)
{
    struct db *db = world_open();

    take_part(db, 1, 2, 0, "first ");
    take_part(db, 1, 2, 0, "second ");
    take_part(db, 2, 2, 5, "whose?");
    CHECK_INT(messages(db), 0);
    show_all(db);
    CHECK_INT(messages(db), 3);
    CHECK_TEXT(body(db, 1), "first [part 2 of 2 missing]");
    CHECK_TEXT(body(db, 2), "second [part 2 of 2 missing]");
    CHECK_TEXT(body(db, 3), "[part 1 of 2 missing]whose?");
    db_close(db);
}

TEST(a_slow_network_does_not_tear_a_text)
{
    struct db *db = world_open();
    char text[] = "1 ";

    for (int n = 1; n <= 9; n++, text[0]++)
        take_part(db, n, 9, (n - 1) * 170, text);
    CHECK_TEXT(body(db, 1), "1 2 3 4 5 6 7 8 9 ");
    take_part(db, 2, 3, 2000, "b ");    /* tried again, so stamped last */
    take_part(db, 1, 3, 1960, "a ");
    take_part(db, 3, 3, 1965, "c");
    CHECK_TEXT(body(db, 2), "a b c");
    db_close(db);
}

TEST(parts_without_a_date_are_of_one_text_when_they_come_together)
{
    struct db *db = world_open();
    struct air a = { .from = PARENT, .reference = 3, .total = 2,
        .no_stamp = true };

    for (int late = 0; late < 2; late++) {
        a.n = 1;
        a.text = late ? "three " : "one ";
        take(db, &a);
        world_later(late ? 11 * MINUTE : 9 * MINUTE);
        a.n = 2;
        a.text = late ? "four" : "two";
        take(db, &a);
    }
    CHECK_INT(messages(db), 1);
    CHECK_TEXT(body(db, 1), "one two");
    show_all(db);
    CHECK_INT(messages(db), 3);
    db_close(db);
}
