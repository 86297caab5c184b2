/* facts_wish_test.c - what a person said of a sheet of facts is taken whole, or
 * refused with a reason: nothing of it is cut. */
#include "test.h"
#include "web/view/facts_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct facts_wish wish;
static struct params said;
static struct reason because;

static enum err
ask(const char *query)
{
    enum err e;

    CHECK_INT(params_read(query, strlen(query), &said), OK);
    e = facts_wish_read(&said, &wish, &because);
    params_clear(&said);
    return e;
}

/* "text=" and n times letter. */
static enum err
ask_long(const char *name, const char *letter, size_t n)
{
    char *query = malloc(strlen(name) + 2 + n * strlen(letter));
    char *to = query;
    enum err e;

    assert_non_null(query);
    to = stpcpy(stpcpy(to, name), "=");
    for (size_t i = 0; i < n; i++)
        to = stpcpy(to, letter);
    e = ask(query);
    free(query);
    return e;
}

TEST(a_text_of_nine_hundred_letters_of_any_script_is_taken_whole)
{
    CHECK_INT(ask_long("text", "\xe1\x88\xb0", 900), OK);
    CHECK_INT(strlen(wish.text), 2700);
    CHECK_INT(ask_long("ask", "\xf0\x9f\x99\x82", 150), OK);
    CHECK_INT(strlen(wish.ask), 600);
}

TEST(what_is_too_long_is_refused_and_nothing_of_it_is_kept)
{
    static const struct {
        const char *name;
        size_t n;
    } all[] = { { "text", 3601 }, { "ask", 601 }, { "map", 4000 },
        { "template", 64 }, { "is3", 4000 }, { "class", 40 } };

    for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
        CHECK_INT(ask_long(all[i].name, "x", all[i].n), ERR_INPUT);
        CHECK_INT(because.code, REASON_THIS_TOO_LONG);
        CHECK(!*wish.text && !*wish.ask && !*wish.map && !*wish.template_);
    }
}

/* "pick=2=7\n3=7\n..." of n rows, each of which is child 1234567890. */
static enum err
choose(int n)
{
    char *query = malloc(40 * (size_t)n + 10), *to = query;
    enum err e;

    assert_non_null(query);
    to = stpcpy(to, "pick=");
    for (int i = 0; i < n; i++)
        to += sprintf(to, "%d=1234567890%%0D%%0A", i + 2);
    e = ask(query);
    free(query);
    return e;
}

TEST(the_choice_of_each_of_a_thousand_rows_is_taken_whole)
{
    CHECK_INT(choose(1000), OK);
    CHECK(strstr(wish.pick, "\n1001=1234567890\n"));
    CHECK_INT(choose(1100), ERR_INPUT);
    CHECK_INT(because.code, REASON_FACT_CHOICES);
    for (char *at = wish.pick; *at; at = strchr(at, '\n') + 1)
        CHECK(!strncmp(strchr(at, '=') + 1, "1234567890\n", 11));
}

TEST(what_is_chosen_now_takes_the_place_of_what_was_chosen_before)
{
    CHECK_INT(ask("pick=7%3D312%0A8%3D12%0A9%3Dnone&pick8=13&pick9=&pick10=4"),
        OK);
    CHECK_TEXT(wish.pick, "7=312\n8=13\n10=4\n");
}

TEST(what_a_form_says_of_the_columns_stands_in_a_map)
{
    CHECK_INT(ask("is1=child&is2=&is3=missing&class=4B&mark0=A&mark1=x&away=A"),
        OK);
    CHECK_TEXT(wish.map, "child=#1\nmissing=#3\nclass==4B\nmark==A\nmark!=x\n");
    CHECK_INT(ask("is1=a%3Db&is2=child"), ERR_INPUT);
    CHECK_INT(because.code, REASON_NO_SUCH_COLUMN);
    CHECK_TEXT(wish.map, "child=#2\n");
    CHECK_INT(ask("class=4%0AB"), ERR_INPUT);
    CHECK_INT(because.code, REASON_FACT_LINE);
}
