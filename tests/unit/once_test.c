/* A form that is sent twice does its work once. */
#include "store_world.h"

#include "send/send.h"
#include "store/db/once.h"

static struct reason refused;

static enum err
send_to(struct db *db, const char *number, const char *key, struct sent *out)
{
    static const struct queue_rules rules = { .validity = DAY };
    struct send s = { .number = number, .text = "School is closed",
        .author = "amina", .country = "KE", .language = "en",
        .rules = &rules, .once = key };
    enum err e = send_text(db, &s, out, &refused);

    free(out->ids);
    return e;
}

static int64_t
queued(struct db *db)
{
    return world_number(db, "SELECT count(*) FROM message");
}

TEST(a_text_of_one_form_goes_once)
{
    struct db *db = world_open();
    char key[ONCE_KEY], other[ONCE_KEY];
    struct sent sent;

    once_key(key);
    once_key(other);
    CHECK(strcmp(key, other) != 0);
    CHECK_INT(send_to(db, "0712000001", key, &sent), OK);
    CHECK_INT(send_to(db, "0712000001", key, &sent), ERR_EXISTS);
    CHECK_INT(sent.batch, 0);
    CHECK_INT(queued(db), 1);
    CHECK_INT(send_to(db, "0712000001", other, &sent), OK);
    CHECK_INT(send_to(db, "0712000001", NULL, &sent), OK);
    CHECK_INT(send_to(db, "0712000001", "", &sent), OK);
    CHECK_INT(queued(db), 4);
    db_close(db);
}

TEST(a_text_that_was_refused_may_be_sent_again)
{
    struct db *db = world_open();
    char key[ONCE_KEY];
    struct sent sent;

    once_key(key);
    CHECK_INT(send_to(db, "no number", key, &sent), ERR_INPUT);
    CHECK_INT(send_to(db, "0712000001", key, &sent), OK);
    CHECK_INT(queued(db), 1);
    db_close(db);
}

TEST(what_the_form_made_is_found_again_and_forgotten_after_days)
{
    struct db *db = world_open();
    char key[ONCE_KEY], other[ONCE_KEY];
    int64_t result = -1;

    once_key(key);
    once_key(other);
    CHECK_INT(once_note(db, key, 42), OK);
    CHECK_INT(once_note(db, key, 43), ERR_EXISTS);
    CHECK_INT(once_check(db, key, &result), ERR_EXISTS);
    CHECK_INT(result, 42);
    world_later(5 * DAY);
    CHECK_INT(once_note(db, other, 0), OK);
    CHECK_INT(once_check(db, key, &result), OK);
    db_close(db);
}
