#include "store/figures/board_log.h"
#include "store/sims/recovery.h"
#include "store_world.h"

#include <unistd.h>

static const struct reason lost = { REASON_MAINS_OUT, "=12.4" };
static const struct reason connected = { REASON_BOARD_CONNECTED, "" };
static int rows;
static char newest[300];

static void
count_row(void *user, const struct board_log_row *r)
{
    (void)user;
    if (rows++ == 0)
        snprintf(newest, sizeof(newest), "%s %s %s", r->type, r->args,
            in_words(&r->words));
}

static int
events(struct db *db)
{
    rows = 0;
    CHECK(board_log_list(db, 100, count_row, NULL) == OK);
    return rows;
}

TEST(an_event_that_the_board_repeats_is_noted_once)
{
    struct db *db = world_open();

    CHECK(board_log_add(db, 7, "ML", "12400", &lost) == OK);
    CHECK(board_log_add(db, 7, "ML", "12400", &lost) == ERR_EXISTS);
    CHECK_INT(events(db), 1);
    CHECK_TEXT(newest, "ML 12400 Mains power is out; battery 12.4 V.");
    CHECK(board_log_add(db, 8, "ML", "12400", &lost) == OK);
    CHECK_INT(events(db), 2);
    db_close(db);
}

TEST(the_same_number_much_later_is_another_event)
{
    struct db *db = world_open();

    CHECK(board_log_add(db, 7, "ML", "12400", &lost) == OK);
    world_later(BOARD_LOG_AGAIN + SECOND);
    CHECK(board_log_add(db, 7, "ML", "12400", &lost) == OK);
    CHECK_INT(events(db), 2);
    db_close(db);
}

TEST(what_the_daemon_notes_itself_is_never_a_repetition)
{
    struct db *db = world_open();

    CHECK(board_log_add(db, BOARD_LOG_OURS, "on", "", &connected) == OK);
    CHECK(board_log_add(db, BOARD_LOG_OURS, "on", "", &connected) == OK);
    CHECK_INT(events(db), 2);
    db_close(db);
}

static const struct reason silent = { REASON_FELL_SILENT, "" };
static const struct reason away = { REASON_UNPLUGGED, "" };
static struct recovery last;
static int rungs;

static void
take_rung(void *user, const struct recovery *r)
{
    (void)user;
    if (rungs++ == 0)
        last = *r;
}

static void
read_rungs(struct db *db)
{
    rungs = 0;
    CHECK(recovery_list(db, "sim1", 10, take_rung, NULL) == OK);
}

TEST(a_rung_is_settled_once_with_the_time_it_took)
{
    struct db *db = world_open();
    int64_t id = 0;

    CHECK(recovery_begin(db, "sim1", RECOVERY_POWER, &silent, &id) == OK);
    read_rungs(db);
    CHECK_INT(last.outcome, RECOVERY_OPEN);
    world_later(12 * SECOND);
    CHECK(recovery_end(db, id, RECOVERY_HELPED) == OK);
    world_later(HOUR);
    CHECK(recovery_end(db, id, RECOVERY_FAILED) == OK);
    read_rungs(db);
    CHECK_INT(rungs, 1);
    CHECK_INT(last.rung, RECOVERY_POWER);
    CHECK_INT(last.outcome, RECOVERY_HELPED);
    CHECK_INT(last.took_ms, 12 * SECOND);
    CHECK_TEXT(in_words(&last.why), "The dongle fell silent and is being"
        " restarted.");
    db_close(db);
}

TEST(a_rung_that_was_open_at_the_end_is_left)
{
    struct db *db = world_open();
    int64_t id = 0;

    CHECK(recovery_begin(db, "sim1", RECOVERY_WORKER, &silent, &id) == OK);
    CHECK(recovery_reset(db) == OK);
    read_rungs(db);
    CHECK_INT(last.outcome, RECOVERY_LEFT);
    db_close(db);
}

TEST(one_update_at_a_time_and_its_image_goes_when_it_is_done)
{
    struct db *db = world_open();
    char path[] = "/tmp/notehome-image-XXXXXX", answer[100] = "", got[20] = "";
    int fd = mkstemp(path);
    enum board_update_state state;
    int64_t id = 0, other = 0, claimed = 0;

    CHECK(fd >= 0);
    CHECK(board_update_claim(db, path, &claimed) == ERR_EMPTY);
    CHECK(board_update_ask(db, ":0123", 5, "anna", &id) == OK);
    CHECK(board_update_ask(db, ":0123", 5, "anna", &other) == ERR_BUSY);
    CHECK(board_update_claim(db, path, &claimed) == OK);
    CHECK_INT(claimed, id);
    CHECK(read(fd, got, sizeof(got) - 1) == 5);
    CHECK_TEXT(got, ":0123");
    CHECK(board_update_settle(db, id, true, "done") == OK);
    CHECK(board_update_get(db, id, &state, answer, sizeof(answer)) == OK);
    CHECK_INT(state, BOARD_UPDATE_DONE);
    CHECK_TEXT(answer, "done");
    CHECK_INT(world_number(db, "SELECT length(image) FROM board_update"), 0);
    CHECK(board_update_ask(db, ":0123", 5, "anna", &other) == OK);
    CHECK(board_update_reset(db) == OK);
    CHECK(board_update_get(db, other, &state, answer, sizeof(answer)) == OK);
    CHECK_INT(state, BOARD_UPDATE_FAILED);
    CHECK(board_update_get(db, 99, &state, answer, sizeof(answer))
        == ERR_NOT_FOUND);
    close(fd);
    unlink(path);
    db_close(db);
}

TEST(a_dongle_that_leaves_its_port_often_is_counted)
{
    struct db *db;
    int64_t id;
    int n = -1;

    CHECK(db_open(":memory:", &db, NULL, 0) == OK);
    clock_fake(10 * DAY);
    CHECK(recovery_begin(db, "sim1", RECOVERY_GONE, &away, &id)
        == OK);
    CHECK(recovery_end(db, id, RECOVERY_BACK) == OK);
    clock_fake(11 * DAY);
    CHECK(recovery_begin(db, "sim1", RECOVERY_GONE, &away, &id)
        == OK);
    CHECK(recovery_begin(db, "sim1", RECOVERY_WORKER, &silent, &id) == OK);
    CHECK(recovery_begin(db, "sim2", RECOVERY_GONE, &away, &id)
        == OK);
    CHECK(recovery_count(db, "sim1", RECOVERY_GONE, 10 * DAY, &n) == OK);
    CHECK_INT(n, 2);
    CHECK(recovery_count(db, "sim1", RECOVERY_GONE, 10 * DAY + 1, &n) == OK);
    CHECK_INT(n, 1);
    clock_fake(0);
    db_close(db);
}
