#include "test.h"

#include "store/people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char why[300];

static struct db *
open_db(void)
{
    struct db *db;

    CHECK_INT(db_open(":memory:", &db, why, sizeof(why)), OK);
    return db;
}

static enum err
add(struct db *db, struct people_row r, bool *changed)
{
    enum err e;

    *why = '\0';
    CHECK_INT(db_begin(db), OK);
    e = people_add_row(db, &r, "KE", changed, why, sizeof(why));
    CHECK_INT(db_commit(db), OK);
    return e;
}

/* Adds a row; true when it changed something. */
#define ADD(c, k, g, p, ...)                                                   \
    added(db, (struct people_row){ .child = c, .class_name = k,               \
        .guardian = g, .phone = p, __VA_ARGS__ })
static bool
added(struct db *db, struct people_row r)
{
    bool changed = false;
    enum err e = add(db, r, &changed);

    if (e)
        print_error("row refused: %s\n", why);
    CHECK_INT(e, OK);
    return changed;
}

/* The reason a row is refused for. */
#define REFUSED(c, k, g, p, ...)                                               \
    refused(db, (struct people_row){ .child = c, .class_name = k,             \
        .guardian = g, .phone = p, __VA_ARGS__ })
static const char *
refused(struct db *db, struct people_row r)
{
    bool changed = false;

    CHECK_INT(add(db, r, &changed), ERR_INPUT);
    CHECK(!changed);
    return why;
}

/* "family label: Child Class, ...; Guardian relation [numbers]; ..." of all
 * families, a line each. */
struct text {
    struct db *db;
    char out[4000];
    const char *between;
};

static void
put(struct text *t, const char *s)
{
    strncat(t->out, s, sizeof(t->out) - strlen(t->out) - 1);
}

static void
put_child(void *user, const struct child *c)
{
    struct text *t = user;

    put(t, t->between);
    put(t, c->name);
    put(t, "/");
    put(t, c->class_name);
    t->between = " ";
}

static void
put_phone(void *user, const struct people_phone *p)
{
    put(user, " ");
    put(user, p->number);
}

static void
put_guardian(void *user, const struct guardian *g)
{
    struct text *t = user;

    put(t, t->between);
    put(t, g->name);
    put(t, *g->relation ? "/" : "");
    put(t, g->relation);
    CHECK_INT(guardian_phones(t->db, g->id, put_phone, t), OK);
    t->between = ", ";
}

static void
put_family(void *user, const struct family *f)
{
    struct text *t = user;

    t->between = "";
    CHECK_INT(family_children(t->db, f->id, put_child, t), OK);
    t->between = " | ";
    CHECK_INT(family_guardians(t->db, f->id, put_guardian, t), OK);
    put(t, "\n");
}

static const char *
all_of(struct db *db)
{
    static struct text t;

    t = (struct text){ .db = db };
    CHECK_INT(family_list(db, "", 1000, put_family, &t), OK);
    return t.out;
}

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
        CHECK_INT(people_add_listed(db, &a, "KE", &list, &changed, why,
            sizeof(why)), OK);
        CHECK(changed == (i == 0));
        CHECK_INT(people_add_listed(db, &b, "KE", &list, &changed, why,
            sizeof(why)), ERR_INPUT);
        CHECK(strstr(why, "two classes"));
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
    CHECK_INT(people_add_listed(db, &row, "KE", &list, &changed, why,
        sizeof(why)), OK);
    row.child_id = "1";
    CHECK_INT(people_add_listed(db, &row, "KE", &list, &changed, why,
        sizeof(why)), OK);
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
        CHECK_INT(people_add_listed(db, &a, "KE", &list, &changed, why,
            sizeof(why)), OK);
        CHECK(changed == (i == 0));
        CHECK_INT(people_add_listed(db, &b, "KE", &list, &changed, why,
            sizeof(why)), OK);
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
        { "/0722123456", "several numbers" },
        { "0722123456, 0733123456, 0744123456", "several numbers" },
        { "0722 123456 0733 123456", "more than 15 digits" },
        { "0722 123456789", "is not a possible number in KE" },
        { "0722 12\x92" "34", "UTF-8" },
        { "0722 12\x01" "34", "control" },
        { "+254 7\xef\xbf\xbd", "lost a letter" },
    };

    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        REFUSED("Amina", "3A", "Salma", bad[i].phone);
        CHECK(strstr(why, bad[i].words));
        CHECK(strncmp(why, "phone", 5) == 0);
    }
    CHECK(strstr(REFUSED("Amina", "3A", "Salma", "0722123456/0733123456",
        .phone2 = "0744123456"), "at most two"));
    CHECK_TEXT(all_of(db), "");
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

struct numbers {
    int n;
    int64_t sum;
};

static void
count_id(void *user, int64_t family)
{
    struct numbers *n = user;

    n->n++;
    n->sum += family;
}

TEST(a_shared_number_gives_each_of_its_families_once)
{
    struct db *db = open_db();
    struct numbers n = { 0, 0 };

    ADD("Amina", "3A", "Salma", "0722123456", .family = "A");
    ADD("Amina", "3A", "Idris", "0722123456", .family = "A");
    ADD("Peter", "3A", "Grace", "0722123456", .family = "B");
    CHECK_INT(phone_families(db, "+254722123456", count_id, &n), OK);
    CHECK_INT(n.n, 2);
    CHECK_INT(n.sum, 3);
    n = (struct numbers){ 0, 0 };
    CHECK_INT(phone_families(db, "+254700000000", count_id, &n), OK);
    CHECK_INT(n.n, 0);
    db_close(db);
}

static int
audit_lines(struct db *db)
{
    struct query q = query_start(db, "SELECT count(*) FROM audit");
    int n = 0;

    if (query_row(&q))
        n = (int)query_get_int(&q, 0);
    CHECK_INT(query_end(&q), OK);
    return n;
}

TEST(a_failure_never_hides_that_a_phone_opted_out)
{
    struct db *db = open_db();
    struct people_phone p;

    CHECK_INT(phone_get(db, "+254722123456", &p), ERR_NOT_FOUND);
    CHECK_INT(phone_set_state(db, "+254722123456", PHONE_OPTED_OUT,
        "notehome", "STOP"), OK);
    CHECK_INT(phone_set_state(db, "+254722123456", PHONE_FAILING,
        "notehome", "refused twice"), OK);
    CHECK_INT(phone_get(db, "+254722123456", &p), OK);
    CHECK_INT(p.state, PHONE_OPTED_OUT);
    CHECK_TEXT(phone_state_name(p.state), "opted_out");
    CHECK_INT(audit_lines(db), 1);
    CHECK_INT(phone_set_state(db, "+254722123456", PHONE_WORKING,
        "notehome", "START"), OK);
    CHECK_INT(phone_set_state(db, "+254722123456", PHONE_FAILING,
        "notehome", "refused twice"), OK);
    CHECK_INT(phone_get(db, "+254722123456", &p), OK);
    CHECK_INT(p.state, PHONE_FAILING);
    CHECK_INT(audit_lines(db), 3);
    db_close(db);
}

static void
put_label(void *user, const struct family *f)
{
    put(user, f->label);
    put(user, ";");
}

static const char *
found(struct db *db, const char *words)
{
    static struct text t;

    t = (struct text){ .db = db };
    CHECK_INT(family_list(db, words, 10, put_label, &t), OK);
    return t.out;
}

TEST(families_are_found_by_any_name_or_number_in_any_script)
{
    struct db *db = open_db();

    ADD("Amina \xc3\x96zt\xc3\xbcrk", "3A", "Salma Ali", "0722123456");
    ADD("\xe1\x88\xb0\xe1\x88\x8b\xe1\x88\x9d", "3B", "Hiwot", "0733123456");
    CHECK_TEXT(found(db, "ozturk amina"), "Salma Ali;");
    CHECK_TEXT(found(db, "SALM"), "Salma Ali;");
    CHECK_TEXT(found(db, "\xe1\x88\xb0\xe1\x88\x8b"), "Hiwot;");
    CHECK_TEXT(found(db, "0733 123 456"), "Hiwot;");
    CHECK_TEXT(found(db, "+254733"), "Hiwot;");
    CHECK_TEXT(found(db, "amina hiwot"), "");
    CHECK_TEXT(found(db, " "), "Hiwot;Salma Ali;");
    CHECK_INT(family_rename(db, 1, " The \xc3\x96zt\xc3\xbcrks ", "head"), OK);
    CHECK_TEXT(found(db, "ozturks"), "The \xc3\x96zt\xc3\xbcrks;");
    CHECK_INT(family_rename(db, 1, "", "head"), OK);
    CHECK_TEXT(found(db, "salma"), "Salma Ali;");
    CHECK_INT(family_rename(db, 99, "x", "head"), ERR_NOT_FOUND);
    CHECK_INT(family_rename(db, 1, "a\x01", "head"), ERR_INPUT);
    db_close(db);
}

static void
put_recipient(void *user, const struct recipient *r)
{
    char line[400];

    snprintf(line, sizeof(line), "%s %lld %s (%s %s);", r->number,
        (long long)r->family, r->children, r->guardian, r->language);
    put(user, line);
}

static const char *
sent_to(struct db *db, struct people_target target, int *skipped)
{
    static struct text t;

    t = (struct text){ .db = db };
    *skipped = -1;
    CHECK_INT(people_recipients(db, &target, put_recipient, &t, skipped), OK);
    return t.out;
}

TEST(a_shared_phone_gets_one_text_with_all_children_named)
{
    struct db *db = open_db();
    int skipped;

    ADD("Amina Ali", "3A", "Salma", "0722123456", .language = "sw");
    ADD("Ali, Juma", "4B", "Salma", "0722123456");
    ADD("Peter Otieno", "3A", "Grace", "0722123456");
    ADD("Zuri", "4B", "Neema", "0733123456");
    CHECK_TEXT(sent_to(db, (struct people_target){ .all = true }, &skipped),
        "+254722123456 1 Amina, Juma, Peter (Salma sw);"
        "+254733123456 3 Zuri (Neema );");
    CHECK_INT(skipped, 0);
    CHECK_TEXT(sent_to(db, (struct people_target){ .class_name = "4b" },
        &skipped),
        "+254722123456 1 Juma (Salma sw);+254733123456 3 Zuri (Neema );");
    CHECK_TEXT(sent_to(db, (struct people_target){ .family = 2 }, &skipped),
        "+254722123456 2 Peter (Grace );");
    db_close(db);
}

TEST(a_guardian_gets_the_text_at_the_first_phone_that_may_have_it)
{
    struct db *db = open_db();
    struct people_target all = { .all = true };
    int skipped;

    ADD("Amina", "3A", "Salma", "0722123456", .phone2 = "0733123456");
    ADD("Amina", "3A", "Idris", "0744123456", .consent = "No");
    CHECK_TEXT(sent_to(db, all, &skipped), "+254722123456 1 Amina (Salma );");
    CHECK_INT(skipped, 1);
    CHECK_INT(phone_set_state(db, "+254722123456", PHONE_FAILING, "x", ""),
        OK);
    CHECK_TEXT(sent_to(db, all, &skipped), "+254733123456 1 Amina (Salma );");
    CHECK_INT(phone_set_state(db, "+254733123456", PHONE_WRONG, "x", ""), OK);
    CHECK_TEXT(sent_to(db, all, &skipped), "+254722123456 1 Amina (Salma );");
    CHECK_INT(phone_set_state(db, "+254722123456", PHONE_OPTED_OUT, "x", ""),
        OK);
    CHECK_TEXT(sent_to(db, all, &skipped), "");
    CHECK_INT(skipped, 2);
    db_close(db);
}

TEST(a_text_to_nobody_is_an_error)
{
    struct db *db = open_db();
    struct people_target target = { .class_name = "9Z" };
    int skipped;

    CHECK_INT(people_recipients(db, &target, put_recipient, NULL, &skipped),
        ERR_NOT_FOUND);
    target = (struct people_target){ .family = 7 };
    CHECK_INT(people_recipients(db, &target, put_recipient, NULL, &skipped),
        ERR_NOT_FOUND);
    target = (struct people_target){ 0 };
    CHECK_INT(people_recipients(db, &target, put_recipient, NULL, &skipped),
        ERR_INPUT);
    db_close(db);
}

TEST(more_than_ten_children_are_counted_not_named)
{
    struct db *db = open_db();
    struct text t = { .db = db };
    struct people_target all = { .all = true };
    char name[20];

    for (int i = 0; i < 13; i++) {
        snprintf(name, sizeof(name), "C%d", i);
        ADD(name, "1", "Home", "0722123456");
    }
    CHECK_INT(people_recipients(db, &all, put_recipient, &t, NULL), OK);
    CHECK_TEXT(t.out, "+254722123456 1 C0, C1, C2, C3, C4, C5, C6, C7, C8, C9,"
                      " +3 (Home );");
    db_close(db);
}
