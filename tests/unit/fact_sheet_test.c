/* Facts of children from a sheet: whose each row is, what home reads, and which
 * days go into the register. */
#include "inbox_world.h"

#include "send/week.h"
#include "store/people/people.h"
#include "store/thread/about.h"
#include "web/view/facts_view.h"

#include <stdlib.h>

#define ROSE "+254712000001"
#define SALMA "+254712000003"
#define IDRIS "+254712000004"

static struct reason why;
static const struct send with = { .author = "grace", .country = "KE",
    .language = "en", .school = "Hill", .rules = &world_rules };

static void
add(struct db *db, const char *child, const char *class_name,
    const char *guardian, const char *phone, const char *family,
    const char *language)
{
    struct people_row r = { .child = child, .class_name = class_name,
        .guardian = guardian, .phone = phone, .family = family,
        .language = language, .may_lack_phone = true };
    bool changed;

    CHECK_INT(people_add_row(db, &r, "KE", &changed, &why), OK);
}

/* 1 Brian and 2 Mary, 3 Amina (a mother in Swahili, a father in French), 4 Juma
 * without a phone, 5 and 6 two of one name in one class, 7 in another. */
static struct db *
school(void)
{
    struct db *db = world_open();

    CHECK_INT(db_begin(db), OK);
    add(db, "Brian Otieno", "4A", "Rose Otieno", ROSE, "F1", "en");
    add(db, "Mary Otieno", "4A", "Rose Otieno", ROSE, "F1", "en");
    add(db, "Amina Ali", "4A", "Salma Ali", SALMA, "F2", "sw");
    add(db, "Amina Ali", "4A", "Idris Ali", IDRIS, "F2", "fr");
    add(db, "Juma Maina", "4A", "Ann Maina", "", "F3", "en");
    add(db, "Faith Njeri", "4A", "Ruth Njeri", "+254712000006", "F6", "en");
    add(db, "Faith Njeri", "4A", "Jane Njeri", "+254712000007", "F7", "en");
    add(db, "Peter Kamau", "5B", "Joy Kamau", "+254712000008", "F8", "en");
    CHECK_INT(db_commit(db), OK);
    return db;
}

static struct facts_view *
open_sheet(struct db *db, const char *sheet, const char *map,
    const char *pick, const char *text)
{
    struct facts_view *v = calloc(1, sizeof(*v));

    assert_non_null(v);
    snprintf(v->wish.map, sizeof(v->wish.map), "%s", map);
    snprintf(v->wish.pick, sizeof(v->wish.pick), "%s", pick);
    snprintf(v->wish.text, sizeof(v->wish.text), "%s", text);
    CHECK_INT(facts_view_read(db, sheet, strlen(sheet), &with, v, &why), OK);
    return v;
}

static void
close_sheet(struct facts_view *v)
{
    facts_view_clear(v);
    free(v);
}

static const char *
state_of(const struct facts_view *v, int row)
{
    const struct facts_row *r = &v->rows[row];

    return reason_given(&r->why) ? in_words(&r->why)
        : r->told ? "told" : "nobody";
}

static int64_t
send_sheet(struct db *db, struct facts_view *v)
{
    struct sent sent;

    CHECK_INT(facts_view_send(db, v, NULL, &sent, &why), OK);
    free(sent.ids);
    return sent.batch;
}

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
    CHECK_TEXT(state_of(v, 2), "the child of this number has another name or"
        " class: choose one");
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

TEST(days_of_a_sheet_go_into_the_register_once_and_home_hears_of_today_alone)
{
    static const char sheet[] = "Name,Class,20/11/2026,21/11/2026,23/11/2026,"
        "24/11/2026\nBrian Otieno,4A,A,A,P,A\nAmina Ali,4A,p,,a,\n"
        "Mary Otieno,4A,X,,,\n";
    struct db *db = school();
    struct facts_view *v = open_sheet(db, sheet, "", "", "");
    struct absent_listed done;

    CHECK_INT(v->f.n_marks, 3);
    CHECK_INT(v->n_days, 2);
    CHECK_INT(v->days_today, 1);
    CHECK_TEXT(state_of(v, 0), "2026-11-24 is still to come");
    CHECK_INT(facts_view_note(db, v, &done), OK);
    CHECK_INT(done.noted, 2);
    CHECK_INT(done.told.texts, 2);
    close_sheet(v);
    CHECK_TEXT(world_text(db,
        "SELECT group_concat(child || ' ' || day || ' ' || (question IS NOT NULL)) FROM (SELECT * FROM absence ORDER BY child)"),
        "1 2026-11-20 0,3 2026-11-23 1");
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"), 2);

    v = open_sheet(db, sheet, "mark==X\n", "", "");
    CHECK_INT(v->days_known, 2);
    CHECK_INT(v->n_days, 1);
    CHECK_INT(facts_view_note(db, v, &done), OK);
    close_sheet(v);
    CHECK_INT(world_number(db, "SELECT count(*) FROM absence"), 3);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"), 2);
    db_close(db);
}

static void
first_list(void *user, const struct absence_list *l)
{
    *(struct absence_list *)user = *l;
}

TEST(a_list_of_days_is_taken_back_as_a_whole_with_what_waits_to_go)
{
    struct db *db = school();
    struct facts_view *v = open_sheet(db, "Name,Class,Absent on\n"
        "Brian Otieno,4A,\"19/11/2026, 23/11/2026\"\nMary Otieno,4A,soon\n",
        "", "", "");
    struct absence_list l = { 0 };
    struct absent_listed done;

    CHECK_TEXT(state_of(v, 1), "\"soon\" is no day");
    CHECK_INT(absence_is_noted(db, 1, "2026-11-23", &(bool){ false }), OK);
    CHECK_INT(facts_view_note(db, v, &done), OK);
    close_sheet(v);
    CHECK_INT(done.noted, 2);
    CHECK_INT(absence_lists(db, 1, first_list, &l), OK);
    CHECK_INT(l.days, 2);
    CHECK_INT(absent_list_undo(db, l.id, "grace"), OK);
    CHECK_INT(absent_list_undo(db, l.id, "grace"), ERR_NOT_FOUND);
    CHECK_INT(world_number(db, "SELECT count(*) FROM absence"), 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message WHERE state = 1"),
        0);
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
