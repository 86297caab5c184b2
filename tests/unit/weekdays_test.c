/* Days of the week by their names. */
#include "test.h"

#include "text/weekdays.h"
#include "text/words_own.h"

#include <stdlib.h>
#include <string.h>

TEST(a_day_is_known_by_its_name_in_each_language_however_it_is_written)
{
    CHECK_INT(weekday_of("Tuesday"), 2);
    CHECK_INT(weekday_of(" JUMANNE "), 2);
    CHECK_INT(weekday_of("miércoles"), 3);
    CHECK_INT(weekday_of("Terça-feira"), 2);
    CHECK_INT(weekday_of("الأربعاء"), 3);
    CHECK_INT(weekday_of("Çarşamba"), 3);
    CHECK_INT(weekday_of("እሑድ"), 7);
    CHECK_INT(weekday_of("Tuesday 3 pm"), 0);
    CHECK_INT(weekday_of("mon"), 0);
    CHECK_INT(weekday_of(""), 0);
    CHECK_INT(weekday_of("\xff"), 0);
}

struct walk {
    int day, n, most;
};

static bool
look(void *user, const char *name)
{
    struct walk *w = user;
    char *key = words_key(name, false);

    CHECK_TEXT(key, name);
    free(key);
    if (weekday_of(name))               /* without "on" before it */
        CHECK_INT(weekday_of(name), w->day);
    return ++w->n < w->most;
}

TEST(each_name_stands_as_it_is_looked_for_and_means_one_day)
{
    struct walk w = { .most = 1000 };

    for (w.day = 1; w.day <= 7; w.day++) {
        w.n = 0;
        weekday_names(w.day, WORDS_ALL, look, &w);
        CHECK(w.n > 15 && w.n < 40);
    }
}

TEST(only_names_of_the_languages_are_told_and_no_more_than_are_wished)
{
    struct walk w = { .day = 2, .most = 1000 };

    weekday_names(2, words_language("fr"), look, &w);
    CHECK_INT(w.n, 2);
    w.n = 0;
    weekday_names(2, 0, look, &w);
    CHECK_INT(w.n, 0);
    w.most = 3;
    weekday_names(2, WORDS_ALL, look, &w);
    CHECK_INT(w.n, 3);
}
