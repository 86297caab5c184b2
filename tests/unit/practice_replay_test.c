/* What a diary teaches the practice dongle. */
#include "practice/replay.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct replay *
learnt(const char *text)
{
    struct replay *r = NULL;

    CHECK(replay_read(text, strlen(text), &r) == OK);
    return r;
}

static const char whole[] =
    "notehome-diary 1\n"
    "port 0 1e0e:9001 ff 02\n"
    "port 1 1e0e:9001 ff 00\n"
    "port 2 1e0e:9001 ff 03\n"
    "0.000 0 =\n"
    "0.010 0 > AT\\r\n"
    "0.020 0 < AT\\r\\r\\n\n"
    "0.020 0 < OK\\r\\n\n"
    "0.200 0 < START\\r\\n\n"
    "0.500 0 > AT+CPIN?\\r\n"
    "0.510 0 < AT+CPIN?\\r\\r\\n\n"
    "0.510 0 < +CME ERROR: 14\\r\\n\n"
    "0.700 0 < +CPIN: READY\\r\\n\n"
    "0.800 0 > AT+CMGF=0\\r\n"
    "0.810 0 < AT+CMGF=0\\r\\r\\n\n"
    "0.810 0 < +CMS ERROR: 314\\r\\n\n"
    "2.500 0 > AT+CPIN?\\r\n"
    "2.510 0 < AT+CPIN?\\r\\r\\n\n"
    "2.510 0 < +CPIN: READY\\r\\n\n"
    "3.500 0 > AT+CGMM\\r\n"
    "3.510 0 < AT+CGMM\\r\\r\\n\n"
    "3.510 0 < +CGMM: A7670E-FASE\\r\\n\n"
    "3.510 0 < \\r\\n\n"
    "3.510 0 < OK\\r\\n\n"
    "3.600 0 > ATI\\r\n"
    "3.610 0 < ATI\\r\\r\\n\n"
    "3.610 0 < Manufacturer: SIMCOM INCORPORATED\\r\\n\n"
    "3.610 0 < Revision: A011B07A7670M7\\r\\n\n"
    "3.610 0 < OK\\r\\n\n"
    "3.700 0 > AT+CPMS=?\\r\n"
    "3.710 0 < AT+CPMS=?\\r\\r\\n\n"
    "3.710 0 < +CPMS: (\"ME\",\"SM\"),(\"ME\",\"SM\"),(\"ME\",\"SM\")\\r\\n\n"
    "3.710 0 < +CIEV: 10,1\\r\\n\n"
    "3.710 0 < OK\\r\\n\n"
    "3.800 0 > AT+CNMI=?\\r\n"
    "3.810 0 < +CNMI: (1,2),(0-3),(0,2),(0,1,2),(1)\\r\\n\n"
    "3.810 0 < OK\\r\\n\n"
    "3.900 0 > AT+CSMS=?\\r\n"
    "3.910 0 < +CSMS: (0,1)\\r\\n\n"
    "3.910 0 < OK\\r\\n\n"
    "3.920 0 > AT+CSMS?\\r\n"
    "3.930 0 < +CSMS: 1,1,1,1\\r\\n\n"
    "3.930 0 < OK\\r\\n\n"
    "4.000 0 > AT+CEREG?\\r\n"
    "4.010 0 < +CEREG: 0,6\\r\\n\n"
    "4.010 0 < OK\\r\\n\n"
    "4.100 0 > AT+CREG?\\r\n"
    "4.110 0 < ERROR\\r\\n\n"
    "4.200 0 > AT+CSQ\\r\n"
    "4.210 0 < +CSQ: 99,99\\r\\n\n"
    "4.210 0 < OK\\r\\n\n"
    "4.220 0 > AT+CESQ\\r\n"
    "4.230 0 < +CESQ: 99,99,255,255,20,50\\r\\n\n"
    "4.230 0 < OK\\r\\n\n"
    "4.300 0 > AT+CUSD=2\\r\n"
    "4.310 0 < ERROR\\r\\n\n"
    "4.400 0 > AT^SOMETHING=1\\r\n"
    "4.410 0 < COMMAND NOT SUPPORT\\r\\n\n"
    "4.500 0 > AT+CUSD=1,\"*731#\",15\\r\n"
    "4.510 0 < OK\\r\\n\n"
    "4.900 0 < +CUSD: 0, \"00530061\", 15\\r\\n\n"
    "5.000 0 < +CMTI: \"ME\",1\\r\\n\n"
    "5.100 0 > AT+CMGL=4\\r\n"
    "5.110 0 < AT+CMGL=4\\r+CMGL: 1,0,33 \\r\\n\n"
    "5.110 0 < 0791527422050092040AA1702143658700006230918051002103F9F21C\\r\\n\n"
    "5.110 0 < OK\\r\\n\n"
    "5.200 0 > AT+CMGS=20\\r\n"
    "5.210 0 < > \n"
    "5.220 0 > 0011000B919471000000F10000AA05E8329BFD06\\x1A\n"
    "5.300 0 < +CMGS: 7\\r\\n\n"
    "5.300 0 < OK\\r\\n\n"
    "9.710 0 < +CIEV: 10,1\\r\\n\n"
    "15.710 0 < +CIEV: 10,1\\r\\n\n"
    "16.000 2 > AT\\r\n"
    "16.010 2 < OK\\r\\n\n"
    "# full\n";

TEST(a_diary_becomes_a_family)
{
    struct replay *r = learnt(whole);
    const struct model *m = &r->model;

    CHECK_TEXT(m->maker, "SIMCOM INCORPORATED");
    CHECK_TEXT(m->type, "A7670E-FASE");
    CHECK_TEXT(m->revision, "A011B07A7670M7");
    CHECK_TEXT(m->stores, "(\"ME\",\"SM\"),(\"ME\",\"SM\"),(\"ME\",\"SM\")");
    CHECK_TEXT(m->get, "ME");
    CHECK_TEXT(m->start, "START\n+CPIN: READY");
    CHECK_TEXT(m->idle, "+CIEV: 10,1");
    CHECK_INT(m->idle_ms, 6000);
    CHECK_INT(m->ready_ms, 2500);
    CHECK(m->sim_busy == 14 && m->text_busy == 314 && m->first == 1);
    CHECK(m->creg == -1 && m->cereg == 6 && m->csms == 1);
    CHECK(m->cnmi[0] == 6 && m->cnmi[1] == 15 && m->cnmi[2] == 5);
    CHECK(m->cnmi[3] == 7 && m->cnmi[4] == 2);
    CHECK_INT(m->ussd, MODEL_USSD_CHARSET);
    CHECK_INT(m->habits, MODEL_TAGGED | MODEL_READY_NO_OK | MODEL_NO_CLOSE
        | MODEL_NO_SIGNAL | MODEL_NO_ALPHA | MODEL_LIST_BLANK
        | MODEL_LIST_CLOSE | MODEL_USSD_BLANK | MODEL_USSD_UCS2 | MODEL_LTE
        | MODEL_PHASE_2);
    CHECK(m->vendor == 0x1e0e && m->product == 0x9001);
    CHECK_INT(model_ports(m), 3);
    CHECK(m->port[0].role == MODEL_DEAF && m->port[0].number == 0);
    CHECK(m->port[1].role == MODEL_MAIN && m->port[1].number == 2);
    CHECK(m->port[2].role == MODEL_SECOND && m->port[2].number == 3);
    replay_free(r);
}

TEST(what_depends_on_nothing_is_answered_as_it_stood)
{
    struct replay *r = learnt(whole);

    CHECK_TEXT(replay_answer(r, "+CSMS=?", true),
        "+CSMS: (0,1)\r\nOK\r\n");
    CHECK_TEXT(replay_answer(r, "^SOMETHING=1", false),
        "COMMAND NOT SUPPORT\r\n");
    CHECK(replay_answer(r, "+CMGF=0", true) == NULL);   /* it was starting */
    CHECK(replay_answer(r, "+CUSD=2", true) == NULL);
    CHECK(replay_answer(r, "+CMGL=4", true) == NULL);
    CHECK(replay_answer(r, "+CPIN?", true) == NULL);
    CHECK(replay_answer(r, "^NEVER", false) == NULL);
    replay_free(r);
}

/* A diary with one talk about codes. */
static enum model_ussd
ussd_of(const char *talk)
{
    struct replay *r;
    char text[2048];
    enum model_ussd u;

    snprintf(text, sizeof(text), "notehome-diary 1\nport 0 -:- - -\n"
        "0.000 0 > AT\\r\n0.000 0 < OK\\r\\n\n%s", talk);
    r = learnt(text);
    u = r->model.ussd;
    replay_free(r);
    return u;
}

TEST(how_a_dongle_wants_codes_is_learnt)
{
#define ASK(code) "1.000 0 > AT+CUSD=1,\"" code "\",15\\r\n"
#define YES "1.010 0 < OK\\r\\n\n1.500 0 < +CUSD: 0,\"x\",15\\r\\n\n"
#define NO "1.010 0 < +CME ERROR: 50\\r\\n\n"
#define LATER "1.010 0 < OK\\r\\n\n1.500 0 < +CUSD: 4\\r\\n\n"
    CHECK_INT(ussd_of(""), MODEL_USSD_ANY);
    CHECK_INT(ussd_of(ASK("*1#") YES), MODEL_USSD_CHARSET);
    CHECK_INT(ussd_of(ASK("002A00310023") YES), MODEL_USSD_CHARSET);
    CHECK_INT(ussd_of(ASK("002A00310023") NO ASK("*1#") YES),
        MODEL_USSD_LETTERS);
    CHECK_INT(ussd_of(ASK("002A00310023") LATER ASK("*1#") YES),
        MODEL_USSD_LETTERS);
    CHECK_INT(ussd_of(ASK("002A00310023") NO ASK("*1#") NO
        ASK("2A5BCE3602") YES), MODEL_USSD_PACKED);
    CHECK_INT(ussd_of(ASK("002A00310023") NO ASK("*1#") NO
        ASK("2A5BCE3602") NO), MODEL_USSD_NONE);
}

TEST(what_is_no_diary_is_refused)
{
    static const char *const bad[] = { "", "notehome-diary 2\n",
        "notehome-diary 1\n", "notehome-diary 1\nport 0 -:- - -\n",
        "notehome-diary 1\n0.000 0 > AT\\r\n",
        "notehome-diary 1\nport 16 -:- - -\n",
        "notehome-diary 1\nport 0 -:- - -\n0.000 0 > AT\\q\n",
        "notehome-diary 1\nport 0 -:- - -\n0.000 0 > AT\\x00\n",
        "notehome-diary 1\nport 0 -:- - -\n0.000 0 > AT\\\n",
        "notehome-diary 1\nport 0 -:- - -\nhello\n",
        "notehome-diary 1\nport 0 -:- - -\n0.000 0 > AT\\r\n" };
    struct replay *r = NULL;

    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        if (replay_read(bad[i], strlen(bad[i]), &r) != ERR_INPUT)
            fail_msg("taken: %s", bad[i]);
    CHECK(replay_open("/nonexistent", &r) == ERR_IO);
    CHECK(replay_open("/dev/zero", &r) == ERR_IO);
}

/* Cut anywhere, and with any byte changed, it is a family or refused. */
TEST(a_damaged_diary_harms_nobody)
{
    size_t n = sizeof(whole) - 1;
    char text[sizeof(whole)];
    struct replay *r;

    for (size_t cut = 0; cut < n; cut += 3)
        if (replay_read(whole, cut, &r) == OK)
            replay_free(r);
    for (size_t i = 0; i < n; i++) {
        memcpy(text, whole, n);
        text[i] = (char)(text[i] ^ (1 << i % 8));
        if (replay_read(text, n, &r) == OK)
            replay_free(r);
    }
}
