/* import_seen_test.c - what a class list would change, told by name before
 * anything is changed, and the questions that it leaves. */
#include "people_world.h"

#include "store/people/import.h"
#include "store/people/left.h"
#include "store/people/list_undo.h"
#include "text/class_fold.h"

static struct import_result r;

static void
run(struct db *db, struct import_wish wish, const char *csv)
{
    const struct import_list list = { csv, strlen(csv), "KE", "en", NULL };
    enum err e;

    import_clear(&r);
    e = import_run(db, &list, &wish, "head", &r, &because);
    if (e)
        print_error("refused: %s\n", in_words(&because));
    CHECK_INT(e, OK);
}
#define LOOK(db, csv) run(db, (struct import_wish){ .dry_run = true }, csv)
#define BRING(db, csv) run(db, (struct import_wish){ .dry_run = false }, csv)

/* "2 new Amina Ali/4B; ..." of all names. */
static const char *
names(void)
{
    static char out[2000];
    size_t n = 0;

    *out = '\0';
    for (int i = 0; i < r.n_names; i++) {
        const struct import_name *m = &r.names[i];

        n += (size_t)snprintf(out + n, sizeof(out) - n, "%ld %s %s/%s%s%s%s%s"
            "\n", m->row, import_fate_name(m->fate), m->child, m->class_name,
            *m->was_class ? " was " : "", m->was_class, m->why ? ": " : "",
            m->why ? in_words(m->why) : "");
    }
    return out;
}

static const char *
twins(void)
{
    static char out[1000];
    size_t n = 0;

    *out = '\0';
    for (int i = 0; i < r.n_twins; i++)
        n += (size_t)snprintf(out + n, sizeof(out) - n, "%ld %s/%s: %s or %s\n",
            r.twins[i].row, r.twins[i].child, r.twins[i].class_name,
            r.twins[i].guardian, r.twins[i].other);
    return out;
}

static const char *
classes(void)
{
    static char out[1000];
    size_t n = 0;

    *out = '\0';
    for (int i = 0; i < r.n_classes; i++)
        n += (size_t)snprintf(out + n, sizeof(out) - n, "%s %d: %d, %d\n",
            r.classes[i].name, r.classes[i].rows, r.classes[i].before,
            r.classes[i].after);
    for (int i = 0; i < r.n_alike; i++)
        n += (size_t)snprintf(out + n, sizeof(out) - n, "%s %d, %s %d?\n",
            r.alike[i].other, r.alike[i].n_other, r.alike[i].name,
            r.alike[i].n);
    return out;
}

static struct db *
school(void)
{
    struct db *db = open_db();

    ADD("Amina Ali", "4B", "Salma Ali", "0722000001");
    ADD("Juma Otieno", "4B", "Rose Otieno", "0722000002");
    ADD("Zuri Kamau", "4B", "Ann", "0722000003");
    ADD("Hassan Noor", "2A", "Halima", "0722000004");
    return db;
}

#define HEAD "child,class,guardian,phone\n"

TEST(each_child_of_a_list_is_told_with_what_becomes_of_it)
{
    struct db *db = school();
    char *before = people_rows(db);
    static const char csv[] = HEAD
        "Amina Ali,4B,Salma Ali,0722000001\n"
        "Juma Otieno,5B,Rose Otieno,0722000002\n"
        "Eve Moraa,4b,Jane,0722000005\n"
        "Zuri Kamau,4B,Ann,0722000009\n"
        "Abel Kip,4B,Ruth,12\n";

    LOOK(db, csv);
    CHECK_TEXT(names(), "2 same Amina Ali/4B\n"
        "3 changed Juma Otieno/5B was 4B\n"
        "4 new Eve Moraa/4B\n"
        "5 changed Zuri Kamau/4B\n"
        "6 left_out Abel Kip/4B: phone \"12\" is too short for a phone: a short"
        " code cannot be a guardian's\n");
    CHECK_INT(r.fates[FATE_SAME], 1);
    CHECK_INT(r.fates[FATE_CHANGED], 2);
    CHECK_INT(r.fates[FATE_NEW], 1);
    CHECK_INT(r.fates[FATE_REFUSED], 1);
    CHECK_TEXT(r.names[3].guardian, "Ann");
    CHECK_ROWS(db, before);
    BRING(db, csv);
    CHECK_TEXT(r.names[2].child, "Eve Moraa");
    CHECK_INT(r.names[2].fate, FATE_NEW);
    BRING(db, csv);
    CHECK_INT(r.fates[FATE_SAME], 4);
    import_clear(&r);
    free(before);
    db_close(db);
}

TEST(who_is_of_a_class_and_not_in_its_list_is_told_and_stays)
{
    struct db *db = school();

    BRING(db, HEAD "Amina Ali,4B,Salma Ali,0722000001\n"
        "Zuri Kamau,4B,Ann,1\n");
    CHECK_INT(r.n_left, 1);
    CHECK_TEXT(r.left[0].child, "Juma Otieno");
    CHECK_TEXT(r.left[0].class_name, "4B");
    CHECK_INT(r.children_here, 4);
    LOOK(db, HEAD "Hassan Noor,2A,Halima,0722000004\n");
    CHECK_INT(r.n_left, 0);
    import_clear(&r);
    db_close(db);
}

TEST(classes_are_counted_and_spellings_that_may_be_one_are_asked)
{
    struct db *db = school();
    static const char csv[] = HEAD "Amina Ali,4B,Salma Ali,0722000001\n"
        "Eve Moraa,Grade 4B,Jane,0722000005\n"
        "Abel Kip,Class 2 a,Ruth,0722000006\n";

    LOOK(db, csv);
    CHECK_TEXT(classes(), "2A 1: 1, 2\n4B 1: 3, 3\nGrade 4B 1: 0, 1\n"
        "4B 3, Grade 4B 1?\n");
    run(db, (struct import_wish){ .same = "Grade 4B=4B" }, csv);
    CHECK_TEXT(classes(), "2A 1: 1, 2\n4B 2: 3, 4\n");
    run(db, (struct import_wish){ .same = "4B=Grade 4B" }, csv);
    CHECK_TEXT(classes(), "2A 1: 2, 2\n4B 0: 4, 0\nGrade 4B 2: 0, 4\n");
    import_clear(&r);
    db_close(db);
}

TEST(two_spellings_that_are_there_become_one)
{
    struct db *db = school();

    CHECK_INT(query_on(db, "UPDATE child SET class = '4 b' WHERE id = :id", 2),
        OK);
    LOOK(db, HEAD "Amina Ali,4b,Salma Ali,0722000001\n");
    CHECK_TEXT(classes(), "2A 0: 1, 1\n4 b 0: 1, 1\n4B 1: 2, 2\n"
        "4B 2, 4 b 1?\n");
    run(db, (struct import_wish){ .same = "4 b=4B" },
        HEAD "Amina Ali,4b,Salma Ali,0722000001\n");
    CHECK_TEXT(classes(), "2A 0: 1, 1\n4 b 0: 1, 0\n4B 1: 2, 3\n");
    import_clear(&r);
    db_close(db);
}

/* Whose class is which: "4B" of a person's page, of the person's alerts. */
static const char *
of_staff(struct db *db)
{
    static char out[200];
    struct query q = query_start(db, "SELECT group_concat(trim(replace("
        "s.classes || '/' || p.classes, char(10), ' ')), '; ')"
        " FROM staff s JOIN alert_person p ON p.staff = s.id");

    if (query_row(&q))
        query_copy_text(&q, 0, out, sizeof(out));
    CHECK_INT(query_end(&q), OK);
    return out;
}

static int64_t
last_list(struct db *db)
{
    struct query q = query_start(db, "SELECT max(id) FROM list_in");
    int64_t id = 0;

    if (query_row(&q))
        id = query_get_int(&q, 0);
    CHECK_INT(query_end(&q), OK);
    return id;
}

TEST(whose_class_it_is_goes_on_with_a_renamed_class_and_comes_back)
{
    struct db *db = school();
    int kept;

    CHECK_INT(query_on(db, "INSERT INTO staff (id, name, role, password,"
        " created, classes) SELECT value, value, 2, '', :id, char(10) ||"
        " iif(value = 1, '2A' || char(10) || '4B', 'Grade 4B' || char(10)"
        " || '4B') || char(10) FROM json_each('[1,2]')", 1), OK);
    CHECK_INT(query_on(db, "INSERT INTO alert_person (staff, classes)"
        " SELECT id, iif(id = :id, '', char(10) || '4B' || char(10))"
        " FROM staff", 1), OK);
    run(db, (struct import_wish){ .same = "4B=Grade 4B" },
        HEAD "Amina Ali,4B,Salma Ali,0722000001\n");
    CHECK_TEXT(of_staff(db), "2A Grade 4B /; Grade 4B / Grade 4B");
    CHECK_INT(list_undo(db, last_list(db), "head", &kept), OK);
    CHECK_TEXT(of_staff(db), "2A 4B /; Grade 4B 4B / 4B");
    run(db, (struct import_wish){ .same = "4B=4B" },
        HEAD "Amina Ali,4B,Salma Ali,0722000001\n");
    CHECK_TEXT(of_staff(db), "2A 4B /; Grade 4B 4B / 4B");
    import_clear(&r);
    db_close(db);
}

static const struct {
    const char *one, *other;
    bool alike;
} cores[] = {
    { "4B", "Grade 4B", true }, { "4B", "grade 4 - b", true },
    { "4B", "Std. 4B", true }, { "4B", "04 B", true },
    { "Form 2 East", "2 East", true }, { "4th B", "4B", true },
    { "4º Ano B", "4B", true }, { "Year 7", "7", true },
    { "5ème A", "5A", true }, { "Kidato cha 2", "2", false },
    { "4B", "4C", false }, { "4B", "14B", false }, { "40B", "4B", false },
    { "4A", "4", false }, { "4E", "4", false }, { "Form 2A", "Grade 2A", true },
    { "Grade", "Form", false }, { "P4", "4", false }, { "4 East", "4", false },
    { "JSS 2B", "SS 2B", false }, { "1", "10", false }, { "PP1", "PP2", false },
};

TEST(classes_are_alike_by_what_is_left_of_them)
{
    for (size_t i = 0; i < sizeof(cores) / sizeof(*cores); i++) {
        char *a, *b;

        CHECK_INT(class_core(cores[i].one, &a), OK);
        CHECK_INT(class_core(cores[i].other, &b), OK);
        if ((strcmp(a, b) == 0) != cores[i].alike)
            print_error("%s (%s), %s (%s)\n", cores[i].one, a, cores[i].other,
                b);
        CHECK((strcmp(a, b) == 0) == cores[i].alike);
        free(a);
        free(b);
    }
}

#define PARENTS "child,class,guardian,phone,relation\n"

TEST(two_guardian_rows_of_one_child_in_one_class_are_one_family)
{
    static const char *const csv[] = {
        PARENTS "Amina Ali,4B,Salma Ali,0722000001,mother\n"
        "Amina Ali,4 b,Idris Ali,0722000002,father\n",
        PARENTS "Amina Ali,4B,Salma Ali,0722000001,Mama\n"
        "Juma,4B,Rose,0722000009,\n"
        "AMINA ALI,4B,Idris Ali,0722000002,BABA\n",
        PARENTS "Amina Ali,4B,Salma Ali,0722000001,\n"
        "Amina Ali,4B,Idris Ali,0722000002/0722000001,\n",
        PARENTS "أمينة,4B,سلمى,0722000001,الأم\nأمينة,4B,إدريس,0722000002,الأب\n",
    };

    for (size_t i = 0; i < sizeof(csv) / sizeof(*csv); i++) {
        struct db *db = open_db();
        char *before;

        BRING(db, csv[i]);
        CHECK_TEXT(twins(), "");
        CHECK_INT(r.families, i == 1 ? 2 : 1);
        CHECK_INT(r.fates[FATE_NEW], i == 1 ? 2 : 1);
        before = people_rows(db);
        BRING(db, csv[i]);
        CHECK_INT(r.added, 0);
        CHECK_ROWS(db, before);
        free(before);
        import_clear(&r);
        db_close(db);
    }
}

TEST(where_it_is_not_sure_that_two_rows_are_of_one_child_somebody_is_asked)
{
    static const char csv[] = HEAD "Amina Ali,4B,Salma Ali,0722000001\n"
        "Amina Ali,4B,Rose Otieno,0722000002\n";
    struct db *db = open_db();

    LOOK(db, csv);
    CHECK_TEXT(twins(), "3 Amina Ali/4B: Rose Otieno or Salma Ali\n");
    CHECK_INT(r.families, 2);
    run(db, (struct import_wish){ .one = "Amina Ali, 4b\n" }, csv);
    CHECK_TEXT(twins(), "");
    CHECK_INT(r.families, 1);
    CHECK_TEXT(all_of(db), "Amina Ali/4B | Salma Ali +254722000001,"
        " Rose Otieno +254722000002\n");
    BRING(db, csv);
    CHECK_INT(r.added, 0);
    CHECK_TEXT(twins(), "");
    import_clear(&r);
    db_close(db);
    db = open_db();
    BRING(db, csv);             /* nobody answered: two, and asked again */
    CHECK_INT(r.families, 2);
    run(db, (struct import_wish){ .dry_run = true, .one = "all" }, HEAD
        "Amina Ali,4B,Rose Otieno,0722000002\n");
    CHECK_INT(r.added, 0);      /* known by her number: not joined */
    import_clear(&r);
    db_close(db);
}

TEST(two_children_of_one_name_with_numbers_of_their_own_are_two)
{
    struct db *db = open_db();

    BRING(db, "child,class,guardian,phone,child_id,relation\n"
        "Amina Ali,4B,Salma,0722000001,1,mother\n"
        "Amina Ali,4B,Idris,0722000002,2,father\n");
    CHECK_INT(r.families, 2);
    CHECK_TEXT(twins(), "");
    import_clear(&r);
    db_close(db);
}

TEST(a_third_guardian_of_no_known_kind_is_asked_about)
{
    struct db *db = open_db();

    BRING(db, PARENTS "Amina Ali,4B,Salma Ali,0722000001,mother\n"
        "Amina Ali,4B,Idris Ali,0722000002,father\n"
        "Amina Ali,4B,Rose,0722000003,mother\n");
    CHECK_INT(r.families, 2);
    CHECK_TEXT(twins(), "4 Amina Ali/4B: Rose or Salma Ali, Idris Ali\n");
    import_clear(&r);
    db_close(db);
}

TEST(a_number_that_families_share_and_a_row_that_comes_twice_are_told)
{
    struct db *db = open_db();
    static const char list[] = "child,class,guardian,phone\n"
        "Juma,4B,Rose,0733 123456\n"
        "Zuri,4B,Neema,0722 123456\n"
        "Kofi,4B,Ama,0733123456\n"
        "Juma,4B,ROSE,0733123456\n"
        "Abeni,4B,Tayo,0744123456\n";

    run(db, (struct import_wish){ .dry_run = false },
        "child,class,guardian,phone\nAmina,4B,Salma,0722123456\n"
        "Ali,2A,Salma,0722123456\n");
    CHECK_INT(r.n_shared, 0);
    CHECK_INT(r.n_twice, 0);
    run(db, (struct import_wish){ .dry_run = true }, list);
    CHECK_INT(r.n_shared, 3);
    CHECK_INT((int)r.shared[0].row, 2);
    CHECK_TEXT(r.shared[0].phone, "0733 123456");
    CHECK_TEXT(r.shared[0].with, "Ama");
    CHECK_INT((int)r.shared[1].row, 3);
    CHECK_TEXT(r.shared[1].guardian, "Neema");
    CHECK_TEXT(r.shared[1].with, "Salma");
    CHECK_TEXT(r.shared[2].with, "Rose");
    CHECK_INT(r.n_twice, 1);
    CHECK_INT((int)r.twice[0].before, 2);
    CHECK_INT((int)r.twice[0].row, 5);
    CHECK_TEXT(r.twice[0].child, "Juma");
    run(db, (struct import_wish){ .dry_run = false }, list);
    run(db, (struct import_wish){ .dry_run = true }, list);
    CHECK_INT(r.n_shared, 0);
    import_clear(&r);
    db_close(db);
}
