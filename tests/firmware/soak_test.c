/* 24 hours in virtual time with a host, a line and a power supply that do
 * whatever a fixed seed says. What must hold at every moment is watched at
 * the pins, by rules written down here a second time. */
#include "sim.h"
#include "unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SECOND ((uint64_t)1000000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)

/* SLACK: a tick of the firmware, and what a cut may be late by. */
enum { CUTS = 6, SLACK = 50000 };

struct world {
    struct sim *s;
    uint64_t base;              /* us of the boards before this one */
    uint64_t reset_at;          /* when the board was last reset */

    uint64_t off_at, on_at, cut[CUTS];
    int      cuts;
    uint64_t vbus_back_at;      /* the host's, last time */

    bool     armed, owed;       /* owed: SD on battery, not yet fed again */
    bool     beat, person;      /* it beat ever; SD,1 since */
    int      rescued;           /* in a row */
    uint64_t person_at;
    uint64_t down_at;           /* the button, since */
    uint64_t service_at;        /* 0: none */
    uint64_t waits_from;        /* when it was last to come up by itself */
    uint64_t beat_at, grace, sd_at;
    uint64_t acted_at, up_at;   /* of the host's reset and feed */
    int      row;

    long     requests, answers, offs, resets, rescues, boots, hangs, powers;
    char     wrong[200];
};

static uint32_t seed;

static uint32_t
dice(uint32_t sides)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % sides;
}

static uint64_t
now(const struct world *w)
{
    return w->base + sim_us(w->s);
}

static void
wrong(struct world *w, const char *what)
{
    if (!*w->wrong)
        snprintf(w->wrong, sizeof w->wrong, "%s at %.3f s", what,
                 (double)now(w) / 1e6);
}

/* --- the rules ---------------------------------------------------------- */

static void
modem_went_off(struct world *w, uint64_t t)
{
    w->off_at = t;
    w->offs++;
    if (w->cuts && w->on_at && t - w->on_at < 30 * SECOND)
        wrong(w, "off again within 30 s");
    if (w->cuts == CUTS && t - w->cut[0] < HOUR)
        wrong(w, "the seventh cut in an hour");
    if (w->cuts == CUTS)
        memmove(w->cut, w->cut + 1, sizeof w->cut - sizeof *w->cut);
    else
        w->cuts++;
    w->cut[w->cuts - 1] = t;
}

static void
modem_went_on(struct world *w, uint64_t t)
{
    uint64_t off = t - w->off_at;
    bool host_off = !w->s->host_vbus || t - w->vbus_back_at < 3 * SECOND;

    w->on_at = t;
    if (off < SECOND - 5000 && t - w->reset_at > SECOND)
        wrong(w, "off for less than a second");
    /* A firmware that hangs in the last second is a second late. */
    if (off > 60 * SECOND + (t - w->reset_at < 2 * SECOND ? 1200000 : 0)
        && !host_off)
        wrong(w, "off for more than a minute");
}

/* One that is off though it beat before. */
static void
host_is_rescued(struct world *w, uint64_t t)
{
    static const uint64_t pauses[] = { HOUR / 2, HOUR, 6 * HOUR, 24 * HOUR };

    if (!w->beat || w->person)
        wrong(w, "a host reset without a heartbeat");
    if (t - w->waits_from < pauses[w->rescued])
        wrong(w, "a host has too little time to come up");
    if (w->rescued < 3)
        w->rescued++;
    w->waits_from = t;
    w->rescues++;
}

/* Surely in service? The button has been down for 3 s at a stretch, also
 * since a reset, within the hour, and no heartbeat came after that. */
static bool
in_service(const struct world *w, uint64_t t)
{
    uint64_t from = w->service_at;

    if (w->s->button && t - w->down_at > 3200000)
        from = w->down_at + 3200000;
    return from && t - from < HOUR - SECOND && w->beat_at < from;
}

static void
host_is_hit(struct world *w, uint64_t t)
{
    uint64_t pause = w->row >= 3 ? 15 * MINUTE : 300 * SECOND;

    w->resets++;
    w->up_at = t;
    if (in_service(w, t))
        wrong(w, "a host was hit in service");
    if (w->owed && !w->armed) {
        if (t - w->sd_at < 5 * SECOND - SLACK)
            wrong(w, "fed again before it had halted");
        w->owed = false;
        w->waits_from = t;
        return;
    }
    if (!w->armed) {
        host_is_rescued(w, t);
        return;
    }
    if (t - w->beat_at < w->grace)
        wrong(w, "a host reset within the grace time");
    if (w->row > 0 && t - w->acted_at < pause)
        wrong(w, "host resets too near to each other");
    w->acted_at = t;
    w->row++;
}

static void
host_is_let_go(struct world *w, uint64_t t, uint64_t at_most)
{
    if (t - w->up_at > at_most + SLACK)
        wrong(w, "the host was held too long");
}

static void
on_pin(struct sim *s, enum sim_out out, bool level, void *param)
{
    struct world *w = param;
    uint64_t t = now(w);

    (void)s;
    if (out == SIM_MODEM_EN && level)
        modem_went_on(w, t);
    else if (out == SIM_MODEM_EN)
        modem_went_off(w, t);
    else if ((out == SIM_HOST_RST || out == SIM_HOST_CUT) && level)
        host_is_hit(w, t);
    else if (out == SIM_HOST_RST)
        host_is_let_go(w, t, 500000);
    else if (out == SIM_HOST_CUT)
        host_is_let_go(w, t, 10 * SECOND);
}

/* --- what happens ------------------------------------------------------- */

static void
start(struct world *w, const uint8_t *eeprom)
{
    w->s = sim_new(eeprom);
    w->s->watch = on_pin;
    w->s->watch_param = w;
    w->boots++;
    w->armed = w->owed = false;
    w->row = w->cuts = w->rescued = 0;
    w->on_at = 0;
    w->reset_at = w->waits_from = w->down_at = now(w);
    w->service_at = 0;
    if (!sim_wait(w->s, "HI", 500))
        wrong(w, "no greeting");
}

static void
cut_power(struct world *w)
{
    uint8_t eeprom[1024];
    int64_t unix_now = w->s->clock.base_unix
                       + (int64_t)(sim_us(w->s) / SECOND) + dice(7200);

    if (w->s->garbled)
        wrong(w, "the board spoke garbage");
    if (w->s->rail < 4500 || now(w) - w->person_at < SECOND)
        w->person = false;      /* perhaps not stored yet */
    w->powers++;
    w->base += sim_us(w->s);
    sim_eeprom(w->s, eeprom);
    sim_free(w->s);
    start(w, eeprom);
    w->s->clock.base_unix = unix_now;
    w->s->clock.base_us = 0;
}

/* Asks; an answer must come when the line is quiet. */
static const char *
ask(struct world *w, const char *text)
{
    const char *answer = sim_ask(w->s, text);

    w->requests++;
    w->answers += *answer != '\0';
    if (!*answer)
        wrong(w, "no answer");
    return answer;
}

static void
beat(struct world *w)
{
    static const int graces[] = { 30, 120, 120, 300 };
    int grace = graces[dice(4)];
    char text[32];
    uint64_t asked = now(w);

    snprintf(text, sizeof text, "HB,%d", grace);
    if (w->row && w->armed && asked - w->acted_at > 10 * MINUTE)
        w->row = 0;             /* perhaps; the rule is then the softer one */
    if (strncmp(ask(w, text), "ST,", 3) != 0)
        return;
    w->armed = w->beat = true;
    w->owed = w->person = false;
    w->rescued = 0;             /* perhaps, too */
    w->beat_at = asked;
    w->grace = (uint64_t)grace * SECOND;
}

static void
switch_modem(struct world *w)
{
    static const char *const texts[] = { "MO,C", "MO,C,1000", "MO,C,60000",
                                         "MO,0", "MO,1", "MO,C,3000",
                                         "MO,C,999", "MO,C,99999999" };
    const char *text = texts[dice(8)];

    ask(w, text);
    for (uint32_t n = dice(3); n; n--) {
        sim_say_again(w->s, text);
        sim_run_ms(w->s, 50);
    }
}

static void
disarm(struct world *w)
{
    uint32_t what = dice(3);

    if (what == 0 && strcmp(ask(w, "DA"), "DA") == 0) {
        w->armed = false;
        w->waits_from = now(w) - SECOND;
    }
    if (what == 1 && strcmp(ask(w, "SD,5,0"), "SD,5,0") == 0) {
        w->armed = false;
        w->owed = true;
        w->sd_at = now(w);
    }
    if (what == 2 && strcmp(ask(w, "SD,5,1"), "SD,5,1") == 0) {
        w->armed = w->owed = false;
        w->person = true;
        w->person_at = now(w);
    }
    if (dice(6) == 0)
        sim_run_ms(w->s, 1000 * dice(10000));   /* and it stays away */
}

static void
other_request(struct world *w)
{
    static const char *const texts[] = { "TM", "CT", "ST", "LD,1,3", "LD,2,4",
                                         "BZ,1", "CF,batlow,11800", "ZZ,1",
                                         "CF,offtime", "EA,1", "CF,id,7" };

    ask(w, texts[dice(11)]);
}

static void
noise(struct world *w)
{
    uint8_t bytes[1500];
    size_t n = 1 + dice(sizeof bytes - 1);

    for (size_t i = 0; i < n; i++)
        bytes[i] = (uint8_t)dice(256);
    sim_bytes(w->s, bytes, n);
    sim_bytes(w->s, "\r\n", 2);
    sim_run_ms(w->s, n / 3 + 10);
}

static void
press(struct world *w, bool down)
{
    uint64_t t = now(w);

    if (w->s->button && !down && t - w->down_at > 3200000)
        w->service_at = w->down_at + 3200000;
    if (!w->s->button && down)
        w->down_at = t;
    w->s->button = down;
}

static void
change_world(struct world *w)
{
    struct sim *s = w->s;

    switch (dice(8)) {
    case 0:
        s->adaptor = dice(2) ? 13800 : 0;
        break;
    case 1:
        s->battery = 10500 + (int)dice(4000);
        break;
    case 2:
        s->rail = dice(6) ? 5000 : 4400;
        break;
    case 3:
        press(w, dice(2));
        break;
    case 4:
        s->fault = dice(8) == 0;
        break;
    case 5:
        s->leak = dice(3) ? 60 : 1500;
        break;
    case 6:
        if (!s->host_vbus)
            w->vbus_back_at = now(w);
        s->host_vbus = !s->host_vbus || dice(4) > 0;
        break;
    case 7:
        s->clock.absent = dice(10) == 0;
        s->clock.stuck = (int)dice(12);
        break;
    }
}

static void
reset(struct world *w)
{
    if (dice(2)) {
        w->reset_at = now(w);
        sim_reset(w->s);
    } else {
        w->hangs++;
        w->reset_at = now(w);
        sim_hang(w->s, dice(2));
        sim_run_ms(w->s, 1100);
        w->reset_at = now(w);
    }
    if (now(w) - w->down_at < 6 * SECOND)
        w->down_at = now(w);    /* the board counts the press anew */
    w->boots++;
    sim_run_ms(w->s, 200);
    ask(w, "HI,1,0,100");
}

static void
something(struct world *w)
{
    uint32_t d = dice(100);

    if (d < 35)
        beat(w);
    else if (d < 50)
        switch_modem(w);
    else if (d < 70)
        other_request(w);
    else if (d < 75)
        noise(w);
    else if (d < 93)
        change_world(w);
    else if (d < 95)
        disarm(w);
    else if (d < 97)
        reset(w);
    else if (d == 97 && dice(4) == 0)
        cut_power(w);
    else if (d == 98)
        sim_run_ms(w->s, 1000 * dice(1200));    /* the host is gone */
}

static void
live(struct world *w, uint64_t us, uint32_t s)
{
    uint64_t until = us;

    seed = s;
    start(w, NULL);
    while (now(w) < until && !*w->wrong) {
        something(w);
        sim_run_ms(w->s, 100 + dice(dice(4) ? 8000 : 40000));
        if (w->s->dead)
            wrong(w, "the chip stopped");
    }
}

TEST(twenty_four_hours_with_a_random_host_break_no_rule)
{
    static struct world w;
    const char *hours = getenv("SOAK_HOURS"), *number = getenv("SOAK_SEED");

    live(&w, (uint64_t)(hours ? atoi(hours) : 24) * HOUR,
         number ? (uint32_t)atol(number) : 20260901);
    print_message("# %.1f h: %ld requests, %ld cuts, %ld host resets, "
                  "%ld rescues, %ld boots, %ld hangs, %ld times without power\n",
                  (double)now(&w) / HOUR, w.requests, w.offs, w.resets,
                  w.rescues, w.boots, w.hangs, w.powers);
    CHECK_TEXT(w.wrong, "");
    CHECK_INT(w.answers, w.requests);
    CHECK_INT(w.s->garbled, 0);
    CHECK(w.s->latest_take < 2 * 4160);
    CHECK(sim_stack_left(w.s) >= 300);
    sim_free(w.s);
}

/* To the cycle: else a fault found at night would be gone in the morning. */
TEST(the_same_seed_is_the_same_life)
{
    static struct world a, b;

    live(&a, HOUR / 2, 7);
    live(&b, HOUR / 2, 7);
    CHECK_INT(now(&a), now(&b));
    CHECK_INT(a.requests, b.requests);
    CHECK_INT(a.s->sentences, b.s->sentences);
    CHECK_TEXT(a.wrong, b.wrong);
    sim_free(a.s);
    sim_free(b.s);
}
