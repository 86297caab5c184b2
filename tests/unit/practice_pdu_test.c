#include "practice/alphabet.h"
#include "practice/handset.h"
#include "practice/pdu.h"
#include "test.h"

#include <stdlib.h>
#include <string.h>

/* What a part says, as UTF-8. */
static const char *
said(const struct pdu_user *u)
{
    static char text[3 * PDU_UNITS_MAX + 1];
    uint16_t units[PDU_UNITS_MAX];

    alphabet_utf8(units, pdu_user_units(u, units), text);
    return text;
}

static enum err
submit(const char *hex, struct pdu_submit *out)
{
    uint8_t raw[PDU_MAX];
    int n = pdu_unhex(hex, strlen(hex), raw, sizeof(raw));

    CHECK(n > 0);
    return pdu_submit_read(raw, (size_t)n, 1795248000000, out);
}

TEST(septets_pack_as_in_the_standard)
{
    uint8_t septets[] = { 'h', 'e', 'l', 'l', 'o', 'h', 'e', 'l', 'l', 'o' };
    uint8_t packed[16], back[16];
    char hex[40];

    pdu_hex(packed, alphabet_pack(septets, 10, 0, packed), hex);
    CHECK_TEXT(hex, "E8329BFD4697D9EC37");
    CHECK_INT(alphabet_unpack(packed, 9, 0, back, 10), 10);
    CHECK(!memcmp(septets, back, 10));
}

TEST(unpacking_stops_where_the_octets_stop)
{
    uint8_t septets[200], one = 0x41;

    CHECK_INT(alphabet_unpack(&one, 1, 0, septets, 160), 1);
    CHECK_INT(alphabet_unpack(&one, 1, 2, septets, 160), 0);
    CHECK_INT(alphabet_unpack(&one, 0, 0, septets, 160), 0);
}

TEST(every_septet_of_every_table_reads_back_as_itself)
{
    for (int table = ALPHABET_DEFAULT; table <= ALPHABET_PORTUGUESE; table++)
        for (uint8_t c = 0; c < 128; c++) {
            uint8_t again[2];
            uint16_t unit;

            if (c == 0x1b)
                continue;
            CHECK_INT(alphabet_read(&c, 1, table, 0, &unit), 1);
            CHECK_INT(alphabet_septets(unit, table, 0, again), 1);
            /* The blank stands twice: 0x20 and in ESC's place. */
            CHECK_INT(again[0], c);
        }
}

TEST(an_unknown_escape_reads_as_the_main_letter)
{
    const uint8_t in[] = { 0x1b, 'a', 0x1b, 0x65, 0x1b };
    uint16_t out[5];

    CHECK_INT(alphabet_read(in, 5, 0, 0, out), 2);
    CHECK_INT(out[0], 'a');
    CHECK_INT(out[1], 0x20ac);
}

TEST(broken_utf8_becomes_replacement_letters)
{
    uint16_t units[8];

    CHECK_INT(alphabet_units("a\xff\xc3z", units, 8), 4);
    CHECK_INT(units[1], 0xfffd);
    CHECK_INT(units[2], 0xfffd);
    CHECK_INT(alphabet_units("\xed\xa0\x80", units, 8), 3);
    CHECK_INT(alphabet_units("\xf0\x9f\x98\x80", units, 1), 0);
}

TEST(half_a_surrogate_pair_is_shown_as_broken)
{
    const uint16_t units[] = { 'a', 0xd83d };
    char text[16];

    alphabet_utf8(units, 2, text);
    CHECK_TEXT(text, "a\xef\xbf\xbd");
}

TEST(a_submit_is_read_with_all_its_fields)
{
    struct pdu_submit s;

    CHECK(submit("3122099021436587F90008A7040645", &s) == ERR_INPUT);
    CHECK(submit("314D09A121436587F90000A705E8329BFD06", &s) == OK);
    CHECK_INT(s.mr, 0x4d);
    CHECK(s.report_wanted);
    CHECK_TEXT(s.to.text, "123456789");
    CHECK_INT(s.validity_ms, 24 * 3600 * 1000);
    CHECK_TEXT(said(&s.user), "hello");
}

TEST(lengths_that_lie_are_refused)
{
    struct pdu_submit s;

    CHECK(submit("01", &s) == ERR_INPUT);
    CHECK(submit("0100FF91", &s) == ERR_INPUT);
    CHECK(submit("01000C915274110000100000FFE8", &s) == ERR_INPUT);
    CHECK(submit("01000C91527411000010000405", &s) == ERR_INPUT);
    /* A header longer than the user data, then an element longer than it. */
    CHECK(submit("41000C915274110000100004" "03FF0003", &s) == ERR_INPUT);
    CHECK(submit("41000C915274110000100004" "030200FF", &s) == ERR_INPUT);
}

TEST(a_part_beyond_its_total_is_no_part)
{
    struct pdu_user u = { .dcs = 4, .udhi = true, .udl = 6 };
    const uint8_t bad[] = { 5, 0, 3, 7, 2, 3 };

    CHECK(pdu_user_read(&u, bad, 6) == OK);
    CHECK_INT(u.width, 0);
}

TEST(a_deliver_carries_the_local_time_and_its_zone)
{
    struct pdu_deliver d = { .scts_ms = 1795248000000, .zone_minutes = -210 };
    struct pdu_bytes out;
    char hex[2 * PDU_MAX + 1];

    CHECK(pdu_address_set(&d.from, "0712345678", 0) == OK);
    CHECK(pdu_user_write(&d.user, false, (const uint16_t *)u"hi", 2) == OK);
    CHECK(pdu_deliver_write(&d, &out) == OK);
    pdu_hex(out.data, out.len, hex);
    CHECK_TEXT(hex, "040A81702143658700006211124003004902E834");
}

TEST(a_name_of_eleven_letters_fits_an_address_and_twelve_do_not)
{
    struct pdu_deliver d = { .scts_ms = 1795248000000 };
    struct pdu_bytes out;

    CHECK(pdu_address_set(&d.from, "Hillside Pr", 0) == OK);
    CHECK_INT(d.from.toa, 0xd0);
    CHECK(pdu_deliver_write(&d, &out) == OK);
    CHECK_INT(out.data[1], 20);
    CHECK(pdu_address_set(&d.from, "Hillside Pri", 0) == OK);
    CHECK(pdu_deliver_write(&d, &out) == ERR_INPUT);
}

/* Splits, and joins again as a phone does. */
static size_t
there_and_back(const char *text, enum handset_alphabet alphabet, int locking,
    int single, int width)
{
    struct handset_typed t = { .text = text, .alphabet = alphabet,
        .locking = locking, .single = single, .width = width, .ref = 0x1234,
        .message_class = -1 };
    const struct handset_text *shown = NULL;
    struct pdu_user *parts;
    struct handset *h;
    size_t n;

    CHECK(handset_split(&t, &parts, &n) == OK);
    CHECK(handset_new("+254711000001", &h) == OK);
    for (size_t i = n; i-- > 0;) {
        struct pdu_user u = { .dcs = parts[i].dcs, .udhi = parts[i].udhi,
            .udl = parts[i].udl };

        CHECK(pdu_user_read(&u, parts[i].ud, parts[i].ud_len) == OK);
        CHECK(handset_take(h, "Notehome", &u, 0, &shown) == OK);
        CHECK(i == 0 || !shown);
    }
    CHECK(shown);
    CHECK_TEXT(shown->text, text);
    CHECK_INT(shown->parts, n);
    free(parts);
    handset_free(h);
    return n;
}

TEST(texts_split_and_join_in_every_alphabet)
{
    char text[700];

    memset(text, 'a', sizeof(text));
    text[160] = '\0';
    CHECK_INT(there_and_back(text, HANDSET_AUTO, 0, 0, 8), 1);
    text[160] = 'a';
    text[161] = '\0';
    CHECK_INT(there_and_back(text, HANDSET_AUTO, 0, 0, 8), 2);
    text[161] = 'a';
    text[306] = '\0';
    CHECK_INT(there_and_back(text, HANDSET_AUTO, 0, 0, 8), 2);
    CHECK_INT(there_and_back(text, HANDSET_AUTO, 0, 0, 16), 3);
    CHECK_INT(there_and_back("ğış Türkçe İĞŞ", HANDSET_GSM7, 1, 1, 8), 1);
    CHECK_INT(there_and_back("¿Qué más? Áéíóú", HANDSET_GSM7, 0, 2, 8), 1);
    CHECK_INT(there_and_back("não está ação", HANDSET_GSM7, 3, 3, 8), 1);
    CHECK_INT(there_and_back("ሰላም ነው?", HANDSET_AUTO, 0, 0, 8), 1);
}

TEST(no_pair_is_cut_between_parts)
{
    char text[800] = "a";

    /* 33.5 pairs fill a part of 67 units: the last must move on whole. */
    for (int i = 0; i < 60; i++)
        strcat(text, "😀");
    CHECK_INT(there_and_back(text, HANDSET_AUTO, 0, 0, 8), 2);
    strcpy(text, "a");
    for (int i = 0; i < 100; i++)
        strcat(text, "€");
    CHECK_INT(there_and_back(text, HANDSET_AUTO, 0, 0, 8), 2);
}

TEST(a_letter_outside_the_tables_is_refused_not_altered)
{
    struct handset_typed t = { .text = "ş", .alphabet = HANDSET_GSM7,
        .width = 8, .message_class = -1 };
    struct pdu_user *parts;
    size_t n;

    CHECK(handset_split(&t, &parts, &n) == ERR_INPUT);
}

TEST(a_part_that_comes_twice_is_shown_once)
{
    struct pdu_user u = { .width = 8, .ref = 1, .part = 1, .total = 2 };
    const struct handset_text *shown;
    struct handset *h;

    CHECK(handset_new("+254711000001", &h) == OK);
    CHECK(handset_take(h, "x", &u, 0, &shown) == OK && !shown);
    CHECK(handset_take(h, "x", &u, 0, &shown) == OK && !shown);
    u.part = 2;
    CHECK(handset_take(h, "y", &u, 0, &shown) == OK && !shown);
    CHECK(handset_take(h, "x", &u, 0, &shown) == OK && shown);
    handset_free(h);
}
