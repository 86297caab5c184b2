#include "test.h"
#include "text/text.h"

#include <stdlib.h>
#include <string.h>

static void
check_clean(const char *text, const char *want)
{
    char *out = NULL;

    CHECK(text_clean(text, &out) == OK);
    CHECK_TEXT(out, want);
    free(out);
}

static void
check_plain(const char *text, const char *want)
{
    char *out = NULL;
    bool changed = false;

    CHECK(text_plain(text, &out, &changed) == OK);
    CHECK_TEXT(out, want);
    CHECK_INT(changed, strcmp(text, want) != 0);
    free(out);
}

TEST(cleaning_changes_no_letter)
{
    check_clean("a\r\nb\rc\td", "a\nb\nc d");
    check_clean("e\u0301", "é");
    check_clean("\uFEFFhello", "hello");
    check_clean("“Ŋɔ” – ç ሰላም 😀…", "“Ŋɔ” – ç ሰላም 😀…");
    check_clean("", "");
}

TEST(what_no_phone_shows_is_refused)
{
    char *out, *big;

    CHECK(text_clean("a\x01", &out) == ERR_INPUT);
    CHECK(text_clean("a\x7F", &out) == ERR_INPUT);
    CHECK(text_clean("a\xC2\x85", &out) == ERR_INPUT);
    CHECK(text_clean("a\xFF", &out) == ERR_INPUT);
    CHECK(text_clean("a\xEF\xBF\xBE", &out) == ERR_INPUT);
    big = malloc(TEXT_BYTES_MAX + 2);
    memset(big, 'a', TEXT_BYTES_MAX + 1);
    big[TEXT_BYTES_MAX + 1] = '\0';
    CHECK(text_clean(big, &out) == ERR_INPUT);
    free(big);
}

TEST(plain_letters_keep_what_the_alphabet_has)
{
    check_plain("àéèùìòÇØøÅåÆæßÉÄÖÑÜäöñü€[~]", "àéèùìòÇØøÅåÆæßÉÄÖÑÜäöñü€[~]");
    check_plain("á í ó ú â ê ç ã õ", "a i o u a e c a o");
    check_plain("“Don’t” – she said… «oui»", "\"Don't\" - she said... \"oui\"");
    check_plain("a\u00A0b\u200Bc\u00ADd", "a bcd");
    check_plain("œuvre Łódź đak ŋɔ", "oeuvre Lodz dak no");
    check_plain("Ọ̀ṣun ṣé", "Osun sé");
    check_plain("ateşlendi İzmir ığdır", "ateslendi Izmir igdir");
    check_plain("Ʉ has no base", "Ʉ has no base");
}

TEST(other_scripts_have_no_plain_letters)
{
    check_plain("ሰላም مرحبا हिन्दी 😀", "ሰላም مرحبا हिन्दी 😀");
}

TEST(a_report_tells_what_makes_a_text_dear)
{
    struct text_report r;

    CHECK(text_check("Maria está doente, não veio. ção", &r) == OK);
    CHECK(r.size.ucs2);
    CHECK_INT(r.size.parts, 1);
    CHECK_INT(r.dear_count, 3);
    CHECK_INT(r.dear[0], 0xE1);
    CHECK_INT(r.dear[1], 0xE3);
    CHECK_INT(r.dear[2], 0xE7);
    CHECK_TEXT(r.plain, "Maria esta doente, nao veio. cao");
    CHECK(!r.plain_helps);
    text_report_clear(&r);
    CHECK(r.plain == NULL);
}

TEST(plain_letters_help_when_they_save_a_part)
{
    struct text_report r;

    CHECK(text_check("The school is closed tomorrow – please keep the children "
                     "at home. We open on Monday.", &r) == OK);
    CHECK_INT(r.size.parts, 2);
    CHECK_INT(r.plain_parts, 1);
    CHECK(r.plain_helps);
    text_report_clear(&r);
    CHECK(text_check("Plain already", &r) == OK);
    CHECK(r.plain == NULL && !r.plain_helps);
    CHECK_INT(r.dear_count, 0);
    CHECK_INT(r.size.left, 160 - 13);
    text_report_clear(&r);
}
