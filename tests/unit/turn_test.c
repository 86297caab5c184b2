/* turn_test.c - the turn of the school year from one list: everyone moves up,
 * leavers leave, newcomers come, and all of it is taken back. */
#include "people_world.h"

#include "base/clock.h"
#include "store/people/import.h"
#include "store/people/list_undo.h"
#include "store/people/tree.h"

static const struct import_wish plain;

enum { CHILDREN = 650, CLASSES = 8, NEW = 85, REPEAT = 9 };

static struct import_result r;

static enum err
turn(struct db *db, const char *csv, bool dry, bool sure)
{
    const struct import_list list = { csv, strlen(csv), "KE", "en", NULL };
    const struct import_wish wish = { .dry_run = dry, .turn = true,
        .sure = sure };

    import_clear(&r);
    return import_run(db, &list, &wish, "head", &r, &because);
}

static void
bring(struct db *db, const char *csv)
{
    const struct import_list list = { csv, strlen(csv), "KE", "en", NULL };

    import_clear(&r);
    CHECK_INT(import_run(db, &list, &plain, "head", &r, &because), OK);
    CHECK_INT(r.rejected, 0);
}

static int
count(struct db *db, const char *sql)
{
    struct query q = query_start_text(db, sql);
    int n = -1;

    if (query_row(&q))
        n = (int)query_get_int(&q, 0);
    CHECK_INT(query_end(&q), OK);
    return n;
}

static int64_t
last_list(struct db *db)
{
    return count(db, "SELECT max(id) FROM list_in");
}

#define HEAD "child,class,guardian,phone\n"

/* A line of child i in class 1A to 8C. Every 13th has a new number at the turn;
 * every third is the brother or sister of the one before. */
static int
put_line(char *at, int i, int grade, bool later)
{
    return sprintf(at, "Child%d Name%d,%d%c,Guardian%d Name,07%08d\n", i,
        i % 90, grade, 'A' + i % 3, i / 3, 10000000 + i / 3
        + (later && i / 3 % 13 == 0 ? 50000 : 0));
}

static int
grade_of(int i)
{
    return 1 + i % CLASSES;
}

static char *
old_list(void)
{
    char *csv = malloc(CHILDREN * 80), *at = csv;

    CHECK(csv);
    at += sprintf(at, HEAD);
    for (int i = 0; i < CHILDREN; i++)
        at += put_line(at, i, grade_of(i), false);
    return csv;
}

/* All but the eighth class, one class up, some once more in theirs; and the
 * newcomers. */
static char *
new_list(int *left)
{
    char *csv = malloc((CHILDREN + NEW) * 80), *at = csv;

    CHECK(csv);
    *left = 0;
    at += sprintf(at, HEAD);
    for (int i = 0; i < CHILDREN; i++)
        if (grade_of(i) == CLASSES)
            ++*left;
        else
            at += put_line(at, i, grade_of(i) + (i % 70 != REPEAT), true);
    for (int i = 0; i < NEW; i++)
        at += sprintf(at, "New%d Little%d,1A,Newguardian%d Name,07%08d\n", i,
            i, i, 20000000 + i);
    return csv;
}

static void
ignore(void *user, const struct recipient *to)
{
    int *n = user;

    ++*n;
    CHECK(*to->children);
}

TEST(six_hundred_and_fifty_children_move_up_and_back_again)
{
    struct db *db = open_db();
    char *old = old_list(), *before, *csv;
    int left, kept = -1, n = 0, repeats = 0;
    int64_t start;

    bring(db, old);
    CHECK_INT(count(db, "SELECT count(*) FROM child"), CHILDREN);
    before = people_rows(db);
    csv = new_list(&left);
    for (int i = 0; i < CHILDREN; i++)
        repeats += grade_of(i) != CLASSES && i % 70 == REPEAT;

    start = clock_mono();
    CHECK_INT(turn(db, csv, true, false), OK);
    print_message("# looked at in %d ms", (int)(clock_mono() - start));
    CHECK_ROWS(db, before);
    CHECK_INT(r.n_left, left);
    CHECK_INT(r.fates[FATE_NEW], NEW);
    CHECK_INT(r.fates[FATE_REFUSED], 0);
    CHECK_INT(r.n_twins, 0);

    start = clock_mono();
    CHECK_INT(turn(db, csv, false, false), OK);
    print_message(", turned in %d ms", (int)(clock_mono() - start));
    CHECK_INT(r.n_left, left);
    CHECK_INT(r.children, NEW);
    CHECK_INT(count(db, "SELECT count(*) FROM child WHERE left_at > 0"), left);
    CHECK_INT(count(db, "SELECT count(*) FROM child WHERE left_at > 0"
        " AND class NOT LIKE '8%'"), 0);
    CHECK_INT(count(db, "SELECT count(*) FROM child WHERE left_at = 0"
        " AND folded NOT LIKE 'new%' AND substr(class, 1, 1) + 0"
        " <> 2 + (id - 1) % 8"), repeats);
    CHECK_INT(people_recipients(db, &(struct people_target){ .class_name =
        "1A" }, ignore, &n, NULL), OK);
    CHECK_INT(n, NEW + count(db, "SELECT count(DISTINCT substr(name, 1))"
        " FROM child WHERE class = '1A' AND left_at = 0"
        " AND folded NOT LIKE 'new%'"));

    CHECK_INT(turn(db, csv, false, false), OK); /* twice changes nothing */
    CHECK_INT(r.added, 0);
    CHECK_INT(r.n_left, 0);

    start = clock_mono();
    CHECK_INT(list_undo(db, last_list(db) - 1, "head", &kept), OK);
    print_message(", taken back in %d ms\n", (int)(clock_mono() - start));
    CHECK_INT(kept, 0);
    CHECK_ROWS(db, before);
    import_clear(&r);
    free(before);
    free(csv);
    free(old);
    db_close(db);
}

TEST(a_new_number_and_a_new_class_at_once_are_the_same_child)
{
    struct db *db = open_db();

    bring(db, HEAD "Amina Ali,CM2,Salma Ali,0722000001\n"
        "Juma,PP2,Rose,0722000002\n");
    CHECK_INT(turn(db, HEAD "Amina Ali,6e,Salma Ali,0722000009\n"
        "Juma,Grade 1,Rose,0722000008\n", false, false), OK);
    CHECK_INT(r.children, 0);
    CHECK_TEXT(all_of(db),
        "Juma/Grade 1 | Rose +254722000008 +254722000002\n"
        "Amina Ali/6e | Salma Ali +254722000009 +254722000001\n");
    import_clear(&r);
    db_close(db);
}

TEST(nobody_leaves_for_a_row_that_was_refused)
{
    struct db *db = open_db();

    bring(db, HEAD "Amina Ali,4B,Salma Ali,0722000001\n"
        "Juma,4B,Rose,0722000002\nZuri,4B,Ann,0722000003\n");
    CHECK_INT(turn(db, HEAD "Amina Ali,5B,Salma Ali,0722000001\n"
        "JUMA,5B,Rose,12\nZuri,5B,Ann,0722000003,too,many\n", false, false),
        OK);
    CHECK_INT(r.rejected, 2);
    CHECK_INT(r.n_left, 0);
    CHECK_INT(count(db, "SELECT count(*) FROM child WHERE left_at > 0"), 0);
    import_clear(&r);
    db_close(db);
}

TEST(a_list_of_one_class_sends_nobody_away_unless_somebody_is_sure)
{
    struct db *db = open_db();
    static const char csv[] = HEAD "Amina Ali,5B,Salma Ali,0722000001\n";
    char *before;

    bring(db, HEAD "Amina Ali,4B,Salma Ali,0722000001\n"
        "Juma,5B,Rose,0722000002\nZuri,6B,Ann,0722000003\n");
    before = people_rows(db);
    CHECK_INT(turn(db, csv, true, false), OK);
    CHECK_INT(r.n_left, 2);
    CHECK_INT(turn(db, csv, false, false), ERR_INPUT);
    CHECK_TEXT(in_words(&because), "2 of 3 children of the school are not in"
        " this list and would leave: if that is right, say so (--yes)");
    CHECK_ROWS(db, before);
    CHECK_INT(turn(db, csv, false, true), OK);
    CHECK_INT(count(db, "SELECT count(*) FROM child WHERE left_at > 0"), 2);
    import_clear(&r);
    free(before);
    db_close(db);
}

TEST(one_who_leaves_while_one_of_that_name_comes_is_asked_about)
{
    struct db *db = open_db();

    bring(db, HEAD "Amina Ali,4B,Salma Ali,0722000001\n"
        "Juma,4B,Rose,0722000002\n");
    CHECK_INT(turn(db, HEAD "Amina Ali,5B,Grandmother Zeinab,0722000009\n"
        "Juma,5B,Rose,0722000002\n", true, false), OK);
    CHECK_INT(r.n_left, 1);
    CHECK(r.left[0].comes);
    CHECK_INT(r.n_twins, 1);
    CHECK_TEXT(r.twins[0].other, "Salma Ali");
    {
        const struct import_list list = { HEAD "Amina Ali,5B,Grandmother"
            " Zeinab,0722000009\nJuma,5B,Rose,0722000002\n", 0, "KE", "en",
            NULL };
        struct import_list all = list;
        const struct import_wish wish = { .turn = true,
            .one = "Amina Ali, 5B" };

        all.n = strlen(all.bytes);
        import_clear(&r);
        CHECK_INT(import_run(db, &all, &wish, "head", &r, &because), OK);
    }
    CHECK_INT(r.n_left, 0);
    CHECK_INT(r.children, 0);
    CHECK_TEXT(all_of(db), "Juma/5B | Rose +254722000002\n"
        "Amina Ali/5B | Salma Ali +254722000001,"
        " Grandmother Zeinab +254722000009\n");
    import_clear(&r);
    db_close(db);
}

TEST(two_of_one_name_in_two_classes_stay_two)
{
    struct db *db = open_db();

    bring(db, HEAD "Amina Ali,4B,Salma Ali,0722000001\n"
        "Amina Ali,5B,Rose Otieno,0722000002\n");
    CHECK_INT(turn(db, HEAD "Amina Ali,5B,Salma Ali,0722000001\n"
        "Amina Ali,6B,Rose Otieno,0722000002\n", false, false), OK);
    CHECK_INT(r.n_twins, 0);
    CHECK_INT(r.n_left, 0);
    CHECK_TEXT(all_of(db), "Amina Ali/6B | Rose Otieno +254722000002\n"
        "Amina Ali/5B | Salma Ali +254722000001\n");
    import_clear(&r);
    db_close(db);
}

static void
put_leader(void *user, const struct tree_family *f)
{
    put(user, f->class_name);
}

TEST(who_represents_a_class_goes_on_with_it)
{
    struct db *db = open_db();
    struct text t = { .db = db };
    int kept = 0;

    bring(db, HEAD "Amina Ali,4B,Salma Ali,0722000001\n"
        "Juma,4B,Rose,0722000002\n");
    CHECK_INT(tree_set(db, "4B", 1, true, "head"), OK);
    CHECK_INT(turn(db, HEAD "Amina Ali,5B,Salma Ali,0722000001\n"
        "Juma,5B,Rose,0722000002\n", false, false), OK);
    CHECK_INT(tree_representatives(db, NULL, put_leader, &t), OK);
    CHECK_TEXT(t.out, "5B");
    CHECK_INT(list_undo(db, last_list(db), "head", &kept), OK);
    t = (struct text){ .db = db };
    CHECK_INT(tree_representatives(db, NULL, put_leader, &t), OK);
    CHECK_TEXT(t.out, "4B");
    import_clear(&r);
    db_close(db);
}
