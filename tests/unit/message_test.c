/* A message's row: what is written is read back, and the words staff see. */
#include "store_world.h"

#include "store/thread/thread.h"

TEST(a_message_is_read_as_it_was_added)
{
    struct db *db = world_open();
    char body[] = "h\xc3\xa9llo \xf0\x9f\x98\x80\nline two";
    struct message m = { .direction = MESSAGE_IN, .kind = MESSAGE_TEXT,
        .state = MESSAGE_RECEIVED, .body = body, .at = DAWN, .tries = 3,
        .number = "MPESA", .sim = NORTH, .modem = "north", .answer = "yes",
        .reason = reason_words("why"), .match = reason_of(REASON_PUT_HERE) },
        got = { 0 };

    reason_add_text(&m.match, "Jane");
    CHECK_INT(db_begin(db), OK);
    CHECK_INT(thread_of_sender(db, 1, "MPESA", &m.thread), OK);
    CHECK_INT(message_add(db, &m), OK);
    CHECK_INT(db_commit(db), OK);
    CHECK_INT(message_get(db, m.id, &got), OK);
    CHECK_TEXT(got.body, body);
    CHECK_TEXT(got.number, "MPESA");
    CHECK_TEXT(got.sim, NORTH);
    CHECK_TEXT(got.modem, "north");
    CHECK_INT(got.reason.code, REASON_WORDS);
    CHECK_TEXT(got.reason.args, "why");
    CHECK_INT(got.match.code, REASON_PUT_HERE);
    CHECK_TEXT(got.match.args, "=Jane");
    CHECK_TEXT(got.answer, "yes");
    CHECK(got.thread == m.thread && got.at == DAWN && got.tries == 3);
    CHECK_INT(got.tray, 1);
    CHECK_INT(got.wait, WAIT_NONE);
    CHECK(!got.family && !got.question && !got.suggested && !got.handled);
    message_clear(&got);
    CHECK_INT(message_get(db, m.id + 1, &got), ERR_NOT_FOUND);
    CHECK(got.body == NULL);
    db_close(db);
}

TEST(every_state_kind_and_reason_to_wait_has_its_word)
{
    for (int s = MESSAGE_QUEUED; s < MESSAGE_STATES; s++)
        CHECK(*message_state_name((enum message_state)s));
    for (int k = MESSAGE_TEXT; k <= MESSAGE_NOTICE; k++)
        CHECK(*message_kind_name((enum message_kind)k));
    for (int w = WAIT_QUIET; w <= WAIT_LATER; w++)
        CHECK(*message_wait_text((enum message_wait)w));
    CHECK_TEXT(message_wait_text(WAIT_NONE), "");
    CHECK_TEXT(message_state_name(MESSAGE_UNSURE), "unsure");
    CHECK_TEXT(message_kind_name(MESSAGE_MISSED_CALL), "missed_call");
}

static void
note_part(void *user, const struct message_part *p)
{
    struct message_part *at = user;

    while (at->n)
        at++;
    *at = *p;
}

TEST(the_parts_on_their_way_show_state_and_reference)
{
    struct db *db = world_open();
    struct message_part parts[4] = { 0 };
    struct queue_part p;
    char text[200];
    int64_t id;

    memset(text, 'x', 161);
    text[161] = 0;
    id = world_add(db, "+254712000001", text);
    CHECK(world_claim(db, &p) == id);
    world_sent(db, &p, 99);
    CHECK_INT(message_parts(db, id, note_part, parts), OK);
    CHECK(parts[0].n == 1 && parts[0].total == 2 && parts[0].reference == 99);
    CHECK_INT(parts[0].state, MESSAGE_SENT);
    CHECK(parts[1].n == 2 && parts[1].reference == -1);
    CHECK_INT(parts[1].state, MESSAGE_QUEUED);
    CHECK_INT(parts[2].n, 0);
    db_close(db);
}
