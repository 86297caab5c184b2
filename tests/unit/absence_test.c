/* The register: who is absent, what home is told and what it answers. */
#include "inbox_world.h"

#include "send/absent.h"
#include "store/people/people.h"
#include "store/people/phone_doubt.h"
#include "store/thread/absence.h"
#include "store/thread/template.h"
#include "web/view/absent_view.h"

#define ROSE "+254712000001"
#define SALMA "+254712000003"

static struct reason why;

static void
add(struct db *db, const char *child, const char *guardian, const char *phone,
    const char *family, const char *language)
{
    struct people_row r = { .child = child, .class_name = "4A",
        .guardian = guardian, .phone = phone, .family = family,
        .language = language, .may_lack_phone = true };
    bool changed;

    CHECK_INT(people_add_row(db, &r, "KE", &changed, &why), OK);
}

/* 1 Brian and 2 Mary, 3 Amina (Swahili), 4 Juma without a phone; 5 Faith. */
static struct db *
school(void)
{
    struct db *db = world_open();

    CHECK_INT(db_begin(db), OK);
    add(db, "Brian Otieno", "Rose Otieno", ROSE, "F1", "en");
    add(db, "Mary Otieno", "Rose Otieno", ROSE, "F1", "en");
    add(db, "Amina Ali", "Salma Ali", SALMA, "F2", "sw");
    add(db, "Juma Maina", "Ann Maina", "", "F3", "en");
    add(db, "Faith Achieng", "Ruth Achieng", "+254712000005", "F5", "en");
    CHECK_INT(db_commit(db), OK);
    return db;
}

static struct absent_sent
tell(struct db *db, const int64_t *ids, int n)
{
    struct send with = { .author = "grace", .country = "KE",
        .language = "en", .school = "Hill", .rules = &world_rules };
    struct absent_sent out = { 0 };

    CHECK_INT(absent_tell(db, ids, n, &with, &out), OK);
    return out;
}

static void
list(void *user, const struct absent *a)
{
    char *to = user;

    if (a->absent)
        sprintf(to + strlen(to), "%s %d %s'%s'; ", a->name, a->days,
            a->asked ? "" : "(not asked) ", a->answer);
}

static const char *
away(struct db *db)
{
    static char out[600];
    char day[ABSENCE_DAY];
    int usual;

    out[0] = '\0';
    CHECK_INT(absence_class(db, "4A", "2026-09-01",
        absence_day(world_now, day), list, out, &usual), OK);
    sprintf(out + strlen(out), "usual %d", usual);
    return out;
}

/* Their phone got it, and they answer. */
static void
answer(struct db *db, const char *from, const char *text)
{
    static int second;
    struct air a = { .from = from, .text = text, .second = second++ };

    world_sql(db, "UPDATE message SET state = 4 WHERE direction = 2");
    world_later(MINUTE);
    take(db, &a);
}

TEST(each_family_is_told_once_in_its_language_and_asked_why)
{
    struct db *db = school();
    const int64_t ids[] = { 1, 2, 3, 4 };
    struct absent_sent sent = tell(db, ids, 4);

    CHECK_INT(sent.texts, 2);
    CHECK_INT(sent.left, 1);
    CHECK_TEXT(world_text(db, "SELECT body FROM message WHERE number = '" ROSE
        "'"), "Brian is not at school today. Mary is not at school today."
        " Reply 1 ill, 2 on the way, 3 we did not know");
    CHECK_TEXT(world_text(db, "SELECT body FROM message WHERE number = '" SALMA
        "'"), "Amina hayuko shuleni leo. Jibu 1 mgonjwa, 2 njiani, 3"
        " hatukujua");
    CHECK_INT(world_number(db, "SELECT count(*) FROM message_child"), 3);
    CHECK_INT(tell(db, ids, 4).texts, 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM question"), 1);
    CHECK_TEXT(away(db), "Amina Ali 1 ''; Brian Otieno 1 ''; "
        "Juma Maina 1 (not asked) ''; Mary Otieno 1 ''; usual 1");
    db_close(db);
}

TEST(days_of_the_term_are_told_beside_what_most_missed)
{
    struct db *db = school();
    const int64_t brian = 1, all[] = { 1, 3, 5 };

    for (int i = 0; i < 3; i++) {
        CHECK_INT(tell(db, i ? &brian : all, i ? 1 : 3).texts, i ? 1 : 3);
        world_later(DAY);
    }
    CHECK_INT(tell(db, &brian, 1).texts, 1);
    CHECK(strstr(world_text(db, "SELECT body FROM message ORDER BY id DESC"),
        "Brian is not at school today. 4 days this term; most children missed"
        " 1. Reply 1 ill") != NULL);
    db_close(db);
}

TEST(an_answer_stands_with_the_child_and_what_nobody_knew_is_urgent)
{
    struct db *db = school();
    const int64_t ids[] = { 1, 3 };

    CHECK_INT(tell(db, ids, 2).texts, 2);
    answer(db, SALMA, "1");
    answer(db, ROSE, "3");
    CHECK_TEXT(away(db), "Amina Ali 1 'ill'; Brian Otieno 1 'we did not know'; "
        "usual 0");
    CHECK_INT(world_number(db, "SELECT urgent FROM message WHERE number = '"
        ROSE "' AND direction = 1"), URGENT_MISSING);
    CHECK(world_number(db, "SELECT waiting FROM thread WHERE family = 1") > 0);
    CHECK_INT(world_number(db, "SELECT waiting FROM thread WHERE family = 2"),
        0);
    CHECK_INT(absence_remove(db, 1, "2026-11-23", "grace"), OK);
    CHECK_TEXT(away(db), "Amina Ali 1 'ill'; usual 0");
    db_close(db);
}

TEST(a_child_is_called_by_its_first_name_also_where_it_stands_last)
{
    struct db *db = school();
    const int64_t id = 5;

    world_sql(db, "UPDATE child SET name = 'Achieng, Faith' WHERE id = 5");
    CHECK_INT(tell(db, &id, 1).texts, 1);
    CHECK_TEXT(world_text(db, "SELECT substr(body, 1, 12) FROM message"),
        "Faith is not");
    db_close(db);
}

TEST(the_next_day_is_a_question_of_its_own)
{
    struct db *db = school();
    const int64_t amina = 3;

    CHECK_INT(tell(db, &amina, 1).texts, 1);
    world_later(DAY);
    CHECK_INT(tell(db, &amina, 1).texts, 1);
    answer(db, SALMA, "2");
    CHECK_TEXT(away(db), "Amina Ali 2 'on the way'; usual 0");
    CHECK_TEXT(world_text(db, "SELECT group_concat(question) FROM absence"),
        "1,2");
    CHECK_INT(world_number(db, "SELECT question FROM message"
        " WHERE direction = 1"), 2);
    db_close(db);
}

TEST(the_schools_own_words_are_taken_where_it_has_some)
{
    struct db *db = school();
    struct template t = { .name = "Absent", .language = "en",
        .body = "We miss {child} ({days}/{most})." };
    const int64_t brian = 1;

    CHECK_INT(template_set(db, &t, "grace"), OK);
    CHECK_INT(tell(db, &brian, 1).texts, 1);
    CHECK(strstr(world_text(db, "SELECT body FROM message"),
        "We miss Brian (1/0). Reply") != NULL);
    db_close(db);
}

static void
doubt(struct db *db, const char *number)
{
    CHECK_INT(db_begin(db), OK);
    CHECK_INT(phone_doubt_note(db, number, PHONE_MAY_BE_WRONG, 1), OK);
    CHECK_INT(db_commit(db), OK);
}

TEST(a_phone_that_may_be_wrong_is_left_and_the_others_are_told)
{
    struct db *db = school();
    const int64_t ids[] = { 1, 3, 5 };
    struct absent_sent sent;

    doubt(db, ROSE);
    sent = tell(db, ids, 3);
    CHECK_INT(sent.texts, 2);
    CHECK_INT(sent.left, 1);
    CHECK_TEXT(away(db), "Amina Ali 1 ''; Brian Otieno 1 (not asked) ''; "
        "Faith Achieng 1 ''; usual 1");
    db_close(db);
}

TEST(not_at_school_today_is_not_said_tomorrow)
{
    struct db *db = school();
    const int64_t ids[] = { 1, 3, 5 };
    struct absent_sent sent;

    world_sql(db, "UPDATE guardian SET hours_from = 420, hours_to = 480"
        " WHERE name = 'Salma Ali'");                   /* past: tomorrow */
    world_sql(db, "UPDATE guardian SET hours_from = 1080, hours_to = 1200"
        " WHERE name = 'Ruth Achieng'");                /* this evening */
    sent = tell(db, ids, 3);
    CHECK_INT(sent.texts, 2);
    CHECK_INT(sent.left, 1);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"
        " WHERE expires = 1795392000000 + 86400000"), 2);
    CHECK_INT(world_number(db, "SELECT due FROM message WHERE number ="
        " '+254712000005'"), DAWN + 9 * HOUR);
    db_close(db);
}

TEST(after_the_schools_hours_nobody_is_told_and_no_question_opens)
{
    struct db *db = school();
    const int64_t brian = 1;
    struct absent_sent sent;

    world_rules.quiet_from = 20 * 60;
    world_rules.quiet_to = 6 * 60;
    world_at(DAWN + 12 * HOUR);
    sent = tell(db, &brian, 1);
    CHECK_INT(sent.texts, 0);
    CHECK_INT(sent.left, 1);
    CHECK_INT(sent.question, 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM question"), 0);
    db_close(db);
}

TEST(a_number_of_two_families_of_a_child_is_told_once)
{
    struct db *db = school();
    const int64_t ids[] = { 1, 3 };
    struct absent_sent sent;

    world_sql(db, "INSERT INTO family_child (family, child) VALUES (2, 1)");
    world_sql(db, "INSERT INTO family_guardian (family, guardian)"
        " VALUES (2, 1)");
    sent = tell(db, ids, 1);
    CHECK_INT(sent.texts, 2);
    CHECK_INT(sent.left, 0);
    CHECK_TEXT(world_text(db, "SELECT group_concat(number) FROM message"),
        ROSE "," SALMA);
    db_close(db);
}

TEST(words_that_are_too_long_leave_their_family_only)
{
    struct db *db = school();
    struct template t = { .name = "Absent", .language = "en" };
    const int64_t ids[] = { 1, 2 };
    struct absent_sent sent;

    memset(t.body, 'x', 900);
    CHECK_INT(template_set(db, &t, "grace"), OK);
    sent = tell(db, ids, 2);
    CHECK_INT(sent.texts, 0);
    CHECK_INT(sent.left, 2);
    CHECK_INT(tell(db, (int64_t[]){ 5 }, 1).texts, 1);
    db_close(db);
}

TEST(while_the_day_is_unsure_nothing_is_noted_and_that_is_said)
{
    struct db *db = school();
    struct send with = { .author = "grace", .country = "KE",
        .language = "en", .school = "Hill", .rules = &world_rules };
    struct absent_sent out = { 0 };
    const int64_t brian = 1;

    world_rules.clock_unsure = true;
    CHECK_INT(absent_tell(db, &brian, 1, &with, &out), ERR_REFUSED);
    CHECK_INT(out.why.code, REASON_DAY_UNSURE);
    CHECK_INT(world_number(db, "SELECT count(*) FROM absence"), 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"), 0);
    world_rules.clock_unsure = false;
    CHECK_INT(tell(db, &brian, 1).texts, 1);
    db_close(db);
}

/* The form of the page comes back. */
static struct absent_sent
post(struct db *db, const char *body)
{
    struct send with = { .author = "grace", .country = "KE",
        .language = "en", .school = "Hill", .rules = &world_rules };
    struct absent_sent out = { 0 };
    struct params form;

    CHECK_INT(params_read(body, strlen(body), &form), OK);
    CHECK_INT(absent_keep(db, &form, &with, &out), OK);
    params_clear(&form);
    return out;
}

TEST(a_child_that_came_after_all_has_no_text_that_still_waits)
{
    struct db *db = school();
    const char *waiting = "SELECT count(*) FROM message WHERE state = 1";

    CHECK_INT(post(db, "absent=3&absent=1&absent=2").texts, 2);
    CHECK_INT(world_number(db, waiting), 2);
    CHECK_INT(post(db, "was=3&was=1&was=2&absent=1&absent=2").texts, 0);
    CHECK_INT(world_number(db, waiting), 1);
    CHECK_INT(post(db, "was=1&was=2&absent=2").texts, 0);   /* of both */
    CHECK_INT(world_number(db, waiting), 1);
    CHECK_INT(post(db, "was=2&absent=2&absent=3").texts, 1);
    CHECK_INT(world_number(db, waiting), 2);
    CHECK_TEXT(away(db), "Amina Ali 1 ''; Mary Otieno 1 ''; usual 0");
    CHECK_INT(post(db, "was=2&was=3&absent=3").texts, 0);   /* now of none */
    CHECK_INT(world_number(db, waiting), 1);
    db_close(db);
}

TEST(a_text_that_went_goes_not_again_when_a_child_is_ticked_again)
{
    struct db *db = school();
    const char *texts = "SELECT count(*) FROM message";

    CHECK_INT(post(db, "absent=3").texts, 1);
    world_sql(db, "UPDATE message SET state = 3");
    CHECK_INT(post(db, "was=3").texts, 0);
    CHECK_TEXT(away(db), "usual 0");
    CHECK_INT(post(db, "was=3&absent=3").texts, 0); /* an older page */
    CHECK_TEXT(away(db), "usual 0");
    CHECK_INT(post(db, "absent=3").texts, 0);
    CHECK_INT(world_number(db, texts), 1);
    CHECK_TEXT(away(db), "Amina Ali 1 ''; usual 0");
    db_close(db);
}

TEST(a_page_of_another_day_is_known)
{
    struct db *db = school();
    struct params form;

    CHECK_INT(params_read("day=2026-11-23", 14, &form), OK);
    CHECK(absent_is_today(&form));
    world_later(DAY);
    CHECK(!absent_is_today(&form));
    params_clear(&form);
    db_close(db);
}
