/* The school's days, and by when a family that waits is answered. */
#include "store_world.h"

#include "send/holding.h"
#include "send/welcome.h"
#include "store/people/people.h"
#include "store/thread/calendar.h"
#include "store/thread/message.h"
#include "store/thread/promise.h"
#include "store/thread/template.h"
#include "store/thread/thread.h"
#include "text/text.h"

#include <time.h>

static char folder[40], file[60];

static struct reason why;

static int
day(const char *text)
{
    int d = calendar_day_of(text, NULL);

    CHECK(d != 0);
    return d;
}

static const char *
due(const struct calendar *c, const char *came)
{
    static char out[12];

    return calendar_text(calendar_due(c, day(came)), out);
}

static void
add(struct db *db, const char *lines)
{
    int n;

    if (calendar_add(db, lines, "ann", &n, &why))
        fail_msg("%s", in_words(&why));
}

static struct calendar
known(struct db *db)
{
    struct calendar c;

    CHECK_INT(calendar_read(db, &c), OK);
    return c;
}

TEST(the_day_it_comes_does_not_count_and_weekends_do_not)
{
    struct db *db = world_open();
    struct calendar c = known(db);

    CHECK_TEXT(due(&c, "2026-11-23"), "2026-11-26"); /* Monday */
    CHECK_TEXT(due(&c, "2026-11-25"), "2026-11-30"); /* Wednesday */
    CHECK_TEXT(due(&c, "2026-11-27"), "2026-12-02"); /* Friday */
    CHECK_TEXT(due(&c, "2026-11-28"), "2026-12-02"); /* Saturday */
    CHECK_TEXT(due(&c, "2026-11-29"), "2026-12-02"); /* Sunday */
    /* where the week is another */
    CHECK_INT(calendar_set(db, 1, "01234", "ann"), OK);
    c = known(db);
    CHECK_TEXT(due(&c, "2026-11-26"), "2026-11-29");
    CHECK_INT(calendar_set(db, 0, NULL, "ann"), OK);
    c = known(db);
    CHECK_INT(calendar_due(&c, day("2026-11-26")), 0);
    CHECK_INT(calendar_set(db, 31, NULL, "ann"), ERR_INPUT);
    CHECK_INT(calendar_set(db, 3, "", "ann"), ERR_INPUT);
    CHECK_INT(calendar_set(db, 3, "17", "ann"), ERR_INPUT);
    db_close(db);
}

TEST(holidays_and_what_lies_between_terms_do_not_count)
{
    struct db *db = world_open();
    struct calendar c;

    add(db, "2026-11-26 Thanksgiving\n"
        "2026-12-24, 2026-12-28, Christmas\r\n"
        "term 2026-09-01 2026-12-11 Term 3\n"
        "Term;2027-01-04;2027-04-09;Term 1\n"
        "\n# a remark\n12.01.2027 Revolution Day\n");
    c = known(db);
    CHECK_INT(c.n, 5);
    CHECK_TEXT(due(&c, "2026-11-25"), "2026-12-01");
    CHECK_TEXT(due(&c, "2026-12-10"), "2027-01-05");
    CHECK_TEXT(due(&c, "2026-12-11"), "2027-01-06");
    CHECK_TEXT(due(&c, "2026-12-20"), "2027-01-06");
    CHECK_TEXT(due(&c, "2027-01-11"), "2027-01-15");
    /* nobody said what comes after the last term: a week is a week */
    CHECK_TEXT(due(&c, "2027-04-08"), "2027-04-13");
    /* ... nor what was before the first */
    CHECK_TEXT(due(&c, "2026-08-26"), "2026-08-31");
    /* the same again changes a name alone */
    add(db, "2026-11-26 Harvest");
    c = known(db);
    CHECK_INT(c.n, 5);
    CHECK_INT(calendar_remove(db, 1, "ann"), OK);
    CHECK_INT(calendar_remove(db, 1, "ann"), ERR_NOT_FOUND);
    c = known(db);
    CHECK_TEXT(due(&c, "2026-11-25"), "2026-11-30");
    db_close(db);
}

TEST(a_year_without_school_ends)
{
    struct db *db = world_open();
    struct calendar c;

    add(db, "2026-01-01 2027-01-31 closed\n2027-02-01 2028-02-20 closed");
    c = known(db);
    CHECK_INT(calendar_due(&c, day("2026-11-23")),
        day("2026-11-23") + 366);
    db_close(db);
}

TEST(the_term_of_the_week_s_round_is_one_too)
{
    struct db *db = world_open();
    struct calendar c;

    world_sql(db, "INSERT INTO setting VALUES ('term.from', '2026-09-01'),"
        " ('term.to', '2026-12-04')");
    add(db, "term 2027-01-04 2027-04-09");
    c = known(db);
    CHECK_INT(c.n, 2);
    CHECK_TEXT(due(&c, "2026-12-03"), "2027-01-05");
    db_close(db);
}

static void
refused(struct db *db, const char *lines, const char *words)
{
    int n;

    CHECK_INT(calendar_add(db, lines, "ann", &n, &why), ERR_INPUT);
    CHECK_TEXT(in_words(&why), words);
    CHECK_INT(world_number(db, "SELECT count(*) FROM calendar"), 0);
}

TEST(a_list_is_taken_whole_or_its_line_is_named)
{
    struct db *db = world_open();

    refused(db, "2026-12-25 Christmas\n25/12/2026 Boxing",
        "Line 2: begins with no day: write it as 2026-12-25 Christmas, or"
        " 2026-12-05 2027-01-03 Holidays.");
    refused(db, "2026-02-30", "Line 1: begins with no day: write it as"
        " 2026-12-25 Christmas, or 2026-12-05 2027-01-03 Holidays.");
    refused(db, "2026-12-25 2026-12-24", "Line 1: ends before it begins, or"
        " after more than 400 days.");
    refused(db, "2026-12-25 2036-12-24", "Line 1: ends before it begins, or"
        " after more than 400 days.");
    refused(db, "term 2026-12-25", "Line 1: needs two days: the first of the"
        " term and the last.");
    add(db, "\xef\xbb\xbf" "date,name\n2026-12-12,Jamhuri Day\n"
        "2026-12-05 - 2027-01-03 Holidays\n2026-12-26 2 days of rest");
    CHECK_INT(world_number(db, "SELECT count(*) FROM calendar"), 3);
    CHECK_TEXT(world_text(db, "SELECT name FROM calendar WHERE"
        " first = '2026-12-12'"), "Jamhuri Day");
    CHECK_TEXT(world_text(db, "SELECT first || last || name FROM"
        " calendar WHERE first = '2026-12-26'"),
        "2026-12-262026-12-262 days of rest");
    db_close(db);
}

static void
zone(const char *name)
{
    setenv("TZ", name, 1);
    tzset();
}

TEST(each_change_is_in_the_records_and_nothing_else)
{
    struct db *db = world_open();

    add(db, "2026-12-25 Cristmas");
    CHECK_INT(world_number(db, "SELECT count(*) FROM audit"), 1);
    add(db, "2026-12-25 Christmas");
    CHECK_INT(world_number(db, "SELECT count(*) FROM audit"), 2);
    CHECK_TEXT(known(db).spans[0].name, "Christmas");
    add(db, "2026-12-25 Christmas");
    CHECK_INT(world_number(db, "SELECT count(*) FROM audit"), 2);
    db_close(db);
}

TEST(a_day_is_a_day_where_the_clocks_change)
{
    static const char *const zones[] = { "UTC", "Africa/Nairobi",
        "Europe/Berlin", "America/Havana", "Asia/Beirut", "Africa/Cairo",
        "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu" };

    for (size_t i = 0; i < sizeof(zones) / sizeof(*zones); i++) {
        zone(zones[i]);
        for (int d = day("2026-01-01"); d < day("2028-01-01"); d++) {
            int64_t at = calendar_starts(d);

            CHECK_INT(calendar_day(at), d);
            CHECK_INT(calendar_day(at - 1), d - 1);
        }
    }
    zone("UTC");
}

/* --- what waits ----------------------------------------------------------- */

static struct db *
school(void)
{
    struct people_row r = { .child = "Amina Ali", .class_name = "4A",
        .guardian = "Salma Ali", .phone = "+254712000003", .family = "F1" };
    struct db *db;
    bool changed;

    snprintf(folder, sizeof(folder), "/tmp/notehome-calendar-XXXXXX");
    CHECK(mkdtemp(folder) != NULL);
    snprintf(file, sizeof(file), "%s/n.db", folder);
    db = world_open_at(file);
    zone("Africa/Nairobi");
    CHECK_INT(db_begin(db), OK);
    CHECK_INT(people_add_row(db, &r, "KE", &changed, &why), OK);
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

static int64_t
at(const char *local)
{
    int64_t ms = clock_parse(local);

    CHECK(ms > 0);
    return ms;
}

/* A text in the thread came at a moment of this computer's clock. */
static int64_t
comes(struct db *db, int64_t thread, int64_t when)
{
    struct message m = { .thread = thread, .direction = MESSAGE_IN,
        .kind = MESSAGE_TEXT, .state = MESSAGE_RECEIVED, .at = when };
    int64_t id;

    world_at(when);
    snprintf(m.number, sizeof(m.number), "+254712000003");
    m.body = strdup("When is the trip?");
    CHECK_INT(db_begin(db), OK);
    CHECK_INT(message_add(db, &m), OK);
    CHECK_INT(db_commit(db), OK);
    id = m.id;
    message_clear(&m);
    return id;
}

static int64_t
thread_of(struct db *db)
{
    int64_t id = 0;

    CHECK_INT(db_begin(db), OK);
    CHECK_INT(thread_of_family(db, 1, &id), OK);
    CHECK_INT(db_commit(db), OK);
    return id;
}

/* "calm 2026-11-26 2", as it is at that moment. */
static const char *
seen(struct db *db, int64_t thread, const char *local)
{
    static char out[60];
    struct thread t;
    char text[12];

    world_at(at(local));
    CHECK_INT(thread_get(db, thread, &t), OK);
    snprintf(out, sizeof(out), "%s %s %d%s", promise_name(t.promise.state),
        t.promise.day ? calendar_text(t.promise.day, text) : "-",
        t.promise.left, t.promise.today ? " today" : "");
    return out;
}

TEST(a_thread_that_waits_says_what_is_left)
{
    struct db *db = school();
    int64_t t = thread_of(db);

    CHECK_TEXT(seen(db, t, "2026-11-24 10:00"), " - 0");
    comes(db, t, at("2026-11-24 23:30"));       /* Tuesday, 20:30 UTC */
    comes(db, t, at("2026-11-26 08:00"));       /* the first of them counts */
    CHECK_TEXT(seen(db, t, "2026-11-24 23:59"), "calm 2026-11-27 3");
    CHECK_TEXT(seen(db, t, "2026-11-25 00:01"), "calm 2026-11-27 2");
    CHECK_TEXT(seen(db, t, "2026-11-26 12:00"), "soon 2026-11-27 1");
    CHECK_TEXT(seen(db, t, "2026-11-27 23:59"),
        "soon 2026-11-27 0 today");
    CHECK_TEXT(seen(db, t, "2026-11-28 00:01"), "late 2026-11-27 0");
    /* a holiday that is told later is heeded at once */
    add(db, "2026-11-26 2026-11-27 flood");
    CHECK_TEXT(seen(db, t, "2026-11-28 00:01"), "calm 2026-12-01 2");
    CHECK_INT(calendar_set(db, 0, NULL, "ann"), OK);
    CHECK_TEXT(seen(db, t, "2026-11-28 00:01"), " - 0");
    clean_up(db);
}

TEST(a_text_of_a_sunday_has_from_monday_on)
{
    struct db *db = school();
    int64_t t = thread_of(db);

    comes(db, t, at("2026-11-29 03:00"));
    CHECK_TEXT(seen(db, t, "2026-11-29 09:00"), "calm 2026-12-02 3");
    CHECK_TEXT(seen(db, t, "2026-12-01 09:00"), "soon 2026-12-02 1");
    clean_up(db);
}

TEST(what_cannot_wait_is_never_called_calm)
{
    struct db *db = school();
    int64_t t = thread_of(db);

    comes(db, t, at("2026-11-24 10:00"));
    world_sql(db, "UPDATE message SET urgent = 10");
    CHECK_TEXT(seen(db, t, "2026-11-24 12:00"), " - 0");
    CHECK_TEXT(seen(db, t, "2026-11-30 12:00"), "late 2026-11-27 0");
    clean_up(db);
}

TEST(nothing_is_promised_in_safeguarding_or_to_a_service)
{
    struct db *db = school();
    static const int trays[] = { 1, 4, 5 };
    int64_t id = 0;

    for (size_t i = 0; i < 3; i++) {
        CHECK_INT(db_begin(db), OK);
        CHECK_INT(thread_of_sender(db, trays[i], "+254712000003", &id),
            OK);
        CHECK_INT(db_commit(db), OK);
        comes(db, id, at("2026-11-24 10:00"));
        CHECK_TEXT(seen(db, id, "2026-11-30 12:00"), " - 0");
    }
    CHECK_INT(db_begin(db), OK);
    CHECK_INT(thread_of_sender(db, 2, "+254712000009", &id), OK);
    CHECK_INT(db_commit(db), OK);
    comes(db, id, at("2026-11-24 10:00"));
    CHECK_TEXT(seen(db, id, "2026-11-24 12:00"), "calm 2026-11-27 3");
    clean_up(db);
}

TEST(a_clock_that_was_wrong_makes_nothing_late_and_nothing_calm_for_ever)
{
    struct db *db = school();
    int64_t t = thread_of(db), other = 0;

    comes(db, t, 90 * MINUTE);                  /* 1970: no date was known */
    CHECK_TEXT(seen(db, t, "2026-11-24 10:00"), "calm 2026-11-27 3");
    CHECK_INT(db_begin(db), OK);
    CHECK_INT(thread_of_sender(db, 2, "+254712000009", &other), OK);
    CHECK_INT(db_commit(db), OK);
    /* what came next tells when at the latest, however long nobody looks */
    comes(db, other, at("2026-11-24 11:00"));
    CHECK_TEXT(seen(db, t, "2026-11-26 10:00"), "soon 2026-11-27 1");
    CHECK_TEXT(seen(db, t, "2026-11-30 10:00"), "late 2026-11-27 0");
    /* ... and a date that was far ahead */
    world_sql(db, "UPDATE message SET at = 1900000000000 WHERE id = 1");
    world_sql(db, "UPDATE thread SET waiting = 1900000000000 WHERE id = 1");
    CHECK_TEXT(seen(db, t, "2026-11-26 10:00"), "soon 2026-11-27 1");
    /* while the date is lost nothing is known */
    world_at(2 * HOUR);
    {
        struct thread now;

        CHECK_INT(thread_get(db, t, &now), OK);
        CHECK_INT(now.promise.state, PROMISE_NONE);
    }
    clean_up(db);
}

/* --- holding answers ------------------------------------------------------ */

/* Somebody here writes into the thread; holds: until that day, NULL: the answer. */
static int64_t
writes(struct db *db, const char *local, const char *holds)
{
    struct queue_request r = { .number = "+254712000003", .text = "Yes",
        .author = "ann", .family = 1, .holds = holds ? day(holds) : 0 };
    int64_t id = 0;

    world_at(at(local));
    if (queue_add(db, &r, &world_rules, &id, &why))
        fail_msg("%s", in_words(&why));
    return id;
}

TEST(a_holding_answer_is_none_and_moves_the_day)
{
    struct db *db = school();
    int64_t t = thread_of(db), held;

    comes(db, t, at("2026-11-24 10:00"));
    held = writes(db, "2026-11-25 09:00", "2026-12-03");
    CHECK_TEXT(seen(db, t, "2026-11-25 10:00"), "calm 2026-12-03 6");
    CHECK_TEXT(seen(db, t, "2026-12-04 00:01"), "late 2026-12-03 0");
    /* what they write then is due by itself, where that is sooner */
    comes(db, t, at("2026-11-26 10:00"));
    CHECK_TEXT(seen(db, t, "2026-11-26 10:00"), "calm 2026-12-01 3");
    /* one more covers both */
    writes(db, "2026-11-26 11:00", "2026-12-04");
    CHECK_TEXT(seen(db, t, "2026-11-26 12:00"), "calm 2026-12-04 6");
    /* taken back before it went: it never was */
    CHECK_INT(queue_cancel(db, held + 2, "ann"), OK);
    CHECK_TEXT(seen(db, t, "2026-11-26 12:00"), "calm 2026-12-01 3");
    writes(db, "2026-11-27 09:00", NULL);
    CHECK_TEXT(seen(db, t, "2026-11-27 10:00"), " - 0");
    /* the next wait knows nothing of it */
    comes(db, t, at("2026-11-30 10:00"));
    CHECK_TEXT(seen(db, t, "2026-11-30 11:00"), "calm 2026-12-03 3");
    clean_up(db);
}

TEST(a_holding_answer_that_is_sent_again_holds_again)
{
    struct db *db = school();
    int64_t t = thread_of(db), held, copy;

    comes(db, t, at("2026-11-24 10:00"));
    held = writes(db, "2026-11-25 09:00", "2026-12-03");
    CHECK_INT(queue_cancel(db, held, "ann"), OK);
    CHECK_INT(queue_resend(db, held, &world_rules, "ann", &copy), OK);
    CHECK_TEXT(seen(db, t, "2026-11-25 10:00"), "calm 2026-12-03 6");
    clean_up(db);
}

TEST(what_is_filed_elsewhere_waits_there_by_its_own_day)
{
    struct db *db = school();
    int64_t t = thread_of(db), tray = 0, id;
    char sql[100];

    CHECK_INT(db_begin(db), OK);
    CHECK_INT(thread_of_sender(db, 2, "+254712000009", &tray), OK);
    CHECK_INT(db_commit(db), OK);
    id = comes(db, tray, at("2026-11-24 10:00"));
    /* the family has a holding answer of its own since */
    comes(db, t, at("2026-11-24 11:00"));
    writes(db, "2026-11-25 09:00", "2026-12-03");
    snprintf(sql, sizeof(sql), "UPDATE message SET thread = %d WHERE id = %d",
        (int)t, (int)id);
    world_sql(db, sql);
    CHECK_TEXT(seen(db, tray, "2026-11-25 10:00"), " - 0");
    CHECK_TEXT(seen(db, t, "2026-11-25 10:00"), "calm 2026-12-03 6");
    clean_up(db);
}

static const char *
says(struct db *db, enum holding what, const char *until, const char *language)
{
    static struct holding_words w;

    CHECK_INT(holding_words(db, what, day(until), false, &w), OK);
    return holding_for(&w, language, "sw");
}

TEST(the_words_name_the_day_in_the_family_s_language)
{
    struct template own = { .name = "asking the head", .language = "sw",
        .body = "Mkuu ataulizwa. Jibu {day}." };
    struct db *db = school();

    world_at(at("2026-11-25 10:00"));
    CHECK_TEXT(says(db, HOLDING_HEAD, "2026-11-26", "en"),
        "We are asking the head; you hear from us by Thursday.");
    CHECK_TEXT(says(db, HOLDING_HEAD, "2026-11-30", "fr-CM"),
        "Nous demandons à la direction ; vous aurez notre réponse d'ici"
        " lundi.");
    CHECK_TEXT(says(db, HOLDING_FINDING, "2026-11-27", "luo"),
        "Tunafuatilia; utapata jibu kufikia Ijumaa.");
    CHECK_TEXT(says(db, HOLDING_FINDING, "2026-12-02", "en"),
        "We are finding out; you hear from us by Wednesday 2/12.");
    CHECK_INT(template_set(db, &own, "ann"), OK);
    CHECK_TEXT(says(db, HOLDING_HEAD, "2026-11-26", "sw"),
        "Mkuu ataulizwa. Jibu Alhamisi.");
    CHECK_TEXT(says(db, HOLDING_FINDING, "2026-11-26", "sw"),
        "Tunafuatilia; utapata jibu kufikia Alhamisi.");
    clean_up(db);
}

TEST(a_holding_answer_is_one_part_in_every_language)
{
    struct db *db = school();
    static struct holding_words w;

    world_at(at("2026-11-25 10:00"));
    for (int what = HOLDING_FINDING; what <= HOLDING_HEAD; what++)
        for (int d = 0; d < 7; d++) {
            CHECK_INT(holding_words(db, (enum holding)what,
                day("2026-11-26") + 7 + d, false, &w), OK);
            CHECK_INT(w.n, 9);
            for (int i = 0; i < w.n; i++) {
                struct text_report r;

                if (text_check(w.variants[i].text, &r) || r.size.parts != 1)
                    fail_msg("%s", w.variants[i].text);
                text_report_clear(&r);
            }
        }
    clean_up(db);
}

TEST(days_with_school_are_offered_the_promise_s_first)
{
    struct db *db = school();
    struct calendar c;
    int days[HOLDING_DAYS], usual = -1;

    add(db, "2026-11-27 flood");
    c = known(db);
    CHECK_INT(holding_days(&c, day("2026-11-25"), days, &usual), HOLDING_DAYS);
    CHECK_INT(days[0], day("2026-11-26"));
    CHECK_INT(days[1], day("2026-11-30"));
    CHECK_INT(days[usual], day("2026-12-01"));
    clean_up(db);
}

/* --- no answer needed ----------------------------------------------------- */

static void
keep_text(void *user, const struct send_copy *c)
{
    snprintf(user, 200, "%s|%d", c->text, c->parts);
}

/* What the family would get, with its parts. */
static const char *
ends(struct db *db, const char *text, const char *ask, enum err want)
{
    static char out[200];
    struct send s = { .family = 1, .text = text, .ask = ask, .author = "ann",
        .country = "KE", .language = "fr", .school = "Hill", .no_answer = true,
        .rules = &world_rules };
    int skipped;

    out[0] = 0;
    CHECK_INT(send_preview(db, &s, keep_text, out, &skipped, &why), want);
    return out;
}

TEST(a_text_that_wants_no_answer_says_so_once_and_asks_nothing)
{
    struct db *db = school();
    char long_one[160];

    CHECK_TEXT(ends(db, "School closes at noon.", NULL, OK),
        "School closes at noon. Pas de réponse nécessaire.|1");
    world_sql(db, "UPDATE guardian SET language = 'sw'");
    CHECK_TEXT(ends(db, "Shule inafungwa.", "", OK),
        "Shule inafungwa. Si lazima kujibu.|1");
    CHECK_TEXT(ends(db, "Shule inafungwa. Si lazima kujibu.", NULL, OK),
        "Shule inafungwa. Si lazima kujibu.|1");
    /* what it adds counts */
    memset(long_one, 'a', 150);
    long_one[150] = 0;
    CHECK(strstr(ends(db, long_one, NULL, OK), "kujibu.|2") != NULL);
    ends(db, "May she come?", "yes,no", ERR_INPUT);
    CHECK_TEXT(in_words(&why), "It asks for an answer, and says that none is"
        " needed: leave one of them out.");
    clean_up(db);
}

/* --- the first text ------------------------------------------------------- */

static struct welcome
look(struct db *db, const char *class_name)
{
    struct send with = { .author = "ann", .country = "KE", .language = "sw",
        .school = "Hill", .rules = &world_rules };
    struct welcome v;

    CHECK_INT(welcome_look(db, &with, class_name, &v, &why), OK);
    return v;
}

TEST(the_first_text_goes_once_to_each_phone_in_its_language)
{
    struct people_row more = { .child = "Juma Maina", .class_name = "4B",
        .guardian = "Ann Maina", .phone = "+254712000004", .family = "F2" };
    struct send with = { .author = "ann", .country = "KE", .language = "sw",
        .school = "Hill", .rules = &world_rules };
    struct db *db = school();
    struct sent sent;
    bool changed;

    world_sql(db, "UPDATE guardian SET language = 'en'");
    CHECK_TEXT(look(db, "").text, "Hill: from this number teachers write to you"
        " about your child (praise, absence, marks), the office about dates."
        " Write back, or ring once: that is free. We answer within 3 school"
        " days. To end, reply STOP.");
    CHECK_INT(look(db, "").most, 2);
    CHECK_INT(calendar_set(db, 0, NULL, "ann"), OK);
    CHECK(!strstr(look(db, "").text, "school days"));
    CHECK_INT(welcome_send(db, &with, "", &sent, &why), OK);
    CHECK_INT(sent.count, 1);
    free(sent.ids);
    CHECK_INT(look(db, "").phones, 0);
    CHECK_INT(look(db, "4A").phones, 0);
    CHECK(welcome_send(db, &with, "", &sent, &why) != OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM batch"), 1);
    /* who comes later gets it then; what was taken back went to nobody */
    CHECK_INT(db_begin(db), OK);
    CHECK_INT(people_add_row(db, &more, "KE", &changed, &why), OK);
    CHECK_INT(db_commit(db), OK);
    CHECK_INT(look(db, "").phones, 1);
    CHECK(strstr(look(db, "4B").text, "walimu") != NULL);
    CHECK_INT(queue_cancel(db, 1, "ann"), OK);
    CHECK_INT(look(db, "").phones, 2);
    CHECK_INT(welcome_look(db, &with, "9Z", &(struct welcome){ 0 }, &why),
        ERR_NOT_FOUND);
    clean_up(db);
}

TEST(the_first_text_is_at_most_four_parts_in_every_language)
{
    static const char *const languages[] = { "en", "sw", "fr", "ar", "es",
        "pt", "hi", "am", "tr" };
    struct db *db = school();

    for (size_t i = 0; i < sizeof(languages) / sizeof(*languages); i++) {
        char sql[80];
        struct welcome v;

        snprintf(sql, sizeof(sql), "UPDATE guardian SET language = '%s'",
            languages[i]);
        world_sql(db, sql);
        v = look(db, "");
        if (v.phones != 1 || v.most > 4 || !strstr(v.text, "Hill"))
            fail_msg("%s: %d %d %s", languages[i], v.phones, v.most, v.text);
    }
    clean_up(db);
}
