#include "store_world.h"

#include "store/staff/staff.h"
#include "store/thread/note.h"

/* Three of staff; the Alis' thread, and a sender in the safeguarding tray. */
static struct db *
school(void)
{
    struct db *db = world_open();

    world_sql(db, "INSERT INTO family (id, label, created) VALUES (1, 'Ali', 1)");
    world_sql(db, "INSERT INTO thread (id, family) VALUES (1, 1)");
    world_sql(db, "INSERT INTO thread (id, tray, number)"
        " VALUES (2, 4, '+254712000001')");
    world_sql(db, "INSERT INTO staff (id, name, role, password, created)"
        " VALUES (1, 'Grace', 2, '', 1), (2, 'Musa', 2, '', 1),"
        " (3, 'Ruth', 2, '', 1)");
    return db;
}

static void
note_words(void *user, const struct note *n)
{
    char *out = user;

    sprintf(out + strlen(out), "%s>%s: %s. ", n->author, n->only_for, n->body);
}

static const char *
read_by(struct db *db, int64_t staff, const char *who, bool sees_all)
{
    static char out[400];
    struct note_reader reader = { staff, who, sees_all };

    out[0] = '\0';
    assert_int_equal(note_list(db, 1, &reader, note_words, out), OK);
    return out;
}

static void
note_label(void *user, const struct note_for *n)
{
    char *out = user;

    sprintf(out + strlen(out), "%s%s%s by %s. ", n->children,
        *n->children ? ", " : "", n->label, n->author);
}

static const char *
waits_for(struct db *db, int64_t staff, int64_t since)
{
    static char out[400];

    out[0] = '\0';
    assert_int_equal(note_list_for(db, staff, since, 9, note_label, out), OK);
    return out;
}

TEST(a_note_for_one_person_is_read_by_that_one_its_writer_and_who_sees_all)
{
    struct db *db = school();
    static const char both[] = "Grace>: for all. Grace>Musa: for one. ";

    CHECK_INT(note_add(db, 1, "Grace", 0, "for all"), OK);
    CHECK_INT(note_add(db, 1, "Grace", 2, "for one"), OK);
    assert_string_equal(read_by(db, 1, "Grace", false), both);
    assert_string_equal(read_by(db, 2, "Musa", false), both);
    assert_string_equal(read_by(db, 3, "Ruth", false), "Grace>: for all. ");
    assert_string_equal(read_by(db, 3, "Ruth", true), both);
    /* a program's token, whatever it is called */
    assert_string_equal(read_by(db, 0, "Grace", false), "Grace>: for all. ");
    db_close(db);
}

TEST(a_note_for_nobody_who_is_there_is_refused)
{
    struct db *db = school();

    world_sql(db, "UPDATE staff SET closed = 5 WHERE id = 3");
    CHECK_INT(note_add(db, 1, "Grace", 3, "for one"), ERR_NOT_FOUND);
    CHECK_INT(note_add(db, 1, "Grace", 9, "for one"), ERR_NOT_FOUND);
    assert_string_equal(read_by(db, 1, "Grace", true), "");
    db_close(db);
}

TEST(who_has_a_note_hears_of_it_for_a_time_and_not_of_a_restricted_thread)
{
    struct db *db = school();

    CHECK_INT(note_add(db, 1, "Grace", 2, "for one"), OK);
    CHECK_INT(note_add(db, 2, "Grace", 2, "for one"), OK);
    assert_string_equal(waits_for(db, 2, world_now), "Ali by Grace. ");
    assert_string_equal(waits_for(db, 1, world_now), "");
    assert_string_equal(waits_for(db, 2, world_now + 1), "");
    world_sql(db, "INSERT INTO child (id, name, folded, class)"
        " VALUES (1, 'Amina', 'amina', '4B')");
    world_sql(db, "INSERT INTO family_child VALUES (1, 1)");
    assert_string_equal(waits_for(db, 2, world_now),
        "Amina 4B, Ali by Grace. ");
    db_close(db);
}

TEST(who_gets_an_account_that_was_anothers_reads_nothing_of_before)
{
    struct db *db = school();

    CHECK_INT(note_add(db, 1, "Grace", 2, "to Musa"), OK);
    CHECK_INT(note_add(db, 1, "Musa", 1, "by Musa"), OK);
    CHECK_INT(note_add(db, 1, "Grace", 0, "for all"), OK);
    assert_string_equal(read_by(db, 2, "Musa", false),
        "Grace>Musa: to Musa. Musa>Grace: by Musa. Grace>: for all. ");
    CHECK_INT(staff_close(db, "Musa", "Ruth"), OK);
    world_later(1000);
    CHECK_INT(staff_add(db, "Musa", ROLE_STAFF, "nine brown owls sat", "Ruth"),
        OK);
    assert_string_equal(read_by(db, 2, "Musa", false), "Grace>: for all. ");
    assert_string_equal(waits_for(db, 2, 0), "");
    CHECK_INT(note_add(db, 1, "Grace", 2, "welcome"), OK);
    assert_string_equal(read_by(db, 2, "Musa", false),
        "Grace>: for all. Grace>Musa: welcome. ");
    assert_string_equal(waits_for(db, 2, 0), "Ali by Grace. ");
    assert_string_equal(read_by(db, 1, "Grace", false),
        "Grace>Musa: to Musa. Musa>Grace: by Musa. Grace>: for all."
        " Grace>Musa: welcome. ");
    db_close(db);
}
