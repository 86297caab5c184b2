#include "store_world.h"

#include "store/staff/profile.h"
#include "store/thread/thread.h"
#include "text/unicode.h"
#include "web/view/account_view.h"

/* Three families wait, of 4B, 5A and 1C, in threads 1 to 3; Amina and Musa are
 * staff. */
static struct db *
school(void)
{
    static const char *const classes[] = { "4B", "5A", "1C" };
    struct db *db = world_open();
    char sql[400];

    for (int i = 1; i <= 3; i++) {
        snprintf(sql, sizeof(sql), "INSERT INTO family (id, label, created)"
            " VALUES (%d, 'F%d', 1)", i, i);
        world_sql(db, sql);
        snprintf(sql, sizeof(sql), "INSERT INTO child (id, name, folded, class)"
            " VALUES (%d, 'C%d', 'c%d', '%s')", i, i, i, classes[i - 1]);
        world_sql(db, sql);
        snprintf(sql, sizeof(sql), "INSERT INTO family_child VALUES (%d, %d)",
            i, i);
        world_sql(db, sql);
        snprintf(sql, sizeof(sql), "INSERT INTO thread (id, family, last_id,"
            " last_at, unread, waiting) VALUES (%d, %d, %d, %d, 1, %d)", i, i,
            i, i, i);
        world_sql(db, sql);
    }
    world_sql(db, "INSERT INTO staff (id, name, role, password, created)"
        " VALUES (1, 'Amina', 2, '', 1), (2, 'Musa', 2, '', 1)");
    return db;
}

static struct profile
of(struct db *db, int64_t staff)
{
    struct profile p = { 0 };

    assert_int_equal(profile_get(db, staff, &p), OK);
    return p;
}

/* The person's classes, set by themselves or by an admin. */
static enum err
teach(struct db *db, int64_t staff, const char *classes, bool by_admin)
{
    struct profile p = of(db, staff);
    struct reason why = { 0 };
    enum err e;

    snprintf(p.classes, sizeof(p.classes), "%s", classes);
    e = profile_save(db, &p, by_admin, by_admin ? "head" : p.name, &why);
    CHECK(!e == !reason_given(&why));
    return e;
}

static void
note_id(void *user, const struct thread *t)
{
    char *out = user;

    sprintf(out + strlen(out), "%lld ", (long long)t->id);
}

static const char *
listed(struct db *db, struct thread_filter f)
{
    static char out[80];

    out[0] = '\0';
    f.limit = 50;
    assert_int_equal(thread_list(db, &f, note_id, out), OK);
    return out;
}

TEST(classes_get_the_schools_spelling_once_and_no_other_is_taken)
{
    struct db *db = school();

    CHECK_INT(teach(db, 1, "4 b\n5A\n4B", false), OK);
    assert_string_equal(of(db, 1).classes, "4B\n5A");
    CHECK_INT(teach(db, 1, "9Z", false), ERR_INPUT);
    assert_string_equal(of(db, 1).classes, "4B\n5A");
    db_close(db);
}

TEST(a_class_without_children_just_now_stays_with_who_has_it)
{
    struct db *db = school();
    struct reason why = { 0 };
    struct profile p;

    CHECK_INT(teach(db, 1, "4B\n5A", false), OK);
    world_sql(db, "UPDATE child SET left_at = 5 WHERE class = '4B'");
    p = of(db, 1);
    snprintf(p.signature, sizeof(p.signature), "  Mrs  Otieno ");
    CHECK_INT(profile_save(db, &p, false, "Amina", &why), OK);
    assert_string_equal(of(db, 1).classes, "4B\n5A");
    assert_string_equal(of(db, 1).signature, "Mrs Otieno");
    db_close(db);
}

TEST(classes_that_an_admin_set_stay_until_an_admin_sets_none)
{
    struct db *db = school();

    CHECK_INT(teach(db, 1, "4B", true), OK);
    CHECK(of(db, 1).kept);
    CHECK_INT(teach(db, 1, "5A", false), ERR_REFUSED);
    CHECK_INT(teach(db, 1, "4B", false), OK);
    assert_string_equal(of(db, 1).classes, "4B");
    CHECK_INT(teach(db, 1, "", true), OK);
    CHECK(!of(db, 1).kept);
    CHECK_INT(teach(db, 1, "5A", false), OK);
    CHECK(!of(db, 1).kept);
    db_close(db);
}

TEST(a_class_that_an_admin_set_in_another_spelling_keeps_nobody_from_signing)
{
    struct db *db = school();
    struct reason why = { 0 };
    struct profile p;

    world_sql(db, "UPDATE staff SET classes_kept = 1,"
        " classes = char(10) || '4 b' || char(10) WHERE id = 1");
    p = of(db, 1);
    snprintf(p.signature, sizeof(p.signature), "Mrs Otieno");
    CHECK_INT(profile_save(db, &p, false, "Amina", &why), OK);
    assert_string_equal(of(db, 1).signature, "Mrs Otieno");
    db_close(db);
}

TEST(a_list_of_ones_own_has_ones_classes_and_what_one_answers)
{
    struct db *db = school();
    int64_t n = 0;

    CHECK_INT(teach(db, 1, "4B\n1C", false), OK);
    assert_string_equal(listed(db, (struct thread_filter){ .waiting = true, .mine = 1 }),
        "1 3 ");
    assert_string_equal(listed(db, (struct thread_filter){ .unread = true, .mine = 1 }),
        "3 1 ");
    assert_string_equal(listed(db, (struct thread_filter){ .waiting = true }),
        "1 2 3 ");
    world_sql(db, "UPDATE thread SET assigned = 1 WHERE id = 2");
    world_sql(db, "UPDATE child SET left_at = 5 WHERE class = '1C'");
    assert_string_equal(listed(db, (struct thread_filter){ .waiting = true, .mine = 1 }),
        "1 2 ");
    CHECK_INT(thread_count_mine(db, 1, &n), OK);
    CHECK_INT(n, 2);
    CHECK_INT(thread_count_mine(db, 2, &n), OK);
    CHECK_INT(n, 0);
    db_close(db);
}

TEST(a_signature_stands_under_a_text_once)
{
    struct profile p = { .signature = "Mrs Otieno" };
    char *once = profile_sign(&p, "The bus comes late \n"), *twice;

    assert_string_equal(once, "The bus comes late\nMrs Otieno");
    twice = profile_sign(&p, once);
    assert_string_equal(twice, once);
    free(once);
    free(twice);
    once = profile_sign(&p, "");
    assert_string_equal(once, "Mrs Otieno");
    free(once);
    once = profile_sign(&p, "Ask for Mrs Otieno");
    assert_string_equal(once, "Ask for Mrs Otieno\nMrs Otieno");
    free(once);
}

TEST(a_person_is_found_whatever_the_case_and_a_closed_account_is_not)
{
    struct db *db = school();
    struct profile p;

    CHECK_INT(profile_find(db, "AMINA", &p), OK);
    CHECK_INT(p.staff, 1);
    world_sql(db, "UPDATE staff SET closed = 5 WHERE id = 1");
    CHECK_INT(profile_find(db, "amina", &p), ERR_NOT_FOUND);
    CHECK_INT(profile_get(db, 1, &p), ERR_NOT_FOUND);
    db_close(db);
}

/* n letters of three bytes each. */
static const char *
amharic(int n)
{
    static char out[400];

    out[0] = '\0';
    while (n--)
        strcat(out, "\xe1\x88\x98");
    return out;
}

TEST(a_line_takes_sixty_letters_of_any_script_and_is_never_cut)
{
    struct db *db = school();
    struct reason why = { 0 };
    struct profile p = of(db, 1);
    char other[PROFILE_LINE] = "as it was";

    CHECK_INT(profile_line(amharic(60), p.signature, &why), OK);
    CHECK_INT(profile_save(db, &p, false, "Amina", &why), OK);
    assert_string_equal(of(db, 1).signature, amharic(60));
    CHECK_INT(profile_line(amharic(61), other, &why), ERR_INPUT);
    CHECK_INT(reason_about(&why), REASON_PROFILE_LINE);
    assert_string_equal(other, "as it was");
    snprintf(p.subjects, sizeof(p.subjects), "%s", amharic(61));
    CHECK_INT(profile_save(db, &p, false, "Amina", &why), ERR_INPUT);
    assert_string_equal(of(db, 1).subjects, "");
    CHECK_INT(profile_line("  \xe1\x88\x98  ", other, &why), OK);
    assert_string_equal(other, amharic(1));
    db_close(db);
}

TEST(what_a_person_does_is_told_whole)
{
    struct profile p = { .subjects = "Mathematics" };
    char does[ACCOUNT_DOES];

    while (strlen(p.classes) + 11 < sizeof(p.classes))
        strcat(strcat(p.classes, *p.classes ? "\n" : ""), amharic(3));
    account_does(&p, does);
    CHECK(unicode_valid(does));
    CHECK(strstr(does, "; Mathematics"));
}
