/* unreached_test.c - children without a phone are kept and listed, and become
 * ordinary ones when a number comes. */
#include "people_world.h"

#include "store/people/import.h"
#include "store/people/unreached.h"

static const struct import_wish plain;

static struct import_result r;

static void
bring(struct db *db, const char *csv)
{
    const struct import_list list = { csv, strlen(csv), "KE", "en", NULL };

    import_clear(&r);
    CHECK_INT(import_run(db, &list, &plain, "head", &r, &because), OK);
}

static void
put_unreached(void *user, const struct unreached *u)
{
    char line[400];

    snprintf(line, sizeof(line), "%s/%s %s: %s\n", u->name, u->class_name,
        u->guardians, unreached_name(u->why));
    put(user, line);
}

static const char *
unreached(struct db *db, const char *class_name)
{
    static struct text t;

    t = (struct text){ .db = db };
    CHECK_INT(unreached_each(db, class_name, put_unreached, &t), OK);
    return t.out;
}

#define HEAD "child,class,guardian,phone,relation,mother,mother_phone\n"

TEST(a_child_without_a_phone_is_kept_and_listed)
{
    static const char csv[] = HEAD "Amina Ali,4B,Salma Ali,0722000001,,,\n"
        "Juma Otieno,4B,Rose Otieno,,aunt,,\n"
        "Zuri Kamau,2A,,-,,Ann Kamau,N/A\n"
        "Eve Moraa,2A,,,,,\n"
        "Eve Njeri,2A,,hakuna,,,\n"
        "Abel Kip,2A,Ruth,12,,,\n";
    struct db *db = open_db();
    char *before;

    bring(db, csv);
    CHECK_INT(r.added, 5);
    CHECK_INT(r.rejected, 1);   /* a bad number is for mending */
    CHECK_INT(r.without, 4);
    CHECK_INT(r.n_twins, 0);
    CHECK_TEXT(unreached(db, ""), "Eve Moraa/2A Parent of Eve Moraa: no_phone\n"
        "Eve Njeri/2A Parent of Eve Njeri: no_phone\n"
        "Zuri Kamau/2A Ann Kamau: no_phone\n"
        "Juma Otieno/4B Rose Otieno: no_phone\n");
    CHECK_TEXT(unreached(db, "4B"), "Juma Otieno/4B Rose Otieno: no_phone\n");
    before = people_rows(db);
    bring(db, csv);
    CHECK_INT(r.added, 0);
    CHECK_ROWS(db, before);
    free(before);
    import_clear(&r);
    db_close(db);
}

static void
rose_reads(struct db *db, enum guardian_reads how)
{
    struct query q = query_start(db, "UPDATE guardian SET reads = :how"
        " WHERE name = 'Rose Otieno'");

    query_int(&q, ":how", how);
    CHECK_INT(query_end_changed(&q), OK);
}

/* Such a guardian gets no text to many: the child is not reached by it. */
TEST(a_child_whose_guardians_want_calls_is_listed_until_one_reads)
{
    struct db *db = open_db();

    bring(db, HEAD "Juma Otieno,4B,Rose Otieno,0722000002,aunt,,\n"
        "Eve Moraa,2A,Jane Moraa,0722000003,mother,,\n");
    rose_reads(db, READS_CALL);
    CHECK_TEXT(unreached(db, ""), "Juma Otieno/4B Rose Otieno: call\n");
    rose_reads(db, READS_HELPED);
    CHECK_TEXT(unreached(db, ""), "");
    import_clear(&r);
    db_close(db);
}

TEST(a_number_that_comes_later_is_of_the_child_that_is_there)
{
    struct db *db = open_db();

    bring(db, HEAD "Juma Otieno,4B,Rose Otieno,,aunt,,\nEve Moraa,2A,,,,,\n");
    bring(db, HEAD "Juma Otieno,4B,Rose Otieno,0722000002,,,\n"
        "Eve Moraa,2A,Jane Moraa,0722000003,mother,,\n");
    CHECK_INT(r.children, 0);
    CHECK_INT(r.n_twins, 0);
    CHECK_TEXT(all_of(db), "Eve Moraa/2A | Jane Moraa/mother +254722000003\n"
        "Juma Otieno/4B | Rose Otieno/aunt +254722000002\n");
    CHECK_TEXT(unreached(db, ""), "");
    bring(db, HEAD "Eve Moraa,2A,,,,,\n");      /* says nothing new */
    CHECK_INT(r.unchanged, 1);
    CHECK_TEXT(all_of(db), "Eve Moraa/2A | Jane Moraa/mother +254722000003\n"
        "Juma Otieno/4B | Rose Otieno/aunt +254722000002\n");
    import_clear(&r);
    db_close(db);
}

TEST(each_reason_for_which_no_text_goes_is_told)
{
    struct reason by_hand = reason_of(REASON_BY_HAND);
    struct db *db = open_db();

    bring(db, "child,class,guardian,phone,consent\n"
        "A,1A,Ga,0722000001,\nB,1A,Gb,0722000002,\nC,1A,Gc,0722000003,no\n"
        "D,1A,Gd,0722000004,\nE,1A,Ge,0722000005,\nE,1A,Ge,0722000005/0722000006,\n");
    CHECK_INT(phone_set_state(db, "+254722000001", PHONE_OPTED_OUT, "x",
        &by_hand), OK);
    CHECK_INT(phone_set_state(db, "+254722000002", PHONE_WRONG, "x", &by_hand),
        OK);
    CHECK_INT(phone_set_state(db, "+254722000004", PHONE_PENDING, "x",
        &by_hand), OK);
    CHECK_INT(phone_set_state(db, "+254722000005", PHONE_WRONG, "x", &by_hand),
        OK);
    CHECK_TEXT(unreached(db, ""), "A/1A Ga: opted_out\nB/1A Gb: wrong\n"
        "C/1A Gc: consent\nD/1A Gd: unconfirmed\n");
    import_clear(&r);
    db_close(db);
}

TEST(a_child_without_a_phone_moves_up_like_others)
{
    static const char csv[] = HEAD "Juma Otieno,5B,Rose Otieno,,,,\n"
        "Eve Moraa,3A,,,,,\n";
    const struct import_list list = { csv, strlen(csv), "KE", "en", NULL };
    const struct import_wish wish = { .turn = true };
    struct db *db = open_db();

    bring(db, HEAD "Juma Otieno,4B,Rose Otieno,,,,\nEve Moraa,2A,,,,,\n");
    import_clear(&r);
    CHECK_INT(import_run(db, &list, &wish, "head", &r, &because), OK);
    CHECK_INT(r.n_left, 0);
    CHECK_INT(r.children, 0);
    CHECK_TEXT(all_of(db), "Eve Moraa/3A | Parent of Eve Moraa\n"
        "Juma Otieno/5B | Rose Otieno\n");
    import_clear(&r);
    db_close(db);
}
