/* A week at a solar school: no adaptor, a battery that the sun fills and the
 * night empties, and a computer that does as notehomed does. The computer is
 * off for ever unless its feed goes away and comes back. A day is 3 hours
 * long, for nothing in the board knows a day; BOARD_LONG takes whole ones. */
#include "sim.h"
#include "unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MINUTE_US ((uint64_t)60000000)

enum { DAYS = 7, START_MINUTES = 2 };

/* on: it has power and runs, or starts. */
struct host {
    bool     on, fed;
    uint64_t up_at;             /* us; when it has started */
    uint64_t off_at;            /* when it will have halted; 0: not asked */
    long     starts, beats, halts;
};

/* mV at minute m of a day of n: the end of the night, the sun, dusk. Every
 * second night is deep; clouds on the morning after the first of them. */
static int
battery(int day, int m, int n)
{
    int tenth = m * 10 / n;
    static const int curve[10] = { 11900, 12600, 13400, 14200, 14300, 13600,
                                   12800, 12500, 12300, 12000 };

    if (day == 2 && (tenth == 1 || tenth == 2) && m % 9 >= 5)
        return 11600;
    if (day % 2 && tenth == 9)
        return 11200;
    if (day && day % 2 == 0 && tenth == 0)
        return 11200;
    return curve[tenth];
}

/* Its pins: when the feed is back after a cut it starts. */
static void
on_pin(struct sim *s, enum sim_out out, bool level, void *param)
{
    struct host *h = param;

    if (out != SIM_HOST_CUT)
        return;
    h->fed = !level;
    h->on = false;
    h->off_at = 0;
    if (h->fed) {
        h->on = true;
        h->starts++;
        h->up_at = sim_us(s) + START_MINUTES * MINUTE_US;
    }
}

/* What notehomed does once in ten seconds. */
static void
live(struct sim *s, struct host *h)
{
    const char *status;
    char ack[32];

    if (h->off_at && sim_us(s) >= h->off_at) {
        h->on = false;
        h->off_at = 0;
    }
    if (!h->on || h->off_at || sim_us(s) < h->up_at)
        return;
    if (strstr(s->said, "EV,")) {
        snprintf(ack, sizeof ack, "EA,%ld", sim_field(s->said, 2));
        sim_ask(s, ack);
    }
    status = sim_ask(s, "HB,120");
    h->beats++;
    if (!(sim_field(status, 6) & BOARD_FLAG_BATTERY_CRITICAL)
        || (sim_field(status, 6) & BOARD_FLAG_MAINS))
        return;
    CHECK_TEXT(sim_ask(s, "SD,120,0"), "SD,120,0");
    CHECK_TEXT(sim_ask(s, "DA"), "DA");         /* the daemon ends */
    h->off_at = sim_us(s) + MINUTE_US;
    h->halts++;
}

TEST(a_week_on_solar_power_ends_with_a_computer_that_runs)
{
    int n = 60 * (getenv("BOARD_LONG") ? 24 : 3);
    struct host h = { .on = true, .fed = true, .starts = 1 };
    struct sim *s = sim_new(NULL);
    long minutes_off = 0;

    s->adaptor = 0;
    s->watch = on_pin;
    s->watch_param = &h;
    sim_greet(s);
    for (int m = 0; m < DAYS * n; m++) {
        s->battery = battery(m / n, m % n, n);
        for (int i = 0; i < 6; i++) {
            live(s, &h);
            sim_run_ms(s, 9900);
        }
        minutes_off += !h.on;
        /* By noon of every day it runs, however the night was. */
        if (m % n == n / 2)
            CHECK(h.on && h.fed);
    }
    print_message("# %d days of %d h: %ld halts, %ld starts, %ld heartbeats, "
                  "%ld minutes off\n", DAYS, n / 60, h.halts, h.starts,
                  h.beats, minutes_off);
    CHECK_INT(h.halts, 3);      /* one each deep night */
    CHECK_INT(h.starts, 4);     /* the first, and one after each of them */
    CHECK(h.on);
    CHECK_INT(s->rises[SIM_HOST_RST], 0);
    CHECK_INT(s->boots, 1);
    sim_free(s);
}
