#include "reason_words.h"
#include "test.h"

#include "base/clock.h"
#include "store/db/setting.h"
#include "store/people/import.h"
#include "store/people/list_file.h"
#include "store/people/people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD "child,class,guardian,phone\n"

static char why[300];
static struct reason because;

static enum err
import_csv(struct db *db, const char *bytes, size_t n, const char *country,
    bool dry_run, const char *who, struct import_result *out,
    struct reason *words)
{
    const struct import_list list = { bytes, n, country, "en", NULL };
    const struct import_wish wish = { .dry_run = dry_run };

    return import_run(db, &list, &wish, who, out, words);
}

static struct db *
open_db(void)
{
    struct db *db;

    CHECK_INT(db_open(":memory:", &db, why, sizeof(why)), OK);
    return db;
}

static struct import_result
import(struct db *db, const char *csv)
{
    struct import_result r;
    enum err e = import_csv(db, csv, strlen(csv), "KE", false, "head", &r,
        &because);

    if (e)
        print_error("import refused: %s\n", in_words(&because));
    CHECK_INT(e, OK);
    CHECK_INT(r.rows, r.added + r.unchanged + r.rejected);
    return r;
}

/* The reason a file as a whole is refused for. */
static const char *
refused_bytes(const char *csv, size_t n)
{
    struct db *db = open_db();
    struct import_result r;

    CHECK_INT(import_csv(db, csv, n, "KE", false, "head", &r, &because),
        ERR_INPUT);
    CHECK(r.rejects == NULL);
    import_clear(&r);
    db_close(db);
    return in_words(&because);
}

static const char *
refused(const char *csv)
{
    return refused_bytes(csv, strlen(csv));
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

/* Imports csv alone: so many rows added, and the rejects. */
static void
check(const char *csv, int added, const char *rejects)
{
    struct db *db = open_db();
    struct import_result r = import(db, csv);

    CHECK_INT(r.added, added);
    CHECK_TEXT(r.rejects, rejects);
    import_clear(&r);
    r = import(db, csv);
    CHECK_INT(r.added, 0);
    CHECK_INT(r.unchanged, added);
    import_clear(&r);
    db_close(db);
}

TEST(the_same_file_twice_changes_nothing)
{
    static const char csv[] =
        "child,class,guardian,phone,child_id,family,relation,phone2,language,"
        "consent\n"
        "Amina Ali,3A,Salma Ali,0722 123456,1,F1,mother,,sw,yes\n"
        "Amina Ali,3A,Idris Ali,0733 123456,1,F1,father,0744123456,,\n"
        "Juma Ali,5B,Salma Ali,0722 123456,2,F1,mother,,sw,yes\n"
        "Peter,3A,Grace,0722 123456,,,,,,\n";
    struct db *db = open_db();
    struct import_result r = import(db, csv);

    CHECK_INT(r.rows, 4);
    CHECK_INT(r.added, 4);
    CHECK_INT(r.families, 2);
    CHECK_INT(r.children, 3);
    CHECK_INT(r.guardians, 3);
    CHECK_INT(r.phones, 3);
    CHECK_TEXT(r.rejects, "");
    CHECK_TEXT(r.ignored, "");
    import_clear(&r);
    r = import(db, csv);
    CHECK_INT(r.unchanged, 4);
    CHECK_INT(r.families + r.children + r.guardians + r.phones, 0);
    import_clear(&r);
    CHECK_INT(count(db, "SELECT count(*) FROM audit"), 2);
    db_close(db);
}

TEST(a_dry_run_counts_and_keeps_nothing)
{
    struct db *db = open_db();
    struct import_result r;
    static const char csv[] = HEAD "Amina,3A,Salma,0722123456\nx,3A,Salma,1\n";

    CHECK_INT(import_csv(db, csv, strlen(csv), "KE", true, "head", &r,
        &because), OK);
    CHECK_INT(r.added, 1);
    CHECK_INT(r.rejected, 1);
    CHECK_INT(r.families, 1);
    import_clear(&r);
    CHECK_INT(count(db, "SELECT count(*) FROM family"), 0);
    CHECK_INT(count(db, "SELECT count(*) FROM phone"), 0);
    CHECK_INT(count(db, "SELECT count(*) FROM audit"), 0);
    db_close(db);
}

TEST(a_dry_run_on_a_file_sees_what_is_known_and_touches_nothing)
{
    char dir[] = "/tmp/notehome-import-XXXXXX", path[64], command[80];
    static const char csv[] = HEAD "Amina,3A,Salma,0722123456\n"
        "Juma,3A,Salma,0722123456\n";
    struct import_result r;
    struct db *db;

    CHECK(mkdtemp(dir));
    snprintf(path, sizeof(path), "%s/notehome.db", dir);
    CHECK_INT(db_open(path, &db, why, sizeof(why)), OK);
    r = import(db, HEAD "Amina,3A,Salma,0722123456\n");
    import_clear(&r);
    CHECK_INT(import_csv(db, csv, strlen(csv), "KE", true, "head", &r,
        &because), OK);
    CHECK_INT(r.added, 1);
    CHECK_INT(r.unchanged, 1);
    CHECK_INT(r.families, 0);
    CHECK_INT(r.children, 1);
    import_clear(&r);
    CHECK_INT(count(db, "SELECT count(*) FROM child"), 1);
    CHECK_INT(count(db, "SELECT count(*) FROM audit"), 1);
    db_close(db);
    snprintf(command, sizeof(command), "rm -rf %s", dir);
    CHECK_INT(system(command), 0);
}

TEST(rows_about_one_phone_or_family_are_kept_in_one_step)
{
    static const char csv[] = "child,class,guardian,phone,phone2,family\n"
        "A,1A,Ga,0722000001,,\n"
        "B,1A,Gb,0722000002,,fb\n"
        "C,1A,Gc,0722000003,0722000001,\n"
        "bad,1A,Gd,07x,,fb\n"
        "E,1A,Ge,0722000005,,fb\n"
        "F,1A,Gf,0722000006,,\n"
        "G,1A,Gc,0722000007,0722000005,\n"
        "H,1A,Gh,0722000008,,\n"
        "H,1A,Gh,0722000009,,\n";
    static const int groups[] = { 0, 1, 0, 3, 1, 5, 1, 7, 7 };
    const struct import_list list = { csv, strlen(csv), "KE", "en", NULL };
    struct list_file l;

    CHECK_INT(list_open(&list, &l, &because), OK);
    CHECK_INT(list_read(&list, NULL, &l, &because), OK);
    CHECK_INT(list_group(&l), OK);
    CHECK_INT(l.n, 9);
    for (int i = 0; i < l.n; i++)
        CHECK_INT(l.rows[i].group, groups[i]);
    CHECK(l.rows[3].why && !l.rows[3].row);
    list_clear(&l);
}

TEST(a_list_that_stopped_is_told_until_the_next_is_in)
{
    struct db *db = open_db();
    struct import_result r;
    struct import_state s;

    CHECK_INT(import_state(db, &s), OK);
    CHECK_INT(s.rows, 0);
    CHECK_INT(setting_set(db, "import.open", "200 900 1795000000000 cli:ann"),
        OK);
    CHECK_INT(import_state(db, &s), OK);
    CHECK_INT(s.done, 200);
    CHECK_INT(s.rows, 900);
    CHECK(!s.running);
    CHECK_TEXT(s.who, "cli:ann");
    r = import(db, HEAD "Amina,3A,Salma,0722123456\n");
    import_clear(&r);
    CHECK_INT(import_state(db, &s), OK);
    CHECK_INT(s.rows, 0);
    CHECK_INT(count(db, "SELECT detail_code FROM audit WHERE who = 'cli:ann'"
        " AND detail = '#200'"), REASON_ROWS_STOPPED);
    db_close(db);
}

TEST(bad_rows_come_back_with_line_and_reason_and_good_ones_are_kept)
{
    check("\xef\xbb\xbf" HEAD "Amina,3A,Salma,0722123456\n"
        "\n"
        "Juma,3A,Idris,2.547E+11\n"
        "Zuri,3A,Neema,0733123456\n"
        "Ali,,Ann,0733123456", 2,
        "child,class,guardian,phone,line,reason\r\n"
        "Juma,3A,Idris,2.547E+11,4,\"phone \"\"2.547E+11\"\" was cut short by"
        " the spreadsheet: format the column as text, then type the number"
        " again\"\r\n"
        "Ali,,Ann,0733123456,6,class is empty\r\n");
}

TEST(mended_rejects_can_be_imported)
{
    struct db *db = open_db();
    struct import_result r = import(db,
        "Child ; CLASS;Guardian;phone;Remark\r\n"
        "Amina;;Salma;+254 722 123456;\"=1+1; \"\"x\"\"\"\r\n");
    char *mended;

    CHECK_TEXT(r.rejects,
        "Child;CLASS;Guardian;phone;Remark;line;reason\r\n"
        "Amina;;Salma;'+254 722 123456;\"'=1+1; \"\"x\"\"\";2;"
        "class is empty\r\n");
    CHECK_TEXT(r.ignored, "Remark");
    mended = strdup(r.rejects);
    import_clear(&r);
    r = import(db, mended);
    CHECK_TEXT(r.ignored, "Remark");
    CHECK_TEXT(r.rejects, mended);  /* still bad: the same again */
    import_clear(&r);
    free(mended);
    r = import(db,
        "Child;CLASS;Guardian;phone;Remark;line;reason\r\n"
        "Amina;1;Salma;'+254 722 123456;'=1+1;2;class is empty\r\n");
    CHECK_INT(r.added, 1);
    CHECK_INT(count(db,
        "SELECT count(*) FROM phone WHERE number = '+254722123456'"), 1);
    import_clear(&r);
    db_close(db);
}

TEST(any_usual_way_of_writing_csv_is_read)
{
    check("sep=;\r\n" "child;class;guardian;phone\r\n"
        "Amina;3A;Salma;0722123456\r\n", 1, "");
    check("\n\n  \n" HEAD "Amina,3A,Salma,0722123456", 1, "");
    check("child,class,guardian,phone\rAmina,3A,Salma,0722123456\r", 1, "");
    check("phone,guardian,child,class,,\n"
        "0722123456,\"Ali, Salma\",\"Amina\nAli\",\"3\"\"A\",,\n", 1, "");
    check(" CHILD ,\"Class\",guardian\xc2\xa0,phone\n"
        "Amina,3A,Salma,0722123456,,,\n", 1, "");
}

TEST(a_row_says_what_is_wrong_with_its_bytes)
{
    check(HEAD "Ren\xe9,3A,Salma,0722123456\nZo\xc3\xab,3A,Ann,0722123457\n", 1,
        "\xef\xbb\xbf" "child,class,guardian,phone,line,reason\r\n"
        "Ren\xef\xbf\xbd,3A,Salma,0722123456,2,\"child is not UTF-8 (saved as"
        " Windows-1252?): save the list as \"\"CSV UTF-8\"\"\"\r\n");
    check(HEAD "Ren\xef\xbf\xbd,3A,Salma,0722123456\n", 0,
        "\xef\xbb\xbf" "child,class,guardian,phone,line,reason\r\n"
        "Ren\xef\xbf\xbd,3A,Salma,0722123456,2,child has lost a letter"
        " (\xef\xbf\xbd): type it again\r\n");
    check(HEAD "Ali, Amina,3A,Salma,0722123456\n", 0,
        "child,class,guardian,phone,line,reason\r\n"
        "Ali,Amina,3A,Salma,2,has more cells than the first row: a name with"
        " a comma in it needs quotation marks around it,0722123456\r\n");
}

TEST(a_row_with_a_nul_byte_is_refused)
{
    static const char csv[] = HEAD "Am\0ina,3A,Salma,0722123456\n";
    struct db *db = open_db();
    struct import_result r;

    CHECK_INT(import_csv(db, csv, sizeof(csv) - 1, "KE", false, "head", &r,
        &because), OK);
    CHECK_INT(r.rejected, 1);
    CHECK(strstr(r.rejects, "(NUL)"));
    import_clear(&r);
    db_close(db);
}

TEST(an_unusable_file_is_refused_as_a_whole_with_words)
{
    CHECK_TEXT(refused(""), "the file is empty");
    CHECK_TEXT(refused("\xef\xbb\xbf\n\n"), "the file is empty");
    CHECK_TEXT(refused("child,parent\n"),
        "which column is the class? There are: child, parent");
    CHECK_TEXT(refused("colour\tshape\n"), "which column is the child's"
        " name? There are: #1, #2");
    CHECK(strstr(refused("child,class,guardian,phone,Child\n"), "twice"));
    CHECK(strstr(refused(HEAD "Amina,3A,Salma,0722123456\n"
        "\"Juma,3A,Salma,0722123456\nx,y,z,1\n"), "begins on line 3"));
    CHECK(strstr(refused_bytes("PK\3\4....", 8), "CSV UTF-8"));
    CHECK(strstr(refused_bytes("\xff\xfe" "c\0\0\xd8", 6), "UTF-16"));
}

TEST(too_many_rows_or_bytes_are_refused)
{
    static const char row[] = "Amina,3A,Salma,1\n";
    size_t rows = IMPORT_ROWS_MAX + 1, n = strlen(HEAD);
    char *csv = malloc(n + rows * strlen(row) + 1);

    CHECK(csv);
    strcpy(csv, HEAD);
    for (size_t i = 0; i < rows; i++, n += strlen(row))
        memcpy(csv + n, row, strlen(row));
    CHECK(strstr(refused_bytes(csv, n), "more than 20000 rows"));
    free(csv);
    csv = calloc(IMPORT_BYTES_MAX + 1, 1);
    CHECK(csv);
    CHECK(strstr(refused_bytes(csv, IMPORT_BYTES_MAX + 1), "8 MB"));
    free(csv);
}

TEST(families_that_share_a_phone_stay_apart_in_any_order)
{
    static const char *const rows[] = {
        "Amina,3A,Salma,0722123456\n", "Peter,3A,Grace,0722123456\n",
        "Juma,5B,Salma,0722123456\n", "Zuri,1A,Grace,0722 123 456\n" };
    char csv[300];

    for (int i = 0; i < 24; i++) {
        struct db *db = open_db();
        struct import_result r;
        int left[] = { 0, 1, 2, 3 }, code = i;

        strcpy(csv, HEAD);
        for (int n = 4; n > 0; code /= n, n--) {
            int pick = code % n;

            strcat(csv, rows[left[pick]]);
            memmove(left + pick, left + pick + 1,
                (size_t)(3 - pick) * sizeof(*left));
        }
        r = import(db, csv);
        CHECK_INT(r.families, 2);
        CHECK_INT(r.children, 4);
        CHECK_INT(r.guardians, 2);
        import_clear(&r);
        db_close(db);
    }
}

static void
ignore(void *user, const struct family *f)
{
    (void)f;
    ++*(int *)user;
}

static void
count_recipient(void *user, const struct recipient *r)
{
    (void)r;
    ++*(int *)user;
}

TEST(a_list_of_five_thousand_rows_is_read_at_once)
{
    struct db *db = open_db();
    struct import_result r;
    char *csv = malloc(5000 * 80), *at;
    int n = 0;
    int64_t start;

    CHECK(csv);
    at = csv + sprintf(csv, HEAD);
    for (int i = 0; i < 5000; i++)
        at += sprintf(at, "Child%d Name%d,%d%c,Guardian%d Name,07%08d\n", i,
            i % 700, i % 8, 'A' + i % 4, i / 2, 10000000 + i / 2);
    start = clock_mono();
    r = import(db, csv);
    print_message("# 5000 rows imported in %d ms",
        (int)(clock_mono() - start));
    CHECK_INT(r.added, 5000);
    CHECK_INT(r.families, 2500);
    import_clear(&r);
    start = clock_mono();
    r = import(db, csv);
    print_message(", again in %d ms", (int)(clock_mono() - start));
    CHECK_INT(r.unchanged, 5000);
    import_clear(&r);
    start = clock_mono();
    CHECK_INT(family_list(db, "name699 child", FAMILIES_BY_CHILD, 50, ignore, &n), OK);
    print_message(", searched in %d ms\n", (int)(clock_mono() - start));
    CHECK_INT(n, 7);
    n = 0;
    start = clock_mono();
    CHECK_INT(people_recipients(db, &(struct people_target){ .all = true },
        count_recipient, &n, NULL), OK);
    CHECK_INT(n, 2500);
    print_message("# 2500 recipients in %d ms",
        (int)(clock_mono() - start));
    n = 0;
    start = clock_mono();
    CHECK_INT(people_recipients(db, &(struct people_target){
        .class_name = "3d" }, count_recipient, &n, NULL), OK);
    CHECK_INT(n, 625);
    print_message(", a class in %d ms\n", (int)(clock_mono() - start));
    free(csv);
    db_close(db);
}

TEST(what_is_exported_changes_nothing_when_it_comes_back)
{
    static const char list[] =
        "child,class,guardian,phone,phone2,relation,language,consent\n"
        "Amina Ali,4B,Salma Ali,0712000001,0712000002,mother,sw,yes\n"
        "\"=cmd()\",4B,@Rose,0712000003,,mother,,\n";
    struct import_result r = { 0 };
    char text_why[300], *text = NULL;
    struct db *db = NULL;

    CHECK_INT(db_open(":memory:", &db, text_why, sizeof(text_why)), OK);
    CHECK_INT(import_csv(db, list, strlen(list), "KE", false, "x", &r,
        &because), OK);
    CHECK_INT(r.added, 2);
    import_clear(&r);
    CHECK_INT(import_export(db, &text), OK);
    CHECK(strstr(text, "'=cmd()"));
    CHECK(strstr(text, "'@Rose"));
    CHECK_INT(import_csv(db, text, strlen(text), "KE", false, "x", &r,
        &because), OK);
    CHECK_INT(r.added, 0);
    CHECK_INT(r.unchanged, 2);
    CHECK_INT(r.rejected, 0);
    import_clear(&r);
    free(text);
    db_close(db);
}

TEST(why_a_row_is_refused_is_told_as_a_reason_in_the_order_of_the_rejects)
{
    struct db *db = open_db();
    struct import_result r = import(db, HEAD
        "Amina,3A,Salma,0722123456\n"
        ",3A,Salma,0722123457\n"
        "Baraka,3A,Rose,12\n");

    CHECK_INT(r.rejected, 2);
    CHECK_INT(r.n_reasons, 2);
    CHECK_TEXT(in_words(&r.reasons[0]), "child is empty");
    CHECK_INT(r.reasons[1].code, REASON_VALUE_FAULT);
    CHECK(strstr(in_words(&r.reasons[1]), "phone \"12\" is too short"));
    CHECK(strstr(r.rejects, "child is empty"));
    import_clear(&r);
    db_close(db);
}
