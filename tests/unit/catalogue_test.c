/* Translations: .mo files as msgfmt makes them, and hostile ones. */
#include "test.h"

#include "web/kit/catalogue.h"
#include "web/kit/languages.h"
#include "web/kit/plural.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct text {
    const char *from, *to;
    size_t from_n, to_n;
};

#define T(a, b) { a, b, sizeof(a) - 1, sizeof(b) - 1 }

static void
put(unsigned char *at, size_t n)
{
    for (int i = 0; i < 4; i++)
        at[i] = (unsigned char)(n >> (8 * i));
}

/* A .mo file of these texts, in order. */
static size_t
make(const struct text *t, size_t n, unsigned char *out, size_t room)
{
    size_t end = 28 + 16 * n;

    memset(out, 0, room);
    put(out, 0x950412de);
    put(out + 8, n);
    put(out + 12, 28);
    put(out + 16, 28 + 8 * n);
    for (size_t i = 0; i < 2 * n; i++) {
        const char *s = i < n ? t[i].from : t[i - n].to;
        size_t length = i < n ? t[i].from_n : t[i - n].to_n;

        put(out + 28 + 8 * i, length);
        put(out + 28 + 8 * i + 4, end);
        memcpy(out + end, s, length);
        end += length + 1;
    }
    return end;
}

static const struct text polish[] = {
    T("", "Language: pl\nPlural-Forms: nplurals=3; plural=n==1 ? 0 : n%10>=2"
        " && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2;\nX-Direction: ltr\n"),
    T("%d file\0%d files", "%d plik\0%d pliki\0%d plik\xc3\xb3w"),
    T("Inbox", "Skrzynka"),
    T("Nothing", ""),
};

TEST(a_text_is_found_and_a_missing_one_stays_english)
{
    unsigned char mo[1000];
    size_t n = make(polish, 4, mo, sizeof(mo));
    struct catalogue c;

    CHECK_INT(catalogue_read(mo, n, &c), OK);
    CHECK_TEXT(catalogue_find(&c, "Inbox"), "Skrzynka");
    CHECK_TEXT(catalogue_find(&c, "Outbox"), "Outbox");
    CHECK_TEXT(catalogue_find(&c, "Nothing"), "Nothing");
    CHECK_TEXT(catalogue_find(&c, ""), "");
    CHECK_TEXT(catalogue_find(NULL, "Inbox"), "Inbox");
}

TEST(a_plural_takes_the_form_of_its_language)
{
    unsigned char mo[1000];
    size_t n = make(polish, 4, mo, sizeof(mo));
    struct catalogue c;

    CHECK_INT(catalogue_read(mo, n, &c), OK);
    CHECK_INT(c.forms, 3);
    CHECK_TEXT(catalogue_plural(&c, "%d file", "%d files", 1), "%d plik");
    CHECK_TEXT(catalogue_plural(&c, "%d file", "%d files", 22), "%d pliki");
    CHECK_TEXT(catalogue_plural(&c, "%d file", "%d files", 12),
        "%d plik\xc3\xb3w");
    CHECK_TEXT(catalogue_plural(&c, "a cow", "cows", 1), "a cow");
    CHECK_TEXT(catalogue_plural(NULL, "a cow", "cows", 2), "cows");
}

TEST(no_cut_or_bent_file_is_read_beyond_its_end)
{
    unsigned char mo[1000];
    size_t n = make(polish, 4, mo, sizeof(mo));
    struct catalogue c;

    for (size_t cut = 0; cut < n; cut++) {
        unsigned char *part = malloc(cut ? cut : 1);

        memcpy(part, mo, cut);
        if (catalogue_read(part, cut, &c) == OK)
            CHECK_TEXT(catalogue_find(&c, "none"), "none");
        free(part);
    }
    put(mo + 8, 0xffffffff);
    CHECK_INT(catalogue_read(mo, n, &c), ERR_CORRUPT);
    put(mo + 8, 4);
    put(mo + 32, 0xfffffff0);
    CHECK_INT(catalogue_read(mo, n, &c), ERR_CORRUPT);
}

TEST(texts_out_of_order_are_refused)
{
    static const struct text wrong[] = { T("b", "x"), T("a", "y") };
    unsigned char mo[200];
    struct catalogue c;

    CHECK_INT(catalogue_read(mo, make(wrong, 2, mo, sizeof(mo)), &c),
        ERR_CORRUPT);
}

TEST(the_plural_expressions_of_the_worlds_languages_are_understood)
{
    static const char arabic[] = "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3"
        " && n%100<=10 ? 3 : n%100>=11 ? 4 : 5";

    CHECK_INT(plural_form("n != 1", 1), 0);
    CHECK_INT(plural_form("n>1", 5), 1);
    CHECK_INT(plural_form("0", 7), 0);
    CHECK_INT(plural_form(arabic, 0), 0);
    CHECK_INT(plural_form(arabic, 2), 2);
    CHECK_INT(plural_form(arabic, 105), 3);
    CHECK_INT(plural_form(arabic, 11), 4);
    CHECK_INT(plural_form(arabic, 100), 5);
    CHECK_INT(plural_form("!(n == 1) + 2 * 3 - n / 2", 4), 5);
}

TEST(a_bad_plural_expression_is_refused_not_run)
{
    char deep[400];

    CHECK_INT(plural_form("", 1), -1);
    CHECK_INT(plural_form("n % 0", 1), -1);
    CHECK_INT(plural_form("n / (n - n)", 1), -1);
    CHECK_INT(plural_form("n ? 1", 1), -1);
    CHECK_INT(plural_form("n)", 1), -1);
    CHECK_INT(plural_form("system(n)", 1), -1);
    CHECK_INT(plural_form("0 - 5", 1), -1);
    memset(deep, '(', sizeof(deep) - 1);
    deep[sizeof(deep) - 1] = '\0';
    CHECK_INT(plural_form(deep, 1), -1);
}

TEST(the_browsers_best_language_that_we_have_is_taken)
{
    CHECK_TEXT(languages_at(0)->code, "en");
    CHECK_TEXT(languages_accept("sw-KE,sw;q=0.9,en;q=0.8")->code, "sw");
    CHECK_TEXT(languages_accept("xx, en;q=0.3, FR-ca;q=0.7")->code, "fr");
    CHECK_TEXT(languages_accept("ar")->dir, "rtl");
    CHECK(languages_accept("fr;q=0") == NULL);
    CHECK(languages_accept("") == NULL);
    CHECK(languages_accept(",;,;;q=,-") == NULL);
    CHECK(languages_find("zz-ZZ") == NULL);
}

TEST(the_built_in_languages_name_themselves)
{
    CHECK_TEXT(languages_find("sw")->name, "Kiswahili");
    CHECK_TEXT(languages_find("fr")->name, "Fran\xc3\xa7" "ais");
    CHECK_INT(languages_find("ar")->words->forms, 6);
    CHECK(languages_at(3) != NULL);
}
