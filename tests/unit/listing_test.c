#include "modem/line.h"
#include "modem/listing.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

TEST(a_listed_header_is_read_in_every_modems_spelling)
{
    int index, status, octets;

    CHECK(listing_cmgl("+CMGL: 3,1,,24", &index, &status, &octets));
    CHECK_INT(index, 3);
    CHECK_INT(status, 1);
    CHECK_INT(octets, 24);
    CHECK(listing_cmgl("+CMGL:12, 0,\"Salma, home\",159", &index, &status,
        &octets));
    CHECK_INT(index, 12);
    CHECK_INT(octets, 159);
    CHECK(listing_cmgr("+CMGR: 0,,24", &status, &octets));
    CHECK(listing_direct("+CMT: ,24", &octets));
    CHECK(listing_direct("+CDS: 25", &octets));
    CHECK_INT(octets, 25);
}

TEST(a_spoilt_header_is_none)
{
    int index, status, octets;

    CHECK(!listing_cmgl("+CMGL: 3,1,,2\x80", &index, &status, &octets));
    CHECK(!listing_cmgl("+CMGL: 3,9,,24", &index, &status, &octets));
    CHECK(!listing_cmgl("+CMGL: 3", &index, &status, &octets));
    CHECK(!listing_cmgl("+CMGL: ,,,", &index, &status, &octets));
    CHECK(!listing_cmgl("+CMGL: 9999999999,1,,24", &index, &status, &octets));
    CHECK(!listing_cmgr("+CMGR: 0,,", &status, &octets));
}

TEST(a_pdu_has_exactly_the_announced_length)
{
    char out[LINK_PDU_MAX];

    CHECK(listing_pdu("0004ab", 2, out));
    CHECK_TEXT(out, "0004AB");
    CHECK(listing_pdu("0291210405", 2, out));
    CHECK(!listing_pdu("0004ab", 3, out));
    CHECK(!listing_pdu("0004a", 2, out));
    CHECK(!listing_pdu("0004aG", 2, out));
    CHECK(!listing_pdu("FF04ab", 2, out));
    CHECK(!listing_pdu("", 0, out));
}

TEST(dialects_of_listings_are_read)
{
    /* A text of two letters behind a centre of seven octets. */
    static const char pdu[] = "07914477581006500406810907F00000"
                              "62118201000021" "02E834";
    char out[LINK_PDU_MAX], cut[64];
    int index, status, octets;

    CHECK(listing_cmgl("+CMGL: 3,1,,24 ", &index, &status, &octets));
    CHECK_INT(octets, 24);
    CHECK(listing_cmgr("+CMGR: 1,24", &status, &octets));
    CHECK(listing_cmgl("+CMGL: 3 , 1 , , 24 ", &index, &status, &octets));
    CHECK_INT(octets, 24);
    CHECK(listing_cmgr("+CMGR: 1 ,,24", &status, &octets));
    CHECK(listing_pdu("0004ab  ", 2, out));
    CHECK_TEXT(out, "0004AB");
    CHECK(!listing_pdu("0004 ab", 2, out));
    CHECK(listing_pdu(pdu, (int)strlen(pdu) / 2 - 8, out));
    CHECK(listing_pdu(pdu, (int)strlen(pdu) / 2, out));
    CHECK(!listing_pdu(pdu, (int)strlen(pdu) / 2 - 1, out));
    snprintf(cut, sizeof(cut), "%.*s", (int)strlen(pdu) - 2, pdu);
    CHECK(!listing_pdu(cut, (int)strlen(cut) / 2, out));
}

TEST(a_substitute_names_its_slot_and_nothing_else)
{
    char hex[LISTING_SUBSTITUTE], pdu[LINK_PDU_MAX];
    int octets = listing_substitute(2, 417, hex), store, index;

    CHECK(listing_pdu(hex, octets, pdu));
    CHECK_INT(octets, 16);
    CHECK(listing_slot("200417", &store, &index));
    CHECK_INT(store, 2);
    CHECK_INT(index, 417);
    CHECK(!listing_slot("+2004", &store, &index));
}

TEST(a_final_result_is_told_from_what_looks_like_one)
{
    int code;

    CHECK_INT(line_final("OK", &code), LINE_OK);
    CHECK_INT(line_final("OK ", &code), LINE_NOT_FINAL);
    CHECK_INT(line_final("+CMS ERROR: 331", &code), LINE_CMS_ERROR);
    CHECK_INT(code, 331);
    CHECK_INT(line_final("+CME ERROR: SIM busy", &code), LINE_CME_ERROR);
    CHECK_INT(code, 14);
    CHECK_INT(line_final("+CME ERROR: network personalization PIN required",
        &code), LINE_CME_ERROR);
    CHECK_INT(code, 40);
    CHECK_INT(line_final("+CMS ERROR: 3\x90", &code), LINE_NOT_FINAL);
    CHECK_INT(line_final("COMMAND NOT SUPPORT", &code), LINE_ERROR);
}

TEST(a_notice_with_the_name_of_the_question_is_still_a_notice)
{
    CHECK(line_answers("AT+CREG?", "+CREG: 2,1,\"00C3\",\"1A2B\""));
    CHECK(!line_answers("AT+CREG?", "+CREG: 1"));
    CHECK(!line_answers("AT+CSQ", "+CSQ: 2x,99"));
    CHECK(!line_answers("AT+CIMI", "6399900010a0001"));
    CHECK(line_answers("AT+CGSN", "\"358240051111110\""));
    CHECK(line_answers("AT+CGSN", "358240051111110, 99"));
    CHECK(!line_answers("AT+CIMI", "\"Call Ready\""));
    CHECK(line_answers("AT+CGMM", "E173"));
    CHECK(!line_answers("AT+CGMM", "^RSSI: 18"));
}

TEST(a_callers_number_is_digits_or_nothing)
{
    char number[LINK_NUMBER_MAX];

    line_caller("+CLIP: \"+254700100200\",145", number);
    CHECK_TEXT(number, "+254700100200");
    line_caller("+CLIP: \"0700100200\",129,,,,0", number);
    CHECK_TEXT(number, "0700100200");
    line_caller("+CLIP: \"\",128", number);
    CHECK_TEXT(number, "");
    line_caller("+CLIP: \"<b>\",128", number);
    CHECK_TEXT(number, "");
    line_caller("+CLIP: \"123456789012345678901234567890\",129", number);
    CHECK_TEXT(number, "");
}

TEST(only_a_whole_reference_counts)
{
    CHECK_INT(line_reference("+CMGS: 0"), 0);
    CHECK_INT(line_reference("+CMGS: 255"), 255);
    CHECK_INT(line_reference("+CMGS: 12,\"26/11/21\""), 12);
    CHECK_INT(line_reference("+CMGS: 256"), -1);
    CHECK_INT(line_reference("+CMGS: 1x"), -1);
    CHECK_INT(line_reference("+CMGS:"), -1);
}

TEST(digits_that_are_too_many_are_cut_and_never_gone)
{
    static const char ten[] = "1234567890", twenty[] = "12345678901234567890";
    char out[20];

    line_head("310150123456789\r", ten, out, sizeof(out));
    CHECK_TEXT(out, "310150123456789");
    line_head(twenty, ten, out, sizeof(out));
    CHECK_TEXT(out, "1234567890123456789");
    line_head("123456789012345678901", ten, out, sizeof(out));
    CHECK_TEXT(out, "1234567890123456789");
    line_head("+254 1", "+0123456789", out, sizeof(out));
    CHECK_TEXT(out, "+254");
    line_head("ERROR", ten, out, sizeof(out));
    CHECK_TEXT(out, "");
    line_digits("+CGSN: \"358240051111110\"", out, sizeof(out));
    CHECK_TEXT(out, "358240051111110");
    line_digits("639020000000001\r", out, sizeof(out));
    CHECK_TEXT(out, "639020000000001");
    line_digits("none", out, sizeof(out));
    CHECK_TEXT(out, "");
}
