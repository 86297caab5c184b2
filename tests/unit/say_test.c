/* Sentences put together elsewhere, in the reader's language. */
#include "test.h"

#include "web/languages.h"
#include "web/say.h"

#include <stdio.h>
#include <string.h>

static const char *
in(const char *language, const char *text)
{
    static char out[600];
    const struct language *l = languages_find(language);

    assert_non_null(l);
    return say(l->words, text, out, sizeof(out));
}

TEST(a_reason_is_said_with_its_numbers_and_names)
{
    CHECK_TEXT(in("en", "only family with this number"),
        "only family with this number");
    CHECK_TEXT(in("fr", "only family with this number"),
        "seule famille avec ce num\xc3\xa9ro");
    CHECK_TEXT(in("fr", "names Amina, a child of only one of the families with"
        " this number"), "nomme Amina, enfant d'une seule des familles qui ont"
        " ce num\xc3\xa9ro");
    CHECK_TEXT(in("fr", "its time ran out after 2 of 3 parts"),
        "son temps a expir\xc3\xa9 apr\xc3\xa8s 2 parties sur 3");
    CHECK_TEXT(in("fr", "3 families"), "3 familles");
}

TEST(what_stands_in_a_sentence_is_said_too)
{
    CHECK_TEXT(in("fr", "the network does not know this number (CMS 1)"),
        "le r\xc3\xa9seau ne conna\xc3\xaet pas ce num\xc3\xa9ro (CMS 1)");
    CHECK_TEXT(in("fr", "only family with this number; some letters may be"
        " wrong"), "seule famille avec ce num\xc3\xa9ro; certaines lettres sont"
        " peut-\xc3\xaatre fausses");
    CHECK_TEXT(in("fr", "sim1: working on Safaricom, signal very weak (9 %)"),
        "sim1 : fonctionne sur Safaricom, signal tr\xc3\xa8s faible (9 %)");
    CHECK(!strstr(in("ar", "may tell of harm to a child (\"beat\"); 2 families"
        " have this number and the text names no child of one"), "families"));
}

TEST(what_nobody_knows_stays_as_it_is)
{
    static const char *const texts[] = { "", "%s", "%", "100 %", "quite new",
        "names , of", "names ", "; ", "Asante; sana", "%1$s and %n" };

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        CHECK_TEXT(in("fr", texts[i]), texts[i]);
    CHECK_TEXT(in("fr", "put here by %n%s%d"), "mis ici par %n%s%d");
}

TEST(a_long_sentence_is_cut_at_a_whole_letter)
{
    char out[24], text[900] = "put here by ";
    const struct language *l = languages_find("ar");

    memset(text + 12, 'x', 800);
    CHECK(strlen(say(l->words, text, out, sizeof(out))) < sizeof(out));
    strcpy(text, "names ");
    for (int i = 0; i < 60; i++)
        strcat(text, "; names \xd8\xb3");
    for (size_t room = 1; room <= sizeof(out); room++) {
        const char *got = say(l->words, text, out, room);
        size_t n = strlen(got);

        CHECK(n < room);
        CHECK(!n || (got[n - 1] & 0xc0) != 0xc0);
    }
}
