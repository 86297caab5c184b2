/* From the SIM to the thread: keys, notices, reports, calls, crashes. */
#include "inbox_world.h"

#include "store/people/people.h"
#include "store/thread/thread.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define PARENT "+254712000001"
#define OTHER "+254712000002"

TEST(a_text_is_kept_once_however_often_it_is_listed)
{
    struct db *db = world_open();
    struct air a = { .from = PARENT, .text = "Good morning" };
    struct link_part p = air_deliver(&a);
    bool again = true;

    CHECK_INT(take_as(db, &p, &again), OK);
    CHECK(!again);
    CHECK_INT(messages(db), 1);
    CHECK_TEXT(body(db, 1), "Good morning");
    CHECK_INT(take_as(db, &p, &again), OK);
    CHECK(again);
    a.smsc = "0791527422050092";        /* the centre's address came along */
    p = air_deliver(&a);
    CHECK_INT(take_as(db, &p, &again), OK);
    CHECK(again);
    CHECK_INT(messages(db), 1);
    a.second = 1;                       /* the same words a second later */
    take(db, &a);
    CHECK_INT(messages(db), 2);
    CHECK_INT(inbox_receive(db, SOUTH, "south", &p, &rules, &again), OK);
    CHECK(!again);                      /* came to another SIM */
    db_close(db);
}

TEST(a_withheld_or_national_number_is_canonical)
{
    struct db *db = world_open();

    take(db, &(struct air){ .from = "0712000001", .text = "x" });
    take(db, &(struct air){ .from = PARENT, .text = "y" });
    CHECK_INT(world_number(db, "SELECT count(DISTINCT number) FROM message"),
        1);
    CHECK_TEXT(world_text(db, "SELECT number FROM message"), PARENT);
    db_close(db);
}

TEST(what_cannot_be_read_is_shown_as_hex_and_holds_up_nothing)
{
    struct db *db = world_open();
    struct link_part cut = { .pdu = "00040C91527421" };
    struct link_part noise = { .damaged = 1, .pdu = "+CMGL: 1,,\"#?" };
    struct air eight = { .from = PARENT, .text = "ab", .dcs = 0x04 };
    bool again;

    CHECK_INT(take_as(db, &cut, NULL), OK);
    CHECK_INT(take_as(db, &noise, NULL), OK);
    CHECK_INT(take_as(db, &noise, &again), OK);
    CHECK(again);
    take(db, &eight);
    CHECK_INT(messages(db), 3);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message m JOIN thread t"
        " ON t.id = m.thread WHERE t.tray = 5 AND m.kind = 3"), 3);
    CHECK_TEXT(body(db, 1), "00040C91527421");
    take(db, &(struct air){ .from = PARENT, .text = "fine" });
    CHECK_TEXT(body(db, 4), "fine");
    db_close(db);
}

TEST(a_picture_is_a_notice_and_a_flash_text_waits_and_is_marked)
{
    struct db *db = world_open();

    take(db, &(struct air){ .from = PARENT, .text = "abcd", .port = 2948 });
    take(db, &(struct air){ .from = PARENT, .text = "flash", .dcs = 0x18 });
    CHECK_INT(messages(db), 2);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message WHERE kind = 3"),
        1);
    CHECK(strstr(body(db, 1), "cannot be opened"));
    CHECK_TEXT(body(db, 2), "flash");
    CHECK_INT(world_number(db, "SELECT reason_code FROM message WHERE id = 2"),
        REASON_FLASH_TEXT);
    CHECK_INT(world_number(db, "SELECT waiting > 0 FROM thread WHERE id ="
        " (SELECT thread FROM message WHERE id = 2)"), 1);
    CHECK_INT(world_number(db, "SELECT tray FROM thread WHERE id ="
        " (SELECT thread FROM message WHERE id = 1)"), 1);
    db_close(db);
}

TEST(a_text_of_ours_found_on_the_sim_is_no_message)
{
    struct db *db = world_open();
    struct link_part p = { .status = 3,
        .pdu = "0011000C915274210000100008A7020041" };

    CHECK_INT(take_as(db, &p, NULL), OK);
    CHECK_INT(inbox_sweep(db, &rules), OK);
    CHECK_INT(messages(db), 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM part_in"), 1);
    db_close(db);
}

TEST(a_status_report_settles_what_was_sent_also_when_it_overtakes_the_result)
{
    struct db *db = world_open();
    struct link_part r = air_report(PARENT, 17, 0);
    struct queue_part p;
    int64_t id = world_add(db, PARENT, "x");
    bool again = true;

    CHECK(world_claim(db, &p) == id);
    CHECK_INT(take_as(db, &r, &again), OK);
    CHECK(!again);
    CHECK_INT(take_as(db, &r, &again), OK);
    CHECK(again);
    CHECK(world_state(db, id) == MESSAGE_SENDING);
    world_sent(db, &p, 17);
    CHECK(world_state(db, id) == MESSAGE_DELIVERED);
    CHECK_INT(messages(db), 1);
    db_close(db);
}

TEST(three_calls_in_ten_minutes_cannot_wait)
{
    struct db *db = world_open();

    for (int i = 0; i < 3; i++) {
        CHECK_INT(inbox_call(db, NORTH, "north", PARENT, &rules), OK);
        CHECK_INT(inbox_call(db, NORTH, "north", "", &rules), OK);
        CHECK_INT(world_number(db, "SELECT count(*) FROM message"
            " WHERE urgent > 0"), i == 2);
        world_later(4 * MINUTE);
    }
    CHECK_INT(world_number(db, "SELECT urgent FROM message WHERE number <> ''"
        " ORDER BY id DESC"), URGENT_CALLS);
    world_later(3 * MINUTE);     /* the first two are too old by now */
    CHECK_INT(inbox_call(db, NORTH, "north", PARENT, &rules), OK);
    CHECK_INT(world_number(db, "SELECT urgent FROM message ORDER BY id DESC"),
        URGENT_NONE);
    db_close(db);
}

TEST(rings_of_one_call_are_one_message)
{
    struct db *db = world_open();

    for (int i = 0; i < 4; i++) {
        CHECK_INT(inbox_call(db, NORTH, "north", "0712000001", &rules), OK);
        world_later(5 * SECOND);
    }
    CHECK_INT(messages(db), 1);
    CHECK_INT(world_number(db, "SELECT tries FROM message"), 4);
    CHECK_INT(inbox_call(db, NORTH, "north", OTHER, &rules), OK);
    CHECK_INT(inbox_call(db, NORTH, "north", "", &rules), OK);
    CHECK_INT(messages(db), 3);
    world_later(31 * SECOND);
    CHECK_INT(inbox_call(db, NORTH, "north", PARENT, &rules), OK);
    CHECK_INT(messages(db), 4);
    CHECK_TEXT(body(db, 4), "Missed call");
    CHECK_INT(world_number(db, "SELECT kind FROM message WHERE id = 4"),
        MESSAGE_MISSED_CALL);
    db_close(db);
}

struct seen {
    int count, missing;
};

static void
see_part(void *user, const struct message_part *p)
{
    struct seen *s = user;

    s->count++;
    s->missing += p->state == MESSAGE_QUEUED;
}

TEST(the_parts_of_an_incoming_text_tell_which_is_missing)
{
    struct db *db = world_open();
    struct seen s = { 0 };

    take(db, &(struct air){ .from = PARENT, .text = "two", .reference = 3,
        .total = 4, .n = 2 });
    world_later(10 * MINUTE);
    CHECK_INT(inbox_sweep(db, &rules), OK);
    CHECK_INT(message_parts(db, 1, see_part, &s), OK);
    CHECK_INT(s.count, 4);
    CHECK_INT(s.missing, 3);
    db_close(db);
}

/* --- commits -------------------------------------------------------------- */

TEST(a_text_is_kept_and_filed_in_one_commit)
{
    struct db *db = world_open();
    int64_t before = db_commits(db);

    take(db, &(struct air){ .from = PARENT, .text = "Good morning" });
    CHECK_INT(db_commits(db) - before, 1);
    CHECK_INT(messages(db), 1);
    before = db_commits(db);
    take(db, &(struct air){ .from = PARENT, .text = "one ", .reference = 3,
        .total = 2, .n = 1 });
    CHECK_INT(db_commits(db) - before, 1);
    take(db, &(struct air){ .from = PARENT, .text = "two", .reference = 3,
        .total = 2, .n = 2 });
    CHECK_INT(db_commits(db) - before, 2);
    CHECK_TEXT(body(db, 2), "one two");
    db_close(db);
}

/* how: what becomes of the transaction when a message cannot be added: ABORT
 * leaves it to us, ROLLBACK is what a full disk does. */
static void
refuse_to_file(const char *how)
{
    struct db *db = world_open();
    struct link_part p = air_deliver(
        &(struct air){ .from = PARENT, .text = "Is there school?" });
    char sql[120];
    bool again = true;

    snprintf(sql, sizeof(sql), "CREATE TRIGGER broken BEFORE INSERT ON message"
        " BEGIN SELECT raise(%s, 'no'); END", how);
    world_sql(db, sql);
    CHECK_INT(take_as(db, &p, &again), OK);
    CHECK(!again);
    CHECK_INT(messages(db), 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM thread"), 0);
    CHECK_INT(world_number(db,
        "SELECT count(*) FROM part_in WHERE state = 0"), 1);
    CHECK_TEXT(world_text(db, "SELECT pdu FROM part_in"), p.pdu);
    CHECK_INT(take_as(db, &p, &again), OK);
    CHECK(again);
    CHECK_INT(inbox_sweep(db, &rules), OK);
    CHECK_INT(messages(db), 0);
    world_sql(db, "DROP TRIGGER broken");
    CHECK_INT(inbox_sweep(db, &rules), OK);
    CHECK_INT(inbox_sweep(db, &rules), OK);
    CHECK_INT(messages(db), 1);
    CHECK_TEXT(body(db, 1), "Is there school?");
    db_close(db);
}

TEST(what_cannot_be_filed_is_kept_raw_once_and_filed_later)
{
    refuse_to_file("ABORT");
    refuse_to_file("ROLLBACK");
}

/* --- interruptions -------------------------------------------------------- */

/* What a part is that was kept and not filed: nothing was made of it. */
static void
forget_filing(struct db *db)
{
    world_sql(db, "UPDATE part_in SET state = 0, message = NULL,"
        " assembly = NULL, sender = '', total = 1, n = 1");
}

TEST(killed_before_it_is_filed_nothing_is_lost_or_doubled)
{
    char path[] = "/tmp/notehome-inbox-XXXXXX", file[64];
    struct air a = { .from = PARENT, .text = "Is there school?" };
    struct link_part p = air_deliver(&a);
    struct db *db;
    bool again = false;
    int status;
    pid_t pid;

    CHECK(mkdtemp(path));
    snprintf(file, sizeof(file), "%s/t.db", path);
    if ((pid = fork()) == 0) {
        db = world_open_at(file);
        /* Filing is stopped by a trigger, then the process dies. */
        world_sql(db, "CREATE TRIGGER broken BEFORE INSERT ON message BEGIN"
            " SELECT raise(ABORT, 'no'); END");
        if (take_as(db, &p, NULL))
            _exit(1);
        kill(getpid(), SIGKILL);
    }
    CHECK(waitpid(pid, &status, 0) == pid && WIFSIGNALED(status));
    db = world_open_at(file);
    CHECK_INT(messages(db), 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM part_in"), 1);
    world_sql(db, "DROP TRIGGER broken");
    CHECK_INT(take_as(db, &p, &again), OK); /* listed again: still on the SIM */
    CHECK(again);
    CHECK_INT(inbox_sweep(db, &rules), OK);
    CHECK_INT(inbox_sweep(db, &rules), OK);
    CHECK_INT(messages(db), 1);
    CHECK_TEXT(body(db, 1), "Is there school?");
    db_close(db);
    snprintf(file, sizeof(file), "rm -r %s", path);
    CHECK_INT(system(file), 0);
}

static void
die(void *user, unsigned topics)
{
    (void)user;
    (void)topics;
    kill(getpid(), SIGKILL);
}

/* Right after the commit, before the dongle hears that it may remove it. */
TEST(killed_after_it_is_filed_nothing_is_doubled)
{
    char path[] = "/tmp/notehome-inbox-XXXXXX", file[64];
    struct link_part p = air_deliver(
        &(struct air){ .from = PARENT, .text = "Is there school?" });
    struct db *db;
    bool again = false;
    int status;
    pid_t pid;

    CHECK(mkdtemp(path));
    snprintf(file, sizeof(file), "%s/t.db", path);
    if ((pid = fork()) == 0) {
        db = world_open_at(file);
        db_watch(db, die, NULL);
        _exit(take_as(db, &p, NULL) ? 2 : 1);
    }
    CHECK(waitpid(pid, &status, 0) == pid && WIFSIGNALED(status));
    db = world_open_at(file);
    CHECK_INT(messages(db), 1);
    CHECK_INT(take_as(db, &p, &again), OK);
    CHECK(again);
    CHECK_INT(inbox_sweep(db, &rules), OK);
    CHECK_INT(messages(db), 1);
    db_close(db);
    snprintf(file, sizeof(file), "rm -r %s", path);
    CHECK_INT(system(file), 0);
}

TEST(parts_left_raw_by_a_crash_are_joined_at_the_next_sweep)
{
    struct db *db = world_open();

    world_sql(db, "CREATE TRIGGER broken BEFORE UPDATE ON part_in BEGIN"
        " SELECT raise(ABORT, 'no'); END");
    take(db, &(struct air){ .from = PARENT, .text = "one ", .reference = 3,
        .total = 2, .n = 1 });
    take(db, &(struct air){ .from = PARENT, .text = "two", .reference = 3,
        .total = 2, .n = 2 });
    world_sql(db, "DROP TRIGGER broken");
    forget_filing(db);
    CHECK_INT(messages(db), 0);
    CHECK_INT(inbox_sweep(db, &rules), OK);
    CHECK_INT(messages(db), 1);
    CHECK_TEXT(body(db, 1), "one two");
    db_close(db);
}

TEST(what_cannot_be_filed_for_an_hour_is_shown_raw)
{
    struct db *db = world_open();

    world_sql(db, "CREATE TRIGGER broken BEFORE INSERT ON thread"
        " WHEN NEW.tray <> 5 BEGIN SELECT raise(ABORT, 'no'); END");
    take(db, &(struct air){ .from = PARENT, .text = "x" });
    CHECK_INT(inbox_sweep(db, &rules), OK);
    CHECK_INT(messages(db), 0);
    world_later(HOUR + MINUTE);
    CHECK_INT(inbox_sweep(db, &rules), OK);
    CHECK_INT(messages(db), 1);
    CHECK_INT(world_number(db, "SELECT tray FROM thread"), 5);
    CHECK_INT(inbox_sweep(db, &rules), OK);
    CHECK_INT(messages(db), 1);
    db_close(db);
}

TEST(without_room_on_the_disk_the_part_stays_on_the_sim)
{
    struct db *db = world_open();
    struct link_part p = air_deliver(
        &(struct air){ .from = PARENT, .text = "x" });

    world_sql(db, "CREATE TRIGGER broken BEFORE INSERT ON part_in BEGIN"
        " SELECT raise(ABORT, 'no'); END");
    CHECK(take_as(db, &p, NULL) != OK);
    db_close(db);
}

/* Some centres write no date: then two answers "1" are the same octets. */
TEST(the_same_words_without_a_date_are_another_text_once_the_first_is_removed)
{
    struct db *db = world_open();
    struct air a = { .from = PARENT, .text = "1", .no_stamp = true };
    struct link_part p = air_deliver(&a);
    struct link_stored gone = { .store = LINK_STORE_SM, .index = 1 };
    bool again;

    CHECK_INT(take_as(db, &p, &again), OK);
    CHECK_INT(take_as(db, &p, &again), OK);
    CHECK(again);
    memcpy(gone.pdu, p.pdu, sizeof(gone.pdu));
    CHECK_INT(inbox_removed(db, NORTH, &gone), OK);
    world_later(DAY);
    CHECK_INT(take_as(db, &p, &again), OK);
    CHECK(!again);
    CHECK_INT(messages(db), 2);
    CHECK_INT(take_as(db, &p, &again), OK);
    CHECK(again);
    CHECK_INT(messages(db), 2);
    db_close(db);
}

/* A dongle may keep what it says it removed. */
TEST(the_same_words_with_their_date_are_one_text_however_often_they_come)
{
    struct db *db = world_open();
    struct air a = { .from = PARENT, .text = "1" };
    struct link_part p = air_deliver(&a);
    struct link_stored gone = { .store = LINK_STORE_SM, .index = 1 };
    bool again;

    CHECK_INT(take_as(db, &p, &again), OK);
    memcpy(gone.pdu, p.pdu, sizeof(gone.pdu));
    CHECK_INT(inbox_removed(db, NORTH, &gone), OK);
    CHECK_INT(take_as(db, &p, &again), OK);
    CHECK(again);
    CHECK_INT(messages(db), 1);
    db_close(db);
}
