/* Of the texts that needed an answer, how many had it within the promise. */
#include "store_world.h"

#include "store/figures/promise_kept.h"
#include "store/figures/term.h"
#include "store/people/people.h"
#include "store/thread/calendar.h"
#include "store/thread/desk.h"
#include "store/thread/thread.h"

#include <time.h>

static char folder[40], file[60];
static struct reason why;

static struct db *
school(void)
{
    struct people_row rows[] = { { .child = "Amina Ali", .class_name = "4A",
        .guardian = "Salma Ali", .phone = "+254712000003", .family = "F1" },
        { .child = "Juma Maina", .class_name = "4B", .guardian = "Ann Maina",
        .phone = "+254712000004", .family = "F2" } };
    struct db *db;
    bool changed;

    snprintf(folder, sizeof(folder), "/tmp/notehome-kept-XXXXXX");
    CHECK(mkdtemp(folder) != NULL);
    snprintf(file, sizeof(file), "%s/n.db", folder);
    db = world_open_at(file);
    setenv("TZ", "Africa/Nairobi", 1);
    tzset();
    CHECK_INT(db_begin(db), OK);
    for (int i = 0; i < 2; i++)
        CHECK_INT(people_add_row(db, &rows[i], "KE", &changed, &why), OK);
    CHECK_INT(db_commit(db), OK);
    return db;
}

static void
clean_up(struct db *db)
{
    char command[80];

    db_close(db);
    snprintf(command, sizeof(command), "rm -rf %s", folder);
    CHECK(system(command) == 0);
}

static void
at(const char *local)
{
    int64_t ms = clock_parse(local);

    CHECK(ms > 0);
    world_at(ms);
}

/* A text of the family (1 or 2), or of a sender in the tray. */
static int64_t
comes_to(struct db *db, int64_t family, int tray, const char *local)
{
    struct message m = { .direction = MESSAGE_IN, .kind = MESSAGE_TEXT,
        .state = MESSAGE_RECEIVED };
    int64_t id;

    at(local);
    m.at = world_now;
    snprintf(m.number, sizeof(m.number), "+25471200000%d", (int)family + 2);
    m.body = strdup("When is the trip?");
    CHECK_INT(db_begin(db), OK);
    CHECK_INT(tray ? thread_of_sender(db, tray, m.number, &m.thread)
                   : thread_of_family(db, family, &m.thread), OK);
    CHECK_INT(message_add(db, &m), OK);
    CHECK_INT(db_commit(db), OK);
    id = m.id;
    message_clear(&m);
    return id;
}

static int64_t
comes(struct db *db, int64_t family, const char *local)
{
    return comes_to(db, family, 0, local);
}

static int64_t
writes(struct db *db, int64_t family, const char *local, const char *holds)
{
    char number[20];
    struct queue_request r = { .number = number, .text = "Yes",
        .author = "ann", .family = family,
        .holds = holds ? calendar_day_of(holds, NULL) : 0 };
    int64_t id = 0;

    snprintf(number, sizeof(number), "+25471200000%d", (int)family + 2);
    at(local);
    if (queue_add(db, &r, &world_rules, &id, &why))
        fail_msg("%s", in_words(&why));
    return id;
}

static void
closes(struct db *db, const char *local)
{
    int64_t t = 0;

    at(local);
    CHECK_INT(db_begin(db), OK);
    CHECK_INT(thread_of_family(db, 1, &t), OK);
    CHECK_INT(db_commit(db), OK);
    CHECK_INT(desk_close(db, t, INT64_MAX, "ann"), OK);
}

/* "2 of 3", as it is at that moment. */
static const char *
kept_of(struct db *db, const char *class_name, const char *local)
{
    static char out[40];
    struct promise_kept k;

    at(local);
    CHECK_INT(promise_kept_read(db, class_name, clock_parse("2026-11-01 00:00"),
        clock_now() + 1, &k), OK);
    snprintf(out, sizeof(out), "%d of %d", k.kept, k.asked);
    return out;
}

TEST(answers_within_the_promise_are_counted_and_what_still_has_time_is_not)
{
    struct db *db = school();

    CHECK_TEXT(kept_of(db, "", "2026-11-24 08:00"), "0 of 0");
    comes(db, 1, "2026-11-24 10:00");           /* due Friday */
    CHECK_TEXT(kept_of(db, "", "2026-11-27 23:00"), "0 of 0");
    CHECK_TEXT(kept_of(db, "", "2026-11-28 01:00"), "0 of 1");
    writes(db, 1, "2026-11-28 09:00", NULL);    /* a day late */
    CHECK_TEXT(kept_of(db, "", "2026-11-28 10:00"), "0 of 1");
    comes(db, 2, "2026-11-30 10:00");
    comes(db, 2, "2026-12-01 10:00");           /* one answer for both */
    writes(db, 2, "2026-12-03 23:30", NULL);    /* the last hour */
    CHECK_TEXT(kept_of(db, "", "2026-12-04 10:00"), "2 of 3");
    CHECK_TEXT(kept_of(db, "4A", "2026-12-04 10:00"), "0 of 1");
    CHECK_TEXT(kept_of(db, "4B", "2026-12-04 10:00"), "2 of 2");
    clean_up(db);
}

TEST(what_needed_no_answer_does_not_count)
{
    struct db *db = school();
    int64_t id;

    comes(db, 1, "2026-11-09 10:00");
    closes(db, "2026-11-20 10:00");             /* late, but nobody asked */
    comes(db, 1, "2026-11-23 10:00");
    writes(db, 1, "2026-11-24 10:00", NULL);
    CHECK_TEXT(kept_of(db, "", "2026-12-04 10:00"), "1 of 1");
    /* answers to questions, services, other trays */
    id = comes(db, 2, "2026-11-25 10:00");
    (void)id;
    world_sql(db, "UPDATE message SET answer = 'yes' WHERE at ="
        " (SELECT max(at) FROM message)");
    comes_to(db, 2, 4, "2026-11-25 11:00");
    comes_to(db, 2, 1, "2026-11-25 12:00");
    CHECK_TEXT(kept_of(db, "", "2026-12-04 10:00"), "1 of 1");
    clean_up(db);
}

TEST(a_holding_answer_in_time_moves_the_day_and_one_too_late_does_not)
{
    struct db *db = school();

    comes(db, 1, "2026-11-10 10:00");           /* due Friday the 13th */
    writes(db, 1, "2026-11-13 15:00", "2026-11-19");
    writes(db, 1, "2026-11-19 08:00", "2026-11-20");
    writes(db, 1, "2026-11-20 09:00", NULL);
    CHECK_TEXT(kept_of(db, "", "2026-12-04 10:00"), "1 of 1");
    comes(db, 2, "2026-11-10 10:00");
    writes(db, 2, "2026-11-16 15:00", "2026-11-19");
    writes(db, 2, "2026-11-18 09:00", NULL);
    CHECK_TEXT(kept_of(db, "", "2026-12-04 10:00"), "1 of 2");
    /* a promise by name that is broken is broken */
    comes(db, 1, "2026-11-23 10:00");
    writes(db, 1, "2026-11-23 15:00", "2026-11-24");
    writes(db, 1, "2026-11-25 09:00", NULL);
    CHECK_TEXT(kept_of(db, "", "2026-12-04 10:00"), "1 of 3");
    clean_up(db);
}

TEST(an_answer_that_nobody_got_is_none)
{
    struct db *db = school();
    int64_t id;

    comes(db, 1, "2026-11-10 10:00");
    id = writes(db, 1, "2026-11-11 15:00", NULL);
    CHECK_TEXT(kept_of(db, "", "2026-11-12 10:00"), "1 of 1");
    CHECK_INT(queue_cancel(db, id, "ann"), OK);
    CHECK_TEXT(kept_of(db, "", "2026-11-12 10:00"), "0 of 0");
    CHECK_TEXT(kept_of(db, "", "2026-11-14 10:00"), "0 of 1");
    clean_up(db);
}

TEST(a_holiday_told_later_counts_for_what_was_before_it)
{
    struct db *db = school();
    int added;

    comes(db, 1, "2026-11-10 10:00");
    writes(db, 1, "2026-11-16 15:00", NULL);
    CHECK_TEXT(kept_of(db, "", "2026-11-17 10:00"), "0 of 1");
    CHECK_INT(calendar_add(db, "2026-11-12 Diwali", "ann", &added, &why), OK);
    CHECK_TEXT(kept_of(db, "", "2026-11-17 10:00"), "1 of 1");
    clean_up(db);
}

TEST(a_text_that_came_while_the_date_was_lost_counts_for_no_term)
{
    struct db *db = school();
    int64_t t = 0;

    comes(db, 1, "1971-01-01 10:00");
    comes(db, 2, "2026-11-10 10:00");
    writes(db, 1, "2026-11-24 15:00", NULL);
    writes(db, 2, "2026-11-11 15:00", NULL);
    CHECK_TEXT(kept_of(db, "", "2026-12-04 10:00"), "1 of 1");
    (void)t;
    clean_up(db);
}

TEST(the_clock_went_back_and_what_was_closed_stays_closed)
{
    struct db *db = school();

    comes(db, 1, "2026-11-10 10:00");
    closes(db, "2026-11-20 10:00");
    comes(db, 1, "2026-11-02 10:00");           /* a date days behind */
    writes(db, 1, "2026-11-21 09:00", NULL);
    CHECK_INT(world_number(db, "SELECT settled FROM message WHERE id = 1"), 1);
    CHECK_INT(world_number(db, "SELECT settled FROM message WHERE id = 2"), 0);
    clean_up(db);
}

TEST(what_is_undone_needs_an_answer_again)
{
    struct db *db = school();

    comes(db, 1, "2026-11-10 10:00");
    closes(db, "2026-11-11 10:00");
    CHECK_INT(world_number(db, "SELECT settled FROM message WHERE id = 1"), 1);
    world_sql(db, "UPDATE thread SET waiting = (SELECT at FROM message"
        " WHERE id = 1) WHERE family = 1");
    CHECK_INT(world_number(db, "SELECT settled FROM message WHERE id = 1"), 0);
    CHECK_TEXT(kept_of(db, "", "2026-12-04 10:00"), "0 of 1");
    clean_up(db);
}

TEST(percent_is_never_rounded_up_and_the_term_is_the_calendar_s)
{
    struct db *db = school();
    struct promise_kept k = { .asked = 300, .kept = 299 };
    struct promise_kept_both both;
    struct term t;
    int added;

    CHECK_INT(promise_kept_percent(&k), 99);
    CHECK_INT(promise_kept_percent(&(struct promise_kept){ 0 }), -1);
    CHECK_INT(term_set(db, "2026-09-01", "2026-10-30", NULL, "ann"), OK);
    CHECK_INT(calendar_add(db, "term 2026-11-09 2026-12-11 Term 2\n"
        "term 2027-01-04 2027-04-09 Term 3", "ann", &added, &why), OK);
    comes(db, 1, "2026-10-20 10:00");
    comes(db, 2, "2026-11-10 10:00");
    writes(db, 2, "2026-11-11 10:00", NULL);
    at("2026-11-16 10:00");
    CHECK_INT(term_read(db, &t), OK);
    CHECK_TEXT(t.from, "2026-11-09");
    CHECK(t.runs);
    CHECK_INT(promise_kept_both(db, "", &both), OK);
    CHECK_INT(both.term.asked, 1);
    CHECK_INT(both.term.kept, 1);
    CHECK_INT(both.weeks.asked, 2);
    CHECK_INT(both.weeks.kept, 1);
    clean_up(db);
}
