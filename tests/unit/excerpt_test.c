/* Where the words that somebody looked for stand in a text. */
#include "test.h"

#include "text/excerpt.h"
#include "text/unicode.h"

#include <stdio.h>
#include <string.h>

/* The excerpt with its hits in brackets. */
static const char *
shown(const char *body, const char *words)
{
    static char out[600];
    struct excerpt x;

    CHECK_INT(excerpt_read(body, words, &x), OK);
    snprintf(out, sizeof(out), "%s", x.before ? "..." : "");
    for (int i = 0; i < x.n; i++)
        snprintf(out + strlen(out), sizeof(out) - strlen(out),
            x.piece[i].hit ? "[%s]" : "%s", excerpt_piece(&x, i));
    snprintf(out + strlen(out), sizeof(out) - strlen(out), "%s",
        x.after ? "..." : "");
    return out;
}

TEST(words_are_marked_as_the_search_finds_them)
{
    CHECK_TEXT(shown("The trip is on Friday", "trip"), "The [trip] is on Friday");
    CHECK_TEXT(shown("The trip is on Friday", "TRIP fri"),
        "The [trip] is on [Friday]");
    CHECK_TEXT(shown("Fridays and Friday", "friday trip"),
        "Fridays and [Friday]");    /* only the last word may be a beginning */
    CHECK_TEXT(shown("L'\xc3\xa9l\xc3\xa8ve est malade", "eleve"),
        "L'[\xc3\xa9l\xc3\xa8ve] est malade");
    CHECK_TEXT(shown("\xd8\xa3\xd8\xad\xd9\x85\xd8\xaf sick",
        "\xd8\xa7\xd8\xad\xd9\x85\xd8\xaf"),
        "[\xd8\xa3\xd8\xad\xd9\x85\xd8\xaf] sick");
    CHECK_TEXT(shown("Nothing of it", "trip"), "Nothing of it");
    CHECK_TEXT(shown("", "trip"), "");
    CHECK_TEXT(shown("Nothing", ""), "Nothing");
}

TEST(a_long_text_is_cut_around_the_first_word)
{
    char body[3000] = "", cut[700];

    for (int i = 0; i < 60; i++)
        strcat(body, "word \xe2\x82\xac ");
    strcat(body, "museum ");
    for (int i = 0; i < 60; i++)
        strcat(body, "after \xe2\x82\xac ");
    snprintf(cut, sizeof(cut), "%s", shown(body, "museum"));
    CHECK(!strncmp(cut, "...word", 7));
    CHECK(strstr(cut, "[museum] after") != NULL);
    CHECK(!strcmp(cut + strlen(cut) - 3, "..."));
    CHECK(strlen(cut) <= EXCERPT_BYTES + 8);
    CHECK(unicode_valid(cut));
}

TEST(an_excerpt_holds_whatever_comes)
{
    char body[1200];
    struct excerpt x;

    for (int n = 0; n < 400; n++) { /* letters of three bytes, at each cut */
        size_t at = 0;

        for (int i = 0; i < n; i++)
            at += (size_t)snprintf(body + at, sizeof(body) - at, "%s",
                i % 7 == 6 ? " " : i % 5 ? "\xe1\x88\x80" : "a");
        body[at] = '\0';
        CHECK_INT(excerpt_read(body, "a \xe1\x88\x80", &x), OK);
        CHECK(x.n <= EXCERPT_PIECES);
        for (int i = 0; i < x.n; i++)
            CHECK(unicode_valid(excerpt_piece(&x, i)));
    }
    for (int i = 0; i < 300; i++)
        memcpy(body + 2 * i, "a ", 3);
    CHECK_INT(excerpt_read(body, "a", &x), OK);
    CHECK(x.n <= EXCERPT_PIECES && x.after);
    CHECK_INT(excerpt_read("a", "\xff", &x), ERR_INPUT);
}

static void
put_piece(void *user, const char *text, size_t bytes, bool hit)
{
    char *out = user;
    size_t n = strlen(out);

    snprintf(out + n, 300 - n, "%s%.*s%s", hit ? "[" : "", (int)bytes, text,
        hit ? "]" : "");
}

static const char *
marked(const char *body, const char *words, enum err as)
{
    static char out[300];

    *out = '\0';
    CHECK_INT(excerpt_mark(body, words, put_piece, out), as);
    return out;
}

TEST(a_text_is_marked_whole_and_comes_whole_in_any_case)
{
    CHECK_TEXT(marked("The Trip, the tripod.", "trip", OK),
        "The [Trip], the [tripod].");
    CHECK_TEXT(marked("\xc3\x89l\xc3\xa8ve malade", "eleve", OK),
        "[\xc3\x89l\xc3\xa8ve] malade");
    CHECK_TEXT(marked("trip", "trip", OK), "[trip]");
    CHECK_TEXT(marked("nothing\nhere", "trip", OK), "nothing\nhere");
    CHECK_TEXT(marked("", "trip", OK), "");
    CHECK_TEXT(marked("the trip", "", OK), "the trip");
    CHECK_TEXT(marked("the trip", "\xff", ERR_INPUT), "the trip");
}
