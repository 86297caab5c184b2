#include "store_world.h"

#include "store/staff/staff.h"
#include "store/thread/thread.h"
#include "store/thread/wall.h"
#include "web/kit/walled.h"
#include "web/routes.h"

/* --- the table ------------------------------------------------------------ */

/* Who has no role below admin's or a named person's there has no wall. */
static bool
may_be_walled(const struct route *t)
{
    return t->role <= ROLE_STAFF;
}

TEST(every_route_says_what_it_shows_of_other_classes)
{
    for (const struct route *t = routes; t->path; t++) {
        enum wall wall = wall_of(t->method, t->path);

        if (may_be_walled(t) && wall == WALL_UNSAID)
            print_message("%s is in no row of web/kit/walled.c\n", t->path);
        CHECK(!may_be_walled(t) || wall != WALL_UNSAID);
        CHECK(may_be_walled(t) || wall == WALL_UNSAID || wall == WALL_SHUT);
        CHECK(wall < WALL_THREAD || strchr(t->path, '#'));
        /* one that names something is not simply open */
        CHECK(wall != WALL_OPEN || !strchr(t->path, '#'));
    }
}

TEST(what_nobody_thought_of_is_shut_for_who_sees_own_classes_alone)
{
    struct caller c = { .role = ROLE_STAFF, .staff = 1 };
    struct db *db = world_open();

    CHECK_INT(wall_check(db, &c, METHOD_GET, "/made-tomorrow", 0), OK);
    c.walled = true;
    CHECK_INT(wall_check(db, &c, METHOD_GET, "/made-tomorrow", 0),
        ERR_REFUSED);
    CHECK_INT(wall_check(db, &c, METHOD_POST, "/inbox", 0), ERR_REFUSED);
    CHECK_INT(wall_check(db, &c, METHOD_GET, "/inbox", 0), OK);
    CHECK_INT(wall_check(db, &c, METHOD_GET, "/threads/#", 1), ERR_NOT_FOUND);
    db_close(db);
}

/* --- whose it is ---------------------------------------------------------- */

/* Families 1 (4B) and 2 (5A) with threads, children and a message each of these
 * numbers; thread 3 and message 3 of an unknown number. Amina sees 4B alone. */
static struct db *
school(void)
{
    static const char *const classes[] = { "4B", "5A" };
    struct db *db = world_open();
    char sql[400];

    for (int i = 1; i <= 3; i++) {
        if (i < 3) {
            snprintf(sql, sizeof(sql), "INSERT INTO family (id, label, created)"
                " VALUES (%d, 'F%d', 1)", i, i);
            world_sql(db, sql);
            snprintf(sql, sizeof(sql), "INSERT INTO child (id, name, folded,"
                " class) VALUES (%d, 'C%d', 'c%d', '%s')", i, i, i,
                classes[i - 1]);
            world_sql(db, sql);
            snprintf(sql, sizeof(sql), "INSERT INTO family_child"
                " VALUES (%d, %d)", i, i);
            world_sql(db, sql);
            snprintf(sql, sizeof(sql), "INSERT INTO thread (id, family, unread,"
                " waiting) VALUES (%d, %d, %d, 1)", i, i, i);
        } else
            snprintf(sql, sizeof(sql), "INSERT INTO thread (id, tray, number,"
                " unread, waiting) VALUES (3, 2, '+254733000002', 1, 1)");
        world_sql(db, sql);
        snprintf(sql, sizeof(sql), "INSERT INTO message (id, thread, direction,"
            " kind, state, number, body, at) VALUES (%d, %d, 1,"
            " 1, 9, '+254733000002', 'x', 1)", i, i);
        world_sql(db, sql);
        snprintf(sql, sizeof(sql), "INSERT INTO task (id, message, number, at)"
            " VALUES (%d, %d, '+254733000002', 1)", i, i);
        world_sql(db, sql);
    }
    world_sql(db, "INSERT INTO staff (id, name, role, password, created,"
        " classes, walled) VALUES (1, 'Amina', 2, '', 1,"
        " char(10) || '4B' || char(10), 1), (2, 'Head', 4, '', 1, '', 0)");
    return db;
}

static bool
sees(struct db *db, enum wall_thing thing, int64_t id)
{
    bool is = false;

    assert_int_equal(wall_sees(db, 1, thing, id, &is), OK);
    return is;
}

TEST(an_account_sees_what_is_of_its_classes_and_no_tray)
{
    struct db *db = school();
    struct wall_news n = { 0 };

    for (int thing = WALL_A_THREAD; thing <= WALL_A_TASK; thing++) {
        CHECK(sees(db, (enum wall_thing)thing, 1));
        CHECK(!sees(db, (enum wall_thing)thing, 2));
        CHECK(!sees(db, (enum wall_thing)thing, 3));
        CHECK(!sees(db, (enum wall_thing)thing, 99));
    }
    CHECK_INT(wall_news(db, 1, &n), OK);
    CHECK_INT(n.messages, 2);
    CHECK_INT(n.unread, 1);
    CHECK_INT(n.waiting, 1);
    db_close(db);
}

TEST(a_family_that_was_given_to_it_is_seen_and_one_that_left_is_not)
{
    struct db *db = school();

    world_sql(db, "UPDATE thread SET assigned = 1 WHERE id IN (2, 3)");
    for (int thing = WALL_A_THREAD; thing <= WALL_A_TASK; thing++) {
        CHECK(sees(db, (enum wall_thing)thing, 2));
        CHECK(!sees(db, (enum wall_thing)thing, 3));    /* a tray's */
    }
    world_sql(db, "UPDATE thread SET assigned = NULL");
    world_sql(db, "UPDATE child SET left_at = 5 WHERE id = 1");
    CHECK(!sees(db, WALL_A_THREAD, 1));
    world_sql(db, "UPDATE staff SET classes = '' WHERE id = 1");
    world_sql(db, "UPDATE child SET left_at = 0, class = ''");
    CHECK(!sees(db, WALL_A_THREAD, 1));
    db_close(db);
}

static void
note_id(void *user, const struct thread *t)
{
    char *out = user;

    sprintf(out + strlen(out), "%lld ", (long long)t->id);
}

TEST(what_cannot_wait_of_others_stands_in_no_list_behind_the_wall)
{
    struct db *db = school();
    struct thread_filter f = { .now = true, .limit = 50 };
    char all[80] = "", own[80] = "";

    world_sql(db, "UPDATE message SET urgent = 1");
    CHECK_INT(thread_list(db, &f, note_id, all), OK);
    assert_string_equal(all, "1 2 3 ");
    f.mine = 1;
    CHECK_INT(thread_list(db, &f, note_id, own), OK);
    assert_string_equal(own, "1 ");
    db_close(db);
}

/* --- building it ---------------------------------------------------------- */

TEST(the_wall_counts_at_once_and_is_written_down)
{
    struct db *db = school();
    char secret[65];
    struct token t;

    CHECK_INT(token_add(db, 1, "Amina", ROLE_STAFF, 0, secret), OK);
    CHECK_INT(token_check(db, secret, 0, false, &t), OK);
    CHECK(t.walled);
    CHECK_INT(wall_set(db, 1, true, "Head"), OK);       /* as it was */
    CHECK_INT(token_check(db, secret, 0, false, &t), OK);
    CHECK_INT(wall_set(db, 1, false, "Head"), OK);
    CHECK_INT(token_check(db, secret, 0, false, &t), ERR_NOT_FOUND);
    CHECK_INT(token_add(db, 1, "Amina", ROLE_STAFF, 0, secret), OK);
    CHECK_INT(token_check(db, secret, 0, false, &t), OK);
    CHECK(!t.walled);
    assert_string_equal(world_text(db, "SELECT who || ' ' || action || ' ' ||"
        " object FROM audit ORDER BY id DESC LIMIT 1"),
        "Head staff.wall staff Amina");
    CHECK_INT(wall_set(db, 9, true, "Head"), ERR_NOT_FOUND);
    db_close(db);
}

TEST(who_sees_all_by_the_role_has_no_wall)
{
    struct db *db = school();
    char secret[65];
    struct token t;

    CHECK_INT(wall_set(db, 2, true, "Head"), ERR_REFUSED);
    CHECK_INT(staff_set_role(db, "Amina", ROLE_SAFEGUARDING, "Head"), OK);
    CHECK_INT(token_add(db, 1, "Amina", ROLE_SAFEGUARDING, 0, secret), OK);
    CHECK_INT(token_check(db, secret, 0, false, &t), OK);
    CHECK(!t.walled);
    CHECK_INT(staff_set_role(db, "Amina", ROLE_STAFF, "Head"), OK);
    CHECK_INT(token_add(db, 1, "Amina", ROLE_STAFF, 0, secret), OK);
    CHECK_INT(token_check(db, secret, 0, false, &t), OK);
    CHECK(t.walled);
    db_close(db);
}
