#include "modem/tpdu.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

static struct link_send
part(const char *number, const char *text)
{
    struct link_send p = { .validity = 167 };

    snprintf(p.number, sizeof(p.number), "%s", number);
    for (; *text; text++)
        p.text[p.units++] = (unsigned char)*text;
    return p;
}

static bool
is(const struct link_send *p, const char *hex)
{
    struct tpdu t;

    return tpdu_build(p, &t) == OK && tpdu_equal(&t, hex, (long)strlen(hex));
}

TEST(a_short_text_becomes_the_pdu_of_the_standard)
{
    struct link_send p = part("+46708251358", "hellohello");

    p.validity = 0xaa;
    /* the well-known example, with its SMSC and another TP-MR */
    CHECK(is(&p, "0011000B916407281553F80000AA0AE8329BFD4697D9EC37"));
    CHECK(is(&p, "0011FF0B916407281553F80000AA0AE8329BFD4697D9EC37"));
    CHECK(is(&p, "07914607281553F811000B916407281553F80000AA0AE8329BFD4697D9EC"
                 "37"));
    CHECK(!is(&p, "0011000B916407281553F80000AA0AE8329BFD4697D9EC36"));
    CHECK(!is(&p, "0011000B916407281553F90000AA0AE8329BFD4697D9EC37"));
    CHECK(!is(&p, "0011000B916407281553F80000AA0AE8329BFD4697D9EC"));
    p.report = 1;
    CHECK(is(&p, "0031000B916407281553F80000AA0AE8329BFD4697D9EC37"));
}

TEST(a_part_with_a_header_starts_its_letters_on_a_septet)
{
    struct link_send p = part("12345", "ab");
    static const uint8_t udh[] = { 5, 0, 3, 0x1a, 2, 1 };

    memcpy(p.udh, udh, sizeof(udh));
    p.udh_bytes = sizeof(udh);
    CHECK(is(&p, "005100058121" "43F50000A7090500031A0201C262"));
}

TEST(ucs2_goes_out_unit_by_unit)
{
    struct link_send p = part("+1", "");

    p.ucs2 = 1;
    p.units = 2;
    p.text[0] = 0x1230;
    p.text[1] = '~';
    CHECK(is(&p, "0011000191F10008A7041230007E"));
}

TEST(what_does_not_fit_or_has_no_letter_is_refused)
{
    struct link_send p = part("+1", "");
    struct tpdu t;

    p.units = 1;
    p.text[0] = 0x1230;
    CHECK(tpdu_build(&p, &t) == ERR_INPUT);
    p.units = 160;
    for (int i = 0; i < 160; i++)
        p.text[i] = 'x';
    CHECK(tpdu_build(&p, &t) == OK);
    p.text[159] = '{';          /* takes two */
    CHECK(tpdu_build(&p, &t) == ERR_INPUT);
    p.ucs2 = 1;
    p.units = 71;
    CHECK(tpdu_build(&p, &t) == ERR_INPUT);
    p.units = 70;
    CHECK(tpdu_build(&p, &t) == OK);
    p = part("+12a", "x");
    CHECK(tpdu_build(&p, &t) == ERR_INPUT);
    p = part("", "x");
    CHECK(tpdu_build(&p, &t) == ERR_INPUT);
}
