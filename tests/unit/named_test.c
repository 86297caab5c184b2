/* Which words of a search name a family, and names that are spelt nearly so. */
#include "people_world.h"

#include "store/people/named.h"

/* "rest families" of what is typed. */
static const char *
named(struct db *db, const char *typed)
{
    static char out[200];
    struct named n;

    CHECK_INT(named_read(db, typed, &n), OK);
    snprintf(out, sizeof(out), "%s %s", n.rest, n.families);
    named_clear(&n);
    return out;
}

static void
put_name(void *user, const char *name)
{
    char *out = user;

    snprintf(out + strlen(out), 100 - strlen(out), "%s;", name);
}

static const char *
near(struct db *db, const char *word)
{
    static char out[100];

    *out = '\0';
    CHECK_INT(named_near(db, word, 3, put_name, out), OK);
    return out;
}

static struct db *
school(void)
{
    struct db *db = open_db();

    ADD("Musa Mutua", "4B", "Grace Mutua", "0712 000 001");
    ADD("Zo\xc3\xab Otieno", "2A", "Rose Otieno", "0712 000 002");
    ADD("Juma Otieno", "4B", "Rose Otieno", "0712 000 002");
    ADD("\xd9\x84\xd9\x8a\xd9\x84\xd9\x89", "2A", "Omar Rahman", "0712 000 005");
    return db;
}

TEST(words_of_a_search_name_whose_message_it_is)
{
    struct db *db = school();

    CHECK_TEXT(named(db, "Musa trip"), "trip [1]");
    CHECK_TEXT(named(db, "the trip of MUSA, mutua"), "the trip of [1]");
    CHECK_TEXT(named(db, "zoe shoes"), "shoes [2]");
    CHECK_TEXT(named(db, "\xd9\x84\xd9\x8a\xd9\x84\xd9\x89 trip"), "trip [3]");
    CHECK_TEXT(named(db, "otieno trip grace"), "otieno trip grace []");
    CHECK_TEXT(named(db, "trip ote"), "trip ote []");
    CHECK_TEXT(named(db, "trip oti"), "trip [2]"); /* the last is a beginning */
    CHECK_TEXT(named(db, "oti trip"), "oti trip []");
    CHECK_TEXT(named(db, "nobody here"), "nobody here []");
    CHECK_TEXT(named(db, ""), " []");
    db_close(db);
}

TEST(a_name_alone_leaves_nothing_to_look_for_and_so_is_looked_for)
{
    struct db *db = school();

    CHECK_TEXT(named(db, "Rose Otieno"), "rose otieno []");
    CHECK_TEXT(named(db, "4 b"), "4 b []");
    db_close(db);
}

TEST(a_class_in_one_word_or_two_and_a_number_in_any_spelling_name_families)
{
    struct db *db = school();

    CHECK_TEXT(named(db, "trip 4B"), "trip [1,2]");
    CHECK_TEXT(named(db, "4 b trip"), "trip [1,2]");
    CHECK_TEXT(named(db, "4 trip b"), "4 trip b []");
    CHECK_TEXT(named(db, "juma 4b trip"), "trip [2]");
    CHECK_TEXT(named(db, "0712 000 001 trip"), "trip [1]");
    CHECK_TEXT(named(db, "trip +254712000002"), "trip [2]");
    CHECK_TEXT(named(db, "trip 12"), "trip 12 []");
    db_close(db);
}

TEST(a_name_spelt_nearly_so_is_offered)
{
    struct db *db = school();

    CHECK_TEXT(near(db, "Otino"), "Otieno;");
    CHECK_TEXT(near(db, "otenio"), "Otieno;"); /* letters that changed places */
    CHECK_TEXT(near(db, "zoee"), "Zo\xc3\xab;");
    CHECK_TEXT(near(db, "Otieno"), "");  /* it is one */
    CHECK_TEXT(near(db, "Ros"), "");     /* too short to tell */
    CHECK_TEXT(near(db, "museum"), "");
    CHECK_TEXT(near(db, "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"), "");
    db_close(db);
}
