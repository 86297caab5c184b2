/* The one automatic text must say a word that is then understood. */
#include "test.h"

#include "store/inbox/confirm.h"
#include "text/parts.h"
#include "text/words.h"

#include <stdio.h>
#include <string.h>

static const char *const tags[] = { "en", "sw", "fr", "ar", "es", "pt", "hi",
    "am", "tr" };

/* The confirmation without its school. */
static void
compose(enum confirm what, const char *tag, char *out, size_t room)
{
    const char *const languages[4] = { tag };

    confirm_text(what, languages, "", out, room);
}

/* What the reader would answer: the word before the full stop, or the one
 * before "yazin" (Turkish ends with its verb). */
static enum words_opt
reply(const char *text, const char *tag)
{
    char copy[300], word[60] = "";
    enum words_opt found = WORDS_OPT_NONE;

    snprintf(copy, sizeof(copy), "%s", text);
    for (char *w = strtok(copy, " .:"); w; w = strtok(NULL, " .:")) {
        enum words_opt o = words_opt(words_language(tag), w);

        if (o == WORDS_OPT_STOP || o == WORDS_OPT_START) {
            found = o;
            snprintf(word, sizeof(word), "%s", w);
        }
    }
    return *word ? found : WORDS_OPT_NONE;
}

TEST(the_word_to_reply_with_is_understood_in_every_language)
{
    char text[300];

    for (size_t i = 0; i < sizeof(tags) / sizeof(*tags); i++) {
        compose(CONFIRM_STOP, tags[i], text, sizeof(text));
        CHECK_INT(reply(text, tags[i]), WORDS_OPT_START);
        compose(CONFIRM_START, tags[i], text, sizeof(text));
        CHECK_INT(reply(text, tags[i]), WORDS_OPT_STOP);
    }
}

TEST(a_confirmation_is_short_and_never_empty)
{
    const char *const none[4] = { "xx", "zz", NULL };
    char text[300], english[300];
    struct parts_size size;
    char school[200];

    memset(school, 'S', sizeof(school) - 1);
    school[sizeof(school) - 1] = 0;
    for (size_t i = 0; i < sizeof(tags) / sizeof(*tags); i++) {
        const char *const one[4] = { tags[i] };

        confirm_text(CONFIRM_STOP, one, school, text, sizeof(text));
        CHECK_INT(parts_measure(text, PARTS_WIDTH_8, &size), OK);
        CHECK(size.parts <= 2);
    }
    confirm_text(CONFIRM_STOP, none, "Hillside", text, sizeof(text));
    compose(CONFIRM_STOP, "en-KE", english, sizeof(english));
    CHECK(!strncmp(text, "Hillside: ", 10));
    CHECK_TEXT(text + 10, english);
}

TEST(an_apology_names_neither_school_nor_child)
{
    char text[300];

    for (size_t i = 0; i < sizeof(tags) / sizeof(*tags); i++) {
        const char *const one[4] = { tags[i] };

        confirm_text(CONFIRM_WRONG, one, "Hillside", text, sizeof(text));
        CHECK(strlen(text) > 20 && !strstr(text, "Hillside"));
    }
}

TEST(the_old_number_is_asked_in_its_language_with_number_and_name)
{
    static const char *const asked[] = { "en", "sw-KE", "fr", "ar", "es", "pt",
        "tr", "am", "" };
    char text[600];

    for (size_t i = 0; i < sizeof(asked) / sizeof(*asked); i++) {
        confirm_sender(asked[i], "Hillside", "0799 000009", "Grace 100%s",
            text, sizeof(text));
        CHECK(strncmp(text, "Hillside: ", 10) == 0);
        CHECK(strstr(text, "0799 000009") < strstr(text, "Grace 100%s"));
    }
    confirm_sender("en", "", "1", "A", text, sizeof(text));
    CHECK_TEXT(text, "The number 1 writes to us and says it is A of your"
        " family. Is that right?");
}
