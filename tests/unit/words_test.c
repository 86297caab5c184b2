#include "stop_rows.h"
#include "test.h"
#include "text/spoken.h"
#include "text/unicode.h"
#include "text/words.h"

#include <malloc.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

static words_set
of(const char *tag)
{
    return words_language(tag);
}

TEST(each_language_has_its_file)
{
    const char *want[] = { "am", "ar", "en", "es", "fr", "hi", "pt", "sw",
        "tr" };

    for (int i = 0; i < 9; i++)
        CHECK_INT(of(want[i]), 1u << i);
    CHECK_INT(of("sw-KE"), of("sw"));
    CHECK_INT(of("PT_br"), of("pt"));
    CHECK_INT(of("xx"), 0);
    CHECK_INT(of(""), 0);
    CHECK_INT(of(NULL), 0);
}

TEST(a_stop_word_alone_stops_in_every_language)
{
    static const char *const rows[][2] = { { "en", "STOP" }, { "en", "Stop." },
        { "en", " *stop!!* " }, { "en", "Unsubscribe" }, { "sw", "ACHA" },
        { "sw", "sitaki ujumbe" }, { "fr", "Arrêt" }, { "fr", "ARRET" },
        { "es", "BAJA" }, { "pt", "Parar" }, { "pt", "sair" },
        { "ar", "توقف" }, { "ar", "إيقاف" }, { "ar", "ايقاف" },
        { "am", "አቁም" }, { "am", "አቁም።" }, { "hi", "बंद" },
        { "hi", "बंद करो" }, { "tr", "DUR" }, { "tr", "İptal" },
        { "tr", "IPTAL" }, { "sw", "stop 🛑" } };

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
        CHECK_INT(words_opt(of(rows[i][0]), rows[i][1]), WORDS_OPT_STOP);
}

TEST(a_start_word_alone_starts_again)
{
    static const char *const rows[][2] = { { "en", "Start" }, { "sw", "anza" },
        { "fr", "Reprendre" }, { "es", "alta" }, { "pt", "Começar" },
        { "ar", "ابدأ" }, { "am", "ጀምር" }, { "hi", "शुरू करें" },
        { "tr", "başla" } };

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
        CHECK_INT(words_opt(of(rows[i][0]), rows[i][1]), WORDS_OPT_START);
}

TEST(stop_among_other_words_asks_staff)
{
    CHECK_INT(words_opt(of("en"), "Stop. Thank you"), WORDS_OPT_ASK);
    CHECK_INT(words_opt(of("en"), "please STOP sending these"), WORDS_OPT_ASK);
    CHECK_INT(words_opt(of("sw"), "tafadhali acha kutuma"), WORDS_OPT_ASK);
    CHECK_INT(words_opt(of("pt"), "quero sair"), WORDS_OPT_ASK);
    CHECK_INT(words_opt(of("en"), "no me escriban más"), WORDS_OPT_ASK);
}

TEST(whoever_asks_for_no_more_texts_in_a_sentence_is_heard)
{
    for (size_t i = 0; i < sizeof(stop_rows) / sizeof(*stop_rows); i++) {
        enum words_opt opt = words_opt(of(stop_rows[i].language),
            stop_rows[i].text);

        if (opt != WORDS_OPT_ASK)
            printf("%s: %d\n", stop_rows[i].text, opt);
        CHECK_INT(opt, WORDS_OPT_ASK);
    }
}

TEST(what_only_sounds_like_it_is_none)
{
    for (size_t i = 0; i < sizeof(other_rows) / sizeof(*other_rows); i++) {
        enum words_opt opt = words_opt(of(other_rows[i].language),
            other_rows[i].text);

        if (opt != WORDS_OPT_NONE)
            printf("%s: %d\n", other_rows[i].text, opt);
        CHECK_INT(opt, WORDS_OPT_NONE);
    }
}

TEST(stop_about_something_else_is_none)
{
    CHECK_INT(words_opt(of("en"), "Please stop this bill"), WORDS_OPT_NONE);
    CHECK_INT(words_opt(of("en"), "stop beating my child"), WORDS_OPT_NONE);
    CHECK_INT(words_opt(of("en"), "the bus did not stop"), WORDS_OPT_NONE);
    CHECK_INT(words_opt(of("en"), "the bus stopped"), WORDS_OPT_NONE);
    CHECK_INT(words_opt(of("en"), "nonstop rain"), WORDS_OPT_NONE);
    CHECK_INT(words_opt(of("en"), "until the end of term"), WORDS_OPT_NONE);
    CHECK_INT(words_opt(of("sw"), "acha aje kesho"), WORDS_OPT_NONE);
    CHECK_INT(words_opt(of("en"), ""), WORDS_OPT_NONE);
}

TEST(a_stop_word_of_another_language_asks_staff)
{
    CHECK_INT(words_opt(of("hi"), "acha"), WORDS_OPT_ASK);
    CHECK_INT(words_opt(of("sw"), "baja"), WORDS_OPT_ASK);
    CHECK_INT(words_opt(0, "stop"), WORDS_OPT_STOP);
}

TEST(numbers_are_read_in_digits_and_words)
{
    CHECK_INT(words_number(0, "1"), 1);
    CHECK_INT(words_number(0, " (2). "), 2);
    CHECK_INT(words_number(0, "#3"), 3);
    CHECK_INT(words_number(0, "١"), 1);
    CHECK_INT(words_number(0, "۲"), 2);
    CHECK_INT(words_number(0, "२"), 2);
    CHECK_INT(words_number(0, "২"), 2);
    CHECK_INT(words_number(0, "፪"), 2);
    CHECK_INT(words_number(0, "2️⃣"), 2);
    CHECK_INT(words_number(of("sw"), "Mbili"), 2);
    CHECK_INT(words_number(of("ar"), "اثنين"), 2);
    CHECK_INT(words_number(of("am"), "ሁለት"), 2);
    CHECK_INT(words_number(of("tr"), "ÜÇ"), 3);
    CHECK_INT(words_number(of("fr"), "moja"), 0);
    CHECK_INT(words_number(0, "12"), 12);
    CHECK_INT(words_number(0, "123"), 0);
    CHECK_INT(words_number(0, "99999999999999999999"), 0);
    CHECK_INT(words_number(0, "1 2"), 0);
    CHECK_INT(words_number(0, ""), 0);
}

static atomic_bool lists_end;

/* Texts come in while the words change. */
static void *
opt_on(void *user)
{
    (void)user;
    while (!lists_end)
        CHECK_INT(words_opt(0, "Schluss!"), WORDS_OPT_STOP);
    return NULL;
}

TEST(words_of_the_school_may_change_often_and_take_no_more_memory)
{
    size_t before;
    pthread_t reader;

    CHECK_INT(words_more(WORDS_STOP, "schluss\nbasta"), OK);
    CHECK_INT(pthread_create(&reader, NULL, opt_on, NULL), 0);
    before = mallinfo2().uordblks;
    for (int i = 0; i < 2000; i++)
        CHECK_INT(words_more(WORDS_STOP, i % 2 ? "schluss\nbasta"
                                               : "schluss\nya"), OK);
    CHECK(mallinfo2().uordblks < before + 16 * 1024);
    lists_end = true;
    pthread_join(reader, NULL);
    CHECK_INT(words_opt(0, "ya"), WORDS_OPT_NONE);
    CHECK_INT(words_more(WORDS_STOP, ""), OK);
    CHECK_INT(words_opt(0, "schluss"), WORDS_OPT_NONE);
}

TEST(yes_and_no_are_words_of_the_language)
{
    CHECK(words_are(WORDS_YES, of("sw"), "Ndiyo!"));
    CHECK(words_are(WORDS_YES, of("es"), "Sí"));
    CHECK(words_are(WORDS_YES, of("hi"), "हाँ"));
    CHECK(words_are(WORDS_NO, of("fr"), "NON"));
    CHECK(words_are(WORDS_NO, of("am"), "አይ"));
    CHECK(words_are(WORDS_NO, of("ar"), "لا"));
    CHECK(!words_are(WORDS_YES, of("sw"), "si"));
    CHECK(!words_are(WORDS_NO, of("en"), "know"));
}

TEST(who_has_no_child_at_the_school_is_asked_about_in_each_language)
{
    static const char *const asked[] = { "I have no child in your school",
        "Please stop, I dont have any kids in your school",
        "We have no children in that school", "I have no child there.",
        "Je n'ai aucun enfant dans votre ecole", "Sina mtoto katika shule yenu",
        "Samahani sina mtoto shuleni kwenu, umekosea",
        "ليس لدي طفل في مدرستكم", "ما عندي أولاد في مدرستكم",
        "Nao tenho nenhum filho nessa escola",
        "No tengo ningún hijo en esa escuela", "ልጅ የለኝም በትምህርት ቤታችሁ",
        "Aapke school mein mera koi baccha nahi hai",
        "आपके स्कूल में मेरा कोई बच्चा नहीं है", "Okulunuzda çocuğum yok" };
    static const char *const other[] = {
        "My child is not in your school today, she is sick",
        "Mon enfant n'est pas dans votre école aujourd'hui",
        "Sina mtoto mwingine", "Are there kids in school today?" };

    for (size_t i = 0; i < sizeof(asked) / sizeof(*asked); i++)
        if (words_wrong(asked[i]) == WORDS_WRONG_NONE)
            fail_msg("%s", asked[i]);
    for (size_t i = 0; i < sizeof(other) / sizeof(*other); i++)
        if (words_wrong(other[i]) != WORDS_WRONG_NONE)
            fail_msg("%s", other[i]);
}

TEST(a_number_is_wrong_when_the_text_says_nothing_else)
{
    static const char *const sure[] = { "Sorry, wrong number.",
        "es número equivocado", "Umekosea namba", "No, wrong number" };
    static const char *const perhaps[] = { "wrong number?",
        "He gave the wrong number to the nurse", "not my son" };

    for (size_t i = 0; i < sizeof(sure) / sizeof(*sure); i++)
        CHECK_INT(words_wrong(sure[i]), WORDS_WRONG_SURE);
    for (size_t i = 0; i < sizeof(perhaps) / sizeof(*perhaps); i++)
        CHECK_INT(words_wrong(perhaps[i]), WORDS_WRONG_PERHAPS);
    CHECK_INT(words_wrong("what is wrong"), WORDS_WRONG_NONE);
    CHECK_INT(words_wrong(""), WORDS_WRONG_NONE);
}

TEST(each_country_has_its_languages_and_english)
{
    CHECK_INT(spoken_in("KE"), of("en") | of("sw"));
    CHECK_INT(spoken_in("td"), of("en") | of("fr") | of("ar"));
    CHECK_INT(spoken_in("ET"), of("en") | of("am"));
    CHECK_INT(spoken_in("E"), of("en"));
    CHECK_INT(spoken_in("ZZ"), of("en"));
    CHECK_INT(spoken_in(""), of("en"));
    CHECK_INT(spoken_in(NULL), of("en"));
}

TEST(names_that_are_everyday_words_are_listed)
{
    CHECK(words_are(WORDS_COMMON, of("en"), "Grace"));
    CHECK(words_are(WORDS_EVERYDAY, of("en"), "Hope"));
    CHECK(words_are(WORDS_COMMON, of("sw"), "BARAKA"));
    CHECK(!words_are(WORDS_COMMON, of("en") | of("sw"), "Amina"));
}

TEST(private_matters_are_found_in_a_text)
{
    const char *which = NULL;

    CHECK(words_within(WORDS_PRIVATE, of("en"),
        "The fees for this term are open", &which));
    CHECK_TEXT(which, "fees");
    CHECK(words_within(WORDS_PRIVATE, of("sw"), "Amina ni mgonjwa", NULL));
    CHECK(!words_within(WORDS_PRIVATE, of("en"), "She read well today", NULL));
}
