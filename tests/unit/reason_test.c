/* Reasons: codes and arguments, and the sentence in each language. */
#include "reason_words.h"
#include "test.h"

#include "store/queue/queue.h"
#include "text/unicode.h"
#include "web/kit/languages.h"
#include "web/kit/page.h"

#include <stdio.h>
#include <string.h>

static const char *const languages[] = { "sw", "fr", "ar" };

static const struct catalogue *
words_of(const char *language)
{
    const struct language *l = languages_find(language);

    assert_non_null(l);
    return l->words;
}

static const char *
shown(const char *language, const struct reason *r)
{
    static struct page p;

    p.words = words_of(language);
    return page_reason(&p, r);
}

static int
count(const char *text, const char *what)
{
    int n = 0;

    while ((text = strstr(text, what))) {
        text += strlen(what);
        n++;
    }
    return n;
}

/* Placeholders of a kind, "%s" or turned round "%2$s". */
static int
places(const char *text, char kind)
{
    const char plain[] = { '%', kind, 0 }, turned[] = { '$', kind, 0 };

    return count(text, plain) + count(text, turned);
}

TEST(every_code_has_a_number_a_name_and_a_sentence_of_its_own)
{
    enum reason_code code, last = REASON_WORDS;
    size_t n = 0;

    for (; (code = reason_at(n)) != REASON_WORDS; last = code, n++) {
        const char *sentence = reason_sentence(code);
        char name[REASON_NAME], other[REASON_NAME];

        CHECK(code > last);
        CHECK(*sentence && *reason_name(code, name));
        CHECK(strlen(name) < REASON_NAME - 1);
        CHECK_INT(places(sentence, 's') + places(sentence, 'd')
            + 2 * count(sentence, "%%"), count(sentence, "%"));
        for (size_t i = 0; i < n; i++) {
            CHECK(strcmp(reason_sentence(reason_at(i)), sentence) != 0);
            CHECK(strcmp(reason_name(reason_at(i), other), name) != 0);
        }
    }
    CHECK(n > 80);
    CHECK_TEXT(reason_sentence((enum reason_code)9999), "");
}

TEST(every_code_has_its_sentence_in_every_language)
{
    for (size_t n = 0; reason_at(n) != REASON_WORDS; n++) {
        const char *sentence = reason_sentence(reason_at(n));

        for (size_t i = 0; i < 3; i++) {
            const char *to = catalogue_find(words_of(languages[i]), sentence);

            /* the same pointer: it is not there */
            if (to == sentence || !*to)
                fail_msg("%s: \"%s\"", languages[i], sentence);
            if (reason_many(reason_at(n)))
                continue;       /* "one family" needs no number */
            CHECK_INT(places(to, 's'), places(sentence, 's'));
            CHECK_INT(places(to, 'd'), places(sentence, 'd'));
        }
    }
}

TEST(what_stands_in_a_sentence_is_said_in_the_readers_language)
{
    struct reason only = reason_of(REASON_ONLY_FAMILY), r = only;
    struct reason doubtful = reason_of(REASON_LETTERS_DOUBTFUL);
    struct reason harm = reason_of(REASON_HARM);

    reason_join(&r, &doubtful);
    CHECK_TEXT(in_words(&r),
        "only family with this number; some letters may be wrong");
    CHECK_TEXT(shown("fr", &r), "seule famille avec ce num\xc3\xa9ro; certaines"
        " lettres sont peut-\xc3\xaatre fausses");
    CHECK_TEXT(shown("en", &r), in_words(&r));
    CHECK_INT(reason_about(&r), REASON_ONLY_FAMILY);
    reason_add_text(&harm, "beats \"me\"");
    reason_add_reason(&harm, &r);
    CHECK_INT(reason_about(&harm), REASON_HARM);
    CHECK_TEXT(in_words(&harm),
        "may tell of harm to a child (\"beats \"me\"\"); only family with this"
        " number; some letters may be wrong");
    CHECK(!strstr(shown("ar", &harm), "family"));
    CHECK(strstr(shown("ar", &harm), "beats \"me\""));
}

TEST(what_is_counted_has_the_form_of_its_number)
{
    struct reason one = reason_number(REASON_FAMILIES, 1);
    struct reason two = reason_number(REASON_FAMILIES, 2);
    struct reason several = reason_number(REASON_FAMILIES, 11);
    struct reason list = reason_of(REASON_AND);

    reason_add_reason(&list, &one);
    reason_add_reason(&list, &two);
    CHECK_TEXT(in_words(&list), "1 family, 2 families");
    CHECK_TEXT(shown("fr", &list), "1 famille, 2 familles");
    CHECK_TEXT(shown("ar", &two), "\xd8\xb9\xd8\xa7\xd8\xa6\xd9\x84\xd8\xaa"
        "\xd8\xa7\xd9\x86 (2)");  /* a form of two */
    CHECK(strstr(shown("ar", &several), "11"));
    CHECK(reason_many(REASON_FAMILIES) && !reason_many(REASON_AND));
}

TEST(a_word_of_ours_within_a_sentence_is_translated_as_a_whole)
{
    struct reason r = reason_of(REASON_MAY_HAVE_ARRIVED);

    reason_add_words(&r, err_text(ERR_DISK_FULL));
    CHECK_TEXT(in_words(&r), "it may have arrived: the disk is full");
    CHECK(!strstr(shown("fr", &r), "disk is"));
    CHECK(!strstr(shown("ar", &r), "disk is"));
}

TEST(a_refusal_is_put_where_somebody_asks_for_it)
{
    struct reason why = { 0 };

    CHECK_INT(reason_refuse(NULL, ERR_BUSY, reason_of(REASON_EVERYBODY)),
        ERR_BUSY);
    CHECK(!reason_given(NULL));
    CHECK_INT(reason_refuse(&why, ERR_INPUT, reason_text(REASON_CLASS, "4B")),
        ERR_INPUT);
    CHECK_TEXT(in_words(&why), "class 4B");
}

TEST(a_name_is_never_taken_for_a_sentence)
{
    struct reason r = reason_of(REASON_NAMES_CHILD);

    reason_add_text(&r, "no family has this number; %s\n@17");
    CHECK_TEXT(in_words(&r), "names no family has this number; %s @17, a child"
        " of only one of the families with this number");
    CHECK(strstr(shown("fr", &r), "no family has this number; %s @17,"));
}

TEST(every_reason_of_the_network_is_said_with_its_number)
{
    struct reason r;

    for (int code = 1; code < 600; code++) {
        char number[20];

        snprintf(number, sizeof(number), "(CMS %d)", code);
        r = queue_fault_reason(LINK_ERROR_CMS, code);
        CHECK(strstr(in_words(&r), number) && *in_words(&r) != ' ');
        CHECK(reason_about(&r) >= REASON_NO_MEANING);
        CHECK(strstr(shown("ar", &r), number));
        CHECK(!strstr(shown("ar", &r), "the "));
        number[2] = 'E';        /* CME */
        memcpy(number, "(CME", 4);
        r = queue_fault_reason(LINK_ERROR_CME, code);
        CHECK(strstr(in_words(&r), number));
    }
    r = queue_fault_reason(LINK_ERROR_PLAIN, 0);
    CHECK_TEXT(in_words(&r), "the dongle gave no reason");
}

TEST(words_of_an_older_version_are_shown_as_they_were)
{
    struct reason r = reason_words("only family with this number"), none
        = { 0 }, wrapped = reason_of(REASON_MAY_HAVE_ARRIVED);

    CHECK(reason_given(&r) && !reason_given(&none));
    CHECK_TEXT(in_words(&r), "only family with this number");
    CHECK_TEXT(shown("en", &r), "only family with this number");
    CHECK_TEXT(shown("fr", &r), "seule famille avec ce num\xc3\xa9ro");
    r = reason_words("100 % sure: %s");
    CHECK_TEXT(in_words(&r), "100 % sure: %s");
    CHECK_TEXT(shown("fr", &r), "100 % sure: %s");
    CHECK_TEXT(in_words(&none), "");
    reason_add_reason(&wrapped, &r);
    CHECK_TEXT(in_words(&wrapped), "it may have arrived: 100 % sure: %s");
}

TEST(arguments_that_do_not_fit_are_cut_at_a_letter_and_keep_their_places)
{
    static char name[900];

    for (int i = 0; i < 290; i++)
        strcat(name, "\xe1\x88\xb0");
    for (size_t n = 0; n < 12; n++) {
        struct reason r = reason_of(REASON_TAKEN_BACK_PARTS);

        reason_add_text(&r, name + 3 * n * 24);
        reason_add_number(&r, 12345);
        reason_add_number(&r, 7);
        CHECK(strlen(r.args) < REASON_ARGS && unicode_valid(r.args));
        CHECK(unicode_valid(in_words(&r)));
        CHECK(!strstr(in_words(&r), "; 7 of"));
    }
}

TEST(a_long_sentence_is_cut_at_a_whole_letter)
{
    struct reason r = reason_of(REASON_PUT_HERE);
    char out[40];

    for (int i = 0; i < 4; i++)
        strcat(r.args, "=\xd8\xb3\xd8\xb3\xd8\xb3\xd8\xb3\xd8\xb3\xd8\xb3");
    for (size_t room = 1; room <= sizeof(out); room++) {
        CHECK(reason_say(&r, NULL, NULL, out, room) == out);
        CHECK(strlen(out) < room && unicode_valid(out));
    }
}

TEST(damaged_arguments_harm_nobody)
{
    static const char *const args[] = { "", "\n", "\n\n\n", "@", "@26", "#",
        "@1\n@1\n@1\n@1\n@1\n@1\n@1\n=x", "@99999999999999\n=x", "@-1", "x\ny",
        "=", "@26\n=a\n@26\n=b\n@26\n=c", "@0\n@0\n@0\n=x" };
    char out[REASON_SAID];

    for (size_t n = 0; reason_at(n) != REASON_WORDS; n++)
        for (size_t i = 0; i < sizeof(args) / sizeof(*args); i++) {
            struct reason r = reason_of(reason_at(n));

            strcpy(r.args, args[i]);
            (void)reason_about(&r);
            CHECK(strlen(reason_say(&r, NULL, NULL, out, sizeof(out)))
                < sizeof(out));
            CHECK(strlen(shown("fr", &r)) > 0 || n == 0);
        }
}
