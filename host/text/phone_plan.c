#include "text/phone_plan.h"

#include <stdio.h>
#include <string.h>

/* Benin, since 30 November 2024: ten digits, 01 before the eight of before (ITU
 * Operational Bulletin 1304; ARCEP Benin). The library of Debian 12 is of
 * 2022. */
static bool
read_benin(const char *national, char *out)
{
    size_t n = strlen(national);

    if (n == 8 && strchr("24569", national[0]))
        snprintf(out, PHONE_PLAN_MAX, "+22901%s", national);
    else if (n == 10 && strncmp(national, "01", 2) == 0
        && strchr("24569", national[2]))
        snprintf(out, PHONE_PLAN_MAX, "+229%s", national);
    else
        return false;
    return true;
}

bool
phone_plan_read(const char *dial, const char *region, char *out)
{
    if (strspn(dial + (*dial == '+'), "0123456789")
        != strlen(dial) - (*dial == '+'))
        return false;
    if (strncmp(dial, "+229", 4) == 0)
        return read_benin(dial + 4, out);
    if (*dial == '+' || strcmp(region, "BJ") != 0)
        return false;
    return (strncmp(dial, "229", 3) == 0 && read_benin(dial + 3, out))
        || read_benin(dial, out);
}

enum { SHORT_FORM = 13 };       /* "+" and twelve digits: the 9 is left out */

static void
insert_nine(char e164[PHONE_PLAN_MAX], size_t at)
{
    for (size_t i = SHORT_FORM + 1; i > at; i--)
        e164[i] = e164[i - 1];
    e164[at] = '9';
}

/* Brazil, 2012 to 2016: a 9 before mobile numbers, which begin with 6 to 9
 * behind the two digits of the area (Anatel, resolution 553). Old lists and
 * some networks still leave it out. */
static void
renew_brazil(char e164[PHONE_PLAN_MAX])
{
    if (strncmp(e164, "+55", 3) == 0 && strlen(e164) == SHORT_FORM
        && strchr("6789", e164[5]))
        insert_nine(e164, 5);
}

/* Argentina: a 9 before the ten digits marks a mobile from abroad, a 15 behind
 * the area at home; people leave out either. The ten digits are one phone's, a
 * mobile's or a fixed line's (numbering plan, resolution SC 46/97), and only
 * mobiles take texts. */
static void
renew_argentina(char e164[PHONE_PLAN_MAX])
{
    if (strncmp(e164, "+54", 3) == 0 && strlen(e164) == SHORT_FORM
        && e164[3] != '9')
        insert_nine(e164, 3);
}

void
phone_plan_renew(char e164[PHONE_PLAN_MAX])
{
    renew_brazil(e164);
    renew_argentina(e164);
}
