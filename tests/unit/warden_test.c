#include "board/warden_own.h"
#include "settings/rules.h"
#include "store_world.h"

#include <unistd.h>

#define KEEPER "+254712000099"

static struct warden h;
static int ends;

static void
count_end(void *user)
{
    (void)user;
    ends++;
}

/* A box without a board, whose keeper has a phone. */
static struct db *
box(void)
{
    static const char text[] = "school = { name = \"Hillside\"; };"
        " keeper = \"" KEEPER "\";";
    char path[] = "/tmp/notehome-box-XXXXXX", why[300] = "";
    int fd = mkstemp(path);
    struct config c;

    CHECK(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
    close(fd);
    CHECK(config_load(path, &c, why, sizeof(why)) == OK);
    unlink(path);
    CHECK(rules_publish(&c) == OK);
    memset(&h, 0, sizeof(h));
    ends = 0;
    h.db = world_open();
    h.power_out = count_end;
    return h.db;
}

static enum err
tell(uint32_t n, uint16_t type, uint32_t a, uint32_t b)
{
    struct said_event e = { .n = n, .type = type, .args = 2, .arg = { a, b },
        .name = { (char)(type >> 8), (char)(type & 0xFF), 0 } };

    snprintf(e.text, sizeof(e.text), "%u,%u", (unsigned)a, (unsigned)b);
    return warden_event(&h, &e);
}

static int64_t
texts(struct db *db)
{
    return world_number(db, "SELECT count(*) FROM message WHERE direction = 2"
        " AND number = '" KEEPER "'");
}

TEST(mains_lost_and_back_are_kept_audited_and_told)
{
    struct db *db = box();

    CHECK(tell(1, BOARD_EVENT_MAINS_LOST, 12400, 0) == OK);
    CHECK_INT(texts(db), 1);
    CHECK_TEXT(world_text(db, "SELECT body FROM message"),
        "Notehome, Hillside: Mains power is out; battery 12.4 V.");
    CHECK(tell(2, BOARD_EVENT_MAINS_BACK, 12300, 0) == OK);
    CHECK_INT(texts(db), 2);
    CHECK_INT(world_number(db, "SELECT count(*) FROM audit"
        " WHERE action IN ('board.mains_lost', 'board.mains_back')"), 2);
    CHECK_INT(world_number(db, "SELECT count(*) FROM board_event"), 2);
    db_close(db);
}

TEST(an_event_that_is_told_again_tells_the_keeper_once)
{
    struct db *db = box();

    CHECK(tell(1, BOARD_EVENT_MAINS_LOST, 12400, 0) == OK);
    CHECK(tell(1, BOARD_EVENT_MAINS_LOST, 12400, 0) == ERR_EXISTS);
    CHECK_INT(texts(db), 1);
    db_close(db);
}

TEST(mains_that_flickers_does_not_fill_the_keepers_phone)
{
    struct db *db = box();

    for (uint32_t n = 1; n < 20; n += 2) {
        CHECK(tell(n, BOARD_EVENT_MAINS_LOST, 12400, 0) == OK);
        CHECK(tell(n + 1, BOARD_EVENT_MAINS_BACK, 12400, 0) == OK);
        world_later(2 * MINUTE);
    }
    CHECK(texts(db) <= 4);
    db_close(db);
}

TEST(mains_that_stays_out_after_flickering_is_told_in_the_end)
{
    struct db *db = box();

    CHECK(tell(1, BOARD_EVENT_MAINS_LOST, 12400, 0) == OK);
    CHECK(tell(2, BOARD_EVENT_MAINS_BACK, 12400, 0) == OK);
    CHECK(tell(3, BOARD_EVENT_MAINS_LOST, 12400, 0) == OK);
    warden_check_power(&h);
    CHECK_INT(texts(db), 2);
    world_later(31 * MINUTE);
    warden_check_power(&h);
    warden_check_power(&h);
    CHECK_INT(texts(db), 3);
    db_close(db);
}

TEST(a_board_that_raves_is_not_written_down)
{
    struct db *db = box();

    for (uint32_t n = 1; n <= 1000; n++)
        CHECK(tell(n, BOARD_EVENT_BUTTON, n, 0) == (n <= 30 ? OK : ERR_BUSY));
    CHECK_INT(world_number(db, "SELECT count(*) FROM board_event"), 30);
    world_later(2 * MINUTE);
    CHECK(tell(2000, BOARD_EVENT_BUTTON, 0, 0) == OK);
    db_close(db);
}

TEST(a_restart_of_the_computer_and_a_cut_are_in_the_audit_log)
{
    struct db *db = box();

    CHECK(tell(1, BOARD_EVENT_HOST_RESET, 1, 1) == OK);
    CHECK(tell(2, BOARD_EVENT_MODEM_CYCLED, 1, 120) == OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM audit WHERE action IN"
        " ('board.host_reset', 'board.power_cycled')"), 2);
    CHECK_INT(texts(db), 0);
    db_close(db);
}

static const struct reason silent = { REASON_FELL_SILENT, "" };

TEST(without_a_board_no_power_can_be_cut_and_the_battery_ends_nothing)
{
    struct db *db = box();

    CHECK(!warden_can_cut(&h, "sim1"));
    CHECK(!warden_cut(&h, "sim1", &silent));
    warden_check_power(&h);
    CHECK_INT(ends, 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM audit"), 0);
    db_close(db);
}

TEST(a_dongle_that_is_left_alone_is_told_to_the_keeper_not_too_often)
{
    struct db *db = box();

    warden_parked(&h, "sim1", &silent);
    warden_parked(&h, "sim1", &silent);
    CHECK_INT(texts(db), 1);
    world_later(7 * HOUR);
    warden_parked(&h, "sim1", &silent);
    CHECK_INT(texts(db), 2);
    db_close(db);
}

TEST(the_keeper_is_told_before_the_computer_halts_and_a_bad_board_halts_none)
{
    struct said_status s = { .battery = 11000, .rail = 3790,
        .flags = BOARD_FLAG_BATTERY_CRITICAL };
    struct db *db = box();

    for (int i = 0; i < 10; i++, world_later(10 * SECOND))
        warden_check_battery(&h, &s);
    CHECK_INT(texts(db), 0);
    s.rail = 5000;
    warden_check_battery(&h, &s);
    CHECK_INT(texts(db), 1);
    CHECK_TEXT(world_text(db, "SELECT body FROM message"),
        "Notehome, Hillside: The battery is almost empty (11.0 V) and there is"
        " no mains power: this computer stops in a minute.");
    world_later(20 * SECOND);
    warden_check_battery(&h, &s);
    CHECK_INT(ends, 0);         /* the text waits for its dongle */
    world_sql(db, "UPDATE message SET state = 3");
    world_later(10 * SECOND);
    warden_check_battery(&h, &s);
    CHECK_INT(ends, 1);
    CHECK(tell(7, BOARD_EVENT_REFERENCE, 3790, 0) == OK);
    CHECK(tell(8, BOARD_EVENT_REFERENCE, 3790, 0) == OK);
    CHECK_INT(texts(db), 2);
    db_close(db);
}
