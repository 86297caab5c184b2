#include "test.h"

#include "web/kit/html.h"

#include <stdlib.h>
#include <string.h>

static char *
escaped(const char *text)
{
    struct html h = { 0 };

    html_text(&h, text);
    return html_take(&h);
}

#define CHECK_ESCAPED(text, want)                                             \
    do {                                                                      \
        char *got = escaped(text);                                            \
        CHECK_TEXT(got, want);                                                \
        free(got);                                                            \
    } while (0)

TEST(text_cannot_end_an_element_or_an_attribute)
{
    CHECK_ESCAPED("<script>alert('x' & \"y\")</script>",
        "&lt;script&gt;alert(&#39;x&#39; &amp; &quot;y&quot;)&lt;/script&gt;");
}

TEST(letters_of_any_script_stay_as_they_are)
{
    CHECK_ESCAPED("سلام ሰላም 👋🏾 naïve", "سلام ሰላም 👋🏾 naïve");
    CHECK_ESCAPED("a\nb\tc", "a\nb\tc");
    CHECK_ESCAPED("", "");
    CHECK_ESCAPED(NULL, "");
}

TEST(a_direction_override_cannot_turn_the_page_around)
{
    CHECK_ESCAPED("a\xe2\x80\xae" "b\xe2\x80\xad" "c",
        "a\xef\xbf\xbd" "b\xef\xbf\xbd" "c");
    CHECK_ESCAPED("\xe2\x80\x8e", "\xe2\x80\x8e"); /* a mark is harmless */
    CHECK_ESCAPED("\xe2", "\xe2");                 /* cut at the end */
}

TEST(control_characters_become_visible)
{
    CHECK_ESCAPED("a\x01\x1b[2J\x7f", "a\xef\xbf\xbd\xef\xbf\xbd[2J\xef\xbf\xbd");
}

TEST(a_page_grows_as_needed)
{
    struct html h = { 0 };
    char *text;

    for (int i = 0; i < 20000; i++)
        html_int(&h, i % 10);
    html_raw(&h, "<br>");
    text = html_take(&h);
    CHECK_INT(strlen(text), 20004);
    CHECK_TEXT(text + 19999, "9<br>");
    free(text);
}
