#include "base/log.h"
#include "board/session.h"
#include "reason_words.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

static struct session s;
static char sent[4096];         /* what went out, "AB,fields" a line each */
static int sends, cames, statuses, events, dones;
static bool well;
static enum err stored, last_err;
static uint8_t last_seq;
static int64_t now;

static void
take(void *user, const char *bytes, size_t n)
{
    unsigned seq;

    (void)user;
    sends++;
    CHECK(n > 10 && bytes[n - 1] == '\n');
    CHECK(sscanf(bytes, "$%2x", &seq) == 1);
    last_seq = (uint8_t)seq;
    snprintf(sent + strlen(sent), sizeof(sent) - strlen(sent), "%.*s\n",
        (int)(n - 4 - 7), bytes + 4);
}

static bool
ask_health(void *user)
{
    (void)user;
    return well;
}

static void
count_came(void *user)
{
    (void)user;
    cames++;
}

static void
count_status(void *user)
{
    (void)user;
    statuses++;
}

static enum err
take_event(void *user, const struct said_event *e)
{
    (void)user;
    (void)e;
    events++;
    return stored;
}

static void
done(void *user, enum err e, const struct board_frame *f)
{
    (void)user;
    (void)f;
    dones++;
    last_err = e;
}

static const struct session_hooks hooks = { NULL, take, ask_health,
    count_came, count_status, take_event };

static void
start(void)
{
    log_set_level(LOG_ERROR);
    sent[0] = '\0';
    sends = cames = statuses = events = dones = 0;
    well = true;
    stored = OK;
    now = 1000;
    session_start(&s, &hooks, now);
}

/* A sentence from the board: "AB,fields" with this sequence number, or unasked
 * with -1. */
static void
say(int seq, const char *words)
{
    char line[120];
    char inner[100];

    if (seq < 0)
        snprintf(inner, sizeof(inner), "!1,%s", words);
    else
        snprintf(inner, sizeof(inner), "%02X,%s", (unsigned)seq, words);
    snprintf(line, sizeof(line), "$%s*%04X\r\n", inner,
        board_crc(inner, (uint16_t)strlen(inner)));
    session_feed(&s, now, line, strlen(line));
}

static void
go(int64_t ms)
{
    for (int64_t end = now + ms; now < end; now += 10)
        session_tick(&s, now);
}

#define HELLO "HI,1,0,100,1,42,1,5,31"
#define STATUS "ST,9,12600,13800,5000,5000,9,1795248000"

static void
greet_board(void)
{
    start();
    say(-1, HELLO);
    go(10);
    CHECK_TEXT(sent, "HI,1,0,1\n");
    say(last_seq, HELLO);
    CHECK_INT(s.state, SESSION_TALKING);
}

TEST(after_the_boots_greeting_the_board_is_greeted_at_once)
{
    greet_board();
    CHECK_INT(cames, 1);
    CHECK_INT(s.hello.id, 42);
    CHECK(session_understands(&s));
}

TEST(a_board_that_did_not_boot_is_greeted_after_three_seconds)
{
    start();
    go(2990);
    CHECK_INT(sends, 0);
    go(30);
    CHECK_INT(sends, 1);
    say(last_seq, HELLO);
    CHECK_INT(s.state, SESSION_TALKING);
}

TEST(what_never_answers_is_no_board)
{
    start();
    go(3000 + 3 * 300 + 50);
    CHECK_INT(sends, 3);
    CHECK_INT(s.state, SESSION_LOST);
}

TEST(three_tries_carry_one_sequence_number)
{
    uint8_t seq;

    greet_board();
    go(10);
    say(last_seq, STATUS);
    CHECK(session_ask(&s, BOARD_LED, "0,1", done, NULL) == OK);
    sends = 0;
    go(10);
    seq = last_seq;
    go(610);
    CHECK_INT(sends, 3);
    CHECK_INT(last_seq, seq);
    CHECK_INT(dones, 0);
    say(seq, "LD,0,1");
    CHECK_INT(dones, 1);
    CHECK_INT(last_err, OK);
    say(seq, "LD,0,1");
    CHECK_INT(dones, 1);
}

TEST(a_heartbeat_goes_every_ten_seconds_while_all_is_well)
{
    greet_board();
    sent[0] = '\0';
    for (int i = 0; i < 3; i++) {
        go(20);
        say(last_seq, STATUS);
        go(BOARD_HEARTBEAT_MS - 20);
    }
    CHECK_TEXT(sent, "HB\nHB\nHB\n");
    CHECK_INT(statuses, 3);
    CHECK_INT(s.status.battery, 12600);
}

TEST(a_daemon_that_is_not_well_only_asks_for_the_status)
{
    greet_board();
    well = false;
    sent[0] = '\0';
    go(20);
    CHECK_TEXT(sent, "ST\n");
}

TEST(a_board_that_falls_silent_is_lost_after_three_tries)
{
    greet_board();
    go(3 * 300 + 20);
    CHECK_INT(s.state, SESSION_LOST);
}

TEST(an_event_is_acknowledged_once_it_is_stored)
{
    greet_board();
    go(10);
    say(last_seq, STATUS);
    sent[0] = '\0';
    stored = ERR_IO;
    say(-1, "EV,7,ML,12400");
    go(10);
    CHECK_TEXT(sent, "");
    stored = OK;
    say(-1, "EV,7,ML,12400");
    go(10);
    CHECK_TEXT(sent, "EA,7\n");
    CHECK_INT(events, 2);
}

TEST(fields_from_a_newer_board_are_ignored)
{
    start();
    say(-1, HELLO);
    go(10);
    say(last_seq, HELLO ",99,new");
    CHECK_INT(s.state, SESSION_TALKING);
    go(10);
    say(last_seq, STATUS ",1,2,3");
    CHECK_INT(statuses, 1);
}

TEST(a_board_of_another_major_is_watched_and_never_switched)
{
    start();
    say(-1, "HI,2,0,100,1,42,1,5,31");
    go(10);
    say(last_seq, "HI,2,0,100,1,42,1,5,31");
    CHECK_INT(s.state, SESSION_TALKING);
    CHECK(!session_understands(&s));
    CHECK(session_ask(&s, BOARD_MODEM, "C", done, NULL) == ERR_REFUSED);
    CHECK(session_ask(&s, BOARD_TIME, "", done, NULL) == OK);
    sent[0] = '\0';
    go(10);
    CHECK(strstr(sent, "TM\n"));
    say(-1, "EV,7,ML,12400");
    CHECK_INT(events, 1);
    go(10);
    CHECK(!strstr(sent, "EA"));
}

TEST(a_board_that_boots_in_between_is_greeted_again)
{
    greet_board();
    go(10);
    say(last_seq, STATUS);
    sent[0] = '\0';
    say(-1, HELLO);
    go(10);
    CHECK_TEXT(sent, "HI,1,0,1\n");
    say(last_seq, HELLO);
    CHECK_INT(cames, 2);
}

TEST(a_refusal_ends_the_request_with_its_reason)
{
    greet_board();
    go(10);
    say(last_seq, STATUS);
    CHECK(session_ask(&s, BOARD_MODEM, "C,5000", done, NULL) == OK);
    sent[0] = '\0';
    go(10);
    CHECK_TEXT(sent, "MO,C,5000\n");
    say(last_seq, "ER,7");
    CHECK_INT(last_err, ERR_REFUSED);
}

TEST(what_waits_when_the_board_goes_ends_once)
{
    greet_board();
    for (int i = 0; i < 5; i++)
        CHECK(session_ask(&s, BOARD_LED, "0,1", done, NULL) == OK);
    session_end(&s);
    CHECK_INT(dones, 5);
    CHECK_INT(last_err, ERR_GONE);
    CHECK(session_ask(&s, BOARD_LED, "0,1", done, NULL) == ERR_GONE);
}

TEST(nonsense_on_the_line_changes_nothing)
{
    greet_board();
    go(10);
    say(last_seq, "ST,1,2");
    CHECK_INT(statuses, 0);
    say(-1, "EV,7");
    say(-1, "EV,70000,ML");
    say(-1, "EV,7,mains");
    say(-1, "EV,7,ML,-3");
    say(-1, "HI");
    session_feed(&s, now, "\xff$$\r\n$00,ST*0000\r\n", 18);
    CHECK_INT(events, 0);
    CHECK_INT(s.state, SESSION_TALKING);
}

TEST(every_event_has_words)
{
    static const uint16_t types[] = {
#define TYPE(n, a, b, args) BOARD_CODE(a, b),
        BOARD_EVENTS(TYPE) BOARD_CODE('Z', 'Z')
    };

    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        struct said_event e = { .n = 1, .type = types[i], .name = "XX",
            .args = 3, .arg = { 1, 12400, 5000 } };
        struct reason r = said_event_reason(&e);
        const char *words = in_words(&r);

        CHECK(strlen(words) > 10);
        CHECK(words[strlen(words) - 1] == '.');
    }
}
