/* The week's round: what teachers typed goes home, one text a phone. */
#include "store_world.h"

#include "send/week.h"
#include "store/figures/praise.h"
#include "store/figures/term.h"
#include "store/people/people.h"
#include "store/people/phone_doubt.h"
#include "store/thread/sentence.h"
#include "web/view/week_view.h"

#define ROSE "+254712000001"

static struct reason why;

static void
add(struct db *db, const char *child, const char *class_name,
    const char *guardian, const char *phone, const char *family)
{
    struct people_row r = { .child = child, .class_name = class_name,
        .guardian = guardian, .phone = phone, .family = family,
        .may_lack_phone = true };
    bool changed;

    CHECK_INT(people_add_row(db, &r, "KE", &changed, &why), OK);
}

/* 1 Peter (4A) and 2 Mary (2B) of one family, 3 Amina (4A) and 4 Juma (4A, no
 * phone). DAWN is a Monday. */
static struct db *
school(void)
{
    struct db *db = world_open();

    CHECK_INT(db_begin(db), OK);
    add(db, "Peter Otieno", "4A", "Rose Otieno", ROSE, "F1");
    add(db, "Mary Otieno", "2B", "Rose Otieno", ROSE, "F1");
    add(db, "Amina Ali", "4A", "Salma Ali", "+254712000003", "F2");
    add(db, "Juma Maina", "4A", "Ann Maina", "", "F3");
    CHECK_INT(db_commit(db), OK);
    return db;
}

static struct send
with(const char *author)
{
    return (struct send){ .author = author, .country = "KE",
        .language = "en", .school = "Hill", .rules = &world_rules };
}

static void
type(struct db *db, int64_t child, const char *who, const char *body)
{
    CHECK_INT(sentence_keep(db, child, who, TONE_PRAISE, body, 0), OK);
}

static struct week_sent
go(struct db *db, const char *class_name)
{
    struct week_sent out = { 0 };
    struct send s = with("grace");

    CHECK_INT(week_send(db, class_name, world_now, &s, &out), OK);
    return out;
}

TEST(a_sentence_begins_with_the_first_name_and_ends)
{
    static const struct {
        const char *line, *said;
        enum tone tone;
    } rows[] = {
        { "read aloud today", "Peter read aloud today.", TONE_PRAISE },
        { "  Peter helped a boy! ", "Peter helped a boy!", TONE_PRAISE },
        { "Today pETER sang", "Today pETER sang.", TONE_PRAISE },
        { "Peters is no Peter", "Peters is no Peter.", TONE_PRAISE },
        { "? has he a coat", "Peter has he a coat.", TONE_QUESTION },
        { "!came late twice", "Peter came late twice.", TONE_CONCERN },
        { "Peter \u1270\u1218\u1208\u1230\u1362", "Peter "
            "\u1270\u1218\u1208\u1230\u1362", TONE_PRAISE },
    };
    char said[200];

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        enum tone tone = TONE_PRAISE;

        sentence_say("Peter Otieno", rows[i].line, &tone, said, sizeof(said));
        CHECK_TEXT(said, rows[i].said);
        CHECK_INT(tone, rows[i].tone);
        sentence_say("Otieno, Peter", rows[i].line, &tone, said, sizeof(said));
        CHECK_TEXT(said, rows[i].said);
    }
}

TEST(sisters_and_brothers_and_several_teachers_are_one_text_a_phone)
{
    struct db *db = school();
    struct week_sent sent;

    type(db, 1, "grace", "read aloud");
    type(db, 1, "otieno", "Peter planted a tree.");
    type(db, 2, "lucy", "counted to 100");
    type(db, 3, "grace", "sang");
    type(db, 3, "grace", "sang and danced");
    sent = go(db, "4A");
    CHECK_INT(sent.texts, 2);
    CHECK_INT(sent.children, 3);
    CHECK_INT(sent.left, 0);
    CHECK_TEXT(world_text(db, "SELECT body FROM message WHERE number = '" ROSE
        "'"), "Peter read aloud. Peter planted a tree. Mary counted to 100.");
    CHECK_TEXT(world_text(db, "SELECT author FROM message WHERE number = '"
        ROSE "'"), "grace, otieno, lucy");
    CHECK_TEXT(world_text(db, "SELECT body FROM message WHERE id = 2"),
        "Amina sang and danced.");
    CHECK_INT(world_number(db, "SELECT count(*) FROM message_child"), 3);
    CHECK_INT(go(db, "").texts, 0);
    db_close(db);
}

TEST(a_round_is_no_answer_to_a_family_that_waits)
{
    struct db *db = school();

    world_sql(db, "INSERT INTO thread (id, family, waiting) VALUES (7, 1, 5)");
    type(db, 1, "grace", "read aloud");
    CHECK_INT(go(db, "4A").texts, 1);
    CHECK_INT(world_number(db, "SELECT waiting FROM thread WHERE id = 7"), 5);
    CHECK_INT(world_number(db, "SELECT thread FROM message"), 7);
    db_close(db);
}

TEST(a_sentence_that_no_phone_gets_is_kept_as_said_to_nobody)
{
    struct db *db = school();
    struct week_sent sent;

    type(db, 4, "grace", "read aloud");
    sent = go(db, "");
    CHECK_INT(sent.texts, 0);
    CHECK_INT(sent.left, 1);
    CHECK_INT(world_number(db, "SELECT count(*) FROM sentence WHERE sent > 0"
        " AND message IS NULL"), 1);
    CHECK_INT(world_number(db, "SELECT count(*) FROM batch"), 0);
    db_close(db);
}

/* Sentences that home has not had, and that wait for it. */
static int
waiting(struct db *db)
{
    return (int)world_number(db, "SELECT count(*) FROM sentence"
        " WHERE sent = 0");
}

static void
keep_waits(void *user, const struct week_copy *c)
{
    char *to = user;

    sprintf(to + strlen(to), "%s %d; ", c->number, (int)c->waits.code);
}

static const char *
look(struct db *db)
{
    static char out[400];
    struct send s = with("grace");

    out[0] = '\0';
    CHECK_INT(week_look(db, "", &s, keep_waits, out), OK);
    return out;
}

TEST(sentences_for_a_phone_that_may_be_wrong_wait_until_that_is_known)
{
    struct db *db = school();
    struct week_sent sent;

    CHECK_INT(db_begin(db), OK);
    CHECK_INT(phone_doubt_note(db, ROSE, PHONE_MAY_BE_WRONG, 1), OK);
    CHECK_INT(db_commit(db), OK);
    type(db, 1, "grace", "read aloud");
    sent = go(db, "");
    CHECK_INT(sent.texts, 0);
    CHECK_INT(sent.left, 1);
    CHECK_INT(sent.batch, 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM batch"), 0);
    type(db, 3, "grace", "sang");
    CHECK(strstr(look(db), ROSE " 1103; ") != NULL);
    CHECK(strstr(look(db), "+254712000003 0; ") != NULL);
    sent = go(db, "");
    CHECK_INT(sent.texts, 1);
    CHECK_INT(sent.left, 1);
    CHECK_INT(waiting(db), 1);
    CHECK_INT(db_begin(db), OK);
    CHECK_INT(phone_doubt_clear(db, ROSE, PHONE_MAY_BE_WRONG), OK);
    CHECK_INT(db_commit(db), OK);
    CHECK_INT(go(db, "").texts, 1);
    CHECK_INT(waiting(db), 0);
    db_close(db);
}

TEST(sentences_that_make_more_than_ten_parts_wait_and_are_counted)
{
    struct db *db = school();
    struct week_sent sent;
    char line[130], who[] = "teacher a";

    for (int i = 0; i < 14; i++) {
        who[8] = (char)('a' + i);
        memset(line, 'a' + i, 120);
        line[120] = '\0';
        type(db, 1, who, line);
    }
    CHECK_TEXT(look(db), ROSE " 609; ");
    sent = go(db, "");
    CHECK_INT(sent.texts, 0);
    CHECK_INT(sent.left, 1);
    CHECK_INT(waiting(db), 14);
    for (int i = 0; i < 3; i++) {
        who[8] = (char)('a' + i);
        type(db, 1, who, "");
    }
    CHECK_INT(go(db, "").texts, 1);
    CHECK_INT(waiting(db), 0);
    db_close(db);
}

TEST(the_round_goes_at_its_hour_and_what_is_typed_later_waits_a_week)
{
    struct db *db = school();
    struct send s = with("");
    struct term t;

    CHECK_INT(term_set(db, NULL, NULL, "5 14:30", "grace"), OK);
    CHECK_INT(term_read(db, &t), OK);
    CHECK_INT(t.next, DAWN + 4 * DAY + 5 * HOUR + 30 * MINUTE);
    CHECK_INT(t.last, t.next - 7 * DAY);
    type(db, 1, "grace", "read aloud");
    CHECK_INT(week_round(db, &s), OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"), 0);
    world_at(t.next + 1);
    type(db, 3, "lucy", "sang");
    CHECK_INT(week_round(db, &s), OK);
    CHECK_INT(week_round(db, &s), OK);
    CHECK_TEXT(world_text(db, "SELECT group_concat(body) FROM message"),
        "Peter read aloud.");
    CHECK_TEXT(world_text(db, "SELECT author FROM batch"), "grace");
    world_at(t.next + 9 * DAY);                 /* the box was off on Friday */
    CHECK_INT(week_round(db, &s), OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"), 2);
    db_close(db);
}

TEST(a_line_that_is_being_typed_goes_not_by_halves)
{
    struct db *db = school();
    struct send s = with("grace");
    struct week_sent out = { 0 };
    struct term t;

    type(db, 1, "grace", "read aloud");
    type(db, 2, "lucy", "hit Kev");             /* Peter's sister, of 2B */
    CHECK_INT(week_send_now(db, "4A", &s, &out), ERR_REFUSED);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"), 0);
    world_later(2 * MINUTE);
    type(db, 2, "lucy", "hit Kevin with a ball of wool");
    type(db, 3, "grace", "sang");
    world_later(2 * MINUTE);
    CHECK_INT(week_send_now(db, "", &s, &out), ERR_REFUSED);
    world_later(MINUTE);
    CHECK_INT(week_send_now(db, "4A", &s, &out), OK);
    CHECK_INT(out.texts, 2);
    CHECK_INT(term_set(db, NULL, NULL, "5 14:30", "grace"), OK);
    CHECK_INT(term_read(db, &t), OK);
    world_at(t.next - MINUTE);
    type(db, 3, "lucy", "planted a tr");
    s = with("");
    world_at(t.next + MINUTE);
    CHECK_INT(week_round(db, &s), OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"), 2);
    type(db, 3, "lucy", "planted a tree");      /* finished: of next week */
    type(db, 1, "lucy", "spoke");
    world_at(t.next + 3 * MINUTE);
    CHECK_INT(week_round(db, &s), OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"), 2);
    world_at(t.next + 7 * DAY);
    CHECK_INT(week_round(db, &s), OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"), 4);
    db_close(db);
}

static void
keep_full(void *user, const char *child)
{
    char *to = user;

    sprintf(to + strlen(to), "%s ", child);
}

TEST(a_fourth_routine_text_of_a_week_waits_until_monday_and_that_is_said)
{
    struct db *db = school();
    char full[200] = "";

    for (int i = 0; i < 3; i++) {
        char line[] = "read aloud 1";

        line[11] = (char)('1' + i);
        type(db, 1, "grace", line);
        CHECK_INT(go(db, "4A").texts, 1);
    }
    CHECK_INT(week_full(db, "4A", keep_full, full), OK);
    CHECK_TEXT(full, "Peter Otieno ");
    type(db, 1, "grace", "read again");
    type(db, 3, "grace", "sang");
    CHECK_INT(go(db, "4A").texts, 2);
    CHECK_INT(world_number(db, "SELECT due FROM message WHERE body LIKE"
        " '%again%'"), DAWN - 9 * HOUR + 7 * DAY);
    CHECK_INT(world_number(db, "SELECT due FROM message WHERE body LIKE"
        " '%sang%'"), 0);
    db_close(db);
}

static void
tell_class(void *user, const struct praise_class *c)
{
    char *to = user;

    sprintf(to + strlen(to), "%s %d %d %d; ", c->name, c->children,
        c->without, c->unpraised);
}

TEST(the_reminder_counts_what_waits_and_what_was_said_this_week)
{
    struct db *db = school();
    char said[200] = "";

    type(db, 1, "grace", "read aloud");
    CHECK_INT(go(db, "4A").texts, 1);
    CHECK_INT(sentence_keep(db, 3, "grace", TONE_CONCERN, "was late", 0), OK);
    CHECK_INT(praise_classes(db, "lucy", 0, DAWN - 9 * HOUR, tell_class, said), OK);
    CHECK_TEXT(said, "2B 1 1 1; 4A 3 1 2; ");
    type(db, 3, "grace", "");           /* taken back */
    said[0] = '\0';
    world_later(7 * DAY);
    CHECK_INT(praise_classes(db, "lucy", 0, world_now - 9 * HOUR, tell_class, said),
        OK);
    CHECK_TEXT(said, "2B 1 1 1; 4A 3 3 2; ");
    db_close(db);
}

TEST(a_term_has_dates_or_is_the_last_thirteen_weeks)
{
    struct db *db = school();
    struct term t;

    CHECK_INT(term_read(db, &t), OK);
    CHECK_INT(t.began, DAWN - 9 * HOUR - 84 * DAY);
    CHECK_INT(t.next, DAWN + 4 * DAY + 6 * HOUR);
    CHECK(t.runs);
    CHECK_INT(term_set(db, "2026-09-31", NULL, NULL, "g"), ERR_INPUT);
    CHECK_INT(term_set(db, "2026-09-01", "2026-08-01", NULL, "g"), ERR_INPUT);
    CHECK_INT(term_set(db, NULL, NULL, "8 09:00", "g"), ERR_INPUT);
    CHECK_INT(term_set(db, "2026-11-02", "2026-11-22", NULL, "g"), OK);
    CHECK_INT(term_read(db, &t), OK);
    CHECK_INT(t.began, DAWN - 9 * HOUR - 21 * DAY);
    CHECK(!t.runs);
    db_close(db);
}

TEST(a_line_that_went_comes_not_back_from_a_page_that_is_still_open)
{
    struct db *db = school();

    type(db, 1, "grace", "read aloud");
    world_later(HOUR);
    type(db, 1, "grace", "read aloud");
    CHECK_INT(world_number(db, "SELECT at FROM sentence"), DAWN);
    CHECK_INT(go(db, "4A").texts, 1);
    type(db, 1, "grace", "read aloud");
    CHECK_INT(go(db, "4A").texts, 0);
    world_later(8 * DAY);
    type(db, 1, "grace", "read aloud");
    CHECK_INT(go(db, "4A").texts, 1);
    CHECK_INT(sentence_keep(db, 99, "grace", TONE_PRAISE, "x", 0),
        ERR_NOT_FOUND);
    db_close(db);
}

/* The form of Peter's row comes back. */
static void
post(struct db *db, const char *text, const char *typed, const char *shown)
{
    struct params form;
    char body[200];

    snprintf(body, sizeof(body), "was=%x.&t1=%s&k1=praise&typed=%s",
        (unsigned)week_mark(1, shown, TONE_PRAISE), text, typed);
    CHECK_INT(params_read(body, strlen(body), &form), OK);
    CHECK_INT(week_keep(db, &form, "grace"), OK);
    params_clear(&form);
}

TEST(a_row_that_was_typed_back_to_what_it_was_is_a_change)
{
    struct db *db = school();

    post(db, "hit+Kevin", "t1", "");
    CHECK_TEXT(world_text(db, "SELECT body FROM sentence"), "hit Kevin");
    post(db, "", "t2+k1", "");
    CHECK_INT(world_number(db, "SELECT count(*) FROM sentence"), 0);
    post(db, "late", "t1", "sang");
    post(db, "sang", "t2+t1", "sang");
    CHECK_TEXT(world_text(db, "SELECT body FROM sentence"), "sang");
    type(db, 1, "grace", "newer, on the phone");
    post(db, "sang", "", "sang");
    post(db, "sang", "t2+t11+t", "sang");
    CHECK_TEXT(world_text(db, "SELECT body FROM sentence"),
        "newer, on the phone");
    db_close(db);
}

TEST(a_page_that_was_saved_shows_its_own_words)
{
    struct db *db = school();
    struct week_view *v = calloc(1, sizeof(*v));
    struct send s = with("grace");
    struct params form;
    char mark[12];

    type(db, 1, "grace", "newer, on the phone");
    CHECK_INT(params_read("t1=sang&k1=concern", 18, &form), OK);
    CHECK_INT(week_view_read(db, "4A", "grace", &s, v), OK);
    week_as_typed(v, &form);
    snprintf(mark, sizeof(mark), "%x.",
        (unsigned)week_mark(1, "sang", TONE_CONCERN));
    CHECK(strstr(v->was, mark) != NULL);
    week_view_clear(v);
    free(v);
    params_clear(&form);
    db_close(db);
}

/* The page's form, as it was read at `shown` with no line of the child. */
static void
save_form(struct db *db, const char *line, int64_t shown)
{
    struct params form = { 0 };
    char text[200];

    snprintf(text, sizeof(text), "was=&shown=%lld&t1=%s&k1=praise",
        (long long)shown, line);
    CHECK_INT(params_read(text, strlen(text), &form), OK);
    CHECK_INT(week_keep(db, &form, "grace"), OK);
    params_clear(&form);
}

TEST(a_page_left_open_for_weeks_brings_no_line_again_that_went)
{
    struct db *db = school();

    save_form(db, "read+aloud", DAWN);
    world_later(HOUR);
    CHECK_INT(go(db, "4A").texts, 1);
    world_later(8 * DAY);
    save_form(db, "read+aloud", DAWN);
    CHECK_INT(go(db, "4A").texts, 0);
    save_form(db, "read+on", DAWN);             /* a new line of that page */
    CHECK_INT(go(db, "4A").texts, 1);
    world_later(8 * DAY);
    save_form(db, "read+aloud", world_now);     /* meant once more */
    CHECK_INT(go(db, "4A").texts, 1);
    db_close(db);
}

static void
count_mine(void *user, const struct praise_class *c)
{
    *(int *)user += c->mine && !strcmp(c->name, "4A");
}

TEST(the_classes_that_a_teacher_is_alerted_of_are_the_teachers)
{
    struct db *db = school();
    int mine = 0;

    world_sql(db, "INSERT INTO staff (id, name, role, password, created)"
        " VALUES (5, 'lucy', 2, '', 1)");
    world_sql(db, "INSERT INTO alert_person (staff, classes)"
        " VALUES (5, char(10) || '4A' || char(10))");
    CHECK_INT(praise_classes(db, "lucy", 0, 0, count_mine, &mine), OK);
    CHECK_INT(mine, 1);
    db_close(db);
}
