#include "modem/line_filter.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

/* What came out on each side, and what was told. */
static struct world {
    struct line_filter *f;
    char modem[4096], library[8192];
    struct filter_event last[64];
    char text[64][256];
    int events;
    bool refuse_hand_over;
    int64_t now;
} w;

static void
to_modem(void *self, const char *bytes, size_t n)
{
    (void)self;
    strncat(w.modem, bytes, n);
}

static void
to_library(void *self, const char *bytes, size_t n)
{
    (void)self;
    strncat(w.library, bytes, n);
}

static bool
event(void *self, const struct filter_event *e)
{
    (void)self;
    if (w.events < 64) {
        w.last[w.events] = *e;
        snprintf(w.text[w.events++], 256, "%s", e->text ? e->text : "");
    }
    return !w.refuse_hand_over;
}

static const struct filter_calls calls = { to_modem, to_library, event };

static void
modem(const char *text)
{
    filter_from_modem(w.f, text, strlen(text), ++w.now);
}

static void
library(const char *text)
{
    filter_from_library(w.f, text, strlen(text), ++w.now);
}

static void
later(int64_t ms)
{
    int64_t end = w.now + ms;

    while (filter_due(w.f) <= end) {
        w.now = filter_due(w.f);
        filter_tick(w.f, w.now);
    }
    w.now = end;
}

static void
forget(void)
{
    w.modem[0] = w.library[0] = '\0';
    w.events = 0;
}

/* A filter whose modem answered once, with SM selected. */
static void
open_world(void)
{
    w = (struct world){ .now = 1000 };
    w.f = filter_new(&calls, NULL);
    filter_sync(w.f, w.now);
    modem("AT+CSQ\r\r\n+CSQ: 20,99\r\n\r\nOK\r\n");
    library("AT+CPMS=\"SM\"\r");
    modem("AT+CPMS=\"SM\"\r\r\n+CPMS: 1,20,1,20,1,20\r\n\r\nOK\r\n");
    forget();
}

static int
count(enum filter_event_kind kind)
{
    int n = 0;

    for (int i = 0; i < w.events; i++)
        n += w.last[i].kind == kind;
    return n;
}

static const struct filter_event *
find(enum filter_event_kind kind)
{
    for (int i = 0; i < w.events; i++)
        if (w.last[i].kind == kind)
            return &w.last[i];
    fail_msg("no event of kind %d", (int)kind);
    return NULL;
}

#define PDU "07914477790706F0040B814007278303F100006211220003512105E8329BFD06"
#define PDU_OCTETS "24"

TEST(an_answer_reaches_the_library_whole_and_once)
{
    open_world();
    library("AT+CSQ\r");
    CHECK_TEXT(w.modem, "AT+CSQ\r");
    modem("AT+CSQ\r\r\n+CS");
    CHECK_TEXT(w.library, "");
    modem("Q: 20,99\r\n\r\nOK\r\n");
    CHECK_TEXT(w.library, "AT+CSQ\r\r\n+CSQ: 20,99\r\n\r\nOK\r\n");
    CHECK(filter_idle(w.f));
    filter_free(w.f);
}

TEST(what_a_modem_says_by_itself_never_reaches_the_library)
{
    open_world();
    modem("\r\n+CIEV: 2,3\r\n\r\n^RSSI:18\r\n\r\nCall Ready\r\n");
    library("AT+CSQ\r");
    modem("AT+CSQ\r\r\n^SMMEMFULL: \"SM\"\r\n\r\n+CSQ: 20,99\r\n"
        "\r\n+CPIN: READY\r\n\r\nOK\r\n\r\n+QIND: 1\r\n");
    CHECK_TEXT(w.library, "AT+CSQ\r\r\n+CSQ: 20,99\r\n\r\nOK\r\n");
    filter_free(w.f);
}

TEST(a_notice_inside_a_line_is_taken_out_and_the_line_mended)
{
    open_world();
    library("AT+CSQ\r");
    modem("AT+CSQ\r\r\n+CSQ: 2\r\n^RSSI: 18\r\n0,99\r\n\r\nOK\r\n");
    CHECK_TEXT(w.library, "AT+CSQ\r\r\n+CSQ: 20,99\r\n\r\nOK\r\n");
    forget();
    library("AT+CSQ\r");
    modem("AT+CSQ\r\r\n+CSQ: 20,99\r\n\r\nO\r\n^RSSI: 18\r\nK\r\n");
    CHECK_TEXT(w.library, "AT+CSQ\r\r\n+CSQ: 20,99\r\n\r\nOK\r\n");
    forget();
    library("AT+CMGL=4\r");
    modem("AT+CMGL=4\r\r\n+CMGL: 3,1,,2\r\n^RSSI: 18\r\n4\r\n"
        "07914477790706F0040B8140072783\r\n^RSSI: 18\r\n"
        "03F100006211220003512105E8329BFD06\r\n\r\nOK\r\n");
    CHECK_TEXT(find(FILTER_ENTRY)->part.pdu, PDU);
    CHECK_INT(find(FILTER_ENTRY)->part.index, 3);
    CHECK_INT(find(FILTER_ENTRY)->part.damaged, 0);
    filter_free(w.f);
}

TEST(a_notice_between_lines_joins_nothing)
{
    open_world();
    library("AT+CMGL=4\r");
    modem("AT+CMGL=4\r\r\n+CMGL: 3,1,," PDU_OCTETS "\r\n^RSSI: 18\r\n"
        PDU "\r\n\r\nOK\r\n");
    CHECK_TEXT(find(FILTER_ENTRY)->part.pdu, PDU);
    CHECK_INT(count(FILTER_ENTRY), 1);
    filter_free(w.f);
}

TEST(the_library_sees_no_byte_of_a_stored_message)
{
    open_world();
    library("AT+CMGL=4\r");
    modem("AT+CMGL=4\r\r\n+CMGL: 3,0,," PDU_OCTETS "\r\n" PDU
        "\r\n+CMGL: 17,1,,9\r\nFFFF\r\n\r\nOK\r\n");
    CHECK(!strstr(w.library, "E8329BFD06"));
    CHECK(!strstr(w.library, "FFFF"));
    CHECK(strstr(w.library, "+CMGL: 3,1,,16\r\n00040681010030") != NULL);
    CHECK(strstr(w.library, "+CMGL: 17,1,,16\r\n00040681010071") != NULL);
    CHECK_INT(count(FILTER_ENTRY), 2);
    CHECK_INT(w.last[1].part.damaged, 1);
    CHECK_INT(find(FILTER_LISTED)->part.status, 1);
    filter_free(w.f);
}

/* Whatever libgammu asked, be it no command at all. */
TEST(the_library_sees_no_stored_message_in_the_answer_to_something_else)
{
    static const char *const asked[] = { "AT+CMGR03", "AT+CMGR", "AT+CMGR?",
        "AT+CSQ", "ATI", "AT+CIMI", "AT+CPMS?", "AT+CMGF=0", "AT+CNMI?",
        "AT^CARDMODE", "AT+CGMM", "AT+CMGW", "AT+CMG", "AT+CMGRX=1" };
    static const char *const said[] = { "+CMGR:07915274", "+CMGR: 0,,24",
        "+CMGR 07915274", "+CMGL: 3,0,,24", "+CMGL:07915274",
        "+CMGRD: 07915274" };

    for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++)
        for (size_t k = 0; k < sizeof(said) / sizeof(said[0]); k++) {
            char line[80];

            open_world();
            snprintf(line, sizeof(line), "%s\r", asked[i]);
            library(line);
            snprintf(line, sizeof(line), "\r\n%s\r\n\r\nOK\r\n", said[k]);
            modem(line);
            CHECK(!strstr(w.library, said[k]));
            filter_free(w.f);
        }
}

TEST(a_listing_with_a_spoilt_header_is_not_whole)
{
    open_world();
    library("AT+CMGL=4\r");
    modem("AT+CMGL=4\r\r\n+CM\x81\x02\xffGL: 3,0,," PDU_OCTETS "\r\n" PDU
        "\r\n\r\nOK\r\n");
    CHECK_INT(count(FILTER_ENTRY), 0);
    CHECK_INT(find(FILTER_LISTED)->part.status, 0);
    filter_free(w.f);
}

/* --- sending -------------------------------------------------------------- */
static void
arm(void)
{
    struct link_send part = { .validity = 167, .units = 2,
        .text = { 'h', 'i' } };
    struct tpdu t;

    strcpy(part.number, "+254700100200");
    CHECK(tpdu_build(&part, &t) == OK);
    CHECK_INT(t.octets, 16);
    filter_arm(w.f, &t);
}

#define SUBMIT "0011000C915274000120000000A702E834"

TEST(a_part_is_sent_when_a_reference_and_ok_came)
{
    open_world();
    arm();
    library("AT+CMGS=16\r");
    modem("AT+CMGS=16\r\r\n> ");
    CHECK_TEXT(w.library, "AT+CMGS=16\r\r\n> ");
    forget();
    library(SUBMIT);
    CHECK_TEXT(w.modem, SUBMIT);
    CHECK_INT(count(FILTER_HANDED), 0);
    library("\x1a");
    CHECK_INT(count(FILTER_HANDED), 1);
    CHECK_TEXT(w.modem, SUBMIT "\x1a");
    modem(SUBMIT "\x1a\r\n");
    modem("\r\n+CMGS: 77\r\n");
    CHECK_INT(count(FILTER_RESULT), 0);
    modem("\r\nOK\r\n");
    CHECK_INT(find(FILTER_RESULT)->result.outcome, LINK_SENT);
    CHECK_INT(find(FILTER_RESULT)->result.reference, 77);
    CHECK_TEXT(w.library, "\r\n+CMGS: 77\r\n\r\nOK\r\n");
    filter_free(w.f);
}

static void
hand_over(void)
{
    arm();
    library("AT+CMGS=16\r");
    modem("AT+CMGS=16\r\r\n> ");
    library(SUBMIT "\x1a");
    forget();
}

TEST(another_text_than_the_one_asked_for_is_held_back)
{
    open_world();
    arm();
    library("AT+CMGS=16\r");
    modem("AT+CMGS=16\r\r\n> ");
    forget();
    library("0011000C915274000120000000A702E835\x1a");
    CHECK(!strstr(w.modem, "\x1a"));
    CHECK(!strstr(w.modem, "E835"));
    CHECK(w.modem[0] == 0x1b);
    CHECK_INT(count(FILTER_HANDED), 0);
    CHECK_INT(find(FILTER_RESULT)->result.outcome, LINK_NOT_SENT);
    CHECK_INT(find(FILTER_RESULT)->result.code, 304);
    filter_free(w.f);
}

TEST(nothing_is_handed_over_that_the_daemon_does_not_know_of)
{
    open_world();
    library("AT+CMGS=16\r");
    CHECK_TEXT(w.modem, "");    /* no leave at all */
    w.refuse_hand_over = true;
    arm();
    library("AT+CMGS=16\r");
    modem("AT+CMGS=16\r\r\n> ");
    library(SUBMIT "\x1a");
    CHECK(!strchr(w.modem, 0x1a));
    CHECK_INT(find(FILTER_RESULT)->result.outcome, LINK_NOT_SENT);
    filter_free(w.f);
}

TEST(an_ok_without_a_reference_proves_nothing)
{
    open_world();
    hand_over();
    modem("\r\n+CM\x90\x91\x92GS: 77\r\n\r\nOK\r\n");
    CHECK_INT(find(FILTER_RESULT)->result.outcome, LINK_UNKNOWN);
    CHECK_INT(find(FILTER_RESULT)->result.reference, -1);
    filter_free(w.f);
}

static struct link_result
outcome(const char *final)
{
    struct link_result r;
    open_world();
    hand_over();
    modem(final);
    r = find(FILTER_RESULT)->result;
    filter_free(w.f);
    return r;
}

TEST(a_cms_and_a_cme_error_of_one_number_are_told_apart)
{
    struct link_result r = outcome("\r\n+CMS ERROR: 30\r\n");

    CHECK_INT(r.outcome, LINK_REFUSED);
    CHECK_INT(r.error, LINK_ERROR_CMS);
    CHECK_INT(r.code, 30);
    r = outcome("\r\n+CME ERROR: 30\r\n");
    CHECK_INT(r.error, LINK_ERROR_CME);
    CHECK_INT(r.code, 30);
}

TEST(an_error_that_says_nothing_leaves_the_outcome_open)
{
    CHECK_INT(outcome("\r\nERROR\r\n").outcome, LINK_UNKNOWN);
    CHECK_INT(outcome("\r\n+CMS ERROR: 500\r\n").outcome, LINK_UNKNOWN);
    CHECK_INT(outcome("\r\n+CMS ERROR: 0\r\n").outcome, LINK_UNKNOWN);
    CHECK_INT(outcome("\r\n+CMS ERROR: 332\r\n").outcome, LINK_UNKNOWN);
    CHECK_INT(outcome("\r\n+CMS ERROR: oops\r\n").outcome, LINK_UNKNOWN);
    CHECK_INT(outcome("\r\n+CME ERROR: 100\r\n").outcome, LINK_UNKNOWN);
    CHECK_INT(outcome("\r\n+CMS ERROR: 331\r\n").outcome, LINK_REFUSED);
}

TEST(an_error_code_is_read_to_its_end_across_a_notice)
{
    CHECK_INT(outcome("\r\n+CMS ERROR: 3\r\n^RSSI: 9\r\n31\r\n").code, 331);
}

TEST(an_error_instead_of_the_prompt_means_not_sent)
{
    open_world();
    arm();
    library("AT+CMGS=16\r");
    modem("AT+CMGS=16\r\r\n+CMS ERROR: 38\r\n");
    CHECK_INT(find(FILTER_RESULT)->result.outcome, LINK_NOT_SENT);
    CHECK_INT(find(FILTER_RESULT)->result.code, 38);
    filter_free(w.f);
}

TEST(a_modem_that_lives_but_gives_no_result_leaves_the_outcome_open)
{
    open_world();
    hand_over();
    later(44000);
    CHECK_INT(count(FILTER_RESULT), 0);
    CHECK_TEXT(w.modem, "");
    later(1500);
    CHECK_TEXT(w.modem, "AT+CSQ\r");
    modem("AT+CSQ\r\r\n+CSQ: 20,99\r\n\r\nOK\r\n");
    CHECK_INT(find(FILTER_RESULT)->result.outcome, LINK_UNKNOWN);
    /* a result that comes even later belongs to nobody */
    later(1000);
    forget();
    modem("\r\n+CMGS: 12\r\n\r\nOK\r\n");
    CHECK_INT(w.events, 0);
    CHECK_TEXT(w.library, "");
    filter_free(w.f);
}

TEST(a_slow_result_counts_though_the_modem_was_asked_meanwhile)
{
    open_world();
    hand_over();
    later(46000);
    modem("\r\n+CMGS: 12\r\n\r\nOK\r\n");
    CHECK_INT(find(FILTER_RESULT)->result.outcome, LINK_SENT);
    forget();
    library("AT+CSQ\r");
    modem("AT+CSQ\r\r\n+CSQ: 1,99\r\n\r\nOK\r\n");
    CHECK_TEXT(w.library, "");  /* that was the answer to our own question */
    later(1000);
    modem("AT+CSQ\r\r\n+CSQ: 2,99\r\n\r\nOK\r\n");
    CHECK_TEXT(w.library, "AT+CSQ\r\r\n+CSQ: 2,99\r\n\r\nOK\r\n");
    filter_free(w.f);
}

TEST(a_result_may_take_120_seconds_and_no_question_helps)
{
    open_world();
    hand_over();
    later(119000);
    CHECK_INT(count(FILTER_SILENT) + count(FILTER_RESULT), 0);
    modem("\r\n+CMGS: 12\r\n\r\nOK\r\n");
    CHECK_INT(find(FILTER_RESULT)->result.outcome, LINK_SENT);
    CHECK_INT(count(FILTER_SILENT), 0);
    filter_free(w.f);
}

TEST(a_modem_silent_after_ctrl_z_is_given_up_after_121_seconds)
{
    open_world();
    hand_over();
    for (int s = 0; s < 122; s++)
        later(1000);
    CHECK_INT(find(FILTER_RESULT)->result.outcome, LINK_UNKNOWN);
    CHECK_INT(count(FILTER_SILENT), 1);
    filter_free(w.f);
}

/* --- deleting --------------------------------------------------------------- */
static void
show(const char *pdu)
{
    char text[600];

    library("AT+CMGR=3\r");
    snprintf(text, sizeof(text),
        "AT+CMGR=3\r\r\n+CMGR: 1,," PDU_OCTETS "\r\n%s\r\n\r\nOK\r\n", pdu);
    modem(text);
    forget();
}

TEST(a_delete_passes_only_for_the_message_that_was_just_seen)
{
    open_world();
    library("AT+CMGD=3\r");
    CHECK_TEXT(w.modem, "");
    filter_allow_delete(w.f, LINK_STORE_SM, 3, PDU);
    library("AT+CMGD=3\r");
    CHECK_TEXT(w.modem, "");    /* not seen yet */
    show(PDU);
    library("AT+CMGD=4\r");
    library("AT+CMGD=3,4\r");
    CHECK_TEXT(w.modem, "");
    library("AT+CMGD=3\r");
    CHECK_TEXT(w.modem, "AT+CMGD=3\r");
    filter_free(w.f);
}

TEST(a_delete_is_refused_when_another_message_is_in_the_slot)
{
    open_world();
    filter_allow_delete(w.f, LINK_STORE_SM, 3,
        "07914477790706F0040B814007278303F100006211220003512105E8329BFD07");
    show(PDU);
    library("AT+CMGD=3\r");
    CHECK_TEXT(w.modem, "");
    CHECK_TEXT(w.library, "AT+CMGD=3\r\r\nERROR\r\n");
    filter_free(w.f);
}

TEST(a_delete_is_never_repeated_blindly)
{
    open_world();
    filter_allow_delete(w.f, LINK_STORE_SM, 3, PDU);
    show(PDU);
    library("AT+CMGD=3\r");
    modem("AT+CMGD=3\r\r\nO\x80\x81K\r\n");
    forget();
    later(1000);
    CHECK_TEXT(w.modem, "AT+CSQ\r");
    modem("AT+CSQ\r\r\n+CSQ: 20,99\r\n\r\nOK\r\n");
    CHECK(strstr(w.library, "ERROR") != NULL);
    forget();
    filter_allow_delete(w.f, LINK_STORE_SM, 3, PDU);
    library("AT+CMGD=3\r");
    CHECK_TEXT(w.modem, "");
    filter_free(w.f);
}

/* --- noise and silence -------------------------------------------------------- */
TEST(a_spoilt_answer_costs_a_repeat_where_that_does_no_harm)
{
    open_world();
    library("AT+CSCA?\r");
    modem("AT+CSCA?\r\r\n+CSCA: \"+25\x80\x81\x82\",145\r\n\r\nOK\r\n");
    CHECK_TEXT(w.library, "");
    CHECK_TEXT(w.modem, "AT+CSCA?\rAT+CSCA?\r");
    modem("AT+CSCA?\r\r\n+CSCA: \"+254\",145\r\n\r\nOK\r\n");
    CHECK_TEXT(w.library, "AT+CSCA?\r\r\n+CSCA: \"+254\",145\r\n\r\nOK\r\n");
    filter_free(w.f);
}

TEST(a_late_answer_is_not_taken_for_the_next_command)
{
    open_world();
    library("AT+CNMI=?\r");
    later(5500);            /* the harmless question is out */
    modem("AT+CNMI=?\r\r\n+CNMI: (2),(1)\r\n\r\nOK\r\n");
    CHECK_TEXT(w.library, "");
    modem("AT+CSQ\r\r\n+CSQ: 20,99\r\n\r\nOK\r\n");
    CHECK_TEXT(w.library, "AT+CNMI=?\r\r\n\r\nERROR\r\n");
    filter_free(w.f);
}

TEST(a_dead_modem_is_found_out_in_about_ten_seconds)
{
    open_world();
    library("AT+CSQ\r");
    later(12000);
    CHECK_INT(count(FILTER_SILENT), 1);
    filter_free(w.f);
}

/* --- notices -------------------------------------------------------------- */
TEST(arrivals_calls_and_direct_messages_are_told)
{
    open_world();
    modem("\r\n+CMTI: \"SM\",3\r\n");
    CHECK_INT(count(FILTER_ARRIVED), 1);
    modem("\r\nRING\r\n\r\n+CLIP: \"254700100200\",145,,,,0\r\n");
    CHECK_TEXT(w.text[1], "+254700100200");
    modem("\r\nNO CARRIER\r\n");
    CHECK_INT(count(FILTER_RING_ENDED), 1);
    modem("\r\n+CMT: ," PDU_OCTETS "\r\n" PDU "\r\n");
    CHECK_TEXT(find(FILTER_DIRECT)->part.pdu, PDU);
    CHECK_INT(find(FILTER_DIRECT)->part.index, -1);
    modem("\r\n+CUSD: 0,\"Two\nlines\",15\r\n");
    CHECK_TEXT(w.text[w.events - 1], "+CUSD: 0,\"Two\nlines\",15");
    filter_free(w.f);
}

TEST(a_report_that_comes_before_its_result_waits_in_no_line)
{
    open_world();
    hand_over();
    modem("\r\n+CDS: 24\r\n" PDU "\r\n\r\n+CMGS: 5\r\n\r\nOK\r\n");
    CHECK_INT(count(FILTER_DIRECT), 1);
    CHECK_INT(find(FILTER_RESULT)->result.outcome, LINK_SENT);
    filter_free(w.f);
}

static const char *
ussd_told(const char *said)
{
    open_world();
    modem(said);
    later(2000);
    CHECK_INT(count(FILTER_USSD), 1);
    filter_free(w.f);
    return w.text[0];
}

TEST(what_libgammu_need_not_have_is_never_refused_to_it)
{
    static const char *const rows[][2] = {
        { "AT+CFUN=1", "ERROR" }, { "ATE1", "ERROR" },
        { "AT+CFUN=1", "+CME ERROR: 3" }, { "AT^CURC=0", "COMMAND NOT SUPPORT" },
        { "AT^PORTSEL=1", "ERROR" }, { "AT+ZOPRT=5", "+CME ERROR: 100" },
        { "AT+ZCDRUN=8", "ERROR" } };
    char line[80];

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        open_world();
        snprintf(line, sizeof(line), "%s\r", rows[i][0]);
        library(line);
        snprintf(line, sizeof(line), "%s\r\r\n%s\r\n", rows[i][0], rows[i][1]);
        modem(line);
        CHECK(strstr(w.library, "\r\nOK\r\n") != NULL);
        CHECK(!strstr(w.library, "ERROR"));
        filter_free(w.f);
    }
    open_world();
    library("AT+CFUN=1\r");
    later(15500);               /* not a byte: the harmless question is out */
    modem("AT+CSQ\r\r\n+CSQ: 20,99\r\n\r\nOK\r\n");
    CHECK(strstr(w.library, "\r\nOK\r\n") != NULL);
    forget();
    library("AT+CPMS=?\r");
    modem("AT+CPMS=?\r\r\nERROR\r\n");
    CHECK(strstr(w.library, "(\"SM\",\"ME\"),(\"SM\",\"ME\")") != NULL);
    forget();
    library("AT+CPMS=?\r");    /* a list of none */
    modem("AT+CPMS=?\r\r\nOK\r\n");
    CHECK(strstr(w.library, "(\"SM\",\"ME\"),(\"SM\",\"ME\")") != NULL);
    forget();
    filter_hide_store(w.f, LINK_STORE_ME);
    library("AT+CPMS=?\r");
    modem("AT+CPMS=?\r\r\n+CPMS: (\"ME\",\"SM\"),(\"ME\"),(\"SM\")\r\n\r\nOK\r\n");
    CHECK(strstr(w.library, "(\"BM\",\"SM\"),(\"BM\"),(\"SM\")") != NULL);
    forget();
    library("AT+MODE=2\r");     /* of Motorola's alone */
    modem("AT+MODE=2\r\r\nERROR\r\n");
    CHECK(strstr(w.library, "ERROR") != NULL);
    forget();
    library("AT+CFUN=1,1\r");
    modem("AT+CFUN=1,1\r\r\nERROR\r\n");
    CHECK(strstr(w.library, "ERROR") != NULL);
    filter_free(w.f);
}

TEST(a_ussd_text_ends_where_its_coding_scheme_stands_or_where_nothing_follows)
{
    CHECK_TEXT(ussd_told("\r\n+CUSD: 0,\"Pipe 5\" at 20\",15\r\n"),
        "+CUSD: 0,\"Pipe 5\" at 20\",15");
    CHECK_TEXT(ussd_told("\r\n+CUSD: 1,\"Type \"A\"\r\nor \"B\" now\","
        " 15\r\n"), "+CUSD: 1,\"Type \"A\"\nor \"B\" now\", 15");
    CHECK_TEXT(ussd_told("\r\n+CUSD: 0,Bal KES 5.00\r\nValid 3 days,15\r\n"),
        "+CUSD: 0,Bal KES 5.00\nValid 3 days,15");
    CHECK_TEXT(ussd_told("\r\n+CUSD: 0,Bal KES 5.00\r\nValid 3 days\r\n"),
        "+CUSD: 0,Bal KES 5.00\nValid 3 days");
    CHECK_TEXT(ussd_told("\r\n+CUSD: 0,Bal KES 5.00\r\n\r\n^RSSI: 18\r\n"),
        "+CUSD: 0,Bal KES 5.00");
    CHECK_TEXT(ussd_told("\r\n+CUSD: 0,\"Bal\r\n\r\n5.00\",0\r\n"),
        "+CUSD: 0,\"Bal\n5.00\",0");
    CHECK_TEXT(ussd_told("\r\n+CUSD: 4\r\n"), "+CUSD: 4");
    CHECK_TEXT(ussd_told("\r\n+CUSD: 1,\"1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12"
        "\n13\n0 Back\",15\r\n"), "+CUSD: 1,\"1\n2\n3\n4\n5\n6\n7\n8\n9\n10"
        "\n11\n12\n13\n0 Back\",15");
}

TEST(a_ussd_text_that_is_not_closed_swallows_nothing)
{
    open_world();
    modem("\r\n+CUSD: 0,\"Half\r\n\r\n+CMTI: \"SM\",3\r\n");
    CHECK_INT(count(FILTER_USSD), 1);
    CHECK_INT(count(FILTER_ARRIVED), 1);
    forget();
    CHECK(filter_ask(w.f, "AT+CUSD=1,\"*100#\",15", 15000, ++w.now) == OK);
    modem("AT+CUSD=1,\"*100#\",15\r\r\n+CUSD: 0,\"Pipe 5\" wide\r\n\r\nOK\r\n");
    later(1000);
    CHECK_INT(count(FILTER_USSD), 1);
    modem("AT+CSQ\r\r\n+CSQ: 20,99\r\n\r\nOK\r\n");
    later(20000);
    CHECK_INT(count(FILTER_SILENT), 0);
    CHECK_INT(count(FILTER_ANSWER), 1);
    CHECK(filter_idle(w.f));
    filter_free(w.f);
    open_world();
    hand_over();
    modem("\r\n+CUSD: 0,\"Half\r\n\r\n+CMGS: 5\r\n\r\nOK\r\n");
    CHECK_INT(find(FILTER_RESULT)->result.outcome, LINK_SENT);
    filter_free(w.f);
}
