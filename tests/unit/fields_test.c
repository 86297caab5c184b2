#include "test.h"

#include "base/clock.h"
#include "send/fields.h"
#include "web/kit/when.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static void
check_filled(const char *text, const struct fields *f, const char *want)
{
    char *got = NULL;

    CHECK_INT(fields_fill(text, f, &got), OK);
    CHECK_TEXT(got, want);
    free(got);
}

TEST(fields_are_filled_in_for_each_phone)
{
    const struct fields f = { .child = "Amina, Juma", .guardian = "Salma",
        .class_name = "4B", .school = "Hillside" };

    check_filled("Dear {guardian}, {child} of {class} read well. {school}", &f,
        "Dear Salma, Amina, Juma of 4B read well. Hillside");
    check_filled("{child}{child}", &f, "Amina, JumaAmina, Juma");
}

TEST(what_is_not_known_reads_well_all_the_same)
{
    const struct fields f = { .child = "", .class_name = "" };

    check_filled("{child} {guardian} {class} {school}", &f,
        "your child parent the class the school");
    check_filled("{child|the little one}", &f, "the little one");
    check_filled("{child|}!", &f, "!");
}

TEST(other_braces_stay_as_they_are)
{
    const struct fields f = { .child = "Amina" };

    check_filled("{x} { child } {Child} {child", &f,
        "{x} { child } {Child} {child");
    check_filled("{{child}}", &f, "{Amina}");
    check_filled("}{", &f, "}{");
    check_filled("", &f, "");
}

TEST(a_value_is_not_read_for_fields_again)
{
    const struct fields f = { .child = "{guardian}",
        .guardian = "G" };

    check_filled("{child}", &f, "{guardian}");
}

TEST(further_fields_are_filled_in_and_a_hole_is_seen)
{
    static const char *const names[] = { "missing", "date" };
    static const char *const values[] = { "3", "" };
    const struct fields f = { .child = "Amina", .names = names,
        .values = values, .n_more = 2 };
    char word[16];

    check_filled("{child}: {missing}, {date|soon}", &f, "Amina: 3, soon");
    CHECK(!fields_hole("{child}: {missing}, {date|soon} {other}", &f));
    CHECK(fields_hole("{missing} by {date}", &f));
    CHECK(!fields_unknown_but("{missing} {date}", names, 2, word,
        sizeof(word)));
    CHECK(fields_unknown_but("{missing} {dat}", names, 2, word,
        sizeof(word)));
    CHECK_TEXT(word, "dat");
}

TEST(a_misspelt_field_is_found)
{
    char word[16];

    CHECK(fields_unknown("Hi {chlid}", word, sizeof(word)));
    CHECK_TEXT(word, "chlid");
    CHECK(!fields_unknown("Hi {child} {1} {a b} {} :-{", word, sizeof(word)));
    CHECK(fields_used("x {school|y}"));
    CHECK(!fields_used("x {scool} school"));
}

TEST(an_end_is_a_time_or_a_stretch)
{
    CHECK(when_expires("30m", 1000) == 1000 + 30 * MINUTE);
    CHECK(when_expires("6h", 1000) == 1000 + 6 * HOUR);
    CHECK(when_expires("2d", 0) == 2 * DAY);
    CHECK(when_expires("2026-11-21T08:00:00+03:00", 5)
        == clock_parse("2026-11-21T08:00:00+03:00"));
    CHECK(when_expires("0d", 0) == 0);
    CHECK(when_expires("400d", 0) == 0);
    CHECK(when_expires("9999999d", 0) == 0);
    CHECK(when_expires("2w", 0) == 0);
    CHECK(when_expires("soon", 0) == 0);
    CHECK(when_expires("", 0) == 0);
}

TEST(a_day_begins_and_ends_at_midnight_of_the_school)
{
    const char *bad[] = { "", "monday", "2026-13-01", "2026-00-10", "2026-11",
        "1903-01-01", "2026-11-32" };
    char text[CLOCK_TEXT];

    setenv("TZ", "Africa/Nairobi", 1);
    tzset();
    CHECK_TEXT(clock_text(when_day("2026-11-23", false), text),
        "2026-11-23T00:00:00+03:00");
    CHECK_TEXT(clock_text(when_day("2026-12-31", true), text),
        "2027-01-01T00:00:00+03:00");
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        CHECK(when_day(bad[i], true) == 0);
    CHECK(when_day(NULL, false) == 0);
}

/* The day that text is; "" none. Now is 26 November 2026. */
static const char *
written(const char *text)
{
    static char day[12];

    return when_written(text, when_day("2026-11-26", false), day) ? day : "";
}

TEST(a_day_is_read_as_people_write_it_in_digits)
{
    const char *bad[] = { "", "4", "4b", "31/6", "30/2/2026", "1/2/3/4",
        "2026", "46349", "23/11-2026", "2026-11", "0712-000-444", "23/11/202", "23 11", "0/5", "13/13",
        "23.11.2026..", "23.11.2026.5", "46349." };

    setenv("TZ", "Africa/Nairobi", 1);
    tzset();
    CHECK_TEXT(written("2026-11-23"), "2026-11-23");
    CHECK_TEXT(written("23/11/2026"), "2026-11-23");
    CHECK_TEXT(written("3.9.26"), "2026-09-03");
    CHECK_TEXT(written("23-11-2026"), "2026-11-23");
    CHECK_TEXT(written("11/23/2026"), "2026-11-23"); /* no month 23 */
    CHECK_TEXT(written("23/11"), "2026-11-23");
    CHECK_TEXT(written("26.11"), "2026-11-26");
    CHECK_TEXT(written("26.11."), "2026-11-26");
    CHECK_TEXT(written("23.11.2026."), "2026-11-23");
    CHECK_TEXT(written("27/11"), "2025-11-27"); /* the last one */
    CHECK_TEXT(written("11/23"), "2026-11-23");
    CHECK_TEXT(written("29/2"), "2024-02-29");
    CHECK_TEXT(written("3/4/2026"), "2026-04-03");
    CHECK_TEXT(written("29/2/2028"), "2028-02-29");
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        CHECK_TEXT(written(bad[i]), "");
}
