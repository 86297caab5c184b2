/* Where a row of a class list belongs, and what is refused. */
#include "people_world.h"

TEST(the_same_row_again_changes_nothing)
{
    struct db *db = open_db();

    CHECK(ADD("Amina Ali", "3A", "Salma Ali", "0722 123456", .relation = "m"));
    CHECK(!ADD("Amina Ali", "3A", "Salma Ali", "0722 123456", .relation = "m"));
    /* Another spelling is a change, once. */
    CHECK(ADD("  amina  ali", "3A", "SALMA ALI", "+254 722 123 456"));
    CHECK(!ADD("amina ali", "3A", "SALMA ALI", "254722123456"));
    CHECK_TEXT(all_of(db), "amina ali/3A | SALMA ALI/m +254722123456\n");
    db_close(db);
}

TEST(siblings_under_one_guardian_and_number_are_one_family)
{
    struct db *db = open_db();

    ADD("Amina", "3A", "Salma Ali", "0722123456");
    ADD("Juma", "5B", "Salma Ali", "0722123456");
    CHECK_TEXT(all_of(db), "Amina/3A Juma/5B | Salma Ali +254722123456\n");
    db_close(db);
}

TEST(two_families_that_share_a_phone_stay_two)
{
    struct db *db = open_db();

    ADD("Amina", "3A", "Salma Ali", "0722123456");
    ADD("Peter", "3A", "Grace Otieno", "0722123456");
    CHECK_TEXT(all_of(db),
        "Peter/3A | Grace Otieno +254722123456\n"
        "Amina/3A | Salma Ali +254722123456\n");
    db_close(db);
}

TEST(one_guardian_with_two_family_values_is_two_families)
{
    struct db *db = open_db();

    ADD("Amina", "3A", "Salma", "0722123456", .family = "F1");
    ADD("Peter", "3A", "Salma", "0722123456", .family = "F2");
    CHECK_TEXT(all_of(db),
        "Amina/3A | Salma +254722123456\n"
        "Peter/3A | Salma +254722123456\n");
    CHECK(!ADD("Peter", "3A", "Salma", "0722123456"));
    CHECK(strstr(REFUSED("Zawadi", "1C", "Salma", "0722123456"),
        "several families"));
    db_close(db);
}

TEST(a_family_value_joins_guardians_with_different_numbers)
{
    struct db *db = open_db();
    struct family f;

    ADD("Amina", "3A", "Salma Ali", "0722123456", .family = "F1");
    ADD("Amina", "3A", "Idris Ali", "0733123456", .family = "F1");
    CHECK_TEXT(all_of(db),
        "Amina/3A | Salma Ali +254722123456, Idris Ali +254733123456\n");
    CHECK_INT(family_get(db, 1, &f), OK);
    CHECK_TEXT(f.label, "Salma Ali, Idris Ali");
    db_close(db);
}

TEST(a_child_id_joins_the_guardians_of_one_child)
{
    struct db *db = open_db();

    ADD("Amina", "3A", "Salma", "0722123456", .child_id = "17");
    ADD("Amina", "3A", "Idris", "0733123456", .child_id = "17");
    CHECK_TEXT(all_of(db),
        "Amina/3A | Salma +254722123456, Idris +254733123456\n");
    db_close(db);
}

TEST(namesakes_in_one_class_are_not_joined_by_their_name)
{
    struct db *db = open_db();

    ADD("Mohamed Ali", "3A", "Fatuma", "0722123456");
    ADD("Mohamed Ali", "3A", "Zainab", "0733123456");
    CHECK_TEXT(all_of(db),
        "Mohamed Ali/3A | Fatuma +254722123456\n"
        "Mohamed Ali/3A | Zainab +254733123456\n");
    db_close(db);
}

TEST(a_changed_class_is_updated)
{
    struct db *db = open_db();

    ADD("Amina", "3A", "Salma", "0722123456");
    CHECK(ADD("Amina", "4A", "Salma", "0722123456"));
    CHECK_TEXT(all_of(db), "Amina/4A | Salma +254722123456\n");
    db_close(db);
}

TEST(a_new_number_of_a_known_guardian_is_tried_first)
{
    struct db *db = open_db();

    ADD("Amina", "3A", "Salma", "0722123456");
    CHECK(ADD("Amina", "3A", "Salma", "0799123456"));
    CHECK(!ADD("Amina", "3A", "Salma", "0799123456"));
    CHECK_TEXT(all_of(db), "Amina/3A | Salma +254799123456 +254722123456\n");
    db_close(db);
}

TEST(a_number_in_one_family_and_names_in_another_need_a_word_from_staff)
{
    struct db *db = open_db();

    ADD("Amina", "3A", "Salma", "0722123456");
    ADD("Zuri", "1B", "Salma", "0733123456");
    CHECK(strstr(REFUSED("Amina", "3A", "Salma", "0733123456"),
        "known with another number"));
    CHECK(ADD("Amina", "3A", "Salma", "0744123456"));
    db_close(db);
}

TEST(a_namesake_in_another_family_of_a_guardian_keeps_its_class)
{
    struct db *db = open_db();

    ADD("Ali", "1A", "Salma", "0722123456", .family = "F1");
    ADD("Ali", "2A", "Salma", "0722123456", .family = "F2");
    CHECK(!ADD("Ali", "2A", "Salma", "0722123456"));
    CHECK(strstr(REFUSED("Ali", "3A", "Salma", "0722123456"),
        "several families"));
    db_close(db);
}

TEST(a_list_may_not_put_a_child_into_two_classes)
{
    struct db *db = open_db();
    struct people_list list = { 0 };
    struct people_row a = { .child = "Amina", .class_name = "3A",
        .guardian = "Salma", .phone = "0722123456" };
    struct people_row b = { .child = "Amina", .class_name = "4A",
        .guardian = "Salma", .phone = "0722123456" };
    bool changed;

    for (int i = 0; i < 2; i++) {
        CHECK_INT(db_begin(db), OK);
        CHECK_INT(people_add_listed(db, &a, "KE", &list, &changed, &because),
            OK);
        CHECK(changed == (i == 0));
        CHECK_INT(people_add_listed(db, &b, "KE", &list, &changed, &because),
            ERR_INPUT);
        CHECK(strstr(in_words(&because), "two classes"));
        CHECK_INT(db_commit(db), OK);
        CHECK_INT(list.children, i == 0);
        people_list_clear(&list);
    }
    db_close(db);
}

TEST(a_child_id_on_a_later_row_of_a_list_is_kept)
{
    struct db *db = open_db();
    struct people_list list = { 0 };
    struct people_row row = { .child = "Amina", .class_name = "3A",
        .guardian = "Salma", .phone = "0722123456" };
    bool changed;

    CHECK_INT(db_begin(db), OK);
    CHECK_INT(people_add_listed(db, &row, "KE", &list, &changed, &because), OK);
    row.child_id = "1";
    CHECK_INT(people_add_listed(db, &row, "KE", &list, &changed, &because), OK);
    CHECK(changed);
    CHECK_INT(db_commit(db), OK);
    people_list_clear(&list);
    CHECK(!ADD("Amina", "3A", "Salma", "0722123456", .child_id = "1"));
    CHECK_TEXT(all_of(db), "Amina/3A | Salma +254722123456\n");
    db_close(db);
}

TEST(a_list_with_two_rows_for_two_numbers_is_stable)
{
    struct db *db = open_db();
    struct people_list list = { 0 };
    struct people_row a = { .child = "Amina", .class_name = "3A",
        .guardian = "Salma", .phone = "0722123456", .family = "F" };
    struct people_row b = { .child = "Amina", .class_name = "3A",
        .guardian = "salma", .phone = "0733123456", .family = "F" };
    bool changed;

    for (int i = 0; i < 3; i++) {
        CHECK_INT(db_begin(db), OK);
        CHECK_INT(people_add_listed(db, &a, "KE", &list, &changed, &because),
            OK);
        CHECK(changed == (i == 0));
        CHECK_INT(people_add_listed(db, &b, "KE", &list, &changed, &because),
            OK);
        CHECK(changed == (i == 0));
        CHECK_INT(db_commit(db), OK);
        people_list_clear(&list);
    }
    CHECK_TEXT(all_of(db), "Amina/3A | Salma +254722123456 +254733123456\n");
    db_close(db);
}

TEST(a_reused_child_id_does_not_mix_two_families)
{
    struct db *db = open_db();

    ADD("Amina", "3A", "Salma", "0722123456", .child_id = "12");
    CHECK(strstr(REFUSED("Peter", "1B", "Grace", "0733123456",
        .child_id = "12"), "child_id 12 is that of Amina"));
    CHECK(ADD("Aminah", "3A", "Salma", "0722123456", .child_id = "12"));
    CHECK_TEXT(all_of(db), "Aminah/3A | Salma +254722123456\n");
    db_close(db);
}

TEST(a_child_with_two_family_values_is_in_both)
{
    struct db *db = open_db();

    ADD("Amina", "3A", "Salma", "0722123456", .child_id = "1", .family = "A");
    ADD("Amina", "3A", "Idris", "0733123456", .child_id = "1", .family = "B");
    CHECK_TEXT(all_of(db),
        "Amina/3A | Idris +254733123456\n"
        "Amina/3A | Salma +254722123456\n");
    db_close(db);
}

TEST(ids_added_to_the_list_later_make_no_doubles)
{
    struct db *db = open_db();

    ADD("Amina", "3A", "Salma", "0722123456");
    ADD("Juma", "5B", "Salma", "0722123456");
    CHECK(ADD("Amina", "3A", "Salma", "0722123456", .child_id = "1",
        .family = "A"));
    CHECK(ADD("Juma", "5B", "Salma", "0722123456", .child_id = "2",
        .family = "A"));
    CHECK(!ADD("Juma", "5B", "Salma", "0722123456", .child_id = "2",
        .family = "A"));
    CHECK_TEXT(all_of(db), "Amina/3A Juma/5B | Salma +254722123456\n");
    db_close(db);
}

TEST(a_cell_with_two_whole_numbers_is_split)
{
    struct db *db = open_db();

    ADD("Amina", "3A", "Salma", "0722123456 / 0733 123456");
    CHECK_TEXT(all_of(db), "Amina/3A | Salma +254722123456 +254733123456\n");
    CHECK(!ADD("Amina", "3A", "Salma", "0722123456", .phone2 = "0733123456"));
    CHECK(!ADD("Amina", "3A", "Salma", "0722123456", .phone2 = "0722 123456"));
    CHECK(!ADD("Amina", "3A", "Salma", "0722123456", .phone2 = " - "));
    db_close(db);
}

TEST(an_unusable_phone_is_refused_with_words)
{
    struct db *db = open_db();
    static const struct {
        const char *phone, *words;
    } bad[] = {
        { "", "phone is empty" },
        { "2.547E+11", "cut short by the spreadsheet" },
        { "2,547e11", "cut short by the spreadsheet" },
        { "712345678.0", "ends in .0" },
        { "15001", "too short" },
        { "*150#", "service code" },
        { "Safaricom", "letters" },
        { "0722 123456 mama", "letters" },
        { "0722123456/7", "several numbers" },
        { "0722000001, 0722000002, 0722000003; 0722000004 / 0722000005",
            "one number too many" },
        { " / ", "is not a phone number" },
        { "0722 123456 0733 123456", "more than 15 digits" },
        { "0722 123456789", "is not a possible number in KE" },
        { "0722 12\x92" "34", "UTF-8" },
        { "0722 12\x01" "34", "control" },
        { "+254 7\xef\xbf\xbd", "lost a letter" },
    };

    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        REFUSED("Amina", "3A", "Salma", bad[i].phone);
        CHECK(strstr(in_words(&because), bad[i].words));
        CHECK(strncmp(in_words(&because), "phone", 5) == 0);
    }
    CHECK_TEXT(all_of(db), "");
    CHECK(ADD("Amina", "3A", "Salma", "0722123456/0733123456",
        .phone2 = "0744123456"));
    CHECK_TEXT(all_of(db), "Amina/3A | Salma +254722123456 +254733123456"
        " +254744123456\n");
    db_close(db);
}

TEST(a_needed_cell_may_not_be_empty)
{
    struct db *db = open_db();

    CHECK_TEXT(REFUSED(" ", "3A", "Salma", "0722123456"), "child is empty");
    CHECK_TEXT(REFUSED("Amina", NULL, "Salma", "0722123456"),
        "class is empty");
    CHECK_TEXT(REFUSED("Amina", "3A", "\xc2\xa0\xe2\x80\x8b", "0722123456"),
        "guardian is empty");
    CHECK(strstr(REFUSED("Amina", "3A", "Salma", "0722123456",
        .language = "Swahili"), "not a language code"));
    db_close(db);
}

TEST(names_lose_stray_blanks_and_are_composed)
{
    struct db *db = open_db();

    ADD(" Ame\xcc\x81lie\xc2\xa0\n  Ba ", "3A", "Jos\xc3\xa9\xe2\x80\x8b",
        "'0722123456");
    CHECK_TEXT(all_of(db),
        "Am\xc3\xa9lie Ba/3A | Jos\xc3\xa9 +254722123456\n");
    db_close(db);
}

TEST(a_list_that_writes_a_guardian_otherwise_does_so_on_all_families)
{
    struct db *db = open_db();
    struct query q;
    char key[8];

    for (int i = 0; i < 80; i++) {
        snprintf(key, sizeof(key), "f%d", i);
        CHECK(ADD("Amina", "4B", "Salma Ali", "0712000001", .family = key));
    }
    CHECK(ADD("Amina", "4B", "Salma ALI", "0712000001", .family = "f0"));
    q = query_start(db, "SELECT count(*) FROM family"
        " WHERE label = 'Salma ALI'");
    CHECK(query_row(&q));
    CHECK_INT(query_get_int(&q, 0), 80);
    CHECK_INT(query_end(&q), OK);
    db_close(db);
}
