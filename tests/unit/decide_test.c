/* What staff decide about a phone, the apology to a wrong number, and the
 * ceiling over all that the program answers by itself. */
#include "store_world.h"

#include "air.h"
#include "store/inbox/filing_decide.h"
#include "store/people/people.h"
#include "store/people/phone_doubt.h"

#define SALMA "+254712000001"   /* speaks Swahili */
#define ASHA "+254712000002"    /* Hindi */

static struct inbox_rules rules = { .country = "KE", .language = "en",
    .school = "Hillside", .queue = &world_rules };

static void
add(struct db *db, const char *guardian, const char *phone,
    const char *language)
{
    struct people_row r = { .child = "Amina Ali", .class_name = "4B",
        .guardian = guardian, .phone = phone, .family = phone,
        .language = language };
    bool changed;
    struct reason why = reason_none;
    char said[REASON_SAID];

    if (people_add_row(db, &r, "KE", &changed, &why))
        fail_msg("%s", reason_english(&why, said));
}

static struct db *
school(void)
{
    struct db *db = world_open();

    CHECK_INT(db_begin(db), OK);
    add(db, "Salma Ali", SALMA, "sw");
    add(db, "Asha Rao", ASHA, "hi");
    CHECK_INT(db_commit(db), OK);
    return db;
}

static int second;

static int64_t
hear(struct db *db, const char *from, const char *text)
{
    struct air a = { .from = from, .text = text, .second = second++ % 40000 };
    struct link_part p = air_deliver(&a);

    CHECK_INT(inbox_receive(db, NORTH, "north", &p, &rules, NULL), OK);
    return world_number(db, "SELECT max(id) FROM message WHERE direction = 1");
}

static int
state_of(struct db *db, const char *number)
{
    struct people_phone p = { 0 };

    return phone_get(db, number, &p) ? 0 : (int)p.state;
}

static int64_t
answers(struct db *db)
{
    return world_number(db,
        "SELECT count(*) FROM message WHERE automatic = 1");
}

static const char *
last_answer(struct db *db)
{
    return world_text(db, "SELECT body FROM message WHERE automatic = 1"
        " ORDER BY id DESC LIMIT 1");
}

/* How many texts go now, each taken by the network. */
static int
send_all(struct db *db)
{
    struct queue_part p;
    int n = 0;

    while (world_claim(db, &p)) {
        world_sent(db, &p, n & 255);
        n++;
    }
    return n;
}

TEST(routine_texts_wait_while_a_phone_seems_to_ask_for_no_more)
{
    struct db *db = school();
    struct queue_part p;
    int64_t asked = hear(db, SALMA, "Stop. Thank you"), routine, urgent;

    CHECK_INT(answers(db), 0);
    routine = world_add_as(db, SALMA, "Fees are due", PRIORITY_BULK);
    urgent = world_add_as(db, SALMA, "School closes", PRIORITY_URGENT);
    CHECK(world_claim(db, &p) == urgent);
    world_sent(db, &p, 1);
    CHECK_INT(world_claim(db, &p), 0);
    CHECK_INT(world_wait(db, routine), WAIT_DECISION);
    CHECK_INT(filing_decide(db, asked, FILING_WRONG, &rules, "amina"),
        ERR_REFUSED);
    CHECK_INT(filing_decide(db, asked, FILING_KEEP, &rules, "amina"), OK);
    CHECK(world_claim(db, &p) == routine);
    CHECK_INT(filing_decide(db, asked, FILING_STOP, &rules, "amina"),
        ERR_NOT_FOUND);
    CHECK_INT(world_number(db, "SELECT waiting FROM thread WHERE family = 1"),
        0);
    CHECK_INT(answers(db), 0);
    db_close(db);
}

TEST(staff_end_texts_to_a_phone_and_it_is_told_in_its_language)
{
    struct db *db = school();
    struct queue_part p;
    int64_t asked = hear(db, ASHA, "message mat bhejiye"), routine;

    CHECK_INT(state_of(db, ASHA), PHONE_WORKING);
    routine = world_add(db, ASHA, "Fees are due");
    CHECK_INT(world_claim(db, &p), 0);
    world_later(3 * DAY / 2);           /* an answer to it is not too late */
    CHECK_INT(filing_decide(db, asked, FILING_STOP, &rules, "amina"), OK);
    CHECK_INT(state_of(db, ASHA), PHONE_OPTED_OUT);
    CHECK(send_all(db) > 0);
    CHECK_INT(world_state(db, routine), MESSAGE_FAILED);
    CHECK(strstr(last_answer(db), "शुरू"));
    hear(db, ASHA, "START");
    CHECK_INT(state_of(db, ASHA), PHONE_WORKING);
    db_close(db);
}

TEST(stop_and_start_decide_what_staff_were_asked)
{
    struct db *db = school();
    struct queue_part p;
    int64_t routine;

    hear(db, SALMA, "Stop. Thank you");
    routine = world_add(db, SALMA, "Fees are due");
    CHECK_INT(world_claim(db, &p), 0);
    hear(db, SALMA, "ANZA");
    CHECK(world_claim(db, &p) == routine);
    hear(db, SALMA, "naomba msinitumie tena ujumbe");
    hear(db, SALMA, "STOP");
    CHECK_INT(world_number(db,
        "SELECT count(*) FROM phone WHERE stop_asked > 0"), 0);
    CHECK_INT(state_of(db, SALMA), PHONE_OPTED_OUT);
    db_close(db);
}

TEST(a_wrong_number_gets_one_apology_that_tells_nothing)
{
    struct db *db = school();

    hear(db, SALMA, "Umekosea namba");
    CHECK_INT(state_of(db, SALMA), PHONE_WRONG);
    CHECK_TEXT(last_answer(db),
        "Samahani, tulikosea. Hutapokea tena ujumbe kutoka kwetu.");
    CHECK_INT(send_all(db), 1);
    world_later(2 * DAY);
    hear(db, SALMA, "wrong number");
    CHECK_INT(answers(db), 1);
    db_close(db);
}

TEST(a_number_that_may_be_wrong_is_texted_until_staff_say_so)
{
    struct db *db = school();
    int64_t asked = hear(db, SALMA, "I am not the mother of this child");

    CHECK_INT(world_number(db,
        "SELECT count(*) FROM phone WHERE wrong_asked > 0"), 1);
    world_add(db, SALMA, "Fees are due");
    CHECK_INT(send_all(db), 1);
    CHECK_INT(answers(db), 0);
    CHECK_INT(filing_decide(db, asked, FILING_WRONG, &rules, "amina"), OK);
    CHECK_INT(state_of(db, SALMA), PHONE_WRONG);
    CHECK_INT(answers(db), 1);
    db_close(db);
}

/* So many phones of families, or of nobody, write STOP. */
static void
many_stop(struct db *db, const char *start, int count, bool parents)
{
    char number[24];

    for (int i = 0; i < count; i++) {
        snprintf(number, sizeof(number), "%s%03d", start, i);
        if (parents) {
            CHECK_INT(db_begin(db), OK);
            add(db, "Somebody", number, "en");
            CHECK_INT(db_commit(db), OK);
        }
        hear(db, number, "STOP");
    }
}

TEST(sixty_strangers_who_write_stop_get_nothing)
{
    struct db *db = school();

    many_stop(db, "+254733000", 40, false);
    many_stop(db, "+8821600000", 20, false);    /* by satellite */
    CHECK_INT(answers(db), 0);
    CHECK_INT(world_number(db,
        "SELECT count(*) FROM phone WHERE state = 3"), 60);
    db_close(db);
}

TEST(a_stranger_whom_we_wrote_to_of_late_is_told)
{
    struct db *db = school();
    struct queue_request r = { .number = "+254733000999", .text = "Who is it?",
        .author = "amina" };
    int64_t id;

    CHECK_INT(queue_add(db, &r, &world_rules, &id, NULL), OK);
    hear(db, "+254733000999", "STOP");
    CHECK_INT(answers(db), 1);
    world_later(40 * DAY);
    hear(db, "+254733000999", "START");
    CHECK_INT(answers(db), 1);
    db_close(db);
}

TEST(sixty_parents_who_write_stop_are_answered_no_faster_than_the_ceiling)
{
    struct db *db = school();

    world_rules.automatic.per_hour = 20;
    world_rules.automatic.per_day = 50;
    many_stop(db, "+254733000", 60, true);
    CHECK_INT(answers(db), 60);
    CHECK_INT(send_all(db), 20);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message WHERE wait = 13"),
        40);
    CHECK_INT(world_number(db, "SELECT count(*) FROM phone WHERE state = 3"),
        60);
    world_add(db, SALMA, "written by a person");
    CHECK_INT(send_all(db), 1);
    world_later(HOUR + MINUTE);
    CHECK_INT(send_all(db), 20);
    world_later(HOUR + MINUTE);
    CHECK_INT(send_all(db), 10);        /* fifty a day */
    world_later(HOUR + MINUTE);
    CHECK_INT(send_all(db), 0);
    world_later(HOUR * 10);             /* what comes too late says nothing */
    CHECK_INT(queue_sweep(db, &world_rules), OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message WHERE state = 7"),
        10);
    db_close(db);
}

TEST(nothing_is_answered_by_itself_while_credit_is_low)
{
    struct db *db = school();

    world_sql(db, "UPDATE sim SET credit_low = 1");
    hear(db, ASHA, "STOP");             /* only a notice said so: one an hour */
    CHECK(send_all(db) > 0);
    hear(db, SALMA, "STOP");
    CHECK_INT(send_all(db), 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message WHERE wait = 14"),
        1);
    world_sql(db, "UPDATE sim SET credit_low = 2");
    world_later(HOUR + MINUTE);
    CHECK_INT(send_all(db), 0);
    world_sql(db, "UPDATE sim SET credit_low = 0, credit_amount = 4900");
    world_rules.automatic.credit = 50;
    world_later(HOUR);
    CHECK_INT(send_all(db), 0);
    world_sim(db, SOUTH, 1);            /* another SIM has enough */
    world_later(HOUR);
    CHECK_INT(send_all(db), 0);
    CHECK_TEXT(world_text(db, "SELECT sim FROM message WHERE automatic = 1"
        " ORDER BY id DESC"), SOUTH);
    db_close(db);
}

TEST(a_phone_that_stopped_is_asked_nothing_more)
{
    struct phone_doubt d;
    struct db *db = school();
    int64_t asked;

    hear(db, SALMA, "STOP");
    asked = hear(db, SALMA, "please do not send me messages");
    CHECK_INT(phone_doubt_get(db, asked, &d), ERR_NOT_FOUND);
    db_close(db);
}
