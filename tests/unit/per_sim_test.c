#include "store_world.h"

#include "store/db/setting.h"
#include "store/sims/sim.h"
#include "store/staff/staff.h"

static struct reason refused;

static void
keep(void *user, const struct sim_settings *s)
{
    *(struct sim_settings *)user = *s;
}

static struct sim_settings
read_sim(struct db *db)
{
    struct sim_settings s = { .price = -1 };

    CHECK_INT(sim_list(db, keep, &s), OK);
    return s;
}

TEST(a_sim_has_the_limits_of_all_until_it_gets_its_own)
{
    struct db *db = world_open();
    struct sim_settings s = read_sim(db);
    struct queue_part p;

    CHECK_INT(s.caps.per_day, -1);
    world_rules.caps.per_day = 5;
    s.caps.per_day = 1;
    s.caps.numbers_per_month = 300;
    s.caps.same_per_15_minutes = 20;
    s.caps.same_per_day = 100;
    CHECK_INT(sim_save(db, &s, "head", &refused), OK);
    CHECK_INT(read_sim(db).caps.per_day, 1);
    CHECK_INT(read_sim(db).caps.numbers_per_month, 300);
    CHECK_INT(read_sim(db).caps.same_per_15_minutes, 20);
    CHECK_INT(read_sim(db).caps.same_per_day, 100);
    CHECK_INT(read_sim(db).caps.per_minute, -1);
    world_add(db, "+254712000001", "one");
    world_add(db, "+254712000002", "two");
    CHECK(world_claim(db, &p) > 0);
    world_sent(db, &p, 1);
    CHECK_INT(world_claim(db, &p), 0);
    s.caps.per_day = -1;
    CHECK_INT(sim_save(db, &s, "head", &refused), OK);
    world_later(MINUTE);
    CHECK(world_claim(db, &p) > 0);
    db_close(db);
}

TEST(what_staff_set_for_a_sim_outlives_its_dongle)
{
    struct db *db = world_open();
    struct sim_settings s = read_sim(db);

    strcpy(s.balance_code, "*144#");
    strcpy(s.expires, "2027-03-01");
    s.keep_alive = true;
    s.price = 800;
    CHECK_INT(sim_save(db, &s, "head", &refused), OK);
    world_sim(db, NORTH, 0);
    s = read_sim(db);
    CHECK_TEXT(s.balance_code, "*144#");
    CHECK_TEXT(s.expires, "2027-03-01");
    CHECK(s.keep_alive && s.price == 800 && !s.working);
    db_close(db);
}

TEST(unusable_settings_of_a_sim_are_refused)
{
    struct db *db = world_open();
    struct sim_settings good = read_sim(db), s = good;

    strcpy(s.expires, "1 March");
    CHECK_INT(sim_save(db, &s, "head", &refused), ERR_INPUT);
    s = good;
    strcpy(s.balance_code, "call me");
    CHECK_INT(sim_save(db, &s, "head", &refused), ERR_INPUT);
    s = good;
    strcpy(s.balance_code, "**21*0712345678#");     /* dialled each day */
    CHECK_INT(sim_save(db, &s, "head", &refused), ERR_INPUT);
    CHECK_INT(refused.code, REASON_BALANCE_SERVICE);
    s = good;
    s.caps.per_minute = -2;
    CHECK_INT(sim_save(db, &s, "head", &refused), ERR_INPUT);
    s = good;
    strcpy(s.imsi, "1");
    CHECK_INT(sim_save(db, &s, "head", &refused), ERR_NOT_FOUND);
    db_close(db);
}

/* From before they were refused, or from a copy of somebody else. */
TEST(a_balance_code_that_sets_a_service_is_never_dialled)
{
    static const char *const codes[] = { "*21*0712345678#", "##002#",
        "*33*0000#", "**04*1*2*2#" };
    struct db *db = world_open();
    char code[64];

    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
        struct query q = query_start(db, "UPDATE sim SET balance_code = :c");

        query_text(&q, ":c", codes[i]);
        CHECK_INT(query_end(&q), OK);
        CHECK_INT(setting_set(db, "balance_code", codes[i]), OK);
        CHECK_INT(sim_balance_code(db, NORTH, code, sizeof(code)), OK);
        CHECK(strcmp(code, codes[i]) != 0);
    }
    db_close(db);
}

static void
keep_token(void *user, const struct token_entry *t)
{
    *(struct token_entry *)user = *t;
}

TEST(a_machines_token_is_listed_without_its_secret_and_revoked)
{
    struct db *db = world_open();
    struct token_entry t = { .created = 0 };
    struct token seen;
    char secret[65];

    CHECK_INT(token_add(db, 0, "till", ROLE_READER, 0, secret), OK);
    CHECK_INT(token_list(db, keep_token, &t), OK);
    CHECK_TEXT(t.name, "till");
    CHECK(strstr(secret, t.key) == NULL);
    CHECK_INT(token_revoke(db, "0000000000000000", "head"), ERR_NOT_FOUND);
    CHECK_INT(token_revoke(db, t.key, "head"), OK);
    CHECK_INT(token_check(db, secret, 0, true, &seen), ERR_NOT_FOUND);
    db_close(db);
}

TEST(another_role_ends_the_sessions_of_the_old_one)
{
    struct db *db = world_open();
    struct token seen;
    char secret[65];

    CHECK_INT(staff_add(db, "Amina", ROLE_ADMIN, "long enough", "head"), OK);
    CHECK_INT(staff_sign_in(db, "amina", "long enough", secret), OK);
    CHECK_INT(staff_set_role(db, "amina", ROLE_READER, "head"), OK);
    CHECK_INT(token_check(db, secret, 0, true, &seen), ERR_NOT_FOUND);
    CHECK_INT(staff_set_role(db, "nobody", ROLE_READER, "head"),
        ERR_NOT_FOUND);
    CHECK_INT(staff_set_role(db, "amina", ROLE_NONE, "head"), ERR_INPUT);
    db_close(db);
}

TEST(a_session_is_locked_when_nobody_uses_it_and_a_machines_token_is_not)
{
    struct db *db = world_open();
    struct token seen;
    char session[65], machine[65];

    CHECK_INT(staff_add(db, "Amina", ROLE_STAFF, "long enough", "head"), OK);
    CHECK_INT(staff_sign_in(db, "amina", "long enough", session), OK);
    CHECK_INT(token_add(db, 0, "till", ROLE_READER, 0, machine), OK);
    for (int i = 0; i < 4; i++) {
        world_later(5 * MINUTE - SECOND);
        CHECK_INT(token_check(db, session, 5 * MINUTE, true, &seen), OK);
        CHECK(!seen.locked);
    }
    world_later(5 * MINUTE + 15 * SECOND);
    CHECK_INT(token_check(db, session, 5 * MINUTE, true, &seen), OK);
    CHECK(seen.locked);
    CHECK_INT(seen.staff, 1);   /* whose drafts may still be kept */
    CHECK_INT(token_check(db, machine, 5 * MINUTE, true, &seen), OK);
    CHECK(!seen.locked);
    db_close(db);
}

TEST(trying_a_locked_session_does_not_unlock_it)
{
    struct db *db = world_open();
    struct token seen;
    char session[65];

    CHECK_INT(staff_add(db, "Amina", ROLE_STAFF, "long enough", "head"), OK);
    CHECK_INT(staff_sign_in(db, "amina", "long enough", session), OK);
    world_later(6 * MINUTE);
    for (int i = 0; i < 2; i++) {
        CHECK_INT(token_check(db, session, 5 * MINUTE, true, &seen), OK);
        CHECK(seen.locked);
        world_later(SECOND);
    }
    CHECK_INT(token_check(db, session, 0, false, &seen), OK);
    CHECK(!seen.locked);        /* the school turned the lock off */
    db_close(db);
}

TEST(a_page_that_keeps_itself_current_does_not_keep_its_session_open)
{
    struct db *db = world_open();
    struct token seen;
    char session[65];

    CHECK_INT(staff_add(db, "Amina", ROLE_STAFF, "long enough", "head"), OK);
    CHECK_INT(staff_sign_in(db, "amina", "long enough", session), OK);
    for (int i = 0; i < 5; i++) {
        world_later(MINUTE);
        CHECK_INT(token_check(db, session, 5 * MINUTE, false, &seen), OK);
        CHECK(!seen.locked);
    }
    world_later(MINUTE);
    CHECK_INT(token_check(db, session, 5 * MINUTE, false, &seen), OK);
    CHECK(seen.locked);
    db_close(db);
}
