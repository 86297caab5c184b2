/* Facts of children from a sheet: whose each row is, and what home reads. */
#include "facts_world.h"

#include "send/week.h"
#include "store/thread/about.h"

TEST(a_family_reads_of_its_own_children_in_its_language_one_text_a_phone)
{
    struct db *db = school();
    struct facts_view *v = open_sheet(db, "Name,Class,Missing work\n"
        "Brian Otieno,4A,2\nMary Otieno,4A,1\nAmina Ali,4A,3\n", "", "", "");

    CHECK_INT(v->phones, 3);
    CHECK_INT(v->parts, 3);
    CHECK_INT(v->copies[0].parts, 1);
    CHECK_TEXT(v->copies[0].text, "Brian: work still to hand in: 2. Mary: work"
        " still to hand in: 1.");
    CHECK(send_sheet(db, v) > 0);
    close_sheet(v);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"), 3);
    CHECK_TEXT(world_text(db, "SELECT body FROM message WHERE number = '" SALMA
        "'"), "Amina: kazi ambazo bado hazijaletwa: 3.");
    CHECK_TEXT(world_text(db, "SELECT body FROM message WHERE number = '" IDRIS
        "'"), "Amina : travaux à rendre : 3.");
    CHECK_TEXT(world_text(db, "SELECT group_concat(child || ':' || (message ="
        " first)) FROM (SELECT * FROM message_child ORDER BY child, message)"),
        "1:1,2:1,3:1,3:0");
    CHECK_INT(world_number(db, "SELECT count(*) FROM message WHERE batch IS"
        " NULL"), 0);
    db_close(db);
}

TEST(two_children_of_one_name_are_never_guessed_and_go_once_chosen)
{
    static const char sheet[] = "Name,Class,Missing\nFaith Njeri,4A,2\n"
        "Amina Ali,4A,1\nPeter Kamau,4A,5\nNobody Known,4A,4\n,4A,9\n";
    struct db *db = school();
    struct facts_view *v = open_sheet(db, sheet, "", "", "");

    CHECK_INT(v->open, 4);
    CHECK_INT(v->n_facts, 1);
    CHECK_TEXT(state_of(v, 0), "more than one child has this name: choose one");
    CHECK_INT(v->rows[0].match.n, 2);
    CHECK_TEXT(v->rows[0].match.found[1].guardians, "Jane Njeri");
    CHECK_TEXT(state_of(v, 1), "told");
    CHECK_TEXT(state_of(v, 2), "no child of this name in this class: choose"
        " one");
    CHECK_TEXT(v->rows[2].match.found[0].class_name, "5B");
    CHECK_INT(v->rows[3].match.n, 0);
    CHECK_TEXT(state_of(v, 4), "no name stands in this row");
    close_sheet(v);

    v = open_sheet(db, sheet, "", "2=6\n4=none\n", "");
    CHECK_INT(v->open, 2);
    CHECK_TEXT(state_of(v, 0), "told");
    CHECK_TEXT(state_of(v, 2), "left out");
    send_sheet(db, v);
    close_sheet(v);
    CHECK_TEXT(world_text(db, "SELECT group_concat(number) FROM (SELECT number"
        " FROM message WHERE body LIKE 'Faith%')"), "+254712000007");
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"), 3);
    db_close(db);
}

TEST(a_row_whose_chosen_child_is_gone_is_chosen_anew_and_tells_no_other_home)
{
    static const char sheet[] = "Name,Class,Missing\nAmina Ali,4A,1\n"
        "Faith Njeri,4A,2\nBrian Otieno,4A,3\n";
    struct db *db = school();
    struct facts_view *v;

    world_sql(db, "UPDATE child SET left_at = 1 WHERE id = 7");
    v = open_sheet(db, sheet, "", "2=7\n3=999\n4=2\n", "");
    CHECK_INT(v->open, 2);
    CHECK_TEXT(state_of(v, 0), "the child that was chosen is not at the school:"
        " choose again");
    CHECK(!v->rows[0].match.sure && !v->rows[0].picked && !v->rows[0].told);
    CHECK_INT(v->rows[0].match.found[0].id, 3);
    CHECK_TEXT(state_of(v, 1), "more than one child has this name: choose one");
    CHECK_TEXT(state_of(v, 2), "told");
    send_sheet(db, v);
    close_sheet(v);
    CHECK_TEXT(world_text(db, "SELECT group_concat(number) FROM message"),
        ROSE);

    v = open_sheet(db, sheet, "", "2=7\n2=3\n", "");
    CHECK_TEXT(state_of(v, 0), "told");
    close_sheet(v);
    db_close(db);
}

TEST(a_number_of_the_school_decides_but_not_against_the_name)
{
    struct db *db = school();
    struct facts_view *v;

    world_sql(db, "UPDATE child SET key = 'S' || id");
    v = open_sheet(db, "Admission No,Name,Class,Mark\nS5,Faith Njeri,4A,7\n"
        "S5,Brian Otieno,4A,8\nS9,Mary Otieno,4A,9\n", "", "", "");
    CHECK_INT(v->rows[0].match.found[0].id, 5);
    CHECK_TEXT(state_of(v, 0), "told");
    CHECK_TEXT(state_of(v, 1), "the child of this number has another name or"
        " class: choose one");
    CHECK_TEXT(state_of(v, 2), "no child has this number: choose one");
    close_sheet(v);
    db_close(db);
}

TEST(two_of_one_name_in_a_class_are_not_guessed_with_many_in_other_classes)
{
    static const char sheet[] = "Name,Class,Mark\nNeema Juma,4B,7\n"
        "Neema Juma,3A,7\nNeema Juma,3B,7\nNeema Juma,,7\n";
    struct db *db = school();
    struct facts_view *v;

    CHECK_INT(db_begin(db), OK);
    for (int i = 0; i < 9; i++) {
        char class_name[8], phone[20], family[8];

        snprintf(class_name, sizeof(class_name), "%s", i < 1 ? "3B"
            : i < 7 ? "3A" : "4B");
        snprintf(phone, sizeof(phone), "+2547120001%02d", i);
        snprintf(family, sizeof(family), "N%d", i);
        add(db, "Neema Juma", class_name, "Asha Juma", phone, family, "en");
    }
    CHECK_INT(db_commit(db), OK);
    v = open_sheet(db, sheet, "", "", "");
    CHECK_TEXT(state_of(v, 0), "more than one child has this name: choose one");
    CHECK_TEXT(v->rows[0].match.found[0].class_name, "4B");
    CHECK_TEXT(v->rows[0].match.found[1].class_name, "4B");
    CHECK_TEXT(v->rows[0].match.found[2].class_name, "3A");
    CHECK_INT(v->rows[0].match.n, PUPILS);
    CHECK_TEXT(state_of(v, 1), "more than one child has this name: choose one");
    CHECK_TEXT(state_of(v, 2), "told");
    CHECK_TEXT(v->rows[2].match.found[0].class_name, "3B");
    CHECK_TEXT(state_of(v, 3), "more than one child has this name: choose one");
    close_sheet(v);
    db_close(db);
}

TEST(a_row_with_nothing_to_tell_is_left_out_and_no_text_has_a_hole)
{
    struct db *db = school();
    struct facts_view *v = open_sheet(db, "Name;Class;Missing;Subject;Due\n"
        "Brian Otieno;4A;0;Maths;\nMary Otieno;4A;2;;\nJuma Maina;4A;1;;\n",
        "", "", "{child} owes {missing} in {subject|all}.");

    CHECK_TEXT(state_of(v, 0), "nothing to tell stands in this row");
    CHECK_TEXT(state_of(v, 1), "told");
    CHECK_TEXT(state_of(v, 2), "nobody");
    CHECK_INT(v->nobody, 1);
    CHECK_TEXT(v->copies[0].text, "Mary owes 2 in all.");
    close_sheet(v);
    v = open_sheet(db, "Name,Class,Missing\nMary Otieno,4A,2\n", "", "",
        "{child}: {misssing}");
    CHECK(strstr(in_words(&v->no_text), "{misssing}"));
    close_sheet(v);
    db_close(db);
}

TEST(a_phone_with_three_texts_of_the_week_gets_it_on_monday)
{
    static const char sheet[] = "Name,Class,Next date\nMary Otieno,4A,12 Dec"
        "\nAmina Ali,4A,12 Dec\n";
    struct db *db = school();

    for (int i = 0; i < WEEK_ROUTINE; i++) {
        struct facts_view *v = open_sheet(db, "Name,Class,Next date\n"
            "Mary Otieno,4A,9 Dec\n", "", "", "");

        send_sheet(db, v);
        close_sheet(v);
    }
    struct facts_view *v = open_sheet(db, sheet, "", "", "");
    CHECK_INT(v->monday, 1);
    CHECK_INT(v->phones, 3);
    send_sheet(db, v);
    close_sheet(v);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message WHERE number = '"
        ROSE "' AND due >= 1795392000000 + 7 * 86400000"), 1);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message WHERE number = '"
        SALMA "' AND due < 1795392000000 + 86400000"), 1);
    db_close(db);
}

TEST(a_phone_that_may_be_wrong_gets_no_fact_of_a_child)
{
    struct db *db = school();
    struct facts_view *v;

    world_sql(db,
        "UPDATE phone SET wrong_asked = 1 WHERE number = '" SALMA "'");
    v = open_sheet(db, "Name,Class,Mark\nAmina Ali,4A,12\n", "", "", "");
    CHECK_INT(v->phones, 1);
    CHECK(strstr(v->copies[0].who, IDRIS) != NULL);
    CHECK_TEXT(state_of(v, 0), "told");
    send_sheet(db, v);          /* the doubted phone stops nobody else's */
    close_sheet(v);
    CHECK_TEXT(world_text(db, "SELECT group_concat(number) FROM message"),
        IDRIS);
    db_close(db);
}

/* Long words in Swahili, which Salma reads. */
static void
add_words(struct db *db, const char *swahili)
{
    char sql[2000];

    world_sql(db, "INSERT INTO template (name, language, body) VALUES"
        " ('Note', 'en', '{child}: {missing}.'),"
        " ('Note', 'fr', '{child} : {missing}.')");
    snprintf(sql, sizeof(sql), "INSERT INTO template (name, language, body)"
        " VALUES ('Note', 'sw', '%s')", swahili);
    world_sql(db, sql);
}

static struct facts_view *
open_note(struct db *db, const char *sheet)
{
    struct facts_view *v = calloc(1, sizeof(*v));

    assert_non_null(v);
    snprintf(v->wish.template_, sizeof(v->wish.template_), "Note");
    CHECK_INT(facts_view_read(db, sheet, strlen(sheet), &with, v, &why), OK);
    return v;
}

TEST(a_phone_whose_text_is_over_ten_parts_is_skipped_alone_and_its_child_said)
{
    static const char sheet[] = "Name,Class,Missing\nBrian Otieno,4A,2\n"
        "Amina Ali,4A,3\nPeter Kamau,5B,1\n";
    struct db *db = school();
    struct facts_view *v;
    char words[800];

    /* one letter beyond the alphabet of 7 bits: 67 letters in a part */
    snprintf(words, sizeof(words), "{child} {missing} ሥ %0700d", 0);
    add_words(db, words);
    world_sql(db, "UPDATE guardian SET language = 'sw' WHERE name = 'Joy Kamau'"
        );
    v = open_note(db, sheet);
    CHECK_INT(v->phones, 2);    /* Rose, and Idris */
    CHECK(!reason_given(&v->no_text));
    CHECK_TEXT(state_of(v, 0), "told");
    CHECK_TEXT(state_of(v, 1), "told");
    CHECK_TEXT(state_of(v, 2), "The text is too long: it would take more than"
        " ten messages.");
    CHECK(!v->rows[2].told);
    CHECK_INT(v->nobody, 1);
    send_sheet(db, v);
    CHECK_INT(v->facts[2].message == 0, 1);
    close_sheet(v);
    CHECK_TEXT(world_text(db, "SELECT group_concat(number) FROM (SELECT number"
        " FROM message ORDER BY number)"), ROSE "," IDRIS);
    db_close(db);
}

TEST(words_with_a_hole_in_one_language_skip_the_phones_of_that_language_alone)
{
    struct db *db = school();
    struct facts_view *v;

    add_words(db, "{child}: {missing}, {date}.");
    world_sql(db, "UPDATE guardian SET language = 'sw' WHERE name = 'Joy Kamau'"
        );
    v = open_note(db, "Name,Class,Missing\nMary Otieno,4A,2\n"
        "Peter Kamau,5B,1\n");
    CHECK_INT(v->phones, 1);
    CHECK(!reason_given(&v->no_text));
    CHECK_TEXT(state_of(v, 0), "told");
    CHECK_TEXT(state_of(v, 1), "the words in the family's language want more"
        " than stands in this row");
    CHECK_INT(v->nobody, 1);
    send_sheet(db, v);
    close_sheet(v);
    CHECK_TEXT(world_text(db, "SELECT group_concat(number) FROM message"), ROSE);
    db_close(db);
}

TEST(where_every_phone_is_skipped_there_is_no_text_to_send)
{
    struct db *db = school();
    struct facts_view *v;
    struct sent sent;

    world_sql(db, "UPDATE phone SET wrong_asked = 1");
    v = open_sheet(db, "Name,Class,Mark\nAmina Ali,4A,12\n", "", "", "");
    CHECK(strstr(in_words(&v->no_text), "Nobody can be reached") != NULL);
    CHECK_INT(v->nobody, 1);
    CHECK_INT(facts_view_send(db, v, NULL, &sent, &why), ERR_INPUT);
    close_sheet(v);
    db_close(db);
}

TEST(a_long_value_goes_home_whole_or_its_row_is_not_told)
{
    struct db *db = school();
    char sheet[900], value[500] = "";
    struct facts_view *v;

    for (int i = 0; i < 40; i++)            /* 120 bytes */
        strcat(value, "\u1225");
    snprintf(sheet, sizeof(sheet), "Name,Class,Missing\nBrian Otieno,4A,%s\n",
        value);
    v = open_sheet(db, sheet, "", "", "{child}: {missing}");
    snprintf(sheet, sizeof(sheet), "Brian: %s", value);
    CHECK_INT(v->phones, 1);
    CHECK_TEXT(v->copies[0].text, sheet);
    close_sheet(v);

    snprintf(sheet, sizeof(sheet), "Name,Class,Missing\nMary Otieno,4A,1\n"
        "Brian Otieno,4A,Long %0400d\n", 0);
    v = open_sheet(db, sheet, "", "", "{child}: {missing}");
    CHECK(strstr(state_of(v, 1), "is too long for a text"));
    CHECK(!v->rows[1].told);
    CHECK_TEXT(v->copies[0].text, "Mary: 1");
    close_sheet(v);
    db_close(db);
}

TEST(odd_sheets_are_refused_in_words_and_change_nothing)
{
    static const struct {
        const char *sheet, *map, *want;
    } odd[] = {
        { "", "", "" }, { "\xff\xfe\x01", "", "" },
        { "Missing,Mark\n1,2\n3,4\n", "", "No column is the child's name" },
        { "Name,Class,Missing\nA B,4A,1\n", "child=Nowhere\n", "Nowhere" },
        { "Name,Class,Missing\nA B,4A,1\n", "Big Name=#3\n", "Big Name" },
        { "Name,Class,Missing\nA B,4A,1\n", "rubbish\n", "rubbish" },
        { "Name,Class,23/11/2026\nA,4A,a\nA,4A,b\nA,4A,c\nA,4A,d\nA,4A,e\n"
          "A,4A,f\nA,4A,g\nA,4A,h\nA,4A,i\nA,4A,j\nA,4A,k\nA,4A,l\nA,4A,m\n",
          "", "different marks" },
    };
    struct db *db = school();

    for (size_t i = 0; i < sizeof(odd) / sizeof(*odd); i++) {
        struct facts_view *v = calloc(1, sizeof(*v));

        assert_non_null(v);
        snprintf(v->wish.map, sizeof(v->wish.map), "%s", odd[i].map);
        CHECK_INT(facts_view_read(db, odd[i].sheet, strlen(odd[i].sheet), &with,
            v, &why), ERR_INPUT);
        CHECK(reason_given(&why));
        CHECK(strstr(in_words(&why), odd[i].want) != NULL);
        close_sheet(v);
    }
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"), 0);
    db_close(db);
}
