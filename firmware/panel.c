#include "panel.h"

#include "event.h"
#include "hal.h"
#include "host.h"
#include "modem.h"
#include "power.h"
#include "setting.h"

enum { LONG_MS = 3000, SHORT_BUZZ_MS = 150, ALARM_MS = 60000 };
/* A light of our own that no host sets: flashes for a second, dark for one. */
enum { IN_DOUBT = BOARD_MODE_COUNT };

static uint8_t modes[BOARD_LED_COUNT];
static bool host_silent;
static uint32_t host_spoke;

static uint8_t buzz;
static uint32_t buzz_since;

static bool raw_before, pressed, told_long;
static uint32_t pressed_since;

void
panel_start(void)
{
    for (uint8_t i = 0; i < BOARD_LED_COUNT; i++)
        modes[i] = BOARD_MODE_BOARD;
    host_silent = true;
    buzz = BOARD_BUZZ_SILENT;
    raw_before = pressed = false;
}

enum board_error
panel_led(uint32_t led, uint32_t mode)
{
    if (led >= BOARD_LED_COUNT || mode >= BOARD_MODE_COUNT)
        return BOARD_ERROR_RANGE;
    modes[led] = (uint8_t)mode;
    return BOARD_NO_ERROR;
}

enum board_error
panel_buzz(uint32_t now, uint32_t pattern)
{
    if (pattern >= BOARD_BUZZ_COUNT)
        return BOARD_ERROR_RANGE;
    buzz = (uint8_t)pattern;
    buzz_since = now;
    return BOARD_NO_ERROR;
}

void
panel_host_speaks(uint32_t now)
{
    host_spoke = now;
    host_silent = false;
}

bool
panel_button(void)
{
    return pressed;
}

/* What the board itself has to say by an LED. */
static uint8_t
own_mode(uint8_t led)
{
    if (led == BOARD_LED_POWER) {
        if (power_reference_lost())
            return IN_DOUBT;
        if (power_battery() != POWER_GOOD)
            return BOARD_MODE_FAST;
        return power_mains() ? BOARD_MODE_ON : BOARD_MODE_SLOW;
    }
    if (led == BOARD_LED_NETWORK)
        return modem_is_on() ? BOARD_MODE_OFF : BOARD_MODE_FAST;
    return BOARD_MODE_OFF;
}

/* Powers of two, for no division: 1.024 s stands for a second. */
static bool
shines(uint8_t mode, uint32_t now)
{
    switch (mode) {
    case BOARD_MODE_ON:
        return true;
    case BOARD_MODE_SLOW:
        return !(now & 1024);
    case BOARD_MODE_FAST:
        return !(now & 128);
    case BOARD_MODE_BLIP:
        return (now & 2047) < 100;
    case IN_DOUBT:
        return !(now & 1024) && !(now & 128);
    default:
        return false;
    }
}

/* One light after the other, then none: hands off. */
static bool
runs(uint8_t led, uint32_t now)
{
    return ((now >> 8) & 3) == led;
}

static void
show(uint32_t now)
{
    if (now - host_spoke >= BOARD_SILENT_MS)
        host_silent = true;
    for (uint8_t i = 0; i < BOARD_LED_COUNT; i++) {
        uint8_t mode = host_silent ? (uint8_t)BOARD_MODE_BOARD : modes[i];

        if (mode == BOARD_MODE_BOARD)
            mode = own_mode(i);
        hal_set((enum hal_out)(HAL_LED_POWER + i),
                host_in_service() ? runs(i, now) : shines(mode, now));
    }
    hal_set(HAL_LED_BOARD, shines(BOARD_MODE_BLIP, now));
}

static bool
sounds(uint32_t now)
{
    uint32_t since = now - buzz_since;

    switch (buzz) {
    case BOARD_BUZZ_SHORT:
        if (since < SHORT_BUZZ_MS)
            return true;
        break;
    case BOARD_BUZZ_DOUBLE:
        if (since < 3 * SHORT_BUZZ_MS)
            return since < SHORT_BUZZ_MS || since >= 2 * SHORT_BUZZ_MS;
        break;
    case BOARD_BUZZ_ALARM:
        if (since < ALARM_MS)
            return (since & 1023) < 700;
        break;
    default:
        break;
    }
    buzz = BOARD_BUZZ_SILENT;
    return false;
}

/* Two looks, 20 ms apart, must agree: a glitch of 5 ms is in one at most. */
static void
watch_button(uint32_t now)
{
    bool raw = hal_get(HAL_BUTTON), sure = raw == raw_before;

    raw_before = raw;
    if (sure && raw && !pressed) {
        pressed = true;
        told_long = false;
        pressed_since = now;
        buzz = BOARD_BUZZ_SILENT;
    } else if (sure && !raw && pressed) {
        pressed = false;
        if (!told_long)
            event_add(BOARD_EVENT_BUTTON, 1, 0, 0, 0);
    }
    if (pressed && !told_long && now - pressed_since >= LONG_MS) {
        told_long = true;
        host_service(now, false);
        event_add(BOARD_EVENT_BUTTON, 1, 1, 0, 0);
    }
}

void
panel_tick(uint32_t now)
{
    watch_button(now);
    show(now);
    hal_set(HAL_BUZZER, setting(BOARD_SETTING_SOUND) && sounds(now));
}
