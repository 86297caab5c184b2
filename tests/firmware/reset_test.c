/* What happens when the firmware hangs or is reset: firmware/avr/reset.c,
 * firmware/kept.h and the resistors around the chip. */
#include "sim.h"
#include "unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The cause that the next HI tells, after how many ms. */
static long
next_cause(struct sim *s, uint64_t *ms)
{
    uint64_t from = sim_us(s);
    const char *hello = sim_wait(s, "!0,HI", 5000);

    *ms = (sim_us(s) - from) / 1000;
    return hello ? sim_field(hello, 7) : -1;
}

TEST(a_firmware_that_hangs_is_reset_within_a_second)
{
    struct sim *s = sim_greeted(2000);
    uint64_t ms;

    for (int i = 1; i <= 3; i++) {
        char told[8];

        sim_hang(s, i % 2);     /* with interrupts, and without */
        CHECK_INT(next_cause(s, &ms), BOARD_CAUSE_WATCHDOG);
        CHECK(ms > 900 && ms < 1200);
        snprintf(told, sizeof told, "%d", i);
        CHECK_TEXT(sim_event(s, "WD", 3000), told);
        sim_ask(s, "HI,1,0,1");
        CHECK_INT(sim_field(sim_ask(s, "CT"), 2), i);
        sim_run_ms(s, 5000);
    }
    CHECK_INT(s->boots, 4);
    sim_free(s);
}

TEST(a_loop_that_runs_without_time_going_on_is_a_hang)
{
    struct sim *s = sim_greeted(2000);
    uint64_t ms;

    sim_stop_timer(s);
    CHECK_INT(next_cause(s, &ms), BOARD_CAUSE_WATCHDOG);
    CHECK(ms < 1200);
    sim_free(s);
}

TEST(the_cause_of_each_reset_is_told)
{
    struct sim *s = sim_new(NULL);
    uint64_t ms;

    CHECK_INT(next_cause(s, &ms), BOARD_CAUSE_POWER_ON);
    sim_run_ms(s, 1000);
    sim_reset(s);
    CHECK_INT(next_cause(s, &ms), BOARD_CAUSE_EXTERNAL);
    sim_run_ms(s, 1000);
    sim_dip(s);
    CHECK_INT(next_cause(s, &ms), BOARD_CAUSE_BROWN_OUT);
    sim_free(s);
}

/* The bootloader hands over with MCUSR empty. */
TEST(behind_a_bootloader_that_hides_it_no_cause_is_made_up)
{
    struct sim *s = sim_new(NULL);
    uint64_t ms;

    s->hide_cause = true;
    CHECK_INT(next_cause(s, &ms), BOARD_CAUSE_POWER_ON);
    sim_run_ms(s, 1000);
    sim_reset(s);
    CHECK_INT(next_cause(s, &ms), 0);   /* the port, or a dip */
    sim_run_ms(s, 1000);
    sim_dip(s);
    CHECK_INT(next_cause(s, &ms), 0);
    sim_run_ms(s, 1000);
    sim_hang(s, true);
    CHECK_INT(next_cause(s, &ms), BOARD_CAUSE_WATCHDOG);
    sim_free(s);
}

static void
no_change(struct sim *s, enum sim_out out, bool level, void *param)
{
    (void)s;
    (void)level;
    if (out == SIM_MODEM_EN || out == SIM_HOST_RST || out == SIM_HOST_CUT
        || out == SIM_BUZZER)
        ++*(int *)param;
}

TEST(no_reset_turns_anything_for_a_moment)
{
    struct sim *s = sim_greeted(2000);
    int changes = 0;
    uint64_t ms;

    s->watch = no_change;
    s->watch_param = &changes;
    for (int i = 0; i < 5; i++) {
        sim_reset(s);
        CHECK(s->out[SIM_MODEM_EN]);
        CHECK(!s->out[SIM_HOST_RST] && !s->out[SIM_HOST_CUT]);
        sim_run_ms(s, 1000);
        sim_hang(s, true);
        next_cause(s, &ms);
        sim_run_ms(s, 1000);
    }
    CHECK_INT(changes, 0);
    sim_free(s);
}

TEST(a_hang_in_the_middle_of_a_host_reset_lets_go)
{
    struct sim *s = sim_greeted(2000);
    uint64_t ms;

    sim_ask(s, "CF,resetby,2");
    sim_ask(s, "HB,30");
    CHECK(sim_wait_out(s, SIM_HOST_CUT, true, 31000));
    sim_hang(s, true);
    next_cause(s, &ms);
    CHECK(!s->out[SIM_HOST_CUT]);
    sim_free(s);
}

TEST(a_wrong_byte_in_what_is_kept_presses_no_key)
{
    struct sim *s = sim_greeted(2000);

    for (int address = 0x100; address < 0x600; address++) {
        sim_ask(s, "HB,900");
        sim_reset(s);
        sim_poke(s, address, (uint8_t)(sim_peek(s, address) ^ 0xFF));
        CHECK(sim_wait(s, "HI", 500) != NULL);
        sim_run_ms(s, 100);
        CHECK_INT(s->rises[SIM_HOST_RST] + s->rises[SIM_HOST_CUT], 0);
        CHECK(s->out[SIM_MODEM_EN]);
    }
    sim_free(s);
}

/* The state is written in the middle of many of these instructions. */
TEST(a_hang_at_any_instruction_forgets_no_limit_and_no_watchdog)
{
    struct sim *s = sim_greeted(2000);

    for (int n = 0; n < 1200; n += n < 300 ? 2 : 11) {
        sim_ask(s, "HB,900");
        sim_ask(s, "MO,C,1000");
        if (n % 3)
            sim_run_ms(s, 1500);        /* or in the middle of the cut */
        sim_steps(s, n);
        sim_hang(s, n / 2 % 2);
        CHECK(sim_wait(s, "!0,HI", 2000) != NULL);
        CHECK(sim_flag(s, BOARD_FLAG_ARMED));
        sim_ask(s, "HI,1,0,1");
    }
    CHECK(sim_us(s) < 3600000000u);
    CHECK(s->rises[SIM_MODEM_EN] <= 6);         /* of one hour */
    CHECK_INT(s->rises[SIM_HOST_RST] + s->rises[SIM_HOST_CUT], 0);
    sim_free(s);
}

/* What has never been written since power came on is free: the deepest call
 * with an interrupt on top must leave a reserve. */
TEST(the_stack_leaves_a_reserve_of_300_bytes)
{
    struct sim *s = sim_greeted(2000);

    for (int i = 0; i < 30; i++) {
        sim_say(s, "CF,id,1");
        sim_say(s, "HB,120");
        sim_say(s, "TM,1795300000");
        s->button = i % 2;
        s->adaptor = i % 3 ? 0 : 13800;
        s->battery = i % 5 ? 11000 : 12800;
        sim_ask(s, "MO,C,1000");
        sim_run_ms(s, 40000);
    }
    print_message("# %d bytes of RAM were never touched\n",
                  sim_stack_left(s));
    CHECK(sim_stack_left(s) >= 300);
    sim_free(s);
}
