/* A diary keeps how a dongle talks, and nothing of what people said by it. */
#include "air.h"
#include "diary/diary.h"
#include "diary/line_fake.h"
#include "diary/pdu_fake.h"
#include "test.h"
#include "text/pdu.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { RUNS = 400 };

/* One line from the dongle, cleaned with a key of its own. */
static const char *
cleaned_after(const char *command, const char *line)
{
    static const uint8_t key[FAKE_KEY] = { 7 };
    static char out[1024];
    struct line_before before = { 0 };
    struct fake f;

    CHECK(fake_start(&f, key));
    snprintf(out, sizeof(out), "%s", command);
    if (*command)
        line_fake(&f, &before, true, true, out, strlen(out));
    snprintf(out, sizeof(out), "%s", line);
    line_fake(&f, &before, false, true, out, strlen(out));
    fake_end(&f);
    return out;
}

/* It stays to the letter. */
static void
stays_after(const char *command, const char *line)
{
    CHECK_TEXT(cleaned_after(command, line), line);
}

TEST(what_a_dongle_is_and_how_it_talks_stays)
{
    static const char *const lines[] = { "OK", "ERROR", "+CMS ERROR: 500",
        "+CME ERROR: SIM failure", "+CME ERROR: 14", "> ", "+CPIN: READY",
        "+CPIN: SIM PIN", "+CPIN: PH-NET PIN", "+CMTI: \"SM\",3",
        "+CMTI: \"ME\", 12", "+CMGL: 1,0,,24", "+CMGL: 1,1,24 ",
        "+CMGR: 0,,158", "+CMGS: 217", "+CSQ: 20,99",
        "+CESQ: 99,99,255,255,20,50", "+CREG: 0,1", "+CEREG: 2,6",
        "+CPMS: (\"SM\",\"ME\"),(\"SM\",\"ME\"),(\"SM\" ,\"SM_P\")",
        "+CPMS: \"SM\",3,20,\"SM\",3,20,\"SM\",3,20",
        "+CNMI: (0,1,2),(0-3),(0,2,3),(0-2),(0,1)", "+CSMS: (0,1)",
        "+CSMS: 1,1,1,1", "+CSCS: (\"IRA\",\"GSM\",\"UCS2\")", "^RSSI:17",
        "^MODE:5,4", "^SYSINFO:2,3,0,5,1", "^SRVST:0", "^SIMST:1",
        "+ZPASR: \"UMTS\"", "+ZUSIMR:2", "RDY", "Call Ready", "SMS Ready",
        "SMS DONE", "PB DONE", "OPL DONE", "NORMAL POWER DOWN", "START",
        "UNDER-VOLTAGE WARNNING", "RING", "NO CARRIER", "+CRING: VOICE",
        "+CUSD: 4", "+CUSD: 2", "DST: 0", "+CFUN: 1",
        "+CTZV: 26/11/28,10:20:30,+12", "COMMAND NOT SUPPORT" };

    for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
        stays_after("", lines[i]);
    stays_after("AT+CGMI", "huawei");
    stays_after("AT+CGMM", "SIMCOM_SIM800C");
    stays_after("AT+CGMM", "+CGMM: E3372h-153");
    stays_after("AT+CGMR", "11.126.16.00.00");
    stays_after("AT+CGMR", "Revision:1418B04SIM800C24");
    stays_after("ATI", "Manufacturer: QUALCOMM INCORPORATED");
    stays_after("AT+CMGS=42", "> ");
}

TEST(our_commands_stay_but_for_what_they_carry)
{
    static const char *const lines[] = { "AT", "ATE1", "AT+CMGF=0",
        "AT+CPMS=\"SM\",\"SM\"", "AT+CMGD=12", "AT+CNMI=2,1,0,2,0",
        "AT+CMGL=4", "AT+CSCS=\"UCS2\"", "AT+CMGS=155", "AT+CLCK=\"SC\",2",
        "AT^CURC=0", "AT+COPS=3,2", "AT+CUSD=2" };

    for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
        stays_after("", lines[i]);
}

/* So long, letters where letters were, digits where digits were, and not the
 * same. */
static void
goes(const char *command, const char *line, const char *secret)
{
    const char *got = cleaned_after(command, line);

    if (strstr(got, secret) || strlen(got) != strlen(line))
        fail_msg("%s\nstays in\n%s\nof\n%s", secret, got, line);
}

TEST(numbers_names_pins_places_and_codes_go)
{
    goes("", "AT+CPIN=\"4321\"", "4321");
    goes("", "AT+CPIN=4321", "4321");
    goes("", "AT+CPIN=\"12345678\",\"4321\"", "4321");
    goes("", "AT+CLCK=\"SC\",0,\"4321\"", "4321");
    goes("", "AT+CPWD=\"SC\",\"4321\",\"9876\"", "9876");
    goes("", "ATD0712000001;", "0712000001");
    goes("", "ATD*144#", "144");
    goes("", "AT+CUSD=1,\"*144#\",15", "144");
    goes("", "AT+CUSD=1,\"*141*123456789012#\",15", "123456789012");
    goes("", "AT+CSCA=\"+254700000000\",145", "254700000000");
    goes("AT+CGSN", "358240051111110", "358240051111110");
    goes("AT+CGSN", "+CGSN: 358240051111110", "358240051111110");
    goes("ATI", "IMEI: 358240051111110", "358240051111110");
    goes("ATI", "SN: 12345", "12345");
    goes("AT+CIMI", "639990001000001", "639990001000001");
    goes("", "^ICCID: 8925499000001000001", "8925499000001000001");
    goes("", "+CCID: \"89254990000010000017\"", "89254990000010000017");
    goes("", "+CNUM: \"Shule\",\"+254700000001\",145", "254700000001");
    goes("", "+CNUM: \"Shule\",\"+254700000001\",145", "Shule");
    goes("", "+CNUM: ,254700000001,145", "254700000001");
    goes("", "+CLIP: \"+254712000001\",145,,,\"Salma Ali\"", "254712000001");
    goes("", "+CLIP: \"+254712000001\",145,,,\"Salma Ali\"", "Salma");
    goes("", "+CLIP: 0712000001,129", "0712000001");
    goes("", "+CPBR: 1,\"0712000001\",129,\"MARY\"", "MARY");
    goes("", "+CMGL: 1,\"REC READ\",\"+254712000001\",\"Salma\"", "Salma");
    goes("", "+CMT: \"+254712000001\",24", "254712000001");
    goes("", "+COPS: 0,0,\"Safaricom\",2", "Safaricom");
    goes("", "+COPS: 0,2,\"63902\",2", "63902");
    goes("", "+CREG: 2,1,\"1A2B\",\"01C3D4E5\"", "1A2B");
    goes("", "+CREG: 2,1,1A2B,3C4D", "3C4D");
    goes("", "+CEREG: 2,1,\"7531\",\"0012D687\",7", "7531");
    goes("", "+CGPSINFO: 0117.1234,S,03649.1234,E", "0117");
    goes("", "+QGPSLOC: 061951.0,31.82,117.11", "31");
}

TEST(what_the_network_says_to_a_code_goes_in_every_form)
{
    static const char *const says[] = {
        "+CUSD: 0,\"Salma, your balance is KES 120.50\",15",
        "+CUSD: 0, \"Salma, your balance is KES 120.50\", 15",
        "+CUSD: 0,Salma, your balance is KES 120.50,15",
        "+CUSD: 1,Salma KES 120.50",
        "+CUSD: 0,\"00530061006C006D0061\",72",
        "+CUSD: 0,\"00530061006C006D0061\",15",
        "+CUSD: 0,\"D3303B0C\",15", "+CUSD:0,\"d3303b0c\",15",
        "+CUSD: 0,\"Salma",
        "*CUSD: 0,\"Salma\"" };
    static const char *const secrets[] = { "Salma", "120.50", "KES",
        "00530061", "006C006D", "D3303B0C", "d3303b0c" };

    for (size_t i = 0; i < sizeof(says) / sizeof(*says); i++)
        for (size_t k = 0; k < sizeof(secrets) / sizeof(*secrets); k++)
            goes("", says[i], secrets[k]);
}

/* All that was added, written. */
static char *
written(struct diary *d)
{
    char *text = NULL;

    CHECK(diary_write(d, &text) == OK);
    diary_free(d);
    return text;
}

static void
up(struct diary *d, const char *text)
{
    CHECK(diary_add(d, 0, 0, DIARY_UP, text, strlen(text)));
}

static void
down(struct diary *d, const char *text)
{
    CHECK(diary_add(d, 0, 0, DIARY_DOWN, text, strlen(text)));
}

static struct diary *
diary_of_one_port(void)
{
    struct diary *d = diary_new(0);

    CHECK(d && diary_port(d, "/dev/ttyUSB1", 0x12d1, 0x1506, 2, 1) == 0);
    return d;
}

TEST(a_text_over_several_lines_goes_whole)
{
    struct diary *d = diary_of_one_port();
    char *text;

    up(d, "\r\n+CUSD: 1,\"Welcome Salma\r\n1 Balance of 0712000001\r\n\r\n");
    up(d, "2 Bundles of Juma\",15\r\n\r\n+CMTI: \"SM\",4\r\n");
    up(d, "\r\n+CUSD: 0,Bare words\r\nof Mariamu 0712000002\r\n\r\nOK\r\n");
    up(d, "ATI\r\r\nhuawei\r\n");
    text = written(d);
    CHECK(!strstr(text, "Salma") && !strstr(text, "Balance"));
    CHECK(!strstr(text, "Juma") && !strstr(text, "0712"));
    CHECK(!strstr(text, "Mariamu") && !strstr(text, "Bare"));
    CHECK(strstr(text, "\",15\\r\\n\n") && strstr(text, "+CMTI: \"SM\",4"));
    CHECK(strstr(text, "< huawei\\r\\n\n"));
    free(text);
}

TEST(a_diary_shows_its_ports_times_and_line_ends)
{
    struct diary *d = diary_new(5000);
    char *text;

    CHECK(diary_port(d, "/dev/ttyUSB0", 0x12d1, 0x1506, -1, 0) == 0);
    CHECK(diary_port(d, "/dev/ttyUSB1", -1, -1, -1, -1) == 1);
    CHECK(diary_port(d, "/dev/ttyUSB0", 1, 1, 1, 1) == 0);
    CHECK(diary_add(d, 5000, 1, DIARY_OPENED, "", 0));
    CHECK(diary_add(d, 5012, 1, DIARY_DOWN, "AT+CMGF", 7));
    CHECK(diary_add(d, 5013, 1, DIARY_UP, "AT+CM", 5));
    CHECK(diary_add(d, 5014, 1, DIARY_DOWN, "=0\r", 3));
    CHECK(diary_add(d, 17345, 1, DIARY_UP, "GF=0\r\r\nOK\r\n\r\n> ", 15));
    text = written(d);
    CHECK_TEXT(text, "notehome-diary 1\n"
        "port 0 12d1:1506 - 00\n"
        "port 1 -:- - -\n"
        "0.000 1 =\n"
        "0.014 1 > AT+CMGF=0\\r\n"
        "12.345 1 < AT+CMGF=0\\r\\r\\n\n"
        "12.345 1 < OK\\r\\n\n"
        "12.345 1 < \\r\\n\n"
        "12.345 1 < > \n");
    free(text);
}

TEST(a_diary_is_bounded_and_says_so)
{
    struct diary *d = diary_new(0);
    char block[512], *text;
    int n = 0;

    memset(block, 'x', sizeof(block));
    CHECK(diary_port(d, "p", -1, -1, -1, -1) == 0);
    while (diary_add(d, n, 0, DIARY_UP, block, sizeof(block)))
        CHECK(n++ < DIARY_BYTES_MAX / 512);
    CHECK(n > DIARY_BYTES_MAX / 600);
    CHECK(!diary_add(d, n, 0, DIARY_UP, "x", 1));
    for (int i = 1; i < DIARY_PORTS; i++) {
        snprintf(block, sizeof(block), "p%d", i);
        CHECK(diary_port(d, block, -1, -1, -1, -1) == i);
    }
    CHECK(diary_port(d, "one more", -1, -1, -1, -1) == -1);
    text = written(d);
    CHECK(strlen(text) < DIARY_TEXT_MAX && strstr(text, "\n# full\n"));
    free(text);
}

/* --- PDUs ------------------------------------------------------------------ */

static const char *const vectors[] = {
    "0791527422050092040C9152742143658700006230918051002113C176DA1D06A5E7"
    "A0797ABC06D1DFE4701E",
    "0791527422050092040AA1702143658700006230918051002103F9F21C",
    "0791527422050092040BD0CD16B4380D0200006230918051002107C2303BEC1E9701",
    "0791527422050092040C915274214365870008623091805100210C1230120B121D00"
    "20D83DDE00",
    "0791527422050092440C915274214365870000623091805100210D050003AB0302E6"
    "E5F1DB4D06",
    "0791527422050092440C915274214365870008623091805100210D06080412340201"
    "00610062D83D",
    "0791527422050092440C915274214365870000623091805100210E06250106240106"
    "2F21F37BCA02",
    "0011000B919471000000F10000AA05E8329BFD06" };

TEST(a_pdu_stays_one_of_the_same_shape_and_tells_nothing)
{
    static const uint8_t key[FAKE_KEY] = { 9 };
    struct fake f;

    CHECK(fake_start(&f, key));
    for (size_t i = 0; i < sizeof(vectors) / sizeof(*vectors); i++) {
        char hex[512];
        struct pdu was, is;

        snprintf(hex, sizeof(hex), "%s", vectors[i]);
        CHECK(pdu_parse(hex, &was, NULL) == OK);
        CHECK(pdu_fake(&f, hex, strlen(hex)));
        CHECK_INT(strlen(hex), strlen(vectors[i]));
        CHECK(pdu_parse(hex, &is, NULL) == OK);
        CHECK(is.type == was.type && is.dcs == was.dcs && is.at == was.at);
        CHECK(is.units == was.units && is.content == was.content);
        CHECK(!memcmp(&is.concat, &was.concat, sizeof(is.concat)));
        CHECK(is.peer.type == was.peer.type
            && is.peer.letters == was.peer.letters);
        CHECK(strlen(is.peer.text) == strlen(was.peer.text));
        CHECK(strcmp(is.peer.text, was.peer.text) != 0);
        CHECK(!*was.smsc.text || strcmp(is.smsc.text, was.smsc.text) != 0);
        CHECK(memcmp(is.text, was.text, sizeof(*is.text) * (size_t)is.units)
            != 0);
    }
    fake_end(&f);
}

TEST(what_is_no_pdu_becomes_noughts)
{
    static const uint8_t key[FAKE_KEY] = { 9 };
    char hex[512];
    struct fake f;
    size_t n;

    CHECK(fake_start(&f, key));
    for (size_t i = 0; i < sizeof(vectors) / sizeof(*vectors); i++)
        for (size_t cut = 2; cut < strlen(vectors[i]); cut += 2) {
            snprintf(hex, sizeof(hex), "%.*s", (int)cut, vectors[i]);
            n = strlen(hex);
            if (!pdu_fake(&f, hex, n))
                CHECK_INT(strspn(hex, "0"), n);
            CHECK_INT(strlen(hex), n);
        }
    fake_end(&f);
}

TEST(one_number_is_one_in_every_form_and_two_stay_two)
{
    static const uint8_t key[FAKE_KEY] = { 3 };
    char a[] = "254712000001", b[] = "0712000001", c[] = "712000002";
    struct fake f;

    CHECK(fake_start(&f, key));
    fake_digits(&f, a, strlen(a));
    fake_digits(&f, b, strlen(b));
    fake_digits(&f, c, strlen(c));
    CHECK_TEXT(a + 3, b + 1);
    CHECK(strcmp(b + 1, c) != 0);
    CHECK(*b == '0' && *a != '0');
    fake_end(&f);
}

/* --- a whole session ------------------------------------------------------- */

struct session {
    struct diary *d;
    char real[RUNS][24];        /* digits that must not stand there */
    int n;
    unsigned dice;
};

static unsigned
roll(struct session *s, unsigned n)
{
    s->dice = s->dice * 1103515245u + 12345u;
    return (s->dice >> 8) % n;
}

/* So many digits of chance, remembered. */
static const char *
digits(struct session *s, const char *head, int n)
{
    char *out = s->real[s->n++ % RUNS];

    strcpy(out, head);
    for (int i = (int)strlen(head); i < n; i++) {
        out[i] = (char)('0' + roll(s, 10));
        out[i + 1] = '\0';
    }
    return out;
}

static void
say(struct session *s, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* From the dongle, in pieces of any length. */
static void
say(struct session *s, const char *fmt, ...)
{
    char text[2048];
    va_list ap;
    size_t n, at = 0;

    va_start(ap, fmt);
    n = (size_t)vsnprintf(text, sizeof(text), fmt, ap);
    va_end(ap);
    while (at < n) {
        size_t len = 1 + roll(s, 40);

        len = len < n - at ? len : n - at;
        CHECK(diary_add(s->d, (int64_t)s->n * 10, 0, DIARY_UP, text + at,
            len));
        at += len;
    }
}

static void
one_turn(struct session *s)
{
    const char *from = digits(s, roll(s, 2) ? "2547" : "07", 12);
    const char *told = digits(s, "", 5 + (int)roll(s, 9));
    const char *other = digits(s, "07", 10);
    char words[200], international[32];
    struct link_part p;

    snprintf(words, sizeof(words), "Call %s or %s, Amina of 4B", told, other);
    snprintf(international, sizeof(international), "%s%s", *from == '0' ? ""
        : "+", from);
    p = air_deliver(&(struct air){ .from = international, .text = words,
        .smsc = "0791527422050092" });
    say(s, "\r\n+CMGL: %u,0,\"Amina %s\",%zu\r\n%s\r\n\r\nOK\r\n", roll(s, 20),
        other, strlen(p.pdu) / 2 - 8, p.pdu);
    p = air_report(from, (int)roll(s, 256), 0);
    say(s, "\r\n+CDS: %zu\r\n%s\r\n", strlen(p.pdu) / 2 - 1, p.pdu);
    say(s, "\r\n+CLIP: \"%s\",145,,,,0\r\n\r\nRING\r\n", international);
    say(s, "\r\n+CUSD: 0,\"You sent %s to %s\r\n and %s\",15\r\n", told, from,
        other);
    say(s, "\r\n+CUSD: 0,Of %s and %s\r\nOK\r\n", told, other);
    say(s, "\r\n+CNUM: \"\",\"%s\",129\r\n\r\nOK\r\n", other);
    say(s, "\r\n+XNEW: %s,%s,\"%s\"\r\n", told, other, from);
    say(s, "AT+CPIN=\"%s\"\r\r\n", digits(s, "", 8));
    say(s, "\r\n%s\r\n\r\nOK\r\n", digits(s, "35824", 15));
    say(s, "ATI\r\r\nIMEI: %s\r\nSN %s\r\n\r\nOK\r\n", digits(s, "35", 15),
        told);
    say(s, "noise %s more %s\r\n", told, other);
}

/* A short one may lie within a longer one by chance. */
static bool
stands(const char *text, const char *real)
{
    size_t n = strlen(real);

    for (const char *p = text; (p = strstr(p, real)); p++)
        if (n >= 7 || ((p == text || !isdigit((unsigned char)p[-1]))
                && !isdigit((unsigned char)p[n])))
            return true;
    return false;
}

/* Whole runs, and what is left of one when noise cuts it. */
TEST(no_number_of_a_session_stands_in_its_diary)
{
    for (unsigned seed = 1; seed <= 12; seed++) {
        struct session s = { .d = diary_of_one_port(), .dice = seed };
        char *text;

        for (int i = 0; i < 30; i++)
            one_turn(&s);
        say(&s, "+CLIP: \"%s", digits(&s, "07", 10));
        text = written(s.d);
        for (int i = 0; i < s.n; i++) {
            const char *real = s.real[i];

            if (stands(text, real))
                fail_msg("seed %u: %s stands there", seed, real);
            for (size_t k = 0; k + 7 <= strlen(real); k++) {
                char window[8];

                memcpy(window, real + k, 7);
                window[7] = '\0';
                if (strstr(text, window))
                    fail_msg("seed %u: %s of %s stands there", seed, window,
                        real);
            }
        }
        CHECK(!strstr(text, "Amina") && !strstr(text, "sent"));
        free(text);
    }
}

TEST(digits_named_beforehand_stand_nowhere)
{
    struct diary *d = diary_of_one_port();
    char *text;

    diary_secret(d, "+254 712000001");
    up(d, "\r\nOK 712000001\r\n");      /* in whatever line */
    down(d, "AT+CMGR=712000001\r");
    text = written(d);
    CHECK(!strstr(text, "712000001"));
    free(text);
}
