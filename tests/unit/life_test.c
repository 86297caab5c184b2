#include "store_world.h"

#include "dongle/sim_watch.h"
#include "store/inbox/inbox.h"
#include "store/sims/sim.h"
#include "store/sims/sim_credit.h"
#include "store/sims/sim_life.h"

#define KEEPER "+254712000009"
#define OWN "+254700000001"

static struct rules rules;
static char said[400];

static void
look(struct db *db)
{
    CHECK_INT(sim_watch_look(db, &rules), OK);
}

static struct db *
open_world(void)
{
    struct db *db = world_open();

    memset(&rules, 0, sizeof(rules));
    rules.queue.validity = DAY;
    strcpy(rules.config.keeper, KEEPER);
    strcpy(rules.config.school.name, "Hillside");
    world_sql(db, "UPDATE sim SET number = '" OWN "'");
    return db;
}

static void
set_sim(struct db *db, const char *what)
{
    char sql[200];

    snprintf(sql, sizeof(sql), "UPDATE sim SET %s WHERE imsi = '" NORTH "'",
        what);
    world_sql(db, sql);
}

static int64_t
texts(struct db *db)
{
    return world_number(db,
        "SELECT count(*) FROM message WHERE direction = 2");
}

/* NORTH sends what waits. */
static void
send_all(struct db *db)
{
    struct queue_part p;

    while (world_claim(db, &p))
        world_sent(db, &p, 1);
}

static void
hear(void *user, bool bad, const struct reason *line)
{
    (void)user;
    snprintf(said, sizeof(said), "%s%s", bad ? "!" : "", in_words(line));
}

static void
keep_words(void *user, const struct sim_credit *s)
{
    (void)user;
    sim_credit_say(s, clock_now(), hear, NULL);
}

static const char *
words(struct db *db)
{
    said[0] = '\0';
    CHECK_INT(sim_credit_list(db, keep_words, NULL), OK);
    return said;
}

static void
keep_dies(void *user, const struct sim_credit *s)
{
    memcpy(user, s->dies, sizeof(s->dies));
}

static const char *
dies(struct db *db)
{
    static char day[12];

    CHECK_INT(sim_credit_list(db, keep_dies, day), OK);
    return day;
}

static void
arrive(struct db *db, const char *from, const char *text)
{
    bool ours;

    CHECK_INT(db_begin(db), OK);
    CHECK_INT(db_end(db, sim_life_heard(db, NORTH, from, text, &ours)), OK);
}

static int64_t
proof(struct db *db)
{
    return world_number(db, "SELECT proof_state FROM sim WHERE imsi = '"
        NORTH "'");
}

TEST(a_sim_that_nobody_uses_texts_the_keeper_once_a_period_and_its_end_moves)
{
    struct db *db = open_world();
    int sent = 0;

    set_sim(db, "keep_alive = 1, keep_days = 60, life_days = 90,"
        " expires = '2027-01-01'");
    world_add(db, "+254712000001", "the last note of term");
    send_all(db);
    CHECK_TEXT(dies(db), "2027-02-21");
    for (int day = 0; day < 200; day++, world_later(DAY)) {
        int64_t before = texts(db);

        for (int i = 0; i < 3; i++)
            look(db);
        if (texts(db) > before) {
            CHECK_INT(texts(db), before + 1);
            CHECK_INT(day, 60 * ++sent);
            send_all(db);
        }
    }
    CHECK_INT(sent, 3);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"
        " WHERE number = '" KEEPER "'"), 3);
    CHECK_INT(world_number(db, "SELECT count(*) FROM audit"
        " WHERE action = 'sim.keep_alive'"), 3);
    CHECK_TEXT(dies(db), "2027-08-20");
    db_close(db);
}

TEST(a_sim_kept_alive_under_a_date_ahead_is_kept_alive_when_it_is_right)
{
    struct db *db = open_world();
    int64_t before;

    set_sim(db, "keep_alive = 1, keep_days = 60, life_days = 90");
    world_at(DAWN + 365 * DAY);
    look(db);
    send_all(db);
    before = texts(db);
    CHECK(before > 0);
    world_at(DAWN);
    for (int day = 0; day < 59; day++, world_later(DAY)) {
        look(db);
        send_all(db);
    }
    CHECK_INT(texts(db), before + 1);
    world_later(2 * DAY);
    look(db);
    CHECK_INT(texts(db), before + 2);
    db_close(db);
}

TEST(a_sim_in_use_sends_no_text_to_stay_alive)
{
    struct db *db = open_world();

    set_sim(db, "keep_alive = 1, keep_days = 60, life_days = 90");
    for (int day = 0; day < 120; day += 20) {
        world_add(db, "+254712000001", "a note");
        send_all(db);
        look(db);
        world_later(20 * DAY);
    }
    CHECK_INT(texts(db), 6);
    db_close(db);
}

TEST(a_keep_alive_text_goes_by_its_own_sim_and_never_to_a_family)
{
    struct db *db = open_world();
    struct queue_part p;

    world_sim(db, SOUTH, 1);
    set_sim(db, "keep_alive = 1, keep_days = 60, life_days = 90");
    look(db);
    CHECK_INT(texts(db), 1);
    CHECK_INT(world_claim_by(db, SOUTH, &p), 0);
    world_sim(db, NORTH, 0);
    CHECK_INT(world_claim_by(db, SOUTH, &p), 0);
    world_sim(db, NORTH, 1);
    CHECK(world_claim(db, &p) > 0);
    CHECK_TEXT(p.send.number, KEEPER);
    CHECK_INT(world_number(db, "SELECT tray FROM thread WHERE id ="
        " (SELECT thread FROM message ORDER BY id DESC LIMIT 1)"), 1);
    world_sent(db, &p, 1);
    world_sql(db, "INSERT INTO guardian (id, name, folded)"
        " VALUES (1, 'Head', 'head')");
    world_sql(db, "INSERT INTO guardian_phone (guardian, phone)"
        " SELECT 1, id FROM phone WHERE number = '" KEEPER "'");
    world_later(70 * DAY);
    look(db);
    CHECK_INT(texts(db), 1);
    db_close(db);
}

TEST(without_credit_or_a_keeper_nothing_is_sent_to_stay_alive)
{
    struct db *db = open_world();

    set_sim(db, "keep_alive = 1, keep_days = 60, life_days = 90,"
        " prove = 1, credit_low = 2");
    look(db);
    CHECK_INT(texts(db), 0);
    set_sim(db, "credit_low = 0, refusals = 1");
    look(db);
    CHECK_INT(texts(db), 0);
    set_sim(db, "refusals = 0, prove = 0");
    rules.config.keeper[0] = '\0';
    look(db);
    CHECK_INT(texts(db), 0);
    rules.queue.clock_unsure = true;
    strcpy(rules.config.keeper, KEEPER);
    look(db);
    CHECK_INT(texts(db), 0);
    db_close(db);
}

TEST(one_that_could_not_be_sent_is_tried_again_after_a_week)
{
    struct db *db = open_world();

    set_sim(db, "keep_alive = 1, keep_days = 60, life_days = 90");
    look(db);
    world_sql(db, "UPDATE message SET state = 7");
    world_later(6 * DAY);
    look(db);
    CHECK_INT(texts(db), 1);
    world_later(DAY + MINUTE);
    look(db);
    CHECK_INT(texts(db), 2);
    db_close(db);
}

TEST(a_sim_texts_itself_once_a_month_and_hears_it)
{
    struct db *db = open_world();
    char text[200];

    set_sim(db, "prove = 1");
    look(db);
    look(db);
    CHECK_INT(texts(db), 1);
    CHECK_TEXT(world_text(db, "SELECT number FROM message"), OWN);
    CHECK_INT(world_number(db, "SELECT tray FROM thread"), 1);
    snprintf(text, sizeof(text), "%s", world_text(db,
        "SELECT body FROM message"));
    send_all(db);
    CHECK_INT(proof(db), SIM_PROOF_WAITING);
    world_later(SECOND);
    arrive(db, "+254712000001", text);
    CHECK_INT(proof(db), SIM_PROOF_WAITING);
    arrive(db, OWN, "Notehome proof 9: something else");
    CHECK_INT(proof(db), SIM_PROOF_WAITING);
    arrive(db, OWN, text);
    CHECK_INT(proof(db), SIM_PROOF_ARRIVED);
    CHECK_INT(world_number(db, "SELECT proof_took FROM sim"), 1000);
    CHECK_TEXT(words(db), "");
    for (int day = 0; day < 29; day++, world_later(DAY))
        look(db);
    CHECK_INT(texts(db), 1);
    world_later(2 * DAY);
    look(db);
    CHECK_INT(texts(db), 2);
    db_close(db);
}

TEST(a_sim_that_sends_and_does_not_receive_is_told_to_the_keeper)
{
    struct db *db = open_world();
    char text[200];

    set_sim(db, "prove = 1");
    look(db);
    snprintf(text, sizeof(text), "%s", world_text(db,
        "SELECT body FROM message"));
    send_all(db);
    world_later(2 * HOUR);
    look(db);
    CHECK_INT(proof(db), SIM_PROOF_WAITING);
    world_later(HOUR);
    look(db);
    look(db);
    CHECK_INT(proof(db), SIM_PROOF_LOST);
    CHECK_INT(texts(db), 2);
    CHECK(strstr(world_text(db, "SELECT body FROM message WHERE number = '"
        KEEPER "'"), "does not receive") != NULL);
    CHECK_TEXT(words(db), "!sim1: sends but does not receive: its text to"
        " itself of 2026-11-23 never came back");
    arrive(db, OWN, text);      /* late, but it came */
    CHECK_INT(proof(db), SIM_PROOF_ARRIVED);
    db_close(db);
}

TEST(a_text_to_itself_is_taken_back_when_credit_runs_out)
{
    struct db *db = open_world();

    set_sim(db, "prove = 1");
    look(db);
    set_sim(db, "credit_low = 2");
    look(db);
    look(db);
    CHECK_INT(world_number(db, "SELECT state FROM message"),
        MESSAGE_CANCELLED);
    CHECK_INT(proof(db), SIM_PROOF_UNSENT);
    set_sim(db, "credit_low = 0");
    look(db);
    CHECK_INT(texts(db), 1);
    world_later(DAY);
    look(db);
    CHECK_INT(texts(db), 2);
    db_close(db);
}

TEST(the_end_of_a_sim_is_the_later_of_what_is_noted_and_its_use)
{
    char out[12];

    setenv("TZ", "UTC", 1);
    sim_life_end("", 0, 90, out);
    CHECK_TEXT(out, "");
    sim_life_end("2027-03-01", 0, 90, out);
    CHECK_TEXT(out, "2027-03-01");
    sim_life_end("2026-12-01", DAWN, 90, out);
    CHECK_TEXT(out, "2027-02-21");
    sim_life_end("2027-03-01", DAWN, 90, out);
    CHECK_TEXT(out, "2027-03-01");
    sim_life_end("", DAWN, 0, out);
    CHECK_TEXT(out, "");
}
