#include "store_world.h"

#include "store/people/mend.h"
#include "store/people/people.h"
#include "store/queue/batch.h"
#include "store/thread/desk.h"
#include "store/thread/draft.h"
#include "store/thread/note.h"
#include "store/thread/tally.h"
#include "store/thread/task.h"
#include "store/thread/template.h"
#include "store/thread/thread.h"

static const char mother[] = "+254712000001";

/* A family with one child, one guardian and a phone; its thread is 1. */
static struct db *
school(void)
{
    struct db *db = world_open();

    world_sql(db, "INSERT INTO family (id, label, created) VALUES (1, 'Ali', 1)");
    world_sql(db, "INSERT INTO child (id, name, folded, class)"
        " VALUES (1, 'Amina', 'amina', '4B')");
    world_sql(db, "INSERT INTO family_child VALUES (1, 1)");
    world_sql(db, "INSERT INTO guardian (id, name, folded)"
        " VALUES (1, 'Salma', 'salma')");
    world_sql(db, "INSERT INTO family_guardian (family, guardian,"
        " relation) VALUES (1, 1, 'mother')");
    world_sql(db, "INSERT INTO phone (id, number, raw, since)"
        " VALUES (1, '+254712000001', '', 1)");
    world_sql(db, "INSERT INTO guardian_phone VALUES (1, 1, 1)");
    world_sql(db, "INSERT INTO thread (id, family) VALUES (1, 1)");
    world_sql(db, "INSERT INTO staff (id, name, role, password, created)"
        " VALUES (1, 'Grace', 2, '', 1), (2, 'Head', 4, '', 1)");
    return db;
}

static int64_t
came(struct db *db, enum message_kind kind, const char *text)
{
    struct message m = { .thread = 1, .direction = MESSAGE_IN, .kind = kind,
        .state = MESSAGE_RECEIVED, .at = world_now, .body = (char *)text };

    snprintf(m.number, sizeof(m.number), "%s", mother);
    assert_int_equal(db_begin(db), OK);
    assert_int_equal(db_end(db, message_add(db, &m)), OK);
    return m.id;
}

static int64_t
wrote(struct db *db, const char *author, int64_t batch)
{
    struct queue_request r = { .number = mother, .text = "hello",
        .author = author, .batch = batch, .family = 1 };
    int64_t id = 0;

    assert_int_equal(queue_add(db, &r, &world_rules, &id, NULL), OK);
    return id;
}

static int64_t
waiting(struct db *db)
{
    return world_number(db, "SELECT waiting FROM thread WHERE id = 1");
}

static int64_t
add_batch(struct db *db, bool waits, int count)
{
    char number[24];
    int64_t id, batch;

    world_sql(db, "INSERT INTO batch (at, author, target, body)"
        " VALUES (1, 'Grace', 'class 4B', 'hello')");
    batch = world_number(db, "SELECT max(id) FROM batch");
    for (int i = 0; i < count; i++) {
        struct queue_request r = { .number = number, .text = "hello",
            .author = "Grace", .batch = batch, .priority = PRIORITY_BULK };

        snprintf(number, sizeof(number), "+2547120001%02d", i);
        assert_int_equal(queue_add(db, &r, &world_rules, &id, NULL), OK);
    }
    assert_int_equal(db_begin(db), OK);
    assert_int_equal(db_end(db, batch_plan(db, batch, waits, 0, 0, 0)), OK);
    return batch;
}

static int64_t
came_urgent(struct db *db, int64_t thread, enum urgent urgent, const char *text)
{
    struct message m = { .thread = thread, .direction = MESSAGE_IN,
        .kind = MESSAGE_TEXT, .state = MESSAGE_RECEIVED, .at = world_now,
        .body = (char *)text, .urgent = urgent };

    snprintf(m.number, sizeof(m.number), "%s", mother);
    assert_int_equal(db_begin(db), OK);
    assert_int_equal(db_end(db, message_add(db, &m)), OK);
    world_later(MINUTE);
    return m.id;
}

/* The words of what is listed, one a line. */
static void
note_asks(void *user, const struct thread *t)
{
    char *to = user;

    strcat(strcat(to, t->asks), "\n");
}

static void
check_list(struct db *db, const struct thread_filter *f, const char *want)
{
    char got[1000] = "";

    assert_int_equal(thread_list(db, f, note_asks, got), OK);
    CHECK_TEXT(got, want);
}

static const struct thread_filter now = { .now = true };
static const struct thread_filter now_all = { .now = true, .sees_all = true };
static const struct thread_filter calm = { .waiting = true, .calm = true };

static struct db *
three_threads(void)
{
    struct db *db = school();

    world_sql(db, "INSERT INTO family (id, label, created) VALUES (2, 'B', 1)");
    world_sql(db, "INSERT INTO thread (id, family) VALUES (2, 2)");
    world_sql(db, "INSERT INTO thread (id, tray, number) VALUES (3, 2, '+1'),"
        " (4, 4, '+2')");
    return db;
}

TEST(what_cannot_wait_stands_before_who_waits_in_the_order_of_harm)
{
    struct db *db = three_threads();

    came_urgent(db, 2, URGENT_NONE, "When is sports day?");
    came_urgent(db, 1, URGENT_NONE, "Good morning");
    came_urgent(db, 1, URGENT_ILLNESS, "She is sick");
    check_list(db, &calm, "When is sports day?\n");
    came_urgent(db, 3, URGENT_THREAT, "I will burn it");
    came_urgent(db, 4, URGENT_MISSING, "She has not come home");
    check_list(db, &now, "I will burn it\nShe is sick\n");
    check_list(db, &now_all,
        "She has not come home\nI will burn it\nShe is sick\n");
    came_urgent(db, 2, URGENT_ACCIDENT, "He fell and bleeds");
    check_list(db, &now, "I will burn it\nHe fell and bleeds\nShe is sick\n");
    check_list(db, &calm, "");
    wrote(db, "Grace", 0);      /* to thread 1 */
    check_list(db, &now, "I will burn it\nHe fell and bleeds\n");
    assert_int_equal(desk_close(db, 2, INT64_MAX, "Grace"), OK);
    check_list(db, &now, "I will burn it\n");
    db_close(db);
}

TEST(one_tap_says_that_it_can_wait_and_another_takes_that_back)
{
    struct db *db = three_threads();
    int64_t first = came_urgent(db, 1, URGENT_ILLNESS, "She is sick");
    int64_t second = came_urgent(db, 1, URGENT_MONEY, "Money?");
    int64_t third = came_urgent(db, 1, URGENT_ACCIDENT, "She fell");

    assert_int_equal(desk_ease(db, second, true, "Grace"), OK);
    check_list(db, &now, "She fell\n");
    world_later(MINUTE);
    assert_int_equal(desk_ease(db, third, true, "Grace"), OK);
    check_list(db, &now, "");
    check_list(db, &calm, "She is sick\n");
    assert_int_equal(desk_ease(db, third, true, "Grace"), ERR_REFUSED);
    assert_int_equal(desk_ease(db, first, false, "Grace"), OK);
    check_list(db, &now, "Money?\n");
    assert_int_equal(desk_ease(db, first, false, "Grace"), ERR_REFUSED);
    assert_int_equal(desk_ease(db, 99, true, "Grace"), ERR_NOT_FOUND);
    CHECK_INT(world_number(db, "SELECT count(*) FROM audit WHERE"
        " action IN ('message.ease', 'message.unease')"), 3);
    db_close(db);
}

TEST(an_answer_that_tells_of_what_cannot_wait_waits)
{
    struct db *db = school();

    world_sql(db, "INSERT INTO message (thread, direction, kind, state, number,"
        " body, at, answer, urgent) VALUES (1, 1, 1, 9, '+1', 'Yes. Sick', 5,"
        " 'yes', 70)");
    CHECK_INT(waiting(db), 0);
    world_sql(db, "INSERT INTO message (thread, direction, kind, state, number,"
        " body, at, answer, urgent) VALUES (1, 1, 1, 9, '+1', 'Yes. She"
        " fainted', 6, 'yes', 40)");
    CHECK_INT(waiting(db), 6);
    check_list(db, &now, "Yes. She fainted\n");
    db_close(db);
}

TEST(calls_that_alone_wait_are_counted)
{
    struct db *db = school();
    struct thread t = { 0 };

    came(db, MESSAGE_MISSED_CALL, MESSAGE_CALL_BODY);
    world_later(MINUTE);
    came(db, MESSAGE_MISSED_CALL, MESSAGE_CALL_BODY);
    assert_int_equal(thread_get(db, 1, &t), OK);
    CHECK_INT(t.calls, 2);
    came(db, MESSAGE_TEXT, "Please call");
    assert_int_equal(thread_get(db, 1, &t), OK);
    CHECK_INT(t.calls, 0);
    db_close(db);
}

TEST(a_family_waits_from_its_first_text_until_a_person_answers)
{
    struct db *db = school();
    int64_t first = world_now;

    came(db, MESSAGE_TEXT, "Is there school?");
    CHECK_INT(waiting(db), first);
    world_later(HOUR);
    came(db, MESSAGE_TEXT, "Hello?");
    CHECK_INT(waiting(db), first);
    wrote(db, "", 0);                   /* an automatic answer */
    CHECK_INT(waiting(db), first);
    add_batch(db, false, 1);            /* a text to many */
    CHECK_INT(waiting(db), first);
    wrote(db, "Grace", 0);
    CHECK_INT(waiting(db), 0);
    db_close(db);
}

TEST(a_closed_thread_waits_no_more_until_the_next_text)
{
    struct db *db = school();
    struct thread t;

    came(db, MESSAGE_TEXT, "Thank you");
    CHECK(desk_close(db, 1, INT64_MAX, "Grace") == OK);
    CHECK(thread_get(db, 1, &t) == OK);
    CHECK_INT(t.waiting, 0);
    CHECK_INT(t.unread, 0);
    came(db, MESSAGE_TEXT, "One more thing");
    CHECK(waiting(db) > 0);
    CHECK(desk_close(db, 99, INT64_MAX, "Grace") == ERR_NOT_FOUND);
    db_close(db);
}

TEST(what_came_after_the_page_was_shown_is_not_closed)
{
    struct db *db = school();
    struct thread t;

    came(db, MESSAGE_TEXT, "Thank you");
    came(db, MESSAGE_TEXT, "One more thing");
    CHECK(desk_close(db, 1, 1, "Grace") == OK);
    CHECK(thread_get(db, 1, &t) == OK);
    CHECK(t.waiting > 0);
    CHECK_INT(t.unread, 1);
    CHECK(desk_close(db, 1, 2, "Grace") == OK);
    CHECK_INT(waiting(db), 0);
    db_close(db);
}

TEST(a_message_that_is_filed_takes_its_waiting_along)
{
    struct db *db = school();

    world_sql(db, "INSERT INTO thread (id, tray, number)"
        " VALUES (2, 2, '+254712000001')");
    came(db, MESSAGE_TEXT, "Who is this?");
    world_sql(db, "UPDATE message SET thread = 2");
    CHECK_INT(waiting(db), 0);
    CHECK_INT(world_number(db, "SELECT waiting FROM thread WHERE id = 2"),
        world_now);
    db_close(db);
}

static void
count_thread(void *user, const struct thread *t)
{
    (void)t;
    ++*(int *)user;
}

static int
listed(struct db *db, const struct thread_filter *f)
{
    int n = 0;

    assert_int_equal(thread_list(db, f, count_thread, &n), OK);
    return n;
}

TEST(threads_are_listed_by_who_answers_by_class_and_by_waiting)
{
    struct db *db = school();

    came(db, MESSAGE_TEXT, "Hello");
    CHECK(desk_assign(db, 1, 1, "Head") == OK);
    CHECK(desk_assign(db, 1, 77, "Head") == ERR_NOT_FOUND);
    CHECK_INT(listed(db, &(struct thread_filter){ .assigned = 1 }), 1);
    CHECK_INT(listed(db, &(struct thread_filter){ .assigned = 2 }), 0);
    CHECK_INT(listed(db, &(struct thread_filter){ .waiting = true }), 1);
    CHECK_INT(listed(db, &(struct thread_filter){ .class_name = "4B" }), 1);
    CHECK_INT(listed(db, &(struct thread_filter){ .class_name = "2A" }), 0);
    CHECK(desk_assign(db, 1, 0, "Head") == OK);
    CHECK_INT(listed(db, &(struct thread_filter){ .assigned = 1 }), 0);
    db_close(db);
}

TEST(the_row_of_who_waits_tells_the_oldest_words_that_wait)
{
    struct db *db = school();
    struct thread t;

    wrote(db, "Grace", 0);
    CHECK_INT(thread_get(db, 1, &t), OK);
    CHECK_TEXT(t.snippet, "hello");
    CHECK_TEXT(t.asks, "");
    CHECK(t.ours);
    world_later(HOUR);
    came(db, MESSAGE_TEXT, "Is there school?");
    world_later(HOUR);
    came(db, MESSAGE_TEXT, "Hello?");
    wrote(db, "", 0);                   /* an automatic answer */
    CHECK_INT(thread_get(db, 1, &t), OK);
    CHECK_TEXT(t.asks, "Is there school?");
    wrote(db, "Grace", 0);
    CHECK_INT(thread_get(db, 1, &t), OK);
    CHECK_TEXT(t.asks, "");
    db_close(db);
}

TEST(a_text_to_many_neither_raises_a_thread_nor_hides_its_words)
{
    struct db *db = school();
    struct thread t;
    int64_t batch = add_batch(db, false, 1), came_at;

    wrote(db, "Grace", batch);          /* all that there is: it shows */
    CHECK_INT(thread_get(db, 1, &t), OK);
    CHECK_TEXT(t.snippet, "hello");
    world_later(HOUR);
    came_at = world_now;
    came(db, MESSAGE_TEXT, "Thank you");
    world_later(HOUR);
    wrote(db, "Grace", batch);
    for (int refreshed = 0; refreshed < 2; refreshed++) {
        CHECK_INT(thread_get(db, 1, &t), OK);
        CHECK_TEXT(t.snippet, "Thank you");
        CHECK_INT(t.last_at, came_at);
        CHECK(!t.ours);
        CHECK_INT(db_begin(db), OK);
        CHECK_INT(db_end(db, thread_refresh(db, 1)), OK);
    }
    world_sql(db, "UPDATE message SET thread = (SELECT id FROM thread"
        " WHERE id <> 1)");
    CHECK_INT(db_begin(db), OK);
    CHECK_INT(db_end(db, thread_refresh(db, 1)), OK);
    CHECK_INT(thread_get(db, 1, &t), OK);
    CHECK_INT(t.last_id, 0);
    db_close(db);
}

struct row {
    int n;
    int64_t ids[8], since[8];
};

static void
keep_row(void *user, const struct thread *t)
{
    struct row *r = user;

    r->since[r->n] = t->waiting;
    r->ids[r->n++] = t->id;
}

TEST(who_waits_longest_is_first_and_pages_follow)
{
    struct db *db = school();
    struct thread_filter f = { .waiting = true, .limit = 2 };
    struct row r = { 0 };

    world_sql(db, "INSERT INTO family (id, label, created) VALUES (2, 'B', 1),"
        " (3, 'C', 1), (4, 'D', 1)");
    world_sql(db, "INSERT INTO thread (id, family, last_id, last_at, waiting)"
        " VALUES (2, 2, 1, 900, 300), (3, 3, 2, 800, 100), (4, 4, 3, 700, 0)");
    world_sql(db, "UPDATE thread SET last_id = 4, last_at = 600, waiting = 300"
        " WHERE id = 1");
    CHECK_INT(thread_list(db, &f, keep_row, &r), OK);
    f.after_at = r.since[1];
    f.after_id = r.ids[1];
    CHECK_INT(thread_list(db, &f, keep_row, &r), OK);
    CHECK_INT(r.n, 3);
    CHECK_INT(r.ids[0], 3);
    CHECK_INT(r.ids[1], 1);
    CHECK_INT(r.ids[2], 2);
    db_close(db);
}

static void
keep_task(void *user, const struct task *t)
{
    *(struct task *)user = *t;
}

/* "Yes. She fainted", which answers question 1. */
static int64_t
came_answer(struct db *db, int64_t thread)
{
    int64_t id = came_urgent(db, thread, URGENT_ACCIDENT, "Yes. She fainted");
    char sql[100];

    snprintf(sql, sizeof(sql), "UPDATE message SET answer = 'Yes'"
        " WHERE id = %lld", (long long)id);
    world_sql(db, sql);
    return id;
}

TEST(an_urgent_answer_goes_on_waiting_whatever_else_is_settled)
{
    struct db *db = three_threads();
    struct message call = { .thread = 1 };
    int64_t old, fainted, at;

    call.id = came(db, MESSAGE_MISSED_CALL, "");
    call.at = world_now;
    world_later(MINUTE);
    fainted = came_answer(db, 1);
    CHECK(task_done(db, 1, "Grace", "spoke") == OK);
    CHECK(waiting(db) > 0);
    CHECK(db_begin(db) == OK);
    CHECK(db_end(db, thread_settled(db, &call)) == OK);
    CHECK(waiting(db) > 0);

    CHECK(desk_close(db, 1, call.id, "Grace") == OK);
    CHECK(waiting(db) > 0);
    CHECK(desk_ease(db, fainted, true, "Grace") == OK);
    CHECK(desk_close(db, 1, call.id, "Grace") == OK);
    CHECK_INT(waiting(db), 0);

    old = came_urgent(db, 2, URGENT_NONE, "When is sports day?");
    at = world_now;
    came_answer(db, 2);
    CHECK(tally_answer(db, old, "", "Grace") == OK);
    world_sql(db, "UPDATE message SET thread = 1 WHERE body LIKE 'When%'");
    CHECK_INT(world_number(db, "SELECT waiting FROM thread WHERE id = 2"), at);
    world_sql(db, "UPDATE message SET thread = 3 WHERE thread = 2");
    CHECK_INT(world_number(db, "SELECT waiting FROM thread WHERE id = 3"), at);
    CHECK_INT(world_number(db, "SELECT waiting FROM thread WHERE id = 2"), 0);
    db_close(db);
}

TEST(missed_calls_make_one_call_to_make_per_number)
{
    struct db *db = school();
    struct task t = { 0 };

    came(db, MESSAGE_MISSED_CALL, "");
    came(db, MESSAGE_MISSED_CALL, "");
    CHECK_INT(world_number(db, "SELECT count(*) FROM task"), 1);
    CHECK(task_list(db, &(struct task_filter){ .limit = 10 }, keep_task, &t)
        == OK);
    CHECK_TEXT(t.label, "Ali");
    CHECK_INT(t.rings, 2);
    CHECK(task_done(db, t.id, "Grace", "spoke") == OK);
    CHECK(task_done(db, t.id, "Grace", "again") == ERR_NOT_FOUND);
    CHECK_INT(waiting(db), 0);
    came(db, MESSAGE_MISSED_CALL, "");
    CHECK_INT(world_number(db, "SELECT count(*) FROM task WHERE done = 0"), 1);
    db_close(db);
}

static void
note_task(void *user, const struct task *t)
{
    char *to = user;

    sprintf(to + strlen(to), "%lld ", (long long)t->id);
}

static void
check_tasks(struct db *db, struct task_filter f, const char *want)
{
    char got[200] = "";

    CHECK(task_list(db, &f, note_task, got) == OK);
    CHECK_TEXT(got, want);
}

TEST(calls_that_are_not_for_everybody_leave_room_for_the_others)
{
    struct db *db = three_threads();

    for (int thread = 4; thread > 0; thread--)
        came_urgent(db, thread, URGENT_NONE, "Call me");
    world_sql(db, "UPDATE thread SET money = 1 WHERE id = 3");
    world_sql(db, "INSERT INTO task (id, message, number, at)"
        " SELECT id, id, '+' || id, at FROM message");
    check_tasks(db, (struct task_filter){ .limit = 2, .hides_money = true },
        "3 4 ");
    check_tasks(db, (struct task_filter){ .limit = 9 }, "2 3 4 ");
    check_tasks(db, (struct task_filter){ .limit = 9, .sees_all = true },
        "1 2 3 4 ");
    check_tasks(db, (struct task_filter){ .limit = 9, .thread = 2 }, "3 ");
    check_tasks(db, (struct task_filter){ .limit = 9, .id = 1 }, "");
    check_tasks(db, (struct task_filter){ .limit = 9, .id = 4 }, "4 ");
    db_close(db);
}

static void
count_note(void *user, const struct note *n)
{
    (void)n;
    ++*(int *)user;
}

TEST(a_note_stays_in_its_thread_and_never_becomes_a_message)
{
    struct note_reader all = { 0, "", true };
    struct db *db = school();
    int n = 0;

    CHECK(note_add(db, 1, "Grace", 0, "The uncle collects her") == OK);
    CHECK(note_add(db, 1, "Grace", 0, " \n") == ERR_INPUT);
    CHECK(note_add(db, 9, "Grace", 0, "x") == ERR_NOT_FOUND);
    CHECK(note_list(db, 1, &all, count_note, &n) == OK);
    CHECK_INT(n, 1);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"), 0);
    db_close(db);
}

TEST(a_draft_belongs_to_one_person_and_place)
{
    struct db *db = school();
    char *f = NULL;

    CHECK(draft_set(db, 1, 1, "text=Dear") == OK);
    CHECK(draft_set(db, 1, 1, "text=Dear+Salma") == OK);
    CHECK(draft_set(db, 9, 1, "text=x") == ERR_NOT_FOUND);
    CHECK(draft_get(db, 1, 1, &f) == OK);
    CHECK_TEXT(f, "text=Dear+Salma");
    free(f);
    CHECK(draft_get(db, 2, 1, &f) == OK);
    CHECK_TEXT(f, "");
    free(f);
    CHECK(draft_set(db, 1, 1, "") == OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM draft"), 0);
    db_close(db);
}

static enum err
draft_turned(struct db *db, const char *form, int64_t turn, const char *fields)
{
    struct draft_turn t = { form, turn };

    return draft_keep(db, 1, 1, &t, fields);
}

static void
check_draft(struct db *db, const char *fields)
{
    char *f = NULL;

    CHECK_INT(draft_get(db, 1, 1, &f), OK);
    CHECK_TEXT(f, fields);
    free(f);
}

TEST(a_save_that_comes_late_changes_no_draft)
{
    static const char here[] = "0123456789abcdef0123456789abcdef",
        there[] = "fedcba9876543210fedcba9876543210";
    struct db *db = school();

    CHECK_INT(draft_turned(db, here, 1, "Dear"), OK);
    CHECK_INT(draft_turned(db, here, 3, "Dear Salma"), OK);
    CHECK_INT(draft_turned(db, here, 2, "Dear S"), OK);
    check_draft(db, "Dear Salma");
    CHECK_INT(draft_turned(db, there, 1, "From another page"), OK);
    check_draft(db, "From another page");
    CHECK_INT(draft_turned(db, NULL, 0, "From one without turns"), OK);
    check_draft(db, "From one without turns");
    CHECK_INT(draft_turned(db, here, 5, ""), OK);       /* it was sent */
    CHECK_INT(draft_turned(db, here, 4, "Dear Salma,"), OK);
    check_draft(db, "");
    db_close(db);
}

TEST(a_draft_that_could_not_be_kept_may_be_saved_again)
{
    static const char form[] = "0123456789abcdef0123456789abcdef";
    struct db *db = school();
    char *much = calloc(1, DRAFT_MAX + 2);

    memset(much, 'a', DRAFT_MAX + 1);
    CHECK_INT(draft_turned(db, form, 2, much), ERR_INPUT);
    CHECK_INT(draft_turned(db, form, 1, "Dear"), OK);
    check_draft(db, "Dear");
    free(much);
    db_close(db);
}

static void
count_template(void *user, const struct template *t)
{
    (void)t;
    ++*(int *)user;
}

TEST(a_template_has_one_text_for_each_language)
{
    struct db *db = school();
    struct template t = { .tone = TONE_PRAISE, .name = "Well read",
        .language = "en", .body = "{child} read well today." };
    int n = 0;

    CHECK(template_set(db, &t, "Head") == OK);
    CHECK(template_set(db, &t, "Head") == OK);
    snprintf(t.language, sizeof(t.language), "sw");
    CHECK(template_set(db, &t, "Head") == OK);
    CHECK(template_list(db, count_template, &n) == OK);
    CHECK_INT(n, 2);
    t.body[0] = 0;
    CHECK(template_set(db, &t, "Head") == ERR_INPUT);
    CHECK(template_remove(db, 77, "Head") == ERR_NOT_FOUND);
    db_close(db);
}

TEST(nothing_of_a_batch_goes_before_another_person_approved_it)
{
    struct db *db = school();
    int64_t batch = add_batch(db, true, 3);
    struct queue_part p;

    CHECK_INT(world_claim(db, &p), 0);
    world_later(DAY);
    CHECK_INT(world_claim(db, &p), 0);
    CHECK(batch_approve(db, batch, "Grace") == ERR_REFUSED);
    CHECK(batch_approve(db, batch, "Head") == OK);
    CHECK(batch_approve(db, batch, "Head") == ERR_REFUSED);
    CHECK_INT(world_claim(db, &p), 0);          /* a minute to undo */
    world_later(MINUTE);
    CHECK(world_claim(db, &p) > 0);
    db_close(db);
}

TEST(a_paused_batch_stands_still_and_goes_on)
{
    struct db *db = school();
    int64_t batch = add_batch(db, false, 3);
    struct queue_part p;

    CHECK(world_claim(db, &p) > 0);
    world_sent(db, &p, 1);
    CHECK(batch_pause(db, batch, "Grace") == OK);
    CHECK(batch_pause(db, batch, "Grace") == ERR_REFUSED);
    world_later(HOUR);
    CHECK_INT(world_claim(db, &p), 0);
    CHECK(batch_resume(db, batch, "Grace") == OK);
    CHECK(world_claim(db, &p) > 0);
    db_close(db);
}

TEST(a_cancelled_batch_calls_back_what_has_not_gone)
{
    struct db *db = school();
    int64_t batch = add_batch(db, false, 3);
    struct queue_part p;
    struct batch b;

    CHECK(world_claim(db, &p) > 0);
    world_sent(db, &p, 1);
    CHECK(batch_cancel(db, batch, "Grace") == OK);
    CHECK(batch_cancel(db, batch, "Grace") == ERR_REFUSED);
    CHECK(batch_get(db, batch, &b) == OK);
    CHECK_INT(b.of[MESSAGE_CANCELLED], 2);
    CHECK_INT(b.of[MESSAGE_SENT], 1);
    CHECK_INT(b.total, 3);
    CHECK_INT(world_claim(db, &p), 0);
    db_close(db);
}

static void
add_options(void *user, const struct tally *t)
{
    char *out = user;

    for (int i = 0; i < t->options; i++)
        sprintf(out + strlen(out), "%s=%d ", t->option[i], t->count[i]);
}

static void
count_silent(void *user, const char *number, int64_t family)
{
    (void)number;
    (void)family;
    ++*(int *)user;
}

TEST(the_last_answer_of_each_phone_counts)
{
    struct db *db = school();
    char out[100] = "";
    int silent = 0;

    world_sql(db, "INSERT INTO question (id, at, closes, text, options)"
        " VALUES (1, 1, 9000000000000000, 'Come?', '[\"yes\",\"no\"]')");
    add_batch(db, false, 3);
    world_sql(db, "UPDATE message SET question = 1");
    world_sql(db, "INSERT INTO message (thread, direction, kind, state, number,"
        " body, at, question, answer) VALUES"
        " (1, 1, 1, 9, '+254712000100', '1', 1, 1, 'yes'),"
        " (1, 1, 1, 9, '+254712000100', '2', 1, 1, 'no'),"
        " (1, 1, 1, 9, '+254712000101', '2', 1, 1, 'no')");
    CHECK(tally_list(db, 1, 1, add_options, out) == OK);
    CHECK_TEXT(out, "yes=0 no=2 ");
    CHECK(batch_silent(db, 1, count_silent, &silent) == OK);
    CHECK_INT(silent, 1);
    world_sql(db, "INSERT INTO message (thread, direction, kind, state, number,"
        " body, at, question, answer) VALUES"
        " (1, 1, 1, 9, '+254712000102', 'Yes but no', 1, 1, '')");
    silent = 0;                 /* who said something is not silent */
    CHECK(batch_silent(db, 1, count_silent, &silent) == OK);
    CHECK_INT(silent, 0);
    db_close(db);
}

static void
keep_family(void *user, const struct desk_family *f)
{
    *(struct desk_family *)user = *f;
}

static int
unreached(struct db *db, struct desk_family *last)
{
    int count = -1;

    assert_int_equal(desk_unreached(db, world_now - 14 * DAY, 10, keep_family,
        last, &count), OK);
    return count;
}

TEST(a_family_that_nothing_reached_for_two_weeks_is_named)
{
    struct db *db = school();
    struct desk_family f = { 0 };
    int64_t id = wrote(db, "Grace", 0);
    char sql[100];

    CHECK_INT(unreached(db, &f), 0);            /* not tried for long enough */
    world_sql(db, "UPDATE message SET state = 5");
    world_later(2 * DAY);
    CHECK_INT(unreached(db, &f), 1);
    CHECK_TEXT(f.label, "Ali");
    CHECK_INT(f.last, 0);
    snprintf(sql, sizeof(sql), "UPDATE message SET state = 4 WHERE id = %d",
        (int)id);
    world_sql(db, sql);
    CHECK_INT(unreached(db, &f), 0);
    world_later(15 * DAY);
    CHECK_INT(unreached(db, &f), 0);            /* nothing failed since */
    id = wrote(db, "Grace", 0);
    snprintf(sql, sizeof(sql), "UPDATE message SET state = 5 WHERE id = %d",
        (int)id);
    world_sql(db, sql);
    world_later(2 * DAY);
    CHECK_INT(unreached(db, &f), 1);
    came(db, MESSAGE_TEXT, "We are here");
    CHECK_INT(unreached(db, &f), 0);
    db_close(db);
}

static void
keep_failing(void *user, const struct mend_number *n)
{
    *(struct mend_number *)user = *n;
}

TEST(a_phone_that_fails_is_named_with_its_guardian_and_family)
{
    struct db *db = school();
    struct mend_number p = { .family = 0 };

    CHECK(mend_numbers(db, true, 10, keep_failing, &p) == OK);
    CHECK_INT(p.family, 0);
    world_sql(db, "UPDATE phone SET state = 2");
    CHECK(mend_numbers(db, true, 10, keep_failing, &p) == OK);
    CHECK_INT(p.kind, MEND_FAILING);
    CHECK_TEXT(p.guardian, "Salma");
    CHECK_TEXT(p.label, "Ali");
    CHECK_INT(p.thread, 1);
    db_close(db);
}
