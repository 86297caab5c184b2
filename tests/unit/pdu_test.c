/* Vectors were put together by hand from 3GPP TS 23.040 §9.2 and TS 23.038,
 * not by this program: service centre +254722500029, sender +254712345678,
 * 19 March 2026 08:15:00 +03:00 where nothing else is said. */
#include "test.h"
#include "text/join.h"
#include "text/pdu.h"

#include <stdlib.h>
#include <string.h>

static const char plain[] =
    "0791527422050092040C9152742143658700006230918051002113C176DA1D06A5E7"
    "A0797ABC06D1DFE4701E";
static const char euro[] =
    "0791527422050092040C915274214365870000623091805100210CC6721954DB9441"
    "EFF58607";
static const char national[] =
    "0791527422050092040AA1702143658700006230918051002103F9F21C";
static const char alnum[] =
    "0791527422050092040BD0CD16B4380D0200006230918051002107C2303BEC1E9701";
static const char alnum_d1[] =
    "07915274220500920410D1D3B0392C4F8FDF6D00006230918051002102C834";
static const char ucs2[] =
    "0791527422050092040C915274214365870008623091805100210C1230120B121D00"
    "20D83DDE00";
static const char part2of3[] =
    "0791527422050092440C915274214365870000623091805100210D050003AB0302E6"
    "E5F1DB4D06";
static const char part16[] =
    "0791527422050092440C915274214365870008623091805100210D06080412340201"
    "00610062D83D";
static const char turkish[] =
    "0791527422050092440C915274214365870000623091805100210F0324010108D3CB"
    "9B39BBEC26A701";
static const char turklock[] =
    "0791527422050092440C915274214365870000623091805100210B03250101981FDC"
    "073308";
static const char hindi[] =
    "0791527422050092440C915274214365870000623091805100210E06250106240106"
    "2F21F37BCA02";
static const char unknown_lang[] =
    "0791527422050092440C915274214365870000623091805100210A032501204097D9"
    "EC37";
static const char flash[] =
    "0791527422050092040C91527421436587001062309180510021056676788E06";
static const char flashF0[] =
    "0791527422050092040C9152742143658700F062309180510021056676788E06";
static const char mwi[] =
    "0791527422050092040C9152742143658700C86230918051002105F6777A5C06";
static const char data8[] =
    "0791527422050092040C9152742143658700046230918051002104010203FF";
static const char port[] =
    "0791527422050092440C91527421436587000462309180510021090605040B8423F0"
    "0106";
static const char compressed[] =
    "0791527422050092040C9152742143658700206230918051002103090909";
static const char part0[] =
    "0791527422050092440C9152742143658700006230918051002108050003010200F0";
static const char part_over[] =
    "0791527422050092440C9152742143658700006230918051002108050003010203F0";
static const char total0[] =
    "0791527422050092440C9152742143658700006230918051002108050003010001F0";
static const char damaged[] =
    "0791527422050092440C9152742143658700006230918051002111050009010201E6"
    "F4349B0D9297C364";
static const char udl255[] =
    "0791527422050092040C91527421436587000062309180510021FFE170381C0E87C3"
    "E170381C0E87C3E170381C0E87C3E170381C0E87C3E170381C0E87C3E170381C0E87"
    "C3E170381C0E87C3E170381C0E87C3E170381C0E87C3E170381C0E87C3E170381C0E"
    "87C3E170381C0E87C3E170381C0E87C3E170381C0E87C3E170381C0E87C3E170381C"
    "0E87C3E170381C0E87C3E170381C0E87C3E170381C0E87C3E170381C0E87C3E17038"
    "1C0E87C3E170381C0E87C3E170381C0E87C3E170381C0E87C3E170381C0E87C3E170"
    "381C0E87C3E170381C0E87C3E170381C0E87C3E170381C0E87C3E170381C0E87C3E1"
    "70381C0E87C3E170381C0E8701";
static const char udhl255[] =
    "0791527422050092440C9152742143658700006230918051002118FF000000000000"
    "0000000000000000000000000000";
static const char cut_short[] =
    "0791527422050092040C9152742143658700006230918051002115E33A1DF4369B41"
    "6937888E2E83DA6932";
static const char withheld[] =
    "07915274220500920400800000623091805100210377F41B";
static const char negzone[] =
    "0791527422050092040C915274214365870000422092329595490178";
static const char baddate[] =
    "0791527422050092040C915274214365870000322092210000000178";
static const char full160[] =
    "0791527422050092040C91527421436587000062309180510021A0B0986C46ABD96E"
    "B81C2C269BD16AB61B2E078BC966B49AED86CBC162B219AD66BBE172B0986C46ABD9"
    "6EB81C2C269BD16AB61B2E078BC966B49AED86CBC162B219AD66BBE172B0986C46AB"
    "D96EB81C2C269BD16AB61B2E078BC966B49AED86CBC162B219AD66BBE172B0986C46"
    "ABD96EB81C2C269BD16AB61B2E078BC966B49AED86CBC162B219AD66BBE172";
static const char report[] =
    "0791527422050092062A0C91527421436587623091805100216230918051702100";
static const char report_fail[] =
    "079152742205009206FF0A81702143658762309180510021623002805170214600";
static const char submit[] =
    "0011070C915274214365870000A705E8329BFD06";
static const char reserved_mti[] =
    "00070000000000000000000000000000000000000000";
/* An example printed in many tutorials; address type 0xC8. */
static const char tutorial[] =
    "07917283010010F5040BC87238880900F10000993092516195800AE8329BFD46"
    "97D9EC37";

static struct pdu
parsed(const char *hex)
{
    struct pdu p;
    const char *reason = "";

    if (pdu_parse(hex, &p, &reason))
        fail_msg("%s: %s", hex, reason);
    return p;
}

static void
check_text(const struct pdu *p, const char *want)
{
    struct join_part part = { p->text, p->units };
    char *text = NULL;

    CHECK_INT(p->content, PDU_TEXT);
    CHECK(join_text(&part, 1, &text) == OK);
    CHECK_TEXT(text, want);
    free(text);
}

static void
check_refused(const char *hex, const char *want)
{
    struct pdu p;
    const char *reason = "";

    CHECK(pdu_parse(hex, &p, &reason) == ERR_INPUT);
    CHECK_TEXT(reason, want);
    CHECK(pdu_parse(hex, &p, NULL) == ERR_INPUT);
}

TEST(a_plain_text_is_read_whole)
{
    struct pdu p = parsed(plain);

    CHECK_INT(p.type, PDU_DELIVER);
    CHECK_TEXT(p.smsc.text, "+254722500029");
    CHECK_TEXT(p.peer.text, "+254712345678");
    CHECK_INT(p.peer.type, 1);
    CHECK(!p.peer.letters);
    CHECK_INT(p.at, 1773897300000);
    CHECK_INT(p.zone, 180);
    CHECK_INT(p.message_class, -1);
    CHECK_INT(p.concat.total, 0);
    CHECK_INT(p.port, -1);
    CHECK_INT(p.reference, -1);
    CHECK(!p.doubtful && !p.waiting && !p.more && !p.header_ignored);
    check_text(&p, "Amina is sick today");
}

TEST(a_text_from_a_tutorial_is_read_as_printed)
{
    struct pdu p = parsed(tutorial);

    CHECK_TEXT(p.peer.text, "27838890001");
    CHECK_INT(p.at, 922713419000);
    CHECK_INT(p.zone, 120);
    check_text(&p, "hellohello");
}

TEST(lower_case_hex_is_read_too)
{
    char hex[sizeof(plain)];

    for (size_t i = 0; i < sizeof(plain); i++)
        hex[i] = plain[i] >= 'A' ? (char)(plain[i] | 0x20) : plain[i];
    struct pdu p = parsed(hex);
    check_text(&p, "Amina is sick today");
}

TEST(escaped_letters_are_read)
{
    struct pdu p = parsed(euro);

    check_text(&p, "Fee 5€ ok[");
}

TEST(a_full_part_has_160_letters)
{
    struct pdu p = parsed(full160);

    CHECK_INT(p.units, 160);
    CHECK_INT(p.text[159], '9');
}

TEST(a_national_number_has_no_plus)
{
    struct pdu p = parsed(national);

    CHECK_TEXT(p.peer.text, "0712345678");
    CHECK_INT(p.peer.type, 2);
    check_text(&p, "yes");
}

TEST(a_sender_may_be_letters_whatever_the_plan_nibble)
{
    struct pdu p = parsed(alnum), q = parsed(alnum_d1);

    CHECK_TEXT(p.peer.text, "M-PESA");
    CHECK(p.peer.letters);
    CHECK_TEXT(q.peer.text, "Safaricom");
    CHECK(q.peer.letters);
    check_text(&q, "Hi");
}

TEST(a_withheld_sender_is_empty)
{
    struct pdu p = parsed(withheld);

    CHECK_TEXT(p.peer.text, "");
    CHECK(!p.peer.letters);
}

TEST(other_scripts_and_pictures_are_read)
{
    struct pdu p = parsed(ucs2);

    check_text(&p, "ሰላም 😀");
}

TEST(a_part_knows_its_place)
{
    struct pdu p = parsed(part2of3), q = parsed(part16);

    CHECK_INT(p.concat.width, 8);
    CHECK_INT(p.concat.reference, 0xAB);
    CHECK_INT(p.concat.total, 3);
    CHECK_INT(p.concat.n, 2);
    check_text(&p, "second");
    CHECK_INT(q.concat.width, 16);
    CHECK_INT(q.concat.reference, 0x1234);
    CHECK_INT(q.concat.n, 1);
    CHECK_INT(q.units, 3);
    CHECK_INT(q.text[2], 0xD83D);       /* kept for the next part to finish */
}

TEST(national_tables_are_decoded)
{
    struct pdu p = parsed(turkish), q = parsed(turklock), r = parsed(hindi);

    check_text(&p, "ateşlendi");
    check_text(&q, "sınıf ");
    check_text(&r, "नमस्ते");
    CHECK(!p.doubtful && !q.doubtful && !r.doubtful);
}

TEST(an_unknown_table_marks_the_text_as_doubtful)
{
    struct pdu p = parsed(unknown_lang);

    check_text(&p, "hello");
    CHECK(p.doubtful);
}

TEST(a_text_that_was_cut_behind_an_escape_is_whole_and_doubtful)
{
    struct pdu one = parsed("0791527422050092440C91527421436587000062309180510021"
        "09050003AB02016A1B"), two = parsed("0791527422050092440C91527421436587"
        "0000623091805100210805" "0003AB0202CA");
    struct join_part parts[] = { { one.text, one.units },
        { two.text, two.units } };
    char *text = NULL;

    CHECK(one.doubtful && !two.doubtful);
    CHECK(join_text(parts, 2, &text) == OK);
    CHECK_TEXT(text, "5\u20ac");
    free(text);
}

TEST(flash_and_voicemail_are_marked)
{
    struct pdu p = parsed(flash), q = parsed(flashF0), r = parsed(mwi);

    CHECK_INT(p.message_class, 0);
    CHECK_INT(q.message_class, 0);
    check_text(&q, "flash");
    CHECK(r.waiting);
    check_text(&r, "voice");
}

TEST(data_is_kept_as_bytes)
{
    struct pdu p = parsed(data8), q = parsed(port), r = parsed(compressed);

    CHECK_INT(p.content, PDU_BYTES);
    CHECK_INT(p.bytes, 4);
    CHECK_INT(p.data[3], 255);
    CHECK(q.to_port);
    CHECK_INT(q.port, 0x0B84);          /* WAP push: a picture message */
    CHECK_INT(q.bytes, 2);
    CHECK_INT(r.content, PDU_COMPRESSED);
    CHECK_INT(r.bytes, 3);
}

TEST(part_numbers_that_cannot_be_are_ignored)
{
    const char *hex[] = { part0, part_over, total0 };

    for (int i = 0; i < 3; i++) {
        struct pdu p = parsed(hex[i]);

        CHECK(p.header_ignored);
        CHECK_INT(p.concat.total, 0);
        check_text(&p, "x");
    }
}

TEST(a_damaged_header_is_ignored_and_the_text_read)
{
    struct pdu p = parsed(damaged);

    CHECK(p.header_ignored);
    CHECK_INT(p.concat.total, 0);
    check_text(&p, "still read");
}

TEST(lengths_that_lie_are_refused)
{
    check_refused(udl255, "user data longer than a part can be");
    check_refused(udhl255, "header longer than the user data");
    check_refused(cut_short, "shorter than it says");
    check_refused(reserved_mti, "type is reserved");
    check_refused("", "shorter than it says");
    check_refused("0", "not hex, or too long");
    check_refused("07911", "not hex, or too long");
    check_refused("zz", "not hex, or too long");
    check_refused("FF91", "service centre's address too long");
    check_refused("0004FF91", "address too long");
    check_refused("00040491F1F2", "address with a gap");
}

TEST(every_cut_of_a_message_is_refused)
{
    const char *hex[] = { plain, part16, hindi, report, submit };
    char cut[400];

    for (int i = 0; i < 5; i++) {
        for (size_t n = 0; n < strlen(hex[i]); n += 2) {
            struct pdu p;

            memcpy(cut, hex[i], n);
            cut[n] = '\0';
            CHECK(pdu_parse(cut, &p, NULL) == ERR_INPUT);
        }
    }
}

TEST(octets_behind_the_end_are_noticed_not_read)
{
    char hex[sizeof(plain) + 4];

    strcpy(hex, plain);
    strcat(hex, "41FF");
    struct pdu p = parsed(hex);
    CHECK(p.more);
    check_text(&p, "Amina is sick today");
}

TEST(times_keep_to_the_calendar)
{
    struct pdu p = parsed(negzone), q = parsed(baddate);

    CHECK_INT(p.at, 1709263799000);
    CHECK_INT(p.zone, -210);
    CHECK_INT(q.at, 0);                 /* 29 February 2023 */
    check_text(&q, "x");
}

TEST(a_report_says_what_became_of_a_message)
{
    struct pdu p = parsed(report), q = parsed(report_fail);

    CHECK_INT(p.type, PDU_REPORT);
    CHECK_INT(p.reference, 0x2A);
    CHECK_TEXT(p.peer.text, "+254712345678");
    CHECK_INT(p.at, 1773897300000);
    CHECK_INT(p.discharged_at, 1773897307000);
    CHECK_INT(p.status, 0);
    CHECK_INT(p.content, PDU_NONE);
    CHECK_INT(q.reference, 0xFF);
    CHECK_TEXT(q.peer.text, "0712345678");
    CHECK_INT(q.status, 0x46);
}

TEST(outcomes_go_by_the_ranges_of_the_standard)
{
    CHECK_INT(pdu_outcome(0x00), PDU_DELIVERED);
    CHECK_INT(pdu_outcome(0x02), PDU_DELIVERED);
    CHECK_INT(pdu_outcome(0x30), PDU_TRYING);
    CHECK_INT(pdu_outcome(0x46), PDU_FAILED);
    CHECK_INT(pdu_outcome(0x63), PDU_GIVEN_UP);
}

TEST(one_of_ours_left_in_the_store_is_recognised)
{
    struct pdu p = parsed(submit);

    CHECK_INT(p.type, PDU_SUBMIT);
    CHECK_INT(p.reference, 7);
    CHECK_TEXT(p.smsc.text, "");
    CHECK_TEXT(p.peer.text, "+254712345678");
    check_text(&p, "hello");
}
