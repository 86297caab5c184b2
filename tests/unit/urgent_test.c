#include "mapping/urgent.h"
#include "test.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

struct row {
    enum urgent want;
    const char *languages, *text;
};

static int
wrong_rows(const struct row *rows, size_t count)
{
    int wrong = 0;

    for (size_t i = 0; i < count; i++) {
        enum urgent got = urgent_of(rows[i].text, rows[i].languages);

        if (got == rows[i].want)
            continue;
        wrong++;
        printf("# %s but \"%s\": %s\n", urgent_name(rows[i].want),
            urgent_name(got), rows[i].text);
    }
    return wrong;
}
#define WRONG(rows) wrong_rows(rows, sizeof(rows) / sizeof(*(rows)))

TEST(what_cannot_wait_is_told_by_its_kind_in_nine_languages)
{
    static const struct row rows[] = {
        { URGENT_MISSING, "en", "Amina has not come home from school" },
        { URGENT_MISSING, "sw", "mtoto hajarudi nyumbani mpaka sasa" },
        { URGENT_MISSING, "fr", "ma fille n'est pas rentrée à la maison" },
        { URGENT_MISSING, "ar", "ابني ما رجع البيت لحد الان" },
        { URGENT_MISSING, "pt", "o meu filho ainda não voltou para casa" },
        { URGENT_MISSING, "es", "mi hija no ha llegado a casa" },
        { URGENT_MISSING, "am", "ልጄ እስካሁን ቤት አልመጣም" },
        { URGENT_MISSING, "hi", "बेटा अभी तक घर नहीं आया" },
        { URGENT_MISSING, "hi", "beti abhi tak ghar nahi aayi" },
        { URGENT_MISSING, "tr", "oğlum hala eve gelmedi" },
        { URGENT_FETCH, "en", "a man we dont know picked up my daughter" },
        { URGENT_FETCH, "sw", "mtu simjui amemchukua mtoto wangu" },
        { URGENT_FETCH, "fr", "un inconnu est venu chercher mon fils" },
        { URGENT_THREAT, "en", "i will burn your school" },
        { URGENT_THREAT, "es", "los voy a matar" },
        { URGENT_ACCIDENT, "en", "he fell from a tree and is bleeding" },
        { URGENT_ACCIDENT, "pt", "ele desmaiou" },
        { URGENT_MONEY, "en", "somebody called and said he is the headteacher,"
            " i should send money to his number, is it true?" },
        { URGENT_ILLNESS, "en", "she is sick today, she stays home" },
        { URGENT_ILLNESS, "tr", "kızım hasta, bugün gelemeyecek" },
    };

    CHECK_INT(WRONG(rows), 0);
}

/* Of a file of texts: those of a kind, those heard as it; everyday ones, those
 * that were taken for something. */
struct heard {
    int kind, right, everyday, alarms;
};

static void
count_file(const char *path, struct heard *h)
{
    FILE *f = fopen(path, "r");
    char line[2000];

    assert_non_null(f);
    while (fgets(line, sizeof(line), f)) {
        char *text = line, *kind = strsep(&text, "\t");
        bool everyday = !strcmp(kind, "everyday");
        const char *got;

        strsep(&text, "\t");
        assert_non_null(text);
        text[strcspn(text, "\n")] = '\0';
        got = urgent_name(urgent_of(text, NULL));
        h->kind += !everyday;
        h->right += !strcmp(got, kind);
        h->everyday += everyday;
        h->alarms += everyday && *got;
    }
    fclose(f);
}

TEST(the_texts_of_the_corpus_are_heard_as_well_as_they_were)
{
    struct heard used = { 0 }, apart = { 0 };

    count_file("tests/words/urgent/used.tsv", &used);
    count_file("tests/words/urgent/heldout.tsv", &apart);
    CHECK(used.kind + apart.kind >= 6 * 20);
    CHECK(used.everyday + apart.everyday >= 150);
    CHECK_INT(used.right, used.kind);
    CHECK_INT(used.alarms, 0);
    CHECK(apart.right * 100 >= 88 * apart.kind);
    CHECK(apart.alarms <= 1);
}

TEST(of_several_kinds_the_worst_counts)
{
    static const struct row rows[] = {
        { URGENT_MISSING, "en", "he was sick and has not come home" },
        { URGENT_ACCIDENT, "en", "she had fever and fainted" },
    };

    CHECK_INT(WRONG(rows), 0);
    assert_true(URGENT_MISSING < URGENT_ACCIDENT
        && URGENT_ACCIDENT < URGENT_ILLNESS);
}

TEST(what_every_day_brings_can_wait)
{
    static const struct row rows[] = {
        { URGENT_NONE, "en", "what time is the meeting" },
        { URGENT_NONE, "en", "she will come home by bus" },
        { URGENT_NONE, "en", "her aunt will pick her at 4" },
        { URGENT_NONE, "en", "I paid the school fees by mpesa" },
        { URGENT_NONE, "en", "he has not come home with his report" },
        { URGENT_NONE, "sw", "nitakupigia simu kesho" },
        { URGENT_NONE, "en", "" },
        { URGENT_NONE, NULL, "\xff\xfe" },
    };

    CHECK_INT(WRONG(rows), 0);
}

TEST(an_illness_alarms_nobody_at_night)
{
    assert_true(urgent_at_once(URGENT_MISSING));
    assert_true(urgent_at_once(URGENT_CALLS));
    assert_false(urgent_at_once(URGENT_ILLNESS));
    assert_false(urgent_at_once(URGENT_NONE));
    CHECK_TEXT(urgent_name(URGENT_MISSING), "missing");
    CHECK_TEXT(urgent_name(URGENT_NONE), "");
}
