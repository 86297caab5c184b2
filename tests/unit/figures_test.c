/* The dashboard's figures against a small school whose history is known. */
#include "store_world.h"

#include "store/figures/figures.h"
#include "store/figures/history.h"
#include "store/people/people.h"
#include "store/thread/tone.h"

#include <time.h>

static void
add_row(struct db *db, const char *child, const char *class_name,
    const char *guardian, const char *phone)
{
    struct people_row r = { .child = child, .class_name = class_name,
        .guardian = guardian, .phone = phone };
    bool changed;
    struct reason refused;

    assert_int_equal(db_begin(db), OK);
    assert_int_equal(people_add_row(db, &r, "KE", &changed, &refused),
        OK);
    assert_int_equal(db_commit(db), OK);
}

/* Three families of 4B, one of 2A; their threads are 1 to 4. */
static struct db *
school(void)
{
    struct db *db = world_open();

    add_row(db, "Amina", "4B", "Salma Ali", "+254712000001");
    add_row(db, "Juma", "4B", "Rose Otieno", "+254712000002");
    add_row(db, "Kamau", "4B", "Peter Njoroge", "+254712000003");
    add_row(db, "Wanjiru", "2A", "Ann Maina", "+254712000004");
    world_sql(db, "INSERT INTO thread (id, family) SELECT id, id FROM family");
    return db;
}

static void
message(struct db *db, int thread, int64_t at, int direction, int state,
    const char *author, int tone)
{
    char sql[400];

    snprintf(sql, sizeof(sql), "INSERT INTO message (thread, direction, kind,"
        " state, number, body, at, author, tone) VALUES (%d, %d, 1, %d,"
        " '+254712000001', 'x', %lld, '%s', %d)", thread, direction, state,
        (long long)at, author, tone);
    world_sql(db, sql);
}

TEST(a_week_begins_on_monday_at_midnight)
{
    setenv("TZ", "UTC", 1);
    tzset();
    CHECK_INT(figures_monday(DAWN, 0), DAWN - 9 * HOUR);
    CHECK_INT(figures_monday(DAWN + 6 * DAY, 0), DAWN - 9 * HOUR);
    CHECK_INT(figures_monday(DAWN, 1), DAWN - 9 * HOUR - 7 * DAY);
    CHECK_INT(figures_monday(DAWN, -1), DAWN - 9 * HOUR + 7 * DAY);
}

TEST(families_reached_are_counted_once_a_week)
{
    struct db *db = school();
    struct figures f;

    message(db, 1, DAWN - 8 * DAY, 2, MESSAGE_DELIVERED, "grace", 0);
    message(db, 1, DAWN, 2, MESSAGE_SENT, "grace", TONE_PRAISE);
    message(db, 1, DAWN + 1, 2, MESSAGE_DELIVERED, "grace", TONE_CONCERN);
    message(db, 2, DAWN + 2, 2, MESSAGE_FAILED, "grace", 0);
    message(db, 4, DAWN + 3, 2, MESSAGE_SENT, "grace", TONE_PRAISE);
    CHECK_INT(figures_read(db, "", DAWN, &f), OK);
    CHECK_INT(f.families, 4);
    CHECK_INT(f.children, 4);
    CHECK_INT(f.week[FIGURES_WEEKS - 1].reached, 2);
    CHECK_INT(f.week[FIGURES_WEEKS - 1].out, 3);
    CHECK_INT(f.week[FIGURES_WEEKS - 1].praise, 2);
    CHECK_INT(f.week[FIGURES_WEEKS - 1].concern, 1);
    CHECK_INT(f.week[FIGURES_WEEKS - 3].reached, 1);
    CHECK_INT(figures_read(db, "4B", DAWN, &f), OK);
    CHECK_INT(f.families, 3);
    CHECK_INT(f.week[FIGURES_WEEKS - 1].reached, 1);
    CHECK_INT(f.week[FIGURES_WEEKS - 1].praise, 1);
    CHECK_INT(figures_read(db, "9Z", DAWN, &f), OK);
    CHECK_INT(f.families, 0);
    db_close(db);
}

TEST(a_text_to_a_shared_phone_reached_each_family_that_it_was_for)
{
    struct db *db = school();
    struct figures f;
    int64_t merged;

    message(db, 1, DAWN, 2, MESSAGE_DELIVERED, "grace", 0);
    message(db, 2, DAWN + 1, 2, MESSAGE_FAILED, "grace", 0);
    world_sql(db, "INSERT INTO message_also SELECT 3, min(id) FROM message");
    world_sql(db, "INSERT INTO message_also SELECT 4, max(id) FROM message");
    CHECK_INT(figures_read(db, "", DAWN, &f), OK);
    CHECK_INT(f.week[FIGURES_WEEKS - 1].reached, 2);
    CHECK_INT(f.week[FIGURES_WEEKS - 1].out, 1);
    CHECK_INT(figures_read(db, "2A", DAWN, &f), OK);
    CHECK_INT(f.week[FIGURES_WEEKS - 1].reached, 0);
    merged = f.families;
    CHECK_INT(family_merge(db, 3, 4, "grace"), OK);
    CHECK_INT(figures_read(db, "2A", DAWN, &f), OK);
    CHECK_INT(f.families, merged);
    CHECK_INT(f.week[FIGURES_WEEKS - 1].reached, 1);
    db_close(db);
}

TEST(the_time_to_answer_is_the_median_from_the_first_unanswered_message)
{
    struct db *db = school();
    struct figures f;

    message(db, 1, DAWN, 1, MESSAGE_RECEIVED, "", 0);
    message(db, 2, DAWN + MINUTE, 1, MESSAGE_RECEIVED, "", 0);
    message(db, 1, DAWN + 2 * MINUTE, 1, MESSAGE_RECEIVED, "", 0);
    message(db, 3, DAWN + 3 * MINUTE, 1, MESSAGE_RECEIVED, "", 0);
    message(db, 1, DAWN + 10 * MINUTE, 2, MESSAGE_QUEUED, "grace", 0);
    message(db, 2, DAWN + 31 * MINUTE, 2, MESSAGE_QUEUED, "", 0);
    message(db, 2, DAWN + 61 * MINUTE, 2, MESSAGE_QUEUED, "grace", 0);
    CHECK_INT(figures_read(db, "", DAWN + HOUR, &f), OK);
    CHECK_INT(f.week[FIGURES_WEEKS - 1].answered, 2);
    CHECK_INT(f.week[FIGURES_WEEKS - 1].median, 35 * MINUTE);
    CHECK_INT(f.week[FIGURES_WEEKS - 1].in, 4);
    CHECK_INT(f.unanswered, 1);
    CHECK_INT(f.oldest, DAWN + 3 * MINUTE);
    db_close(db);
}

static void
list(void *user, const struct figures_name *n)
{
    char *to = user;

    sprintf(to + strlen(to), "%s/%s@%lld ", n->name, n->detail,
        (long long)n->at);
}

TEST(who_was_not_reached_is_told_by_name_and_longest_first)
{
    struct db *db = school();
    char names[400] = "", want[400];

    message(db, 1, DAWN - 20 * DAY, 2, MESSAGE_SENT, "grace", 0);
    message(db, 2, DAWN - DAY, 2, MESSAGE_DELIVERED, "grace", 0);
    message(db, 3, DAWN - DAY, 2, MESSAGE_FAILED, "grace", 0);
    CHECK_INT(figures_unreached(db, "4B", DAWN - 14 * DAY, list, names), OK);
    snprintf(want, sizeof(want), "Kamau 4B/Peter Njoroge@0 Amina 4B/Salma Ali@%lld ",
        (long long)(DAWN - 20 * DAY));
    CHECK_TEXT(names, want);
    db_close(db);
}

TEST(a_text_to_many_is_no_personal_text)
{
    struct db *db = school();
    char names[400] = "";

    message(db, 3, DAWN - 9 * DAY, 2, MESSAGE_SENT, "grace", 0);
    message(db, 1, DAWN, 2, MESSAGE_SENT, "grace", 0);
    message(db, 2, DAWN, 2, MESSAGE_SENT, "grace", 0);
    world_sql(db, "INSERT INTO message_child (child, message, first, tone)"
                  " VALUES (1, 2, 2, 0)");
    world_sql(db, "INSERT INTO batch (id, at, author, target, body)"
                  " VALUES (1, 1, 'grace', 'all', 'x')");
    world_sql(db, "UPDATE message SET batch = 1 WHERE thread = 2");
    CHECK_INT(figures_without_text(db, "4B", figures_monday(DAWN, 0),
        figures_monday(DAWN, -1), list, names), OK);
    CHECK_TEXT(names, "Juma/4B@0 Kamau/4B@0 ");
    db_close(db);
}

TEST(phones_that_fail_are_told_with_whose_they_are)
{
    struct db *db = school();
    char names[400] = "";

    world_sql(db, "UPDATE phone SET state = 2, since = 7"
                  " WHERE number = '+254712000002'");
    CHECK_INT(figures_phones(db, "4B", PHONE_FAILING, list, names), OK);
    CHECK_TEXT(names, "Juma 4B \xc2\xb7 Rose Otieno/+254712000002@7 ");
    names[0] = '\0';
    CHECK_INT(figures_phones(db, "2A", PHONE_FAILING, list, names), OK);
    CHECK_TEXT(names, "");
    db_close(db);
}

static void
count_row(void *user, const struct history_signal *s)
{
    int *n = user;

    *n = *n * 100 + s->percent;
}

TEST(signal_is_remembered_for_five_weeks)
{
    struct db *db = world_open();
    struct history_signal s = { .at = DAWN, .working = true, .percent = 40 };
    int n = 0;

    CHECK_INT(history_add_signal(db, "sim1", &s), OK);
    s.at += 10 * MINUTE;
    s.percent = 50;
    CHECK_INT(history_add_signal(db, "sim1", &s), OK);
    CHECK_INT(history_signals(db, "sim1", 0, count_row, &n), OK);
    CHECK_INT(n, 4050);
    s.at += 35 * DAY;
    s.percent = 60;
    CHECK_INT(history_add_signal(db, "sim1", &s), OK);
    n = 0;
    CHECK_INT(history_signals(db, "sim1", 0, count_row, &n), OK);
    CHECK_INT(n, 5060);
    n = 0;
    CHECK_INT(history_signals(db, "sim2", 0, count_row, &n), OK);
    CHECK_INT(n, 0);
    db_close(db);
}

static void
add_count(void *user, enum message_direction direction,
    enum message_state state, int64_t n)
{
    char *out = user;

    sprintf(out + strlen(out), "%s%s %d ", direction == MESSAGE_IN ? "in " : "",
        message_state_name(state), (int)n);
}

TEST(messages_are_counted_as_they_change_without_being_read)
{
    struct db *db = school();
    char out[200] = "", plan[400] = "";
    struct query q;

    message(db, 1, DAWN, 1, MESSAGE_RECEIVED, "", 0);
    message(db, 1, DAWN, 2, MESSAGE_QUEUED, "grace", 0);
    message(db, 1, DAWN, 2, MESSAGE_QUEUED, "grace", 0);
    message(db, 2, DAWN, 2, MESSAGE_DELIVERED, "grace", 0);
    CHECK_INT(figures_states(db, add_count, out), OK);
    CHECK_TEXT(out, "in received 1 queued 2 delivered 1 ");
    world_sql(db, "UPDATE message SET state = 2 WHERE id = 2");
    world_sql(db, "UPDATE message SET state = 3 WHERE id = 2");
    world_sql(db, "UPDATE message SET state = 4 WHERE id = 2");
    world_sql(db, "UPDATE message SET state = 4 WHERE id = 2");
    world_sql(db, "DELETE FROM message WHERE id = 4");
    *out = '\0';
    CHECK_INT(figures_states(db, add_count, out), OK);
    CHECK_TEXT(out, "in received 1 queued 1 delivered 1 ");
    q = query_start_text(db, "EXPLAIN QUERY PLAN SELECT state, wait, count(*)"
        " FROM message WHERE state IN (1, 2, 6) AND direction = 2"
        " GROUP BY state, wait");
    while (query_row(&q))
        strcat(plan, query_get_text(&q, 3));
    CHECK_INT(query_end(&q), OK);
    CHECK(strstr(plan, "SCAN") == NULL);
    db_close(db);
}
