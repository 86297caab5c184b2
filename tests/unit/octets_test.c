/* Letters whose coding is told wrongly. */
#include "test.h"
#include "text/join.h"
#include "text/octets.h"
#include "text/pdu.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A part of that coding and user data, in hex, from +254712345678. */
static struct pdu
part(const char *from, const char *pid_dcs, const char *ud)
{
    char hex[400];
    struct pdu p;
    const char *reason = "";

    snprintf(hex, sizeof(hex), "0791527422050092%s%s62309180510021%02X%s",
        from, pid_dcs, (unsigned)strlen(ud) / 2, ud);
    if (pdu_parse(hex, &p, &reason))
        fail_msg("%s: %s", hex, reason);
    return p;
}

#define PERSON "040C91527421436587"
#define A_NAME "040BD0CD16B4380D02"

static void
check_text(const char *coding, const char *ud, const char *want, bool doubtful)
{
    struct pdu p = part(PERSON, coding, ud);
    struct join_part one = { p.text, p.units };
    char *text = NULL;

    if (p.content != PDU_TEXT)
        fail_msg("%s is no text", ud);
    CHECK(join_text(&one, 1, &text) == OK);
    CHECK_TEXT(text, want);
    CHECK_INT(p.doubtful, doubtful);
    free(text);
}

TEST(what_a_person_sent_as_octets_is_read_and_doubtful)
{
    static const char *const rows[][2] = {
        { "48616261726920796120617375627568692E", "Habari ya asubuhi." },
        { "31", "1" }, { "596573", "Yes" }, { "4E6F0A6C61746572", "No\nlater" },
        { "C3A974C3A9", "\xc3\xa9t\xc3\xa9" },           /* UTF-8 */
        { "EFBBBF4F4B", "OK" }, { "D986D8B9D985", "\xd9\x86\xd8\xb9\xd9\x85" },
        { "F09F9880", "\xf0\x9f\x98\x80" },
        { "4F6CE12C20656C61207665", "Ol\xc3\xa1, ela ve" },  /* Latin-1 */
        { "0048006100620061", "Haba" },
        { "4800610062006100", "Haba" }, { "FFFE59006500", "Ye" },
        { "FEFF00590065", "Ye" }, { "064606390645", "\xd9\x86\xd8\xb9\xd9\x85" },
        { "460639064506", "\xd9\x86\xd8\xb9\xd9\x85" },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        check_text("0004", rows[i][0], rows[i][1], true);
}

TEST(utf16_with_its_little_end_first_is_turned)
{
    static const char *const rows[][2] = {
        { "480061006200610072006900", "Habari" }, { "3100", "1" },
        { "4F004B00", "OK" }, { "FFFE31002E00", "1." },
        { "460639064506", "\xd9\x86\xd8\xb9\xd9\x85" },
        { "44062706", "\xd9\x84\xd8\xa7" },
        { "A012CE12", "\xe1\x8a\xa0\xe1\x8b\x8e" },
        { "390940092000390940092E00",
            "\xe0\xa4\xb9\xe0\xa5\x80 \xe0\xa4\xb9\xe0\xa5\x80." },
        { "480069003DD800DE", "Hi\xf0\x9f\x98\x80" },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        check_text("0008", rows[i][0], rows[i][1], true);
}

TEST(utf16_as_it_should_be_stays)
{
    static const char *const rows[][2] = {
        { "00480061006200610072", "Habar" }, { "0031", "1" },
        { "FEFF00590065", "Ye" }, { "4E00", "\xe4\xb8\x80" },
        { "597D7684", "\xe5\xa5\xbd\xe7\x9a\x84" },
        { "C544B2C8", "\xec\x95\x84\xeb\x8b\x88" },
        { "064606390645", "\xd9\x86\xd8\xb9\xd9\x85" },
        { "12A012CE", "\xe1\x8a\xa0\xe1\x8b\x8e" }, { "263A", "\xe2\x98\xba" },
        { "D83DDE00", "\xf0\x9f\x98\x80" },
        { "004F004B00200634", "OK \xd8\xb4" },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        check_text("0008", rows[i][0], rows[i][1], false);
}

TEST(data_for_a_program_or_a_sim_or_of_a_name_stays_data)
{
    static const char *const rows[][3] = {
        { PERSON, "0004", "010203FF" }, { PERSON, "0004", "00010002" },
        { PERSON, "0004", "8A9BACBD" }, { PERSON, "0004", "4148FF" },
        { PERSON, "00F6", "596573" }, { PERSON, "7FF6", "596573" },
        { PERSON, "7F04", "596573" }, { A_NAME, "0004", "596573" },
        { PERSON, "0004", "2B2A2D2F3D" "C0C1C2C3C4" },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct pdu p = part(rows[i][0], rows[i][1], rows[i][2]);

        if (p.content != PDU_BYTES)
            fail_msg("%s is text", rows[i][2]);
    }
}
