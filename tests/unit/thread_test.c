/* Conversations: lists by page, counts, search. */
#include "store_world.h"

#include "mapping/mapping.h"
#include "store/figures/figures.h"
#include "store/figures/overview.h"
#include "store/thread/task.h"
#include "store/thread/thread.h"

/* A message in a tray's thread. */
static int64_t
hear(struct db *db, int tray, const char *number, const char *text)
{
    char body[400];
    struct message m = { .direction = MESSAGE_IN, .kind = MESSAGE_TEXT,
        .state = MESSAGE_RECEIVED, .body = body, .at = world_now };

    snprintf(body, sizeof(body), "%s", text);
    snprintf(m.number, sizeof(m.number), "%s", number);
    CHECK_INT(db_begin(db), OK);
    CHECK_INT(thread_of_sender(db, tray, number, &m.thread), OK);
    CHECK_INT(message_add(db, &m), OK);
    CHECK_INT(db_commit(db), OK);
    return m.id;
}

struct list {
    int count;
    struct thread rows[16];
};

static void
note(void *user, const struct thread *t)
{
    struct list *l = user;

    if (l->count < 16)
        l->rows[l->count++] = *t;
}

static struct list
list(struct db *db, const struct thread_filter *f)
{
    struct list l = { 0 };

    CHECK_INT(thread_list(db, f, note, &l), OK);
    return l;
}

TEST(what_comes_again_and_again_is_counted_as_one)
{
    struct db *db = world_open();
    struct message m = { 0 };
    int64_t first = 0, from, last = 0;
    int count = 0;

    hear(db, MAPPING_UNKNOWN, "+254712000001", "hello");
    from = hear(db, MAPPING_UNKNOWN, "+254712000001", "Call us");
    for (int i = 0; i < 399; i++)
        last = hear(db, MAPPING_UNKNOWN, "+254712000001", "Call us");
    CHECK_INT(message_get(db, last, &m), OK);
    CHECK_INT(thread_repeats(db, &m, &count, &first), OK);
    CHECK_INT(count, 400);
    CHECK_INT(first, from);
    m.concern = CONCERN_PERHAPS;        /* somebody has to decide this one */
    CHECK_INT(thread_repeats(db, &m, &count, &first), OK);
    CHECK_INT(count, 1);
    message_clear(&m);
    CHECK_INT(message_get(db, 1, &m), OK);
    CHECK_INT(thread_repeats(db, &m, &count, &first), OK);
    CHECK_INT(count, 1);
    message_clear(&m);
    db_close(db);
}

TEST(threads_come_newest_first_and_page_by_page)
{
    struct db *db = world_open();
    struct thread_filter f = { .tray = MAPPING_UNKNOWN, .limit = 2 };
    char number[20];
    struct list l;

    for (int i = 0; i < 5; i++) {
        snprintf(number, sizeof(number), "+25471200000%d", i);
        hear(db, MAPPING_UNKNOWN, number, "hello");
        if (i != 2)                     /* two at the same millisecond */
            world_later(SECOND);
    }
    hear(db, MAPPING_UNKNOWN, "+254712000001", "me again");
    l = list(db, &f);
    CHECK_INT(l.count, 2);
    CHECK_TEXT(l.rows[0].number, "+254712000001");
    CHECK_TEXT(l.rows[0].snippet, "me again");
    CHECK_INT(l.rows[0].unread, 2);
    CHECK_TEXT(l.rows[1].number, "+254712000004");
    f.after_at = l.rows[1].last_at;
    f.after_id = l.rows[1].id;
    l = list(db, &f);
    CHECK_INT(l.count, 2);
    CHECK_TEXT(l.rows[0].number, "+254712000003");
    CHECK_TEXT(l.rows[1].number, "+254712000002");
    f.after_at = l.rows[1].last_at;
    f.after_id = l.rows[1].id;
    l = list(db, &f);
    CHECK_INT(l.count, 1);
    CHECK_TEXT(l.rows[0].number, "+254712000000");
    db_close(db);
}

TEST(what_came_after_the_page_was_made_stays_unread)
{
    struct db *db = world_open();
    struct thread_filter f = { .tray = MAPPING_UNKNOWN, .unread = true };
    int64_t shown = hear(db, MAPPING_UNKNOWN, "+254712000001", "shown");
    struct list l;

    hear(db, MAPPING_UNKNOWN, "+254712000001", "came meanwhile");
    l = list(db, &f);
    CHECK_INT(thread_seen(db, l.rows[0].id, shown, "Jane"), OK);
    l = list(db, &f);
    CHECK_INT(l.count, 1);
    CHECK_INT(l.rows[0].unread, 1);
    CHECK_INT(thread_seen(db, l.rows[0].id, l.rows[0].last_id, "Jane"), OK);
    CHECK_INT(list(db, &f).count, 0);
    db_close(db);
}

TEST(seen_threads_leave_the_list_of_unread_ones)
{
    struct db *db = world_open();
    struct thread_filter f = { .tray = MAPPING_UNKNOWN, .unread = true };
    struct list l;

    hear(db, MAPPING_UNKNOWN, "+254712000001", "a");
    hear(db, MAPPING_UNKNOWN, "+254712000002", "b");
    l = list(db, &f);
    CHECK_INT(l.count, 2);
    CHECK_INT(thread_seen(db, l.rows[0].id, INT64_MAX, "Jane"), OK);
    CHECK_INT(thread_seen(db, l.rows[0].id, INT64_MAX, "Jane"), OK);
    CHECK_INT(thread_seen(db, 99, INT64_MAX, "Jane"), ERR_NOT_FOUND);
    l = list(db, &f);
    CHECK_INT(l.count, 1);
    CHECK_TEXT(l.rows[0].number, "+254712000001");
    CHECK_INT(world_number(db, "SELECT count(*) FROM audit"), 1);
    db_close(db);
}

TEST(one_sender_has_a_thread_in_each_tray)
{
    struct db *db = world_open();
    struct thread_filter f = { .tray = MAPPING_SAFEGUARDING };

    hear(db, MAPPING_UNKNOWN, "+254712000001", "a");
    hear(db, MAPPING_SAFEGUARDING, "+254712000001", "b");
    hear(db, MAPPING_UNKNOWN, "+254712000001", "c");
    CHECK_INT(world_number(db, "SELECT count(*) FROM thread"), 2);
    CHECK_INT(list(db, &f).count, 1);
    f.tray = 0;
    CHECK_INT(list(db, &f).count, 0);
    db_close(db);
}

struct hits {
    int count;
    int64_t id[16];
};

static void
hit(void *user, const struct message *m)
{
    struct hits *h = user;

    if (h->count < 16)
        h->id[h->count++] = m->id;
}

TEST(messages_come_in_the_order_of_arrival_page_by_page)
{
    struct db *db = world_open();
    struct hits h = { 0 };

    for (int i = 0; i < 5; i++)
        hear(db, MAPPING_UNKNOWN, "+254712000001", "x");
    CHECK_INT(thread_messages(db, 1, 0, 2, hit, &h), OK);
    CHECK(h.count == 2 && h.id[0] == 4 && h.id[1] == 5);
    h.count = 0;
    CHECK_INT(thread_messages(db, 1, 4, 10, hit, &h), OK);
    CHECK(h.count == 3 && h.id[0] == 1 && h.id[2] == 3);
    db_close(db);
}

TEST(a_text_to_a_shared_phone_stands_in_the_thread_of_each_family_it_is_for)
{
    struct db *db = world_open();
    struct hits h = { 0 };

    world_sql(db, "INSERT INTO family (id, label, created)"
        " VALUES (1, 'A', 1), (2, 'B', 1)");
    world_sql(db, "INSERT INTO thread (id, family) VALUES (1, 1), (2, 2)");
    world_sql(db, "INSERT INTO message (id, thread, direction, kind, state,"
        " number, body, at) VALUES (1, 2, 2, 1, 4, '+254712000001', 'x', 1),"
        " (2, 1, 2, 1, 4, '+254712000001', 'x', 2),"
        " (3, 2, 2, 1, 4, '+254712000001', 'x', 3),"
        " (4, 1, 2, 1, 4, '+254712000001', 'x', 4)");
    world_sql(db, "INSERT INTO message_also (family, message) VALUES (2, 2)");
    CHECK_INT(thread_messages(db, 2, 0, 10, hit, &h), OK);
    CHECK(h.count == 3 && h.id[0] == 1 && h.id[1] == 2 && h.id[2] == 3);
    h.count = 0;
    CHECK_INT(thread_messages(db, 1, 0, 10, hit, &h), OK);
    CHECK(h.count == 2 && h.id[0] == 2 && h.id[1] == 4);
    h.count = 0;
    CHECK_INT(thread_messages(db, 2, 3, 1, hit, &h), OK);
    CHECK(h.count == 1 && h.id[0] == 2);
    db_close(db);
}

static int
found(struct db *db, const char *words, bool all)
{
    struct hits h = { 0 };

    const struct message_search s = { .words = words, .all = all, .limit = 10 };

    CHECK_INT(thread_search(db, &s, hit, &h), OK);
    return h.count;
}

TEST(search_folds_what_is_typed_and_the_last_word_may_be_a_beginning)
{
    struct db *db = world_open();

    hear(db, MAPPING_UNKNOWN, "+254712000001", "L'\xc3\xa9l\xc3\xa8ve est "
        "MALADE");
    hear(db, MAPPING_UNKNOWN, "+254712000001", "\xd8\xa7\xd8\xad\xd9\x85\xd8"
        "\xaf sick");
    CHECK_INT(found(db, "eleve", true), 1);
    CHECK_INT(found(db, "\xc3\x89L\xc3\x88VE mal", true), 1);
    CHECK_INT(found(db, "mal eleve", true), 0); /* only the last may be cut */
    CHECK_INT(found(db, "\xd8\xa3\xd8\xad\xd9\x85\xd8\xaf", true), 1);
    CHECK_INT(found(db, "", true), 0);
    CHECK_INT(found(db, " - ' ", true), 0);
    db_close(db);
}

TEST(nothing_typed_is_an_operator)
{
    static const char *const typed[] = { "\"", "a\"b", "AND", "OR sick", "NOT",
        "words:sick", "sick*", "NEAR(sick)", "(", "-", "^sick", "sick + bus",
        "'; DROP TABLE message; --" };
    struct db *db = world_open();

    hear(db, MAPPING_UNKNOWN, "+254712000001", "sick");
    for (size_t i = 0; i < sizeof(typed) / sizeof(*typed); i++)
        found(db, typed[i], true);
    CHECK_INT(found(db, "sick*", true), 1);
    CHECK_INT(found(db, "^sick", true), 1);
    CHECK_INT(found(db, "NOT", true), 0);
    db_close(db);
}

TEST(search_keeps_to_a_class_a_family_and_days)
{
    struct db *db = world_open();
    struct message_search s = { .words = "trip", .all = true, .limit = 10 };
    struct hits h = { 0 };

    world_sql(db, "INSERT INTO family (id, label, created)"
        " VALUES (1, 'Mutua', 0), (2, 'Ali', 0)");
    world_sql(db, "INSERT INTO child (id, name, folded, class)"
        " VALUES (1, 'Musa', 'musa', '4B')");
    world_sql(db, "INSERT INTO family_child (family, child) VALUES (1, 1)");
    world_sql(db, "INSERT INTO thread (id, family) VALUES (1, 1), (2, 2)");
    for (int thread = 1; thread <= 2; thread++)
        for (int day = 0; day < 3; day++) {
            struct message m = { .thread = thread, .direction = MESSAGE_IN,
                .kind = MESSAGE_TEXT, .state = MESSAGE_RECEIVED,
                .at = DAWN + day * DAY, .body = strdup("the trip") };

            CHECK_INT(db_begin(db), OK);
            CHECK_INT(message_add(db, &m), OK);
            CHECK_INT(db_commit(db), OK);
            message_clear(&m);
        }
    CHECK_INT(thread_search(db, &s, hit, &h), OK);
    CHECK_INT(h.count, 6);
    s.class_name = "4B";
    h.count = 0;
    CHECK_INT(thread_search(db, &s, hit, &h), OK);
    CHECK(h.count == 3 && h.id[0] == 3 && h.id[2] == 1);
    s.class_name = "";
    s.family = 2;
    s.from = DAWN + DAY;
    s.until = DAWN + 2 * DAY;
    h.count = 0;
    CHECK_INT(thread_search(db, &s, hit, &h), OK);
    CHECK(h.count == 1 && h.id[0] == 5);
    db_close(db);
}

TEST(a_thread_opens_around_a_message_that_was_found)
{
    struct db *db = world_open();
    int64_t before = -1;

    for (int i = 0; i < 9; i++)
        hear(db, MAPPING_UNKNOWN, "+254712000001", "words");
    CHECK_INT(thread_page_of(db, 1, 2, 3, &before), OK);
    CHECK_INT(before, 6);
    CHECK_INT(thread_page_of(db, 1, 6, 3, &before), OK);
    CHECK_INT(before, 0);
    CHECK_INT(thread_page_of(db, 1, 9, 3, &before), OK);
    CHECK_INT(before, 0);
    db_close(db);
}

static void
keep_sender(void *user, const struct thread *t)
{
    struct hits *h = user;

    h->id[h->count++] = t->id;
}

TEST(an_unknown_sender_is_found_by_a_part_of_the_number)
{
    struct db *db = world_open();
    struct hits h = { 0 };

    hear(db, MAPPING_UNKNOWN, "+254712000001", "hello");
    hear(db, MAPPING_UNKNOWN, "+254712000002", "hello");
    hear(db, MAPPING_SAFEGUARDING, "+254712000002", "help");
    CHECK_INT(thread_senders(db, "712000", false, 9, keep_sender, &h), OK);
    CHECK(h.count == 2 && h.id[0] == 2 && h.id[1] == 1);
    h.count = 0;
    CHECK_INT(thread_senders(db, "0002", true, 9, keep_sender, &h), OK);
    CHECK_INT(h.count, 2);
    db_close(db);
}

TEST(search_shows_the_safeguarding_tray_to_those_who_may_see_it)
{
    struct db *db = world_open();

    hear(db, MAPPING_SAFEGUARDING, "+254712000001", "he hits me");
    CHECK_INT(found(db, "hits", false), 0);
    CHECK_INT(found(db, "hits", true), 1);
    db_close(db);
}

TEST(a_refreshed_thread_tells_what_is_there)
{
    struct db *db = world_open();
    struct thread t;
    int64_t id = hear(db, MAPPING_UNKNOWN, "+254712000001", "first");

    hear(db, MAPPING_UNKNOWN, "+254712000001", "second");
    CHECK_INT(db_begin(db), OK);
    CHECK_INT(message_set_body(db, id, "first, longer"), OK);
    CHECK_INT(db_commit(db), OK);
    CHECK_INT(thread_get(db, 1, &t), OK);
    CHECK_TEXT(t.snippet, "second");
    CHECK_INT(t.unread, 2);
    CHECK(t.last_id == 2);
    CHECK_INT(thread_get(db, 9, &t), ERR_NOT_FOUND);
    CHECK_INT(found(db, "longer", true), 1);
    db_close(db);
}

static void
see_thread(void *user, const struct thread *t)
{
    (void)t;
    ++*(int *)user;
}

static void
see_message(void *user, const struct message *m)
{
    (void)m;
    ++*(int *)user;
}

static void
see_count(void *user, enum message_direction direction,
    enum message_state state, int64_t n)
{
    (void)direction;
    (void)state;
    *(int *)user += (int)n;
}

TEST(what_is_new_in_the_bar_leaves_out_notices_and_what_the_lead_alone_may_see)
{
    struct db *db = world_open();
    struct overview_news n;

    CHECK_INT(overview_news(db, true, &n), OK);
    CHECK_INT(n.unread, 0);
    CHECK_INT(n.waiting, 0);
    world_sql(db, "INSERT INTO thread (tray, number, unread, waiting)"
        " VALUES (1, 'BANK', 7, 5), (2, '+254712000001', 2, 6),"
        " (3, '+254712000002', 1, 0), (4, '+254712000003', 3, 7),"
        " (5, '+254712000004', 1, 0), (6, '+254712000005', 1, 0)");
    world_sql(db, "INSERT INTO family (id, label, created) VALUES"
        " (1, 'Ali', 1), (2, 'Otieno', 1)");
    world_sql(db, "INSERT INTO thread (family, unread, waiting)"
        " VALUES (1, 10, 8), (2, 0, 9)");
    CHECK_INT(overview_news(db, false, &n), OK);
    CHECK_INT(n.unread, 13);
    CHECK_INT(n.waiting, 2);
    CHECK_INT(overview_news(db, true, &n), OK);
    CHECK_INT(n.unread, 16);
    db_close(db);
}

TEST(lists_and_figures_read_no_more_of_many_messages_than_they_show)
{
    struct db *db = world_open();
    struct thread_filter all = { .tray = MAPPING_UNKNOWN, .limit = 20 };
    struct overview o;
    int threads = 0, messages = 0, counted = 0;
    int64_t before;

    world_sql(db, "INSERT INTO thread (id, tray, number)"
        " VALUES (1, 2, '+254712000001'), (2, 2, '+254712000002')");
    world_sql(db, "INSERT INTO message (thread, direction, kind, state, number,"
        " body, at) WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL"
        "  SELECT i + 1 FROM n WHERE i < 2000)"
        " SELECT 1 + i % 2, 2, 1, 4, '+254712000001', 'x', i FROM n");
    before = db_scanned(db);
    CHECK_INT(thread_list(db, &all, see_thread, &threads), OK);
    CHECK_INT(thread_messages(db, 1, 0, 50, see_message, &messages), OK);
    CHECK_INT(overview_read(db, &o), OK);
    CHECK_INT(figures_states(db, see_count, &counted), OK);
    CHECK_INT(threads, 2);
    CHECK_INT(messages, 50);
    CHECK_INT(counted, 2000);
    CHECK(db_scanned(db) - before < 100);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"
        " WHERE body = 'y'"), 0);
    CHECK(db_scanned(db) - before >= 1999);
    db_close(db);
}

static void
note_task(void *user, const struct task *t)
{
    snprintf(user, 300, "%.120s / %.120s", t->children, t->label);
}

TEST(a_list_names_the_children_at_school_of_a_family_with_their_classes)
{
    struct db *db = world_open();
    struct task_filter all = { .limit = 9 };
    char said[300] = "";
    struct message m = { .direction = MESSAGE_IN, .kind = MESSAGE_MISSED_CALL,
        .state = MESSAGE_RECEIVED, .at = world_now, .thread = 1,
        .number = "+254712000001", .body = strdup("") };

    world_sql(db, "INSERT INTO family (id, label, created)"
        " VALUES (1, 'Grace', 0)");
    world_sql(db, "INSERT INTO child (id, name, folded, class, left_at)"
        " VALUES (1, 'Ochieng', 'ochieng', '2A', 0), (2, 'Musa', 'musa', '4B',"
        " 0), (3, 'Ann', 'ann', '8', 5), (4, 'Zed', 'zed', '', 0)");
    world_sql(db, "INSERT INTO family_child (family, child)"
        " VALUES (1, 1), (1, 2), (1, 3), (1, 4)");
    world_sql(db, "INSERT INTO thread (id, family) VALUES (1, 1)");
    CHECK_INT(db_begin(db), OK);
    CHECK_INT(message_add(db, &m), OK);
    CHECK_INT(task_ask(db, m.id, m.number), OK);
    CHECK_INT(db_commit(db), OK);
    CHECK_INT(task_list(db, &all, note_task, said), OK);
    CHECK_TEXT(said, "Musa 4B, Ochieng 2A, Zed / Grace");
    message_clear(&m);
    db_close(db);
}
