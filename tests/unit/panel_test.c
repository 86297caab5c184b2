#include "board/panel.h"
#include "test.h"

static struct panel_facts f;
static enum board_led_mode lights[BOARD_LED_COUNT];

static void
look(enum status_phase phase, int registered, int64_t unread, uint32_t flags)
{
    f = (struct panel_facts){ .n_modems = 1, .unread = unread,
        .flags = flags };
    f.modems[0].phase = phase;
    f.modems[0].health.registered = registered;
    panel_lights(&f, lights);
}

TEST(a_registered_dongle_lights_power_and_network)
{
    look(STATUS_WORKING, 1, 0, BOARD_FLAG_MAINS);
    CHECK_INT(lights[BOARD_LED_POWER], BOARD_MODE_ON);
    CHECK_INT(lights[BOARD_LED_NETWORK], BOARD_MODE_ON);
    CHECK_INT(lights[BOARD_LED_UNREAD], BOARD_MODE_OFF);
}

TEST(a_dongle_without_network_blinks_and_one_that_is_gone_is_dark)
{
    look(STATUS_WORKING, 2, 0, BOARD_FLAG_MAINS);
    CHECK_INT(lights[BOARD_LED_NETWORK], BOARD_MODE_SLOW);
    look(STATUS_RECOVERING, 1, 0, BOARD_FLAG_MAINS);
    CHECK_INT(lights[BOARD_LED_NETWORK], BOARD_MODE_OFF);
    CHECK_INT(lights[BOARD_LED_POWER], BOARD_MODE_BLIP);
}

TEST(what_waits_to_be_read_is_seen_across_the_room)
{
    look(STATUS_WORKING, 1, 3, BOARD_FLAG_MAINS);
    CHECK_INT(lights[BOARD_LED_UNREAD], BOARD_MODE_ON);
}

TEST(a_supply_in_danger_is_shown_by_the_board_itself)
{
    look(STATUS_WORKING, 1, 0, 0);
    CHECK_INT(lights[BOARD_LED_POWER], BOARD_MODE_BOARD);
    look(STATUS_WORKING, 1, 0, BOARD_FLAG_MAINS | BOARD_FLAG_BATTERY_LOW);
    CHECK_INT(lights[BOARD_LED_POWER], BOARD_MODE_BOARD);
}
