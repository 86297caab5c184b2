#include "base/clock.h"
#include "practice/dongle.h"
#include "test.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A dongle in standing time, and the far end of its port. */
struct desk {
    struct loop *loop;
    struct air *air;
    struct network *network;
    struct dongle *dongle;
    char path[64];
    int fd;
    char heard[65536];
};

static void
open_desk(struct desk *k, const char *pin)
{
    struct dongle_plan plan = { .path = k->path, .pin = pin,
        .number = "+254700000001", .smsc = "+254700000000", .sm_slots = 3,
        .me_slots = 5, .seed = 1 };

    clock_fake(1795248000000);
    snprintf(k->path, sizeof(k->path), "sim-at-test.%d", (int)getpid());
    CHECK(loop_new(&k->loop) == OK);
    CHECK(air_open(k->loop, NULL, &k->air) == OK);
    CHECK(network_new(k->loop, k->air, &k->network) == OK);
    CHECK(dongle_new(k->loop, k->air, k->network, &plan, &k->dongle) == OK);
    k->fd = open(k->path, O_RDWR | O_NOCTTY | O_NONBLOCK);
    CHECK(k->fd >= 0);
}

static void
close_desk(struct desk *k)
{
    close(k->fd);
    dongle_unplug(k->dongle);
    network_free(k->network);
    dongle_free(k->dongle);
    air_close(k->air);
    loop_free(k->loop);
    CHECK(access(k->path, F_OK) != 0);
    clock_fake(0);
}

/* What came out of the port since the last look. */
static const char *
hear(struct desk *k)
{
    size_t len = 0;
    ssize_t n;

    while (len + 1 < sizeof(k->heard)
        && (n = read(k->fd, k->heard + len, sizeof(k->heard) - 1 - len)) > 0)
        len += (size_t)n;
    k->heard[len] = '\0';
    return k->heard;
}

static const char *
type(struct desk *k, const char *text)
{
    at_input(k->dongle, (const uint8_t *)text, strlen(text));
    return hear(k);
}

static void
pass(struct desk *k, int64_t ms)
{
    loop_skip(k->loop, ms);
    while (loop_fire(k->loop) == 0)
        ;
}

TEST(a_command_is_echoed_until_told_otherwise)
{
    struct desk k;

    open_desk(&k, "");
    CHECK_TEXT(type(&k, "AT\r"), "AT\r\r\nOK\r\n");
    CHECK_TEXT(type(&k, "ATE0\r"), "ATE0\r\r\nOK\r\n");
    CHECK_TEXT(type(&k, "at\r"), "\r\nOK\r\n");
    close_desk(&k);
}

TEST(several_commands_fit_one_line_and_stop_at_the_first_error)
{
    struct desk k;

    open_desk(&k, "");
    type(&k, "ATE0\r");
    CHECK_TEXT(type(&k, "ATE0V1+CMEE=1;+CREG?;+CMEE?\r"),
        "\r\n+CREG: 0,1\r\n\r\n+CMEE: 1\r\n\r\nOK\r\n");
    CHECK_TEXT(type(&k, "AT+CMEE=9;+CREG?\r"), "\r\n+CME ERROR: 50\r\n");
    close_desk(&k);
}

TEST(what_is_no_command_line_is_not_answered)
{
    struct desk k;

    open_desk(&k, "");
    type(&k, "ATE0\r");
    CHECK_TEXT(type(&k, "\r\n\r"), "");
    CHECK_TEXT(type(&k, "hello\r"), "");
    CHECK_TEXT(type(&k, "AT+CS\033AT\r"), "\r\nOK\r\n");
    close_desk(&k);
}

TEST(an_endless_line_gives_one_error_and_no_harm)
{
    struct desk k;
    char text[4000];

    open_desk(&k, "");
    type(&k, "ATE0\r");
    memset(text, 'A', sizeof(text));
    memcpy(text, "AT", 2);
    strcpy(text + sizeof(text) - 2, "\r");
    CHECK_TEXT(type(&k, text), "\r\nERROR\r\n");
    CHECK_TEXT(type(&k, "AT\r"), "\r\nOK\r\n");
    close_desk(&k);
}

TEST(an_escaped_prompt_sends_nothing)
{
    struct desk k;

    open_desk(&k, "");
    type(&k, "ATE0\r");
    CHECK_TEXT(type(&k, "AT+CMGS=18\r"), "\r\n> ");
    CHECK_TEXT(type(&k, "0021\x1b"), "\r\nOK\r\n");
    CHECK_INT(k.dongle->mr, 0);
    close_desk(&k);
}

TEST(a_pdu_of_the_wrong_length_or_no_hex_is_refused)
{
    struct desk k;

    open_desk(&k, "");
    type(&k, "ATE0\r");
    type(&k, "AT+CMGS=18\r");
    CHECK_TEXT(type(&k, "0021\x1a"), "\r\n+CMS ERROR: 304\r\n");
    type(&k, "AT+CMGS=18\r");
    CHECK_TEXT(type(&k, "00XX\x1a"), "\r\n+CMS ERROR: 304\r\n");
    CHECK_TEXT(type(&k, "AT+CMGS=0\r"), "\r\n+CMS ERROR: 304\r\n");
    close_desk(&k);
}

TEST(unsolicited_lines_wait_while_a_text_is_typed)
{
    struct desk k;

    open_desk(&k, "");
    type(&k, "ATE0\r");
    type(&k, "AT+CMGS=18\r");
    at_unasked(k.dongle, "+CIEV: 2,3");
    CHECK_TEXT(hear(&k), "");
    CHECK_TEXT(type(&k, "\x1b"), "\r\nOK\r\n\r\n+CIEV: 2,3\r\n");
    close_desk(&k);
}

TEST(what_is_typed_during_a_slow_submit_is_done_after_it)
{
    struct desk k;

    open_desk(&k, "");
    type(&k, "ATE0\r");
    k.dongle->latency_ms = 1000;
    type(&k, "AT+CMGS=18\r");
    CHECK_TEXT(type(&k, "0001000C9152741100001000" "0005E8329BFD06\x1a"
                        "AT+CREG?\r"), "");
    pass(&k, 999);
    CHECK_TEXT(hear(&k), "");
    pass(&k, 1);
    CHECK_TEXT(hear(&k),
        "\r\n+CMGS: 0\r\n\r\nOK\r\n\r\n+CREG: 0,1\r\n\r\nOK\r\n");
    close_desk(&k);
}

TEST(a_prompt_can_be_late)
{
    struct desk k;
    const struct fault late = { .kind = FAULT_DELAY, .match = "+CMGS",
        .prompt = true, .left = 1, .percent = 100, .ms = 500 };

    open_desk(&k, "");
    type(&k, "ATE0\r");
    CHECK(faults_add(&k.dongle->faults, &late) == OK);
    CHECK_TEXT(type(&k, "AT+CMGS=18\r"), "");
    pass(&k, 500);
    CHECK_TEXT(hear(&k), "\r\n> ");
    CHECK(strstr(type(&k, "0001000C91527411000010000005E8329BFD06\x1a"),
        "+CMGS: 0"));
    close_desk(&k);
}

TEST(a_written_text_is_sent_from_its_slot)
{
    struct desk k;

    open_desk(&k, "");
    type(&k, "ATE0\r");
    type(&k, "AT+CMGW=18\r");
    CHECK_TEXT(type(&k, "0001000C91527411000010000005E8329BFD06\x1a"),
        "\r\n+CMGW: 0\r\n\r\nOK\r\n");
    CHECK_TEXT(type(&k, "AT+CMSS=0\r"), "\r\n+CMSS: 0\r\n\r\nOK\r\n");
    CHECK(strstr(type(&k, "AT+CMGL=3\r"), "+CMGL: 0,3,,18\r\n"));
    close_desk(&k);
}

TEST(a_list_marks_as_read_and_mt_is_both_stores)
{
    struct desk k;
    const struct pdu_bytes smsc = { { 0 }, 1 }, tpdu = { { 4, 0 }, 2 };

    open_desk(&k, "");
    type(&k, "ATE0\r");
    CHECK_INT(slots_add(&k.dongle->store[STORE_ME], SLOT_UNREAD, 1, &smsc,
                  &tpdu), 0);
    CHECK_INT(slots_add(&k.dongle->store[STORE_SM], SLOT_UNREAD, 2, &smsc,
                  &tpdu), 0);
    CHECK_TEXT(type(&k, "AT+CPMS=\"MT\"\r"),
        "\r\n+CPMS: 2,8,1,3,1,3\r\n\r\nOK\r\n");
    CHECK_TEXT(type(&k, "AT+CMGL=4\r"),
        "\r\n+CMGL: 0,0,,2\r\n000400\r\n+CMGL: 5,0,,2\r\n000400\r\n"
        "\r\nOK\r\n");
    CHECK_TEXT(type(&k, "AT+CMGL=0\r"), "\r\nOK\r\n");
    CHECK_TEXT(type(&k, "AT+CMGD=0,4\r"), "\r\nOK\r\n");
    CHECK_INT(k.dongle->store[STORE_SM].used, 0);
    close_desk(&k);
}

TEST(indexes_beyond_the_store_are_refused)
{
    struct desk k;

    open_desk(&k, "");
    type(&k, "ATE0\r");
    CHECK_TEXT(type(&k, "AT+CMGR=3\r"), "\r\n+CMS ERROR: 321\r\n");
    CHECK_TEXT(type(&k, "AT+CMGR=-1\r"), "\r\n+CMS ERROR: 321\r\n");
    CHECK_TEXT(type(&k, "AT+CMGD=3\r"), "\r\n+CMS ERROR: 321\r\n");
    CHECK_TEXT(type(&k, "AT+CMGD=99999999999\r"), "\r\n+CMS ERROR: 321\r\n");
    close_desk(&k);
}

TEST(a_wrong_pin_is_counted_and_survives_the_loss_of_power)
{
    struct desk k;

    open_desk(&k, "1234");
    type(&k, "ATE0\r");
    type(&k, "AT+CMEE=1\r");
    CHECK_TEXT(type(&k, "AT+CPIN=\"1111\"\r"), "\r\n+CME ERROR: 16\r\n");
    dongle_unplug(k.dongle);
    close(k.fd);
    CHECK(dongle_plug(k.dongle, "") == OK);
    k.fd = open(k.path, O_RDWR | O_NOCTTY | O_NONBLOCK);
    CHECK_INT(k.dongle->pin_tries, 2);
    type(&k, "ATE0\r");
    CHECK_TEXT(type(&k, "AT+CPIN=\"1234\"\r"), "\r\nOK\r\n");
    CHECK_INT(k.dongle->pin_tries, 3);
    close_desk(&k);
}

TEST(a_pulled_plug_hangs_up)
{
    struct desk k;
    char byte;

    open_desk(&k, "");
    dongle_unplug(k.dongle);
    CHECK(read(k.fd, &byte, 1) <= 0);
    CHECK(access(k.path, F_OK) != 0);
    CHECK(dongle_plug(k.dongle, "") == OK);
    close_desk(&k);
}

TEST(a_fault_strikes_as_often_as_it_was_asked_to)
{
    struct faults f = { 0 };
    struct fault x = { .kind = FAULT_REFUSE, .match = "+CM", .left = 2,
        .percent = 100 };

    CHECK(faults_add(&f, &x) == OK);
    CHECK(!faults_strike(&f, FAULT_REFUSE, "+CSQ", false, 0, NULL));
    CHECK(!faults_strike(&f, FAULT_MUTE, "+CMGS=1", false, 0, NULL));
    CHECK(!faults_strike(&f, FAULT_REFUSE, "+CMGS=1", true, 0, NULL));
    CHECK(faults_strike(&f, FAULT_REFUSE, "+cmgs=1", false, 0, NULL));
    CHECK(faults_strike(&f, FAULT_REFUSE, "+CMGD=1", false, 0, NULL));
    CHECK(!faults_strike(&f, FAULT_REFUSE, "+CMGS=1", false, 0, NULL));
    x.left = -1;
    x.until = 100;
    CHECK(faults_add(&f, &x) == OK);
    CHECK(faults_strike(&f, FAULT_REFUSE, "+CMGS", false, 99, NULL));
    CHECK(!faults_strike(&f, FAULT_REFUSE, "+CMGS", false, 100, NULL));
    CHECK_INT(f.count, 0);
}

TEST(garbage_goes_where_it_was_asked_to)
{
    struct faults f = { 0 };
    char text[128];
    size_t len;

    faults_seed(&f, 3);
    for (int i = 0; i < 200; i++) {
        strcpy(text, "\r\n+CSQ: 20,99\r\n\r\nOK\r\n");
        len = strlen(text);
        faults_spoil(&f, GARBAGE_LINE, text, &len);
        text[len] = '\0';
        CHECK(strstr(text, "+CSQ: 20,99\r\n") && strstr(text, "OK\r\n"));
        CHECK(strstr(text, "\r\n^RSSI:19\r\n"));
    }
    strcpy(text, "\r\nOK\r\n");
    len = strlen(text);
    faults_spoil(&f, GARBAGE_BYTES, text, &len);
    CHECK_INT(len, 9);
}
