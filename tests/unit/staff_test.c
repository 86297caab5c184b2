#include "test.h"

#include "base/clock.h"
#include "store/db/setting.h"
#include "store/staff/staff.h"

#include <stdio.h>
#include <string.h>

#define SECRET "correct horse"

static struct db *
open_db(void)
{
    struct db *db;
    char why[200];

    CHECK_INT(db_open(":memory:", &db, why, sizeof(why)), OK);
    return db;
}

static void
put(void *user, const struct staff *s)
{
    strcat(user, s->name);
    strcat(user, "/");
    strcat(user, staff_role_name(s->role));
    strcat(user, " ");
}

static const char *
all_of(struct db *db)
{
    static char out[400];

    *out = '\0';
    CHECK_INT(staff_list(db, put, out), OK);
    return out;
}

static int
count(struct db *db, const char *sql)
{
    struct query q = query_start_text(db, sql);
    int n = -1;

    if (query_row(&q))
        n = (int)query_get_int(&q, 0);
    CHECK_INT(query_end(&q), OK);
    return n;
}

TEST(a_password_signs_in_under_any_spelling_of_the_name)
{
    struct db *db = open_db();
    struct token t;
    char secret[65];
    int64_t start;

    CHECK_INT(staff_add(db, " Salma  Ali ", ROLE_STAFF, SECRET, "cli:root"),
        OK);
    start = clock_mono();
    CHECK_INT(staff_sign_in(db, "salma ali", SECRET, secret), OK);
    print_message("# a sign-in takes %d ms\n", (int)(clock_mono() - start));
    CHECK_INT(strlen(secret), 64);
    CHECK_INT(token_check(db, secret, 0, true, &t), OK);
    CHECK_TEXT(t.name, "Salma Ali");
    CHECK_INT(t.role, ROLE_STAFF);
    CHECK_INT(t.staff, 1);
    CHECK_INT(strlen(t.csrf), 64);
    CHECK(strcmp(t.csrf, secret) != 0);
    CHECK_INT(token_end(db, secret), OK);
    CHECK_INT(token_check(db, secret, 0, true, &t), ERR_NOT_FOUND);
    CHECK_INT(token_end(db, secret), ERR_NOT_FOUND);
    db_close(db);
}

TEST(a_wrong_name_takes_as_long_as_a_wrong_password)
{
    struct db *db = open_db();
    char secret[65] = "untouched";
    int64_t start, name, password;

    CHECK_INT(staff_add(db, "Salma", ROLE_STAFF, SECRET, "x"), OK);
    start = clock_mono();
    CHECK_INT(staff_sign_in(db, "Salma", "wrong horse", secret), ERR_REFUSED);
    password = clock_mono() - start;
    start = clock_mono();
    CHECK_INT(staff_sign_in(db, "Nobody", SECRET, secret), ERR_REFUSED);
    name = clock_mono() - start;
    print_message("# wrong password %d ms, wrong name %d ms\n", (int)password,
        (int)name);
    CHECK(name >= 1);
    CHECK_TEXT(secret, "untouched");
    CHECK_INT(staff_sign_in(db, "Salma", "", secret), ERR_REFUSED);
    CHECK_INT(staff_sign_in(db, "", "", secret), ERR_REFUSED);
    CHECK_INT(staff_sign_in(db, "a\xff", "b\xff", secret), ERR_REFUSED);
    db_close(db);
}

TEST(an_accent_may_be_typed_on_any_keyboard)
{
    struct db *db = open_db();
    char secret[65];

    CHECK_INT(staff_add(db, "A", ROLE_ADMIN, "cri du pav\xc3\xa9", "x"), OK);
    CHECK_INT(staff_sign_in(db, "A", "cri du pave\xcc\x81", secret), OK);
    db_close(db);
}

TEST(a_password_that_anybody_would_guess_is_refused_for_new_and_old_accounts)
{
    static const char *const weak[] = { "password1", "Zubeda2026", "12345678",
        "Greenhill2026", "gr33nh1ll!" };
    struct db *db = open_db();

    CHECK_INT(setting_set(db, "school.name", "Greenhill Primary"), OK);
    CHECK_INT(staff_add(db, "Juma", ROLE_ADMIN, SECRET, "x"), OK);
    for (size_t i = 0; i < sizeof(weak) / sizeof(*weak); i++) {
        CHECK_INT(staff_add(db, "Zubeda", ROLE_STAFF, weak[i], "x"), ERR_INPUT);
        CHECK_INT(staff_password(db, "Juma", weak[i], "x"),
            strstr(weak[i], "Zubeda") ? OK : ERR_INPUT);
    }
    CHECK_INT(setting_set(db, "school.name", ""), OK);
    CHECK_INT(staff_password(db, "Juma", "Greenhill2026", "x"), OK);
    CHECK_INT(staff_password(db, "Juma", "Juma!2026", "x"), ERR_INPUT);
    db_close(db);
}

TEST(unusable_names_and_passwords_are_refused)
{
    struct db *db = open_db();

    CHECK_INT(staff_add(db, " ", ROLE_STAFF, SECRET, "x"), ERR_INPUT);
    CHECK_INT(staff_add(db, "a\nb\x01", ROLE_STAFF, SECRET, "x"), ERR_INPUT);
    CHECK_INT(staff_add(db, "A", ROLE_STAFF, "seven77", "x"), ERR_INPUT);
    CHECK_INT(staff_add(db, "A", ROLE_STAFF, "\xe1\x88\xb0\xe1\x88\x8b"
        "\xe1\x88\x9d", "x"), ERR_INPUT);
    CHECK_INT(staff_add(db, "A", ROLE_NONE, SECRET, "x"), ERR_INPUT);
    CHECK_INT(staff_add(db, "A", ROLE_STAFF, SECRET, "x"), OK);
    CHECK_INT(staff_add(db, "a", ROLE_ADMIN, SECRET, "x"), ERR_EXISTS);
    CHECK_INT(staff_password(db, "B", SECRET, "x"), ERR_NOT_FOUND);
    CHECK_INT(staff_password(db, "A", "short", "x"), ERR_INPUT);
    CHECK_TEXT(all_of(db), "A/staff ");
    CHECK_INT(count(db, "SELECT count(*) FROM audit"), 1);
    db_close(db);
}

TEST(a_new_password_ends_what_the_old_one_opened)
{
    struct db *db = open_db();
    struct token t;
    char secret[65];

    CHECK_INT(staff_add(db, "A", ROLE_STAFF, SECRET, "x"), OK);
    CHECK_INT(staff_sign_in(db, "A", SECRET, secret), OK);
    CHECK_INT(staff_password(db, "a", "another one", "x"), OK);
    CHECK_INT(token_check(db, secret, 0, true, &t), ERR_NOT_FOUND);
    CHECK_INT(staff_sign_in(db, "A", SECRET, secret), ERR_REFUSED);
    CHECK_INT(staff_sign_in(db, "A", "another one", secret), OK);
    db_close(db);
}

TEST(a_closed_account_is_out_at_once_and_can_be_opened_again)
{
    struct db *db = open_db();
    struct token t;
    char secret[65];

    CHECK_INT(staff_add(db, "A", ROLE_ADMIN, SECRET, "x"), OK);
    CHECK_INT(staff_sign_in(db, "A", SECRET, secret), OK);
    CHECK_INT(staff_close(db, "a", "x"), OK);
    CHECK_INT(staff_close(db, "a", "x"), ERR_NOT_FOUND);
    CHECK_INT(token_check(db, secret, 0, true, &t), ERR_NOT_FOUND);
    CHECK_INT(staff_sign_in(db, "A", SECRET, secret), ERR_REFUSED);
    CHECK_INT(staff_sign_in(db, "A", "", secret), ERR_REFUSED);
    CHECK_TEXT(all_of(db), "");
    CHECK_INT(staff_add(db, "A", ROLE_READER, "another one", "x"), OK);
    CHECK_INT(staff_sign_in(db, "A", SECRET, secret), ERR_REFUSED);
    CHECK_TEXT(all_of(db), "A/reader ");
    db_close(db);
}

TEST(a_session_ends_after_twelve_hours_and_a_token_when_told)
{
    struct db *db = open_db();
    struct token t;
    char session[65], machine[65];

    clock_fake(1700000000000);
    CHECK_INT(staff_add(db, "A", ROLE_STAFF, SECRET, "x"), OK);
    CHECK_INT(staff_sign_in(db, "A", SECRET, session), OK);
    CHECK_INT(token_add(db, 0, "bell", ROLE_READER, 0, machine), OK);
    CHECK_INT(token_add(db, 0, "", ROLE_READER, 0, machine), ERR_INPUT);
    for (int64_t at = 0; at < 12 * HOUR; at += 20 * MINUTE) {
        clock_fake(1700000000000 + at);
        CHECK_INT(token_check(db, session, 0, true, &t), OK);
    }
    clock_fake(1700000000000 + 12 * HOUR - 1);
    CHECK_INT(token_check(db, session, 0, true, &t), OK);
    clock_fake(1700000000000 + 12 * HOUR);
    CHECK_INT(token_check(db, session, 0, true, &t), ERR_NOT_FOUND);
    CHECK_INT(token_check(db, machine, 0, true, &t), OK);
    CHECK_INT(t.staff, 0);
    CHECK_TEXT(t.name, "bell");
    CHECK_INT(t.role, ROLE_READER);
    CHECK_INT(count(db, "SELECT count(*) FROM token"), 2);
    CHECK_INT(token_add(db, 0, "other", ROLE_STAFF, 0, machine), OK);
    CHECK_INT(count(db, "SELECT count(*) FROM token"), 2);
    clock_fake(0);
    db_close(db);
}

TEST(a_token_is_never_more_than_its_account)
{
    struct db *db = open_db();
    struct token t;
    struct query q;
    char secret[65];

    CHECK_INT(staff_add(db, "A", ROLE_ADMIN, SECRET, "x"), OK);
    CHECK_INT(staff_sign_in(db, "A", SECRET, secret), OK);
    q = query_start(db, "UPDATE staff SET role = 1");
    CHECK_INT(query_end(&q), OK);
    CHECK_INT(token_check(db, secret, 0, true, &t), OK);
    CHECK_INT(t.role, ROLE_READER);
    db_close(db);
}

TEST(only_hashes_of_secrets_are_kept_and_use_is_noted_once_a_minute)
{
    struct db *db = open_db();
    struct token t;
    char secret[65];

    clock_fake(1700000000000);
    CHECK_INT(token_add(db, 0, "bell", ROLE_READER, 0, secret), OK);
    CHECK_INT(count(db, "SELECT length(hash) FROM token"), 32);
    clock_fake(1700000000000 + MINUTE - 1);
    CHECK_INT(token_check(db, secret, 0, true, &t), OK);
    CHECK_INT(count(db, "SELECT used = 1700000000000 FROM token"), 1);
    clock_fake(1700000000000 + MINUTE);
    CHECK_INT(token_check(db, secret, 0, true, &t), OK);
    CHECK_INT(count(db, "SELECT used = 1700000060000 FROM token"), 1);
    CHECK_INT(token_check(db, "", 0, true, &t), ERR_NOT_FOUND);
    CHECK_INT(token_check(db, "zz", 0, true, &t), ERR_NOT_FOUND);
    secret[63] = 'x';
    CHECK_INT(token_check(db, secret, 0, true, &t), ERR_NOT_FOUND);
    clock_fake(0);
    db_close(db);
}
