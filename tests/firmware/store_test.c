/* The supply fails at every single EEPROM write: what is read afterwards is
 * the value before or the value after, never anything else. */
#include "sim.h"
#include "unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SIZE = 1024 };

/* A board with settings and counters that have a past. */
static void
make_past(uint8_t *eeprom)
{
    struct sim *s = sim_new(NULL);
    static const char *const words[] = { "CF,id,77", "CF,batlow,11900",
                                         "CF,grace,100", "CF,grace,200" };

    sim_greet(s);
    for (int i = 0; i < 4; i++)
        CHECK_TEXT(sim_ask(s, words[i]), words[i]);
    sim_run_ms(s, 130000);
    sim_eeprom(s, eeprom);
    sim_free(s);
}

static const char *
after_cut(struct sim *s, const char *question, char *out, size_t size)
{
    uint8_t eeprom[SIZE];

    sim_eeprom(s, eeprom);
    sim_free(s);
    s = sim_new(eeprom);
    sim_greet(s);
    snprintf(out, size, "%s", sim_ask(s, question));
    CHECK_TEXT(sim_ask(s, "CF,id"), "CF,id,77");
    CHECK_TEXT(sim_ask(s, "CF,batlow"), "CF,batlow,11900");
    CHECK(!sim_flag(s, BOARD_FLAG_EEPROM_FAULT));
    /* And it goes on: the next change is stored too. */
    CHECK_TEXT(sim_ask(s, "CF,pulse,700"), "CF,pulse,700");
    sim_eeprom(s, eeprom);
    sim_free(s);
    s = sim_new(eeprom);
    sim_greet(s);
    CHECK_TEXT(sim_ask(s, "CF,pulse"), "CF,pulse,700");
    sim_free(s);
    return out;
}

/* Power fails in write number cut of a change of "grace" from 200 to 300.
 * False: the change had fewer writes. */
static bool
cut_setting(const uint8_t *past, long cut, enum sim_torn torn, int *old,
            int *now)
{
    struct sim *s = sim_new(past);
    char got[64];
    bool cut_off;

    sim_greet(s);
    sim_run_ms(s, 2000);
    s->ee_cut = s->ee_writes + cut;
    s->ee_torn = torn;
    sim_ask(s, "CF,grace,300");
    sim_run_ms(s, 300);
    cut_off = s->dead;
    after_cut(s, "CF,grace", got, sizeof got);
    if (strcmp(got, "CF,grace,200") == 0)
        ++*old;
    else if (strcmp(got, "CF,grace,300") == 0)
        ++*now;
    else
        print_error("write %ld: %s\n", cut, got);
    return cut_off;
}

TEST(a_setting_is_old_or_new_wherever_the_supply_fails)
{
    static uint8_t past[SIZE];
    int old = 0, now = 0, tries = 0;
    bool cut_off = true;

    make_past(past);
    for (long cut = 1; cut_off; cut++)
        for (int torn = SIM_OLD; torn < SIM_TORN; torn++, tries++)
            cut_off = cut_setting(past, cut, (enum sim_torn)torn, &old, &now);
    CHECK_INT(old + now, tries);
    CHECK(old > 0 && now > 0);
    CHECK(tries > 12);
}

/* The counters are written at boot and at each cycle of the dongle. */
TEST(a_counter_is_old_or_new_wherever_the_supply_fails)
{
    static uint8_t past[SIZE];
    int seen[2] = { 0, 0 };
    bool cut_off = true;

    make_past(past);
    for (long cut = 1; cut_off; cut++)
        for (int torn = SIM_OLD; torn < SIM_TORN; torn++) {
            struct sim *s = sim_new(past);
            uint8_t eeprom[SIZE];
            int cycles;

            sim_greet(s);
            sim_run_ms(s, 2000);
            sim_ask(s, "MO,C,1000");
            s->ee_cut = s->ee_writes + cut;
            s->ee_torn = (enum sim_torn)torn;
            sim_run_ms(s, 2000);
            cut_off = s->dead;
            sim_eeprom(s, eeprom);
            sim_free(s);
            s = sim_new(eeprom);
            sim_greet(s);
            CHECK(sscanf(sim_ask(s, "CT"), "CT,%*d,%*d,%*d,%d", &cycles) == 1);
            CHECK(cycles == 0 || cycles == 1);
            CHECK_INT(atoi(sim_ask(s, "CT") + 3), 3);   /* boots go on */
            seen[cycles]++;
            sim_free(s);
        }
    CHECK(seen[0] > 0 && seen[1] > 0);
}

TEST(the_last_alive_record_is_old_or_new_wherever_the_supply_fails)
{
    static uint8_t past[SIZE];
    bool cut_off = true;

    make_past(past);
    for (long cut = 1; cut_off; cut++)
        for (int torn = SIM_OLD; torn < SIM_TORN; torn++) {
            struct sim *s = sim_new(past);
            uint8_t eeprom[SIZE];
            long length;

            s->clock.base_unix += 3600;
            sim_greet(s);
            sim_run_ms(s, 50000);
            s->ee_cut = s->ee_writes + cut;
            s->ee_torn = (enum sim_torn)torn;
            sim_run_ms(s, 15000);
            cut_off = s->dead;
            sim_eeprom(s, eeprom);
            sim_free(s);
            s = sim_new(eeprom);
            s->clock.base_unix += 7200;
            CHECK(sscanf(sim_event(s, "OU", 3000), "%ld", &length) == 1);
            /* Since the record of this hour, or the one of the last. */
            CHECK((length >= 3530 && length <= 3610)
                  || (length >= 7000 && length <= 7210));
            sim_free(s);
        }
}

TEST(an_eeprom_full_of_anything_gives_the_first_settings)
{
    static uint8_t eeprom[SIZE];
    uint32_t seed = 7;

    for (int round = 0; round < 20; round++) {
        struct sim *s;

        for (int i = 0; i < SIZE; i++) {
            seed = seed * 1664525u + 1013904223u;
            eeprom[i] = round == 0 ? 0 : (uint8_t)(seed >> 24);
        }
        s = sim_new(eeprom);
        sim_greet(s);
        CHECK_TEXT(sim_ask(s, "CF,batlow"), "CF,batlow,11800");
        CHECK_TEXT(sim_ask(s, "CF,id"), "CF,id,0");
        CHECK(strncmp(sim_ask(s, "CT"), "CT,1,0,0,0,0,0,0,0,0", 20) == 0);
        sim_free(s);
    }
}

TEST(a_flipped_bit_gives_the_record_before)
{
    static uint8_t past[SIZE], hurt[SIZE];

    make_past(past);
    for (int i = 0; i < 4; i++) {
        int newest = 512 + 40 * i;
        struct sim *s;

        memcpy(hurt, past, SIZE);
        hurt[newest + 12] ^= 0x10;
        s = sim_new(hurt);
        sim_greet(s);
        /* Slot 3 holds the newest, slot 2 the one before it. */
        CHECK_TEXT(sim_ask(s, "CF,grace"), i == 3 ? "CF,grace,100"
                                                  : "CF,grace,200");
        CHECK_TEXT(sim_ask(s, "CF,id"), "CF,id,77");
        sim_free(s);
    }
}
