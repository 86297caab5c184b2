/* The line: golden sentences on the chip, noise, repeats, bytes in time. */
#include "sim.h"
#include "unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TWO_BYTES = 2 * 4160, LATEST = TWO_BYTES / 4, LONGEST = 2000 };

static uint32_t seed = 20260101;

static uint32_t
dice(uint32_t sides)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % sides;
}

/* \r \n \xHH into bytes, as in board_frame_test.c. */
static size_t
bytes_of(const char *text, uint8_t *out)
{
    size_t n = 0;

    for (; *text; n++) {
        if (text[0] != '\\') {
            out[n] = (uint8_t)*text++;
        } else if (text[1] == 'x') {
            char hex[3] = { text[2], text[3], 0 };

            out[n] = (uint8_t)strtoul(hex, NULL, 16);
            text += 4;
        } else {
            out[n] = text[1] == 'r' ? '\r' : '\n';
            text += 2;
        }
    }
    return n;
}

struct told {
    char   text[LONGEST];
    size_t n;
    bool   whole;
};

static void
note(struct sim *s, uint8_t byte, void *param)
{
    struct told *t = param;

    (void)s;
    if (byte == '\n')
        t->whole = true;
    else if (t->n < sizeof t->text - 1)
        t->text[t->n++] = (char)byte;
    t->text[t->n] = '\0';
}

static void
wait_told(struct sim *s, struct told *t)
{
    for (int ms = 0; ms < 2000 && !t->whole; ms++)
        sim_run_ms(s, 1);
    CHECK(t->whole);
}

TEST(the_golden_sentences_are_read_alike_on_the_chip)
{
    static uint8_t flash[32768];
    static struct told told;
    FILE *bin = fopen(GOLDEN_BIN, "rb");
    FILE *file = fopen("tests/firmware/golden.txt", "r");
    char line[512];
    int count = 0;
    struct sim *s;

    CHECK(bin && file);
    memset(flash, 0xFF, sizeof flash);
    CHECK(fread(flash, 1, sizeof flash, bin) > 100);
    fclose(bin);
    s = sim_new_flash(flash, 0, NULL);
    s->raw = note;
    s->raw_param = &told;
    wait_told(s, &told);
    while (fgets(line, sizeof line, file)) {
        uint8_t bytes[520];
        char *want;
        size_t n;

        line[strcspn(line, "\n")] = '\0';
        if (line[0] == '#' || !(want = strchr(line, '\t')))
            continue;
        *want++ = '\0';
        n = bytes_of(line, bytes);
        bytes[n++] = 0x04;
        told.n = 0;
        told.text[0] = '\0';
        told.whole = false;
        sim_bytes(s, bytes, n);
        wait_told(s, &told);
        CHECK_TEXT(*told.text ? told.text + 1 : "", want);
        count++;
    }
    fclose(file);
    CHECK(count > 60);
    sim_free(s);
}

TEST(the_board_answers_with_the_number_it_was_asked_by)
{
    struct sim *s = sim_greeted(0);

    for (int i = 0; i < 300; i++)
        CHECK(strncmp(sim_ask(s, i % 3 ? "ST" : "CT"), i % 3 ? "ST," : "CT,",
                      3) == 0);
    CHECK_INT(s->garbled, 0);
    sim_free(s);
}

TEST(what_is_not_understood_is_said_so)
{
    struct sim *s = sim_greeted(0);

    CHECK_TEXT(sim_ask(s, "ZZ"), "ER,2");
    CHECK_TEXT(sim_ask(s, "CF,nothing"), "ER,3");
    CHECK_TEXT(sim_ask(s, "CF"), "ER,3");
    CHECK_TEXT(sim_ask(s, "CF,id,65536"), "ER,4");
    CHECK_TEXT(sim_ask(s, "CF,grace,29"), "ER,4");
    CHECK_TEXT(sim_ask(s, "CF,grace,x"), "ER,3");
    CHECK_TEXT(sim_ask(s, "LD,3,0"), "ER,4");
    CHECK_TEXT(sim_ask(s, "LD,0,6"), "ER,4");
    CHECK_TEXT(sim_ask(s, "BZ,4"), "ER,4");
    CHECK_TEXT(sim_ask(s, "BZ"), "ER,3");
    CHECK_TEXT(sim_ask(s, "HI"), "ER,3");
    CHECK_TEXT(sim_ask(s, "EA,none"), "ER,3");
    sim_free(s);
}

TEST(fields_from_a_newer_host_are_ignored)
{
    struct sim *s = sim_greeted(0);

    CHECK(strncmp(sim_ask(s, "HI,1,5,900,x,y"), "HI,1,0,", 7) == 0);
    CHECK(strncmp(sim_ask(s, "ST,1,2,3,4,5,6,7,8,9,10,11,12,13,14"), "ST,", 3)
          == 0);
    CHECK_TEXT(sim_ask(s, "LD,1,1,500"), "LD,1,1,500");
    sim_free(s);
}

TEST(every_setting_can_be_read_written_and_outlives_power)
{
#define NAME_AND_LEAST(n, number, wire, first, least, most, unit)             \
    { wire, first, most },
    static const struct { const char *name; long first, most; } all[] = {
        BOARD_SETTINGS(NAME_AND_LEAST) };
    struct sim *s = sim_greeted(0);
    uint8_t eeprom[1024];
    char text[40], want[40];

    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        snprintf(text, sizeof text, "CF,%s", all[i].name);
        snprintf(want, sizeof want, "CF,%s,%ld", all[i].name, all[i].first);
        CHECK_TEXT(sim_ask(s, text), want);
        snprintf(want, sizeof want, "CF,%s,%ld", all[i].name, all[i].most);
        CHECK_TEXT(sim_ask(s, want), want);
        CHECK_TEXT(sim_ask(s, text), want);
        if (i % BOARD_SETTINGS_PER_MINUTE == BOARD_SETTINGS_PER_MINUTE - 1)
            sim_run_ms(s, 60000);
    }
    sim_eeprom(s, eeprom);
    sim_free(s);
    s = sim_new(eeprom);
    sim_greet(s);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        snprintf(text, sizeof text, "CF,%s", all[i].name);
        snprintf(want, sizeof want, "CF,%s,%ld", all[i].name, all[i].most);
        CHECK_TEXT(sim_ask(s, text), want);
    }
    sim_free(s);
}

TEST(a_repeated_write_of_a_setting_is_answered_once_it_is_stored)
{
    struct sim *s = sim_greeted(0);
    long before;

    sim_run_ms(s, 1000);
    before = s->ee_writes;
    sim_say(s, "CF,id,4711");
    sim_run_ms(s, 20);
    sim_say_again(s, "CF,id,4711");
    CHECK(sim_wait(s, "CF,id,4711", 300) != NULL);
    before = s->ee_writes - before;
    sim_say_again(s, "CF,id,4711");
    CHECK(sim_wait(s, "CF,id,4711", 300) != NULL);
    sim_run_ms(s, 1000);
    CHECK(before > 0 && before <= 40);
    sim_free(s);
}

TEST(the_same_number_with_other_words_is_a_new_request)
{
    struct sim *s = sim_greeted(0);

    CHECK_TEXT(sim_ask(s, "LD,1,1"), "LD,1,1");
    sim_say_again(s, "LD,2,1");
    CHECK(sim_wait(s, "LD,2,1", 300) != NULL);
    sim_free(s);
}

TEST(a_number_that_comes_round_again_is_a_new_request)
{
    struct sim *s = sim_greeted(0);

    CHECK_TEXT(sim_ask(s, "MO,C,1000"), "MO,C,1000");
    sim_run_ms(s, 60000);
    sim_say_again(s, "MO,C,1000");
    CHECK(sim_wait(s, "MO,C,1000", 300) != NULL);
    sim_run_ms(s, 5000);
    CHECK_INT(s->rises[SIM_MODEM_EN], 2);
    sim_free(s);
}

static void
count_bad(struct sim *s, const char *text, void *param)
{
    (void)s;
    *(int *)param += strstr(text, ",ER,1") != NULL;
}

TEST(bad_sentences_are_complained_of_once_a_second_at_most)
{
    struct sim *s = sim_greeted(0);
    int complaints = 0, seconds;
    uint64_t from = sim_us(s);

    s->heard = count_bad;
    s->heard_param = &complaints;
    for (int i = 0; i < 1000; i++) {
        sim_bytes(s, "$00,MO,C*0000\r\n", 15);
        sim_run_ms(s, 10);
    }
    seconds = (int)((sim_us(s) - from) / 1000000);
    CHECK(seconds >= 10);
    CHECK(complaints >= seconds - 1 && complaints <= seconds + 1);
    CHECK(s->out[SIM_MODEM_EN]);
    CHECK(strncmp(sim_ask(s, "ST"), "ST,", 3) == 0);
    sim_free(s);
}

TEST(the_boards_own_echo_is_not_answered)
{
    struct sim *s = sim_greeted(0);
    long before;

    sim_run_ms(s, 100);
    before = s->sentences;
    sim_bytes(s, "$!1,EV,1,ML,12480*D504\r\n", 24);
    sim_bytes(s, "$07,ER,7*2B59\r\n", 15);
    sim_run_ms(s, 500);
    CHECK_INT(s->sentences, before);
    sim_free(s);
}

TEST(events_come_every_two_seconds_until_they_are_acknowledged)
{
    struct sim *s = sim_greeted(0);
    int told = 0;
    char text[32];

    s->button = true;
    sim_run_ms(s, 100);
    s->button = false;
    for (int i = 0; i < 10; i++)
        told += sim_wait(s, ",BT,0", 1000) != NULL;
    CHECK(told >= 4 && told <= 6);
    CHECK(sim_wait(s, ",BT,0", 3000) != NULL);
    snprintf(text, sizeof text, "EA,%d", atoi(s->said + 6));
    CHECK_TEXT(sim_ask(s, text), text);
    CHECK_TEXT(sim_ask(s, text), text);         /* twice is no mistake */
    CHECK(sim_wait(s, ",EV,", 5000) == NULL);
    sim_free(s);
}

TEST(the_newest_eight_events_are_kept_and_outlive_a_reset)
{
    struct sim *s = sim_greeted(0);
    bool seen[20] = { false };
    int count = 0, first;

    for (int i = 0; i < 12; i++) {
        s->button = true;
        sim_run_ms(s, 100);
        s->button = false;
        sim_run_ms(s, 100);
    }
    first = atoi(sim_wait(s, ",EV,", 3000) + 6);
    sim_reset(s);
    for (int i = 0; i < 40; i++)
        if (sim_wait(s, ",EV,", 200))
            seen[atoi(s->said + 6)] = true;
    for (int i = 0; i < 20; i++)
        count += seen[i];
    CHECK_INT(count, 8);
    CHECK(first > 0);
    sim_free(s);
}

/* Random bytes, then half-right sentences, at the line's full speed. */
TEST(noise_changes_nothing_and_each_request_after_it_is_answered)
{
    struct sim *s = sim_greeted(0);
    int answered = 0;

    for (int i = 0; i < 200; i++) {
        uint8_t noise[400];

        for (size_t n = 0; n < sizeof noise; n++)
            noise[n] = (uint8_t)(i % 2 ? dice(256)
                                 : (uint32_t)"$0123456789,MOHBSTC*\r\n"[dice(22)]);
        sim_bytes(s, noise, sizeof noise);
        sim_bytes(s, "\r\n", 2);
        sim_run_ms(s, 110);
        answered += strncmp(sim_ask(s, "ST"), "ST,", 3) == 0;
    }
    CHECK_INT(answered, 200);
    CHECK_INT(s->boots, 1);
    CHECK_INT(s->garbled, 0);
    CHECK_INT(s->rises[SIM_MODEM_EN] + s->rises[SIM_HOST_RST]
              + s->rises[SIM_HOST_CUT], 0);
    sim_free(s);
}

TEST(damaged_sentences_do_nothing_on_the_chip_either)
{
    struct sim *s = sim_greeted(0);
    const char *whole = "$0A,MO,C,3000*EBBA\r\n";

    for (int i = 0; i < 3000; i++) {
        char hurt[24];

        memcpy(hurt, whole, 20);
        hurt[1 + dice(17)] ^= (char)(1 << dice(7));
        hurt[1 + dice(17)] ^= (char)(1 << dice(7));
        if (memcmp(hurt, whole, 20) == 0)
            continue;
        sim_bytes(s, hurt, 20);
        sim_run_ms(s, 6);
    }
    CHECK(s->out[SIM_MODEM_EN]);
    CHECK_INT(s->rises[SIM_MODEM_EN], 0);
    sim_bytes(s, whole, 20);    /* the whole one does */
    CHECK(sim_wait_out(s, SIM_MODEM_EN, false, 50));
    sim_free(s);
}

/* The chip's receiver holds two bytes; simavr's holds 64 and would hide an
 * overrun. So each byte's wait is measured, with all going on at once. */
TEST(each_byte_is_taken_within_two_byte_times)
{
    struct sim *s = sim_greeted(0);

    sim_say(s, "CF,id,9");      /* the EEPROM is being written */
    sim_run_ms(s, 10);
    for (int i = 0; i < 300; i++) {
        sim_say(s, i % 3 ? "ST" : "TM,1795300000");     /* the clock bus */
        sim_say(s, "CT");
        s->button = i % 4 == 0;
        sim_run_ms(s, 40);
    }
    CHECK(s->takes > 8000);
    CHECK(s->latest_take < LATEST);     /* four times as good as needed */
    CHECK(s->latest_take > 0);
    sim_free(s);
}

/* The terminal of a technician sends CR alone. */
TEST(the_sentences_of_the_readme_can_be_pasted)
{
    FILE *file = fopen("firmware/README.md", "r");
    struct sim *s = sim_new(NULL);
    char line[512];
    int count = 0;

    CHECK(file != NULL);
    sim_wait(s, "HI", 500);
    while (fgets(line, sizeof line, file)) {
        char *end, want[16];

        if (strncmp(line, "| `$", 4) != 0 || !(end = strchr(line + 3, '`')))
            continue;
        *end = '\r';
        snprintf(want, sizeof want, "%.5s", line + 4);  /* "02,ST" */
        sim_bytes(s, line + 3, (size_t)(end + 1 - line - 3));
        CHECK(sim_wait(s, want, 500) != NULL);
        count++;
    }
    fclose(file);
    CHECK(count >= 10);
    sim_free(s);
}
