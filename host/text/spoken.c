/* spoken.c - official languages, and those in which neighbours of different
 * mother tongues write to each other. A language that is only taught at school
 * does not stand here: its small words are words of others. */
#include "text/spoken.h"

#include <string.h>
#include <strings.h>

static const struct {
    const char *language, *countries;
} spoken[] = {
    { "sw", "BI CD KE KM RW SS TZ UG" },
    { "fr",
        "BE BF BI BJ CA CD CF CG CH CI CM DJ DZ FR GA GN GQ HT KM LB LU MA MG"
        " ML MR MU NC NE PF RW SC SN TD TG TN VU" },
    { "ar",
        "AE BH DJ DZ EG EH ER IL IQ JO KM KW LB LY MA MR OM PS QA SA SD SO SY"
        " TD TN YE" },
    { "pt", "AO BR CV GQ GW MO MZ PT ST TL" },
    { "es",
        "AR BO BZ CL CO CR CU DO EC ES GQ GT HN MX NI PA PE PR PY SV US UY VE" },
    { "am", "ET" },
    { "hi", "FJ IN" },
    { "tr", "CY TR" },
};

words_set
spoken_in(const char *country)
{
    words_set set = words_language("en");

    if (!country || strlen(country) != 2)
        return set;
    for (size_t i = 0; i < sizeof(spoken) / sizeof(*spoken); i++)
        for (const char *c = spoken[i].countries; *c; c += c[2] ? 3 : 2)
            if (strncasecmp(c, country, 2) == 0)
                set |= words_language(spoken[i].language);
    return set;
}
