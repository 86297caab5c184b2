/* What programs elsewhere are told: each message once, in order, kept until it
 * is taken, and never a safeguarding matter. */
#include "inbox_world.h"

#include "daemon/webhook_post.h"
#include "store/hook/webhook.h"

static char secret[WEBHOOK_SECRET];

static struct db *
school(int64_t *hook)
{
    struct db *db = world_open();
    struct webhook_call c;
    int64_t next;

    CHECK_INT(webhook_add(db, "http://10.0.0.2:8080/notehome", "head", secret,
        hook), OK);
    CHECK_INT(webhook_due(db, &c, &next), OK);
    CHECK_INT(c.kind, WEBHOOK_TRIAL);
    CHECK_TEXT(c.secret, secret);
    CHECK_INT(webhook_settle(db, &c, 204), OK);
    return db;
}

/* "message 1 received; ..." of what is due now; each is answered so. */
static const char *
told(struct db *db, int answer)
{
    static char out[400];
    struct webhook_call c;
    int64_t next;

    *out = '\0';
    while (webhook_due(db, &c, &next) == OK) {
        sprintf(out + strlen(out), "%s%s %lld %s", *out ? "; " : "",
            c.hidden ? "hidden" : webhook_kind_name(c.kind),
            (long long)c.message, message_state_name(c.state));
        CHECK_INT(c.hidden ? webhook_drop(db, &c)
                           : webhook_settle(db, &c, answer), OK);
    }
    return out;
}

static void
hear(struct db *db, const char *text)
{
    static int second;
    struct air a = { .from = "+254712000001", .text = text,
        .second = second++ };

    take(db, &a);
}

TEST(what_came_and_how_ours_fare_is_told_once_and_in_order)
{
    int64_t hook;
    struct db *db = school(&hook);

    CHECK_TEXT(told(db, 200), "");
    hear(db, "We come on Monday");
    world_sql(db, "INSERT INTO message (id, thread, direction, kind, state,"
        " number, body, at) SELECT 70, thread, 2, 1, 1, number, 'Thank you', 5"
        " FROM message");
    world_sql(db, "UPDATE message SET state = 3 WHERE id = 70");
    world_sql(db, "UPDATE message SET state = 4 WHERE id = 70");
    world_sql(db, "UPDATE message SET tries = 2 WHERE id = 70");
    CHECK_TEXT(told(db, 200), "message 1 received; state 70 sent; state 70"
        " delivered");
    CHECK_TEXT(told(db, 200), "");
    db_close(db);
}

TEST(what_is_not_taken_waits_longer_each_time_and_comes_first_again)
{
    static const int64_t rest[] = { 10 * SECOND, MINUTE, 5 * MINUTE,
        30 * MINUTE, HOUR, HOUR };
    int64_t hook, next;
    struct db *db = school(&hook);
    struct webhook_call c;

    hear(db, "One");
    hear(db, "Two");
    for (size_t i = 0; i < sizeof(rest) / sizeof(*rest); i++) {
        CHECK_TEXT(told(db, i % 2 ? 503 : 0), "message 1 received");
        CHECK_INT(webhook_due(db, &c, &next), ERR_EMPTY);
        CHECK_INT(next - world_now, rest[i]);
        world_later(rest[i]);
    }
    CHECK_TEXT(told(db, 200), "message 1 received; message 2 received");
    CHECK_INT(world_number(db, "SELECT failing + tries + next FROM webhook"),
        0);
    db_close(db);
}

TEST(a_second_webhook_does_not_wait_for_the_first)
{
    int64_t hook, other, next;
    struct db *db = school(&hook);
    struct webhook_call c;

    CHECK_INT(webhook_add(db, "https://sms.example/x?y=1", "head", secret,
        &other), OK);
    CHECK_TEXT(told(db, 200), "trial 0 ");
    hear(db, "One");
    CHECK_INT(webhook_due(db, &c, &next), OK);
    CHECK_INT(c.webhook, hook);
    CHECK_INT(webhook_settle(db, &c, 0), OK);
    CHECK_TEXT(told(db, 200), "message 1 received");
    CHECK_INT(webhook_remove(db, hook, "head"), OK);
    CHECK_INT(webhook_settle(db, &c, 0), OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM webhook_call"), 0);
    CHECK_INT(webhook_remove(db, hook, "head"), ERR_NOT_FOUND);
    db_close(db);
}

TEST(each_has_its_turn_however_much_waits_for_another)
{
    int64_t hook, other, next;
    struct db *db = school(&hook);
    struct webhook_call c;
    char turns[8] = "";

    CHECK_INT(webhook_add(db, "http://10.0.0.3/", "head", secret, &other), OK);
    CHECK_TEXT(told(db, 200), "trial 0 ");
    hear(db, "One");
    hear(db, "Two");
    for (int i = 0; i < 4; i++) {
        world_later(SECOND);
        CHECK_INT(webhook_due(db, &c, &next), OK);
        turns[i] = c.webhook == hook ? 'a' : 'b';
        CHECK_INT(webhook_settle(db, &c, 200), OK);
    }
    CHECK_TEXT(turns, "abab");
    db_close(db);
}

TEST(a_try_that_was_put_off_while_the_clock_ran_ahead_is_due)
{
    int64_t hook, next;
    struct db *db = school(&hook);
    struct webhook_call c;

    hear(db, "One");
    world_later(90 * DAY);
    CHECK_TEXT(told(db, 0), "message 1 received");
    world_later(-90 * DAY);
    CHECK_INT(webhook_due(db, &c, &next), OK);
    CHECK_TEXT(told(db, 200), "message 1 received");
    db_close(db);
}

TEST(a_safeguarding_matter_is_told_to_nobody)
{
    int64_t hook;
    struct db *db = school(&hook);

    hear(db, "My teacher beats me with a stick every day");
    CHECK_INT(world_number(db, "SELECT count(*) FROM message m JOIN thread t"
        " ON t.id = m.thread WHERE t.tray = 4"), 1);
    CHECK_TEXT(told(db, 200), "");
    hear(db, "See you on Friday");
    world_sql(db, "UPDATE message SET thread ="
        " (SELECT id FROM thread WHERE tray = 4) WHERE id = 2");
    CHECK_TEXT(told(db, 200), "hidden 2 received");
    CHECK_INT(world_number(db, "SELECT count(*) FROM webhook_call"), 0);
    db_close(db);
}

TEST(what_is_no_safeguarding_matter_after_all_is_told_then)
{
    int64_t hook;
    struct db *db = school(&hook);

    hear(db, "My teacher beats me with a stick every day");
    hear(db, "See you on Friday");
    CHECK_TEXT(told(db, 200), "message 2 received");
    world_sql(db, "UPDATE message SET thread ="
        " (SELECT thread FROM message WHERE id = 2) WHERE id = 1");
    CHECK_TEXT(told(db, 200), "message 1 received");
    db_close(db);
}

TEST(more_than_can_be_kept_loses_the_oldest_and_says_so)
{
    int64_t hook;
    struct db *db = school(&hook);

    world_sql(db, "INSERT INTO webhook_call (webhook, kind, state)"
        " WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n"
        " WHERE i < 10007) SELECT 1, 3, 0 FROM n");
    told(db, 500);
    CHECK_INT(world_number(db, "SELECT count(*) FROM webhook_call"),
        WEBHOOKS_KEPT);
    CHECK_INT(world_number(db, "SELECT lost FROM webhook"), 7);
    CHECK_INT(world_number(db, "SELECT min(id) FROM webhook_call"), 9);
    db_close(db);
}

TEST(an_address_is_one_of_a_web_server_and_has_no_password)
{
    static const char *const bad[] = { "", "ftp://a/b", "http://",
        "http:///x", "https://u:p@host/", "http://a b/", "http://a/\r\nX: y",
        "file:///etc/passwd", "http://h/\xc3\xa9", "HTTP//x" };
    struct db *db = world_open();
    char url[80];
    int64_t id;

    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        CHECK_INT(webhook_add(db, bad[i], "head", secret, &id), ERR_INPUT);
    for (int i = 0; i < WEBHOOKS_MAX; i++) {
        snprintf(url, sizeof(url), "https://host%d/@x", i);
        CHECK_INT(webhook_add(db, url, "head", secret, &id), OK);
        CHECK_INT(strlen(secret), 64);
    }
    CHECK_INT(webhook_add(db, url, "head", secret, &id), ERR_EXISTS);
    CHECK_INT(webhook_add(db, "http://more/", "head", secret, &id),
        ERR_REFUSED);
    db_close(db);
}

TEST(the_signature_is_the_hmac_of_the_time_and_the_body)
{
    char out[WEBHOOK_SIGNATURE];

    webhook_sign("key", "{}", 1700000000, out);
    CHECK_TEXT(out, "t=1700000000,v1="
        "9d713ed406bb7076d4123f0dc2c39d2df5c654ed4b0cd56b52c8b4c940bd63ae");
}

TEST(after_a_restore_each_sleeps_until_it_is_tried)
{
    int64_t hook;
    struct db *db = school(&hook);

    CHECK_INT(webhooks_restored(db), OK);
    hear(db, "One");
    CHECK_TEXT(told(db, 200), "");
    CHECK_INT(webhook_try(db, hook, "head"), OK);
    CHECK_TEXT(told(db, 200), "message 1 received; trial 0 ");
    CHECK_INT(webhook_try(db, 9, "head"), ERR_NOT_FOUND);
    hear(db, "Two");
    CHECK(world_number(db, "SELECT min(id) FROM webhook_call") > DAWN);
    db_close(db);
}
