/* How a guardian is best told: by text, by a call, within their hours; and since
 * when they agree. */
#include "store_world.h"

#include "send/send.h"
#include "store/people/people.h"
#include "store/people/people_edit.h"
#include "store/queue/batch.h"

static struct reason because;

static void
add_row(struct db *db, const char *child, const char *guardian,
    const char *phone)
{
    struct people_row r = { .child = child, .class_name = "4B",
        .guardian = guardian, .phone = phone };
    bool changed;

    CHECK_INT(people_add_row(db, &r, "KE", &changed, &because), OK);
}

static struct db *
school(void)
{
    struct db *db = world_open();

    CHECK_INT(db_begin(db), OK);
    add_row(db, "Amina Ali", "Salma Ali", "0712000001");
    add_row(db, "Juma Otieno", "Rose Otieno", "0712000002");
    CHECK_INT(db_commit(db), OK);
    return db;
}

static void
say_of(struct db *db, int64_t guardian, struct guardian_form f)
{
    f.name = guardian == 1 ? "Salma Ali" : "Rose Otieno";
    CHECK_INT(guardian_save(db, guardian, &f, "lead", &because, &guardian),
        OK);
}

/* A text to the class; its batch. */
static int64_t
tell_until(struct db *db, enum message_priority priority, int64_t expires)
{
    struct send s = { .text = "No school", .class_name = "4B",
        .author = "lead", .country = "KE", .language = "en",
        .school = "Hillside", .rules = &world_rules, .priority = priority,
        .expires = expires };
    struct sent sent = { 0 };

    if (send_text(db, &s, &sent, &because))
        fail_msg("%s", reason_english(&because, (char[REASON_SAID]){ 0 }));
    free(sent.ids);
    return sent.batch;
}

static int64_t
tell(struct db *db, enum message_priority priority)
{
    return tell_until(db, priority, 0);
}

static void
put_call(void *user, const struct batch_called *c)
{
    char *out = user;

    snprintf(out + strlen(out), 300 - strlen(out), "%s %s %s%s;", c->name,
        c->number, c->children, c->done ? " done" : "");
}

static const char *
calls(struct db *db, int64_t batch)
{
    static char out[300];

    *out = '\0';
    CHECK_INT(batch_calls(db, batch, put_call, out), OK);
    return out;
}

TEST(who_wants_a_call_gets_no_text_to_many_and_stands_on_its_list)
{
    struct db *db = school();
    int64_t batch;

    say_of(db, 1, (struct guardian_form){ .reads = READS_CALL });
    say_of(db, 2, (struct guardian_form){ .reads = READS_HELPED });
    batch = tell(db, PRIORITY_BULK);
    CHECK_TEXT(world_text(db, "SELECT group_concat(number) FROM message"),
        "+254712000002");
    CHECK_TEXT(calls(db, batch), "Salma Ali +254712000001 Amina Ali 4B;");
    CHECK_INT(batch_call_done(db, batch, 2, "lead"), ERR_NOT_FOUND);
    CHECK_INT(batch_call_done(db, batch, 1, "lead"), OK);
    CHECK_INT(batch_call_done(db, batch, 1, "lead"), ERR_NOT_FOUND);
    CHECK_TEXT(calls(db, batch), "Salma Ali +254712000001 Amina Ali 4B done;");
    say_of(db, 1, (struct guardian_form){ .reads = READS_CALL,
        .consent = "no" });
    CHECK_TEXT(calls(db, tell(db, PRIORITY_BULK)), "");
    CHECK_INT(family_erase(db, 1, "lead"), OK);
    CHECK_TEXT(calls(db, batch), "");
    db_close(db);
}

TEST(who_wants_a_call_is_texted_when_it_is_about_the_family_alone)
{
    struct db *db = school();
    struct send s = { .text = "Amina is ill", .author = "amina",
        .family = 1, .country = "KE", .language = "en", .school = "Hill",
        .rules = &world_rules };
    int64_t one = 1;
    struct sent sent = { 0 };

    say_of(db, 1, (struct guardian_form){ .reads = READS_CALL });
    CHECK_INT(send_text(db, &s, &sent, &because), OK);
    CHECK_INT(sent.count, 1);
    CHECK_INT(sent.skipped, 0);
    free(sent.ids);
    CHECK_TEXT(world_text(db, "SELECT number FROM message"), "+254712000001");
    s.family = 0;
    s.families = &one;                  /* a list, if of one */
    s.n_families = 1;
    CHECK_INT(send_text(db, &s, &sent, &because), ERR_REFUSED);
    db_close(db);
}

TEST(a_text_waits_for_the_hours_in_which_it_is_welcome)
{
    struct db *db = school();

    /* it is 09:00 */
    say_of(db, 1, (struct guardian_form){ .hours_from = 16 * 60,
        .hours_to = 20 * 60 });
    say_of(db, 2, (struct guardian_form){ .hours_from = 7 * 60,
        .hours_to = 10 * 60 });
    tell(db, PRIORITY_BULK);
    CHECK(world_number(db, "SELECT due FROM message"
        " WHERE number = '+254712000001'") == DAWN + 7 * HOUR);
    CHECK_INT(world_number(db, "SELECT due FROM message"
        " WHERE number = '+254712000002'"), 0);
    world_sql(db, "UPDATE message SET state = 8");
    tell(db, PRIORITY_URGENT);
    CHECK_INT(world_number(db, "SELECT max(due) FROM message"
        " WHERE state = 1"), 0);
    tell_until(db, PRIORITY_BULK, DAWN + HOUR);
    CHECK_INT(world_number(db, "SELECT max(due) FROM message"
        " WHERE state = 1"), 0);
    db_close(db);
}

TEST(consent_is_kept_with_its_day_and_who_recorded_it)
{
    struct db *db = school();

    say_of(db, 1, (struct guardian_form){ .consent = "" });
    CHECK_INT(world_number(db, "SELECT consent_at FROM guardian"), 0);
    say_of(db, 1, (struct guardian_form){ .consent = "yes" });
    CHECK_TEXT(world_text(db, "SELECT consent_at || consent_by FROM guardian"),
        "1795424400000lead");
    world_later(DAY);
    say_of(db, 1, (struct guardian_form){ .consent = "yes" });
    CHECK_TEXT(world_text(db, "SELECT consent_at || consent_by FROM guardian"),
        "1795424400000lead");
    say_of(db, 1, (struct guardian_form){ .consent = "yes",
        .agreed_again = true });
    CHECK(world_number(db, "SELECT consent_at FROM guardian") == DAWN + DAY);
    db_close(db);
}
