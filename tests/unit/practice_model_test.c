#include "base/clock.h"
#include "practice/dongle.h"
#include "test.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A dongle of one family in standing time, and the far end of a port. */
struct desk {
    struct loop *loop;
    struct air *air;
    struct network *network;
    struct dongle *dongle;
    char path[64];
    int fd;
    char heard[8192];
};

static void
open_desk(struct desk *k, const char *model, int port)
{
    struct dongle_plan plan = { .path = k->path, .pin = "",
        .number = "+254700000001", .smsc = "+254700000000", .sm_slots = 3,
        .me_slots = 5, .seed = 1, .model = model_find(model) };
    char path[80];

    clock_fake(1795248000000);
    snprintf(k->path, sizeof(k->path), "model-test-%d-0", (int)getpid());
    CHECK(plan.model != NULL);
    CHECK(loop_new(&k->loop) == OK);
    CHECK(air_open(k->loop, NULL, &k->air) == OK);
    CHECK(network_new(k->loop, k->air, &k->network) == OK);
    CHECK(dongle_new(k->loop, k->air, k->network, &plan, &k->dongle) == OK);
    model_port_path(path, sizeof(path), k->path, port);
    k->fd = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK);
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
    clock_fake(0);
}

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

TEST(every_family_is_whole)
{
    int n = 0;

    for (const struct model *m = model_table; m->name; m++, n++) {
        int mains = 0;

        for (int i = 0; i < model_ports(m); i++)
            mains += m->port[i].role == MODEL_MAIN;
        CHECK_INT(mains, 1);
        CHECK(model_find(m->name) == m);
        CHECK(m->maker && m->type && m->revision && m->title && m->get);
        CHECK(model_has_store(m, m->get));
        for (int i = 0; i < 5; i++)
            CHECK(m->cnmi[i] != 0);
        CHECK(!m->idle || m->idle_ms > 0);
    }
    CHECK(n >= 25);
}

TEST(the_next_port_has_the_next_number)
{
    char out[64];

    model_port_path(out, sizeof(out), "/dev/ttyUSB9", 2);
    CHECK_TEXT(out, "/dev/ttyUSB11");
    model_port_path(out, sizeof(out), "dongle", 1);
    CHECK_TEXT(out, "dongle-1");
    model_port_path(out, sizeof(out), "dongle", 0);
    CHECK_TEXT(out, "dongle");
}

TEST(a_sim_that_starts_is_busy_in_its_familys_words)
{
    struct desk k;

    open_desk(&k, "simcom-sim800", 0);
    type(&k, "ATE0\r");
    CHECK_TEXT(type(&k, "AT+CMGF=0\r"), "\r\nERROR\r\n");
    pass(&k, 20000);
    hear(&k);
    CHECK_TEXT(type(&k, "AT+CMGF=0\r"), "\r\nOK\r\n");
    close_desk(&k);
    open_desk(&k, "simcom-a7670", 4);
    type(&k, "ATE0\r");
    CHECK_TEXT(type(&k, "AT+CPIN?\r"), "\r\n+CME ERROR: SIM failure\r\n");
    pass(&k, 20000);
    hear(&k);
    CHECK_TEXT(type(&k, "AT+CREG?;+CEREG?\r"),
        "\r\n+CREG: 0,6\r\n\r\n+CEREG: 0,1\r\n\r\nOK\r\n");
    close_desk(&k);
}

TEST(only_the_main_port_tells_what_happens)
{
    struct desk k;

    open_desk(&k, "huawei-e1550", 0);
    hear(&k);
    pass(&k, 30000);
    CHECK_TEXT(hear(&k), "");
    close_desk(&k);
    open_desk(&k, "huawei-e1550", 2);
    pass(&k, 30000);
    CHECK(strstr(hear(&k), "^RSSI:17") != NULL);
    close_desk(&k);
}

TEST(only_listed_values_are_taken)
{
    struct desk k;

    open_desk(&k, "siemens-mc35", 0);
    pass(&k, 20000);
    type(&k, "ATE0\r");
    hear(&k);
    CHECK_TEXT(type(&k, "AT+CNMI=?\r"),
        "\r\n+CNMI: (0,1,2,3),(0,1),(0,2,3),(0,2),(1)\r\n\r\nOK\r\n");
    CHECK_TEXT(type(&k, "AT+CNMI=2,1,0,2,0\r"), "\r\n+CMS ERROR: 303\r\n");
    CHECK_TEXT(type(&k, "AT+CNMI=2,1,0,2,1\r"), "\r\nOK\r\n");
    close_desk(&k);
}

TEST(what_is_not_acknowledged_comes_again_and_is_stored)
{
    static const uint8_t tpdu[] = { 0x04, 0x06, 0x81, 0x21, 0x43, 0x65, 0, 0,
        0x62, 0x11, 0x82, 0x01, 0, 0, 0x21, 0x02, 0xe8, 0x34 };
    struct desk k;

    open_desk(&k, "quectel-ec25", 2);
    pass(&k, 20000);
    type(&k, "ATE0\r");
    type(&k, "AT+CSMS=1;+CNMI=2,2,0,1,0\r");
    CHECK(network_inject(k.network, &k.dongle->line, tpdu, sizeof(tpdu), false)
        == OK);
    pass(&k, 3000);
    CHECK(strstr(hear(&k), "+CMT: ,18") != NULL);
    pass(&k, 30000);
    CHECK_INT(k.dongle->store[STORE_ME].used, 1);
    CHECK(strstr(type(&k, "AT+CNMI?\r"), "+CNMI: 0,0,0,0,0") != NULL);
    close_desk(&k);
}
