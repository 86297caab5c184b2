#include "mapping/mapping.h"
#include "reason_words.h"
#include "test.h"

#include <string.h>

#define COUNT(a) ((int)(sizeof(a) / sizeof(*(a))))

/* Families 1 to 4; 1 to 3 share a phone in the tests that say so. */
static const char *const children_1[] = { "Amina Juma",
    "Jean-Pierre Habimana" };
static const char *const children_2[] = { "Baraka Mwangi", "Amina Hassan" };
static const char *const children_3[] = { "Wanjiru Ng'ang'a", "Hope Otieno" };
static const char *const children_4[] = { "Séraphine Koné" };
static const char *const guardians_1[] = { "Salma Juma" };
static const char *const guardians_2[] = { "Grace Mwangi", "Mama Baraka" };
static const char *const guardians_3[] = { "Peter Otieno" };
static const char *const guardians_4[] = { "Ibrahim Koné" };

#define FAMILY(n)                                                             \
    { n, "", children_##n, COUNT(children_##n), guardians_##n,                \
        COUNT(guardians_##n) }
static const struct mapping_family families[] = { FAMILY(1), FAMILY(2),
    FAMILY(3), FAMILY(4) };
static const char *const own[] = { "+254700000001" };
static const char *const yes_no[] = { "yes", "no" };
static const char *const meals[] = { "Rice", "Ugali na mboga" };

static struct mapping_input
from(const char *text, int families_count)
{
    return (struct mapping_input){ .sender = "+254712345678",
        .kind = PHONE_NUMBER, .own = own, .own_count = 1, .text = text,
        .languages = { "sw", "en" }, .families = families,
        .family_count = families_count };
}

static struct mapping
decided(const struct mapping_input *in)
{
    struct mapping m = { 0 };

    CHECK(mapping_decide(in, &m) == OK);
    CHECK(reason_given(&m.reason));
    return m;
}

static const char *
reason_of_decided(const struct mapping_input *in)
{
    struct mapping m = decided(in);

    return in_words(&m.reason);
}

static struct mapping
of(const char *text, int families_count)
{
    struct mapping_input in = from(text, families_count);

    return decided(&in);
}

static void
check_filed(const char *text, int64_t family)
{
    struct mapping m = of(text, 3);

    CHECK_INT(m.tray, MAPPING_NO_TRAY);
    CHECK_INT(m.family, family);
}

static void
check_shared(const char *text, int64_t suggestion)
{
    struct mapping m = of(text, 3);

    CHECK_INT(m.tray, MAPPING_SHARED);
    CHECK_INT(m.family, 0);
    CHECK_INT(m.suggestion, suggestion);
}

TEST(one_family_gets_what_its_number_sends)
{
    struct mapping m = of("Baraka is sick", 1);

    CHECK_INT(m.tray, MAPPING_NO_TRAY);
    CHECK_INT(m.family, 1);
    CHECK_TEXT(in_words(&m.reason), "only family with this number");
    CHECK_INT(m.action, MAPPING_NO_ACTION);
    CHECK_INT(m.answer.question, 0);
}

TEST(services_go_to_the_notices)
{
    struct mapping_input in = from("You have won, reply STOP", 1);

    in.kind = PHONE_LETTERS;
    CHECK_INT(decided(&in).tray, MAPPING_NOTICES);
    CHECK_INT(decided(&in).family, 0);
    CHECK_INT(decided(&in).action, MAPPING_NO_ACTION);
    in.kind = PHONE_SHORT;
    CHECK_INT(decided(&in).tray, MAPPING_NOTICES);
    in.kind = PHONE_NUMBER;
    in.sender = own[0];
    CHECK_INT(decided(&in).tray, MAPPING_NOTICES);
    CHECK_TEXT(reason_of_decided(&in), "from one of our own SIMs");
    in.sender = "+254712345678";
    in.data = true;
    CHECK_INT(decided(&in).tray, MAPPING_NOTICES);
}

TEST(what_cannot_be_read_goes_to_quarantine)
{
    struct mapping_input in = from(NULL, 1);

    in.undecodable = true;
    CHECK_INT(decided(&in).tray, MAPPING_QUARANTINE);
}

TEST(an_unknown_number_is_suggested_never_filed)
{
    struct mapping_input in = from("I am the uncle of SERAPHINE kone", 0);

    in.others = families;
    in.other_count = 4;
    CHECK_INT(decided(&in).tray, MAPPING_UNKNOWN);
    CHECK_INT(decided(&in).family, 0);
    CHECK_INT(decided(&in).suggestion, 4);
    CHECK_TEXT(reason_of_decided(&in),
        "no family has this number; names Séraphine Koné, of one family");
    in.text = "This is ibrahim, new number";
    CHECK_INT(decided(&in).suggestion, 4);
    in.text = "Amina will be late";     /* two families have an Amina */
    CHECK_INT(decided(&in).suggestion, 0);
    CHECK_TEXT(reason_of_decided(&in), "no family has this number");
    in.text = "Amina Hassan will be late";
    CHECK_INT(decided(&in).suggestion, 2);
    in.text = "Seraphinette is not a whole word";
    CHECK_INT(decided(&in).suggestion, 0);
}

TEST(a_withheld_number_is_unknown)
{
    struct mapping_input in = from("stop", 0);

    in.sender = "";
    in.kind = PHONE_WITHHELD;
    CHECK_INT(decided(&in).tray, MAPPING_UNKNOWN);
    CHECK_INT(decided(&in).action, MAPPING_NO_ACTION);
    CHECK_TEXT(reason_of_decided(&in), "no number came with it");
}

TEST(a_shared_phone_goes_by_the_childs_name)
{
    struct mapping m = of("baraka is sick today", 3);

    CHECK_INT(m.family, 2);
    CHECK_TEXT(in_words(&m.reason),
        "names Baraka, a child of only one of the families with this number");
}

TEST(a_name_is_found_however_it_is_written)
{
    check_filed("JEAN-PIERRE!!", 1);
    check_filed("Jean Pierre est malade", 1);
    check_filed("jean-pierre est malade", 1);
    check_filed("JEANPIERRE est malade", 1);
    check_filed("la mère de Jean‑Pierre", 1);
    check_filed("wanjiru nganga yuko nyumbani", 3);
    check_filed("Wanjiru Ng’ang’a yuko nyumbani", 3);
    check_filed("Wanjiru's book", 3);
    check_filed("c'est le livre d'Amina Juma", 1);
}

TEST(a_full_name_decides_where_the_first_does_not)
{
    struct mapping m = of("Amina Juma is sick", 3);

    CHECK_INT(m.family, 1);
    CHECK_TEXT(in_words(&m.reason),
        "names Amina Juma, a child of only one of the families with this "
        "number");
    check_filed("amina hassan is sick", 2);
    check_shared("Amina is sick", 0);
}

TEST(a_list_of_first_names_is_no_full_name)
{
    static const char *const child[] = { "Juma Otieno" };
    const struct mapping_family two[] = { FAMILY(1),
        { 7, "", child, 1, NULL, 0 } };
    struct mapping_input in = from("Amina, Juma are sick", 2);

    in.families = two;
    CHECK_INT(decided(&in).tray, MAPPING_SHARED);
    in.text = "Amina Juma is sick";
    CHECK_INT(decided(&in).family, 1);
}

TEST(an_initial_names_nobody)
{
    static const char *const child[] = { "A. Otieno", "An Otieno" };
    const struct mapping_family two[] = { FAMILY(4),
        { 7, "", child, 2, NULL, 0 } };
    struct mapping_input in = from("I have a question, an odd one", 2);

    in.families = two;
    CHECK_INT(decided(&in).tray, MAPPING_SHARED);
    CHECK_INT(decided(&in).suggestion, 7);      /* An, perhaps */
    in.text = "I have a question";
    CHECK_INT(decided(&in).suggestion, 0);
    in.text = "My girl An is sick";
    CHECK_INT(decided(&in).family, 7);
    in.text = "A. Otieno is sick";
    CHECK_INT(decided(&in).family, 7);
}

TEST(two_children_of_two_families_are_for_staff)
{
    struct mapping m = of("Wanjiru and Jean-Pierre are sick", 3);

    CHECK_INT(m.tray, MAPPING_SHARED);
    CHECK_TEXT(in_words(&m.reason),
        "names children of 2 of the 3 families with this number");
    check_filed("Amina Juma and Jean-Pierre are sick", 1);
    check_shared("Amina Juma and Wanjiru are sick", 0);
}

TEST(a_part_of_a_word_is_no_name)
{
    check_shared("Wanjirus brother", 0);
    check_shared("barakallah", 0);
    check_shared("We are all fine", 0);
}

TEST(a_name_that_is_a_word_too_must_be_written_as_a_name)
{
    check_filed("Baraka ni mgonjwa", 2);
    check_filed("baraka ni mgonjwa", 2);
    check_filed("mtoto wangu Baraka ni mgonjwa", 2);
    check_filed("BARAKA!", 2);
    check_shared("mungu awape baraka tele", 2);
    check_shared("I hope all is well", 3);
    check_shared("Hope all is well", 3);
    check_shared("Thank you. Hope all is well", 3);
    check_shared("I HOPE ALL IS WELL", 3);
    check_filed("My daughter Hope is sick", 3);
    check_filed("Hope Otieno is sick", 3);
    check_filed("Wanjiru hopes, and I hope", 3);
}

TEST(another_familys_guardian_makes_it_unsure)
{
    check_shared("Wanjiru is with Salma", 3);
    check_filed("Wanjiru is with mama", 3);
    check_filed("Wanjiru is with Peter", 3);
}

TEST(a_shared_phone_with_no_name_is_for_staff)
{
    struct mapping m = of("She is sick", 3);

    CHECK_TEXT(in_words(&m.reason),
        "3 families have this number and the text names no child of one");
    m = of(NULL, 2);
    CHECK_INT(m.tray, MAPPING_SHARED);
    CHECK_TEXT(in_words(&m.reason),
        "2 families have this number and a call names no child");
}

TEST(an_open_question_suggests_a_family)
{
    const struct mapping_question q = { 9, 2, 100, 2, yes_no, false, false };
    struct mapping_input in = from("ndiyo", 3);
    struct mapping m;

    in.questions = &q;
    in.question_count = 1;
    m = decided(&in);
    CHECK_INT(m.tray, MAPPING_SHARED);
    CHECK_INT(m.suggestion, 2);
    CHECK_INT(m.answer.question, 9);
    CHECK_INT(m.answer.option, 1);
    CHECK(m.answer.ask_staff);
}

static struct mapping_answer
answer_to(const char *text, const char *language)
{
    const struct mapping_question q = { 5, 1, 100, 2, yes_no, false, false };
    struct mapping_input in = from(text, 1);

    in.languages[0] = language;
    in.questions = &q;
    in.question_count = 1;
    return decided(&in).answer;
}

static void
check_answer(const char *text, const char *language, int option, bool ask)
{
    struct mapping_answer a = answer_to(text, language);

    CHECK_INT(a.option, option);
    CHECK_INT(a.question, option ? 5 : 0);
    CHECK_INT(a.ask_staff, ask);
}

TEST(answers_are_read_in_digits_and_words_of_any_script)
{
    check_answer("1", "sw", 1, false);
    check_answer("2.", "sw", 2, false);
    check_answer("٢", "ar", 2, false);
    check_answer("۱", "ar", 1, false);
    check_answer("፪", "am", 2, false);
    check_answer("२", "hi", 2, false);
    check_answer("Ndiyo", "sw", 1, false);
    check_answer("HAPANA", "sw", 2, false);
    check_answer("two", "sw", 2, false);
    check_answer("oui", "fr", 1, false);
    check_answer("Não!", "pt", 2, false);
    check_answer("لا", "ar", 2, false);
    check_answer("አዎ", "am", 1, false);
    check_answer("हाँ", "hi", 1, false);
    check_answer("Hayır", "tr", 2, false);
}

static void
check_to_look_at(const char *text, int likely)
{
    struct mapping_answer a = answer_to(text, "sw");

    CHECK_INT(a.question, 5);
    CHECK_INT(a.option, likely);
    CHECK(a.ask_staff);
}

TEST(an_answer_counts_unless_the_rest_speaks_against_it)
{
    check_answer("yes she will come", "sw", 1, false);
    check_answer("1 asante", "sw", 1, false);
    check_answer("1 yes", "sw", 1, false);
    check_to_look_at("yes no", 0);
    check_to_look_at("1 or 2?", 0);
    check_to_look_at("she says yes", 1);
    check_to_look_at("3", 0);
    check_to_look_at("0", 0);
    check_answer("thank you", "sw", 0, false);
    check_answer("", "sw", 0, false);
}

TEST(an_answer_that_comes_too_late_is_shown_to_staff)
{
    struct mapping_question q[] = { { 5, 1, 100, 2, yes_no, false, false },
        { 6, 1, 200, 2, yes_no, true, false } };
    struct mapping_input in = from("ndiyo", 1);
    struct mapping m;

    in.questions = &q[1];
    in.question_count = 1;
    m = decided(&in);
    CHECK_INT(m.answer.question, 6);
    CHECK_INT(m.answer.option, 1);
    CHECK(m.answer.ask_staff);
    in.text = "is there school tomorrow?";
    CHECK_INT(decided(&in).answer.question, 0);
    in.text = "ndiyo";
    in.questions = q;                   /* an older one is open still */
    in.question_count = 2;
    m = decided(&in);
    CHECK_INT(m.answer.question, 5);
    CHECK(!m.answer.ask_staff);
}

TEST(a_yes_may_be_for_what_was_written_since_the_question)
{
    const struct mapping_question q = { 5, 1, 100, 2, yes_no, false, true };
    struct mapping_input in = from("ndiyo", 1);

    in.questions = &q;
    in.question_count = 1;
    CHECK_INT(decided(&in).answer.option, 1);
    CHECK(decided(&in).answer.ask_staff);
    in.text = "1 ndiyo";                /* a number is for the question */
    CHECK(!decided(&in).answer.ask_staff);
}

TEST(no_language_that_nobody_there_speaks_is_guessed_at)
{
    const struct mapping_question q = { 5, 1, 100, 2, yes_no, false, false };
    struct mapping_input in = from("si", 1);

    in.languages[0] = "en";
    in.languages[1] = NULL;
    in.questions = &q;
    in.question_count = 1;
    in.country = "KE";
    CHECK_INT(decided(&in).answer.question, 0);
    in.country = "MX";
    CHECK_INT(decided(&in).answer.option, 1);
    in.text = "ndiyo";
    CHECK_INT(decided(&in).answer.question, 0);
    in.country = "KE";                  /* whatever the family's column says */
    CHECK_INT(decided(&in).answer.option, 1);
    CHECK(!decided(&in).answer.ask_staff);
}

TEST(a_text_that_asks_for_more_counts_no_answer)
{
    CHECK(answer_to("Yes. Please stop sending me messages", "en").ask_staff);
    CHECK(answer_to("No, I do not know this child Peter", "en").ask_staff);
}

TEST(options_may_be_answered_by_their_words)
{
    const struct mapping_question q = { 5, 1, 100, 2, meals, false, false };
    struct mapping_input in = from("ugali na mboga.", 1);

    in.questions = &q;
    in.question_count = 1;
    CHECK_INT(decided(&in).answer.option, 2);
    in.text = "RICE";
    CHECK_INT(decided(&in).answer.option, 1);
    in.text = "yes";                    /* neither option is a yes */
    CHECK_INT(decided(&in).answer.option, 0);
}

TEST(with_two_open_questions_the_newest_is_asked_about)
{
    const struct mapping_question q[] = {
        { 5, 1, 100, 2, yes_no, false, false },
        { 6, 1, 200, 2, meals, false, false },
        { 7, 2, 300, 2, yes_no, false, false } };
    struct mapping_input in = from("1", 1);

    in.questions = q;
    in.question_count = 3;
    CHECK_INT(decided(&in).answer.question, 6); /* 7 is another family's */
    CHECK(decided(&in).answer.ask_staff);
    in.question_count = 1;
    CHECK_INT(decided(&in).answer.question, 5);
    CHECK(!decided(&in).answer.ask_staff);
}

TEST(stop_opts_the_phone_out_whoever_has_it)
{
    CHECK_INT(of("STOP", 1).action, MAPPING_OPT_OUT);
    CHECK_INT(of("acha", 3).action, MAPPING_OPT_OUT);
    CHECK_INT(of("Stop!", 0).action, MAPPING_OPT_OUT);
    CHECK_INT(of("anza", 1).action, MAPPING_OPT_IN);
    CHECK_INT(of("Stop. Thank you", 1).action, MAPPING_STOP_ASK_STAFF);
    CHECK_INT(of("please stop these texts", 1).action,
        MAPPING_STOP_ASK_STAFF);
    CHECK_INT(of("the bus did not stop", 1).action, MAPPING_NO_ACTION);
    CHECK_INT(of("please start again", 1).action, MAPPING_START_ASK_STAFF);
    CHECK_INT(of("It was not my son who broke it", 1).action,
        MAPPING_WRONG_ASK_STAFF);
    CHECK_INT(of("wrong number, stop", 1).action, MAPPING_WRONG_NUMBER);
    CHECK_INT(of("umekosea namba", 1).action, MAPPING_WRONG_NUMBER);
    CHECK_INT(of("Asante sana", 1).action, MAPPING_NO_ACTION);
}

TEST(harm_goes_to_named_staff_whoever_wrote)
{
    struct mapping m = of("Baraka says the uncle beats me, stop", 3);

    CHECK_INT(m.tray, MAPPING_SAFEGUARDING);
    CHECK_INT(m.family, 2);
    CHECK_INT(m.action, MAPPING_NO_ACTION);
    CHECK(strstr(in_words(&m.reason), "beats me"));
    CHECK_INT(of("ananipiga", 1).tray, MAPPING_SAFEGUARDING);
    CHECK_INT(of("ananipiga", 1).family, 1);
    CHECK_INT(of("ananipiga", 0).tray, MAPPING_SAFEGUARDING);
}

TEST(harm_is_looked_for_before_a_service_or_an_own_sim_is_seen)
{
    static const char *const ours[] = { "+254700000001" };
    struct mapping_input in = { .sender = "Helpline", .kind = PHONE_LETTERS,
        .text = "my uncle beats me with a belt every night",
        .languages = { "en" }, .own = ours, .own_count = 1 };
    struct mapping m;

    CHECK_INT(decided(&in).tray, MAPPING_SAFEGUARDING);
    in.sender = "22000";
    in.kind = PHONE_SHORT;
    CHECK_INT(decided(&in).tray, MAPPING_SAFEGUARDING);
    in.sender = ours[0];
    in.kind = PHONE_NUMBER;
    m = decided(&in);
    CHECK_INT(m.tray, MAPPING_SAFEGUARDING);
    CHECK_INT(m.concern, CONCERN_SURE);
    CHECK(strstr(in_words(&m.reason), "from one of our own SIMs"));
    in.data = true;
    CHECK_INT(decided(&in).tray, MAPPING_SAFEGUARDING);
    in.text = "Your balance is 20 KES";
    m = decided(&in);
    CHECK_INT(m.tray, MAPPING_NOTICES);
    CHECK_INT(m.concern, CONCERN_NONE);
}

TEST(trays_are_known_by_name)
{
    enum mapping_tray t;

    for (int i = MAPPING_NOTICES; i <= MAPPING_QUARANTINE; i++) {
        CHECK(mapping_tray_parse(mapping_tray_name(i), &t) == OK);
        CHECK_INT(t, i);
    }
    CHECK_TEXT(mapping_tray_name(MAPPING_NO_TRAY), "");
    CHECK(mapping_tray_parse("", &t) == ERR_NOT_FOUND);
    CHECK(mapping_tray_parse("inbox", &t) == ERR_NOT_FOUND);
}

TEST(text_that_is_no_utf8_is_refused)
{
    struct mapping_input in = from("a\xFF", 1);
    struct mapping m;

    CHECK(mapping_decide(&in, &m) == ERR_INPUT);
}

TEST(a_reason_is_cut_between_letters)
{
    static char name[600] = "Amina";
    const char *const child[] = { name };
    const struct mapping_family two[] = { { 1, "", child, 1, NULL, 0 },
        FAMILY(4) };
    struct mapping_input in = from(name, 2);
    struct mapping m;

    for (int i = 0; i < 150; i++)
        strcat(name, "ሰ");
    in.families = two;
    m = decided(&in);
    CHECK_INT(m.family, 1);
    CHECK_INT(m.reason.code, REASON_NAMES_CHILD);
    CHECK(strstr(in_words(&m.reason), "\xe1\x88\xb0, a child of only one"));
}
