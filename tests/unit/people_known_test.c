/* What is known already of a number, a child or a guardian that is typed. */
#include "people_world.h"

#include "base/clock.h"
#include "store/people/left.h"
#include "store/people/people_known.h"
#include "store/people/people_edit.h"

static void
put_person(void *user, const struct known_person *p)
{
    char *out = user;

    snprintf(out + strlen(out), 300 - strlen(out), "%lld %s %s %s;",
        (long long)p->family, p->label, p->name, p->class_name);
}

static const char *
holders(struct db *db, const char *number)
{
    static char out[300];

    *out = '\0';
    CHECK_INT(known_holders(db, number, put_person, out), OK);
    return out;
}

static const char *
children(struct db *db, const char *name, const char *class_name)
{
    static char out[300];

    *out = '\0';
    CHECK_INT(known_children(db, name, class_name, put_person, out), OK);
    return out;
}

static const char *
pupils(struct db *db, const char *words)
{
    static char out[300];

    *out = '\0';
    CHECK_INT(known_pupils(db, words, 3, put_person, out), OK);
    return out;
}

TEST(a_child_is_found_by_a_few_letters_of_its_name_class_or_parent)
{
    struct db *db = open_db();

    ADD("Juma Amani", "10A", "Rose Otieno", "0712000002");
    ADD("Am\xc3\xadna Ali", "4B", "Salma Ali", "0712000001");
    ADD("\xe1\x8a\xa0\xe1\x89\xa0\xe1\x89\xa0", "4B", "Tigist", "0712000004");
    CHECK_TEXT(pupils(db, "ami"), "2 Salma Ali Am\xc3\xadna Ali 4B;");
    CHECK_TEXT(pupils(db, "AMA"), "1 Rose Otieno Juma Amani 10A;");
    CHECK_TEXT(pupils(db, "am"), "2 Salma Ali Am\xc3\xadna Ali 4B;"
        "1 Rose Otieno Juma Amani 10A;");
    CHECK_TEXT(pupils(db, "4b salma"), "2 Salma Ali Am\xc3\xadna Ali 4B;");
    CHECK_TEXT(pupils(db, "otieno"), "1 Rose Otieno Juma Amani 10A;");
    CHECK_TEXT(pupils(db, "\xe1\x8a\xa0\xe1\x89\xa0"),
        "3 Tigist \xe1\x8a\xa0\xe1\x89\xa0\xe1\x89\xa0 4B;");
    CHECK_TEXT(pupils(db, "a l i s b m"), "2 Salma Ali Am\xc3\xadna Ali 4B;");
    CHECK_TEXT(pupils(db, "amina rose"), "");
    CHECK_TEXT(pupils(db, "%"), "");
    CHECK_TEXT(pupils(db, "  "), "");
    CHECK_INT(known_pupils(db, "a\xff", 3, put_person, NULL), ERR_INPUT);
    CHECK_INT(child_leave(db, 2, 2, true, "head"), OK);
    CHECK_TEXT(pupils(db, "amina"), "");
    db_close(db);
}

TEST(who_shares_a_number_is_told_with_each_family)
{
    struct db *db = open_db();

    ADD("Amina Ali", "4B", "Salma Ali", "0712000001");
    ADD("Juma Otieno", "2A", "Rose Otieno", "0712000001");
    CHECK_TEXT(holders(db, "+254712000001"),
        "1 Salma Ali Salma Ali ;2 Rose Otieno Rose Otieno ;");
    CHECK_TEXT(holders(db, "+254712000009"), "");
    db_close(db);
}

TEST(a_child_is_known_however_its_name_and_class_are_spelt)
{
    static const char *const spelt[][2] = { { "Amina Ali", "4B" },
        { "amina  ALI", "4 b" }, { "Am\xc3\xadna Ali", "Class 4B" },
        { " Amina Ali ", "4-B" } };
    struct db *db = open_db();

    ADD("Amina Ali", "4B", "Salma Ali", "0712000001");
    for (size_t i = 0; i < sizeof(spelt) / sizeof(*spelt); i++)
        CHECK_TEXT(children(db, spelt[i][0], spelt[i][1]),
            "1 Salma Ali Amina Ali 4B;");
    CHECK_TEXT(children(db, "Amina Ali", "4C"), "");
    CHECK_TEXT(children(db, "Amina", "4B"), "");
    CHECK_TEXT(children(db, "", "4B"), "");
    db_close(db);
}

static bool
doubtful(struct db *db, const char *number)
{
    bool d = false;

    CHECK_INT(known_doubtful(db, number, &d), OK);
    return d;
}

static void
message(struct db *db, const char *number, int direction, int state)
{
    struct query q = query_start(db, "INSERT INTO message (thread, direction,"
        " kind, state, number, body, at) VALUES (1, :direction, 1, :state,"
        " :number, 'x', 1)");

    query_int(&q, ":direction", direction);
    query_int(&q, ":state", state);
    query_text(&q, ":number", number);
    CHECK_INT(query_end(&q), OK);
}

TEST(a_number_that_nobody_is_given_is_doubtful_until_a_report_or_a_text)
{
    const char *odd = "+2547120000";
    struct db *db = open_db();
    struct query q = query_start(db,
        "INSERT INTO thread (tray, number) VALUES (2, 'x')");

    CHECK_INT(query_end(&q), OK);
    CHECK(!doubtful(db, "+254712000001"));
    CHECK(!doubtful(db, "M-PESA"));
    CHECK(doubtful(db, odd));
    message(db, odd, 2, 3);
    CHECK(doubtful(db, odd));
    message(db, odd, 2, 4);
    CHECK(!doubtful(db, odd));
    CHECK(doubtful(db, "+2547120001"));
    message(db, "+2547120001", 1, 9);
    CHECK(!doubtful(db, "+2547120001"));
    db_close(db);
}

TEST(one_name_twice_in_a_family_is_refused_by_hand)
{
    struct db *db = open_db();
    struct guardian_form g = { .name = "SALMA ali" };
    int64_t id = 0;

    ADD("Amina Ali", "4B", "Salma Ali", "0712000001");
    CHECK_INT(child_save(db, 1, "amina ali", "5A", "lead", &because, &id),
        ERR_EXISTS);
    CHECK_INT(guardian_save(db, 1, &g, "lead", &because, &id), ERR_EXISTS);
    id = 1;
    CHECK_INT(child_save(db, 1, "Amina Ali", "5A", "lead", &because, &id), OK);
    CHECK_INT(guardian_save(db, 1, &g, "lead", &because, &id), OK);
    db_close(db);
}
